// From change to change: the keys n and p, the buttons, a click. The change one is at is marked and in focus, and can be
// put back: the key b, or the button.
//   <div data-behaviour="changes"> with elements in document order whose data-change is the change's number; side by
//   side both halves of a change have it. Buttons [data-go="1"], [data-go="-1"] and data-behaviour="put-back".
import { on } from "../page/behaviour.js";
import { say } from "../page/say.js";

const WAYS = { n: 1, p: -1 };

export function watchChanges() {
  if (!document.querySelector('[data-behaviour~="changes"]')) return;
  on("click", "changes", (_place, { target }) => {
    const button = target.closest("[data-go]");
    if (button) go(Number(button.dataset.go));
    else if (!target.closest("a, button")) choose(target.closest("[data-change]")?.dataset.change);
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open], :popover-open")) return;
    if (event.key in WAYS) go(WAYS[event.key]);
    else if (event.key === "b") putBackButton()?.click();
    else return;
    event.preventDefault();
  });
  window.addEventListener("hashchange", goToPlace);
  for (const button of document.querySelectorAll('[data-go], [data-behaviour="put-back"]')) button.hidden = false;
  goToPlace();
}

function putBackButton() {
  return document.querySelector('[data-behaviour="put-back"]');
}

/** Where a link leads, or the page was left: after the last change was put back it is the one before. */
function goToPlace() {
  const number = Number(/^#change-(\d+)$/.exec(location.hash)?.[1]);
  const last = Math.max(0, ...numbers());
  if (number && last) show(Math.min(number, last));
}

function go(way) {
  const all = numbers();
  if (!all.length) return;
  const here = all.indexOf(current());
  const next = here < 0 ? firstInView(all, way) : (here + way + all.length) % all.length;
  show(all[next]);
}

function choose(number) {
  if (number && !String(window.getSelection())) show(Number(number), { scrolls: false });
}

function numbers() {
  return [...new Set([...document.querySelectorAll("[data-change]")].map((element) => Number(element.dataset.change)))];
}

function current() {
  return Number(document.querySelector("[data-change][aria-current]")?.dataset.change);
}

/** The first step goes to what the reader sees, not back to the top. */
function firstInView(all, way) {
  const below = all.findIndex((number) => halves(number)[0].getBoundingClientRect().bottom > 0);
  if (way > 0) return Math.max(below, 0);
  return below < 0 ? all.length - 1 : (below - 1 + all.length) % all.length;
}

function halves(number) {
  return document.querySelectorAll(`[data-change="${number}"]`);
}

function show(number, { scrolls = true } = {}) {
  for (const left of document.querySelectorAll("[data-change][aria-current]")) left.removeAttribute("aria-current");
  const [first, ...others] = halves(number);
  const fold = first.closest("details:not([open])");
  if (fold) fold.open = true;
  for (const half of [first, ...others]) half.setAttribute("aria-current", "true");
  if (scrolls) first.scrollIntoView({ block: "center", behavior: calm() ? "instant" : "smooth" });
  first.focus({ preventScroll: true });
  tell(number);
}

function tell(number) {
  const place = `${number} of ${numbers().length}`;
  document.querySelector("[data-change-place]").textContent = place;
  const button = putBackButton();
  button.value = number;
  button.disabled = false;
  say(`Change ${place}`);
}

function calm() {
  return matchMedia("(prefers-reduced-motion: reduce)").matches;
}

function isTyping(element) {
  return element.isContentEditable || element.matches("input, textarea, select");
}
