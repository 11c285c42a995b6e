// From change to change: the keys n and p, or the buttons. The change one is at is marked and in focus.
//   <div data-behaviour="changes"> with [data-change] elements in document order; buttons [data-go="1"] and [data-go="-1"]
import { on } from "../page/behaviour.js";
import { say } from "../page/say.js";

const KEYS = { n: 1, p: -1 };

export function watchChanges() {
  if (!document.querySelector('[data-behaviour~="changes"]')) return;
  on("click", "changes", (_place, { target }) => {
    const button = target.closest("[data-go]");
    if (button) go(Number(button.dataset.go));
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.key in KEYS) || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    if (document.querySelector("dialog[open], :popover-open")) return;
    event.preventDefault();
    go(KEYS[event.key]);
  });
  for (const button of document.querySelectorAll("[data-go]")) button.hidden = false;
}

function go(way) {
  const all = [...document.querySelectorAll("[data-change]")];
  if (!all.length) return;
  const here = all.findIndex((change) => change.hasAttribute("aria-current"));
  const next = here < 0 ? firstInView(all, way) : (here + way + all.length) % all.length;
  all[here]?.removeAttribute("aria-current");
  show(all[next]);
  const place = document.querySelector("[data-change-place]");
  place.textContent = `${next + 1} of ${all.length}`;
  say(`Change ${next + 1} of ${all.length}`);
}

/** The first step goes to what the reader sees, not back to the top. */
function firstInView(all, way) {
  const below = all.findIndex((change) => change.getBoundingClientRect().bottom > 0);
  if (way > 0) return Math.max(below, 0);
  return below < 0 ? all.length - 1 : (below - 1 + all.length) % all.length;
}

function show(change) {
  const fold = change.closest("details:not([open])");
  if (fold) fold.open = true;
  change.setAttribute("aria-current", "true");
  change.scrollIntoView({ block: "center", behavior: matchMedia("(prefers-reduced-motion: reduce)").matches ? "instant" : "smooth" });
  change.focus({ preventScroll: true });
}

function isTyping(element) {
  return element.isContentEditable || element.matches("input, textarea, select");
}
