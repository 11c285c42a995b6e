import { each, on } from "./behaviour.js";
import { say } from "./say.js";

const KEYS = { ArrowUp: -1, ArrowDown: 1 };
const GLIDE_MS = 140;

let sending = Promise.resolve();

/** Order a list by dragging grips, by arrow keys on them, or from each row's menu. The server hears of every rest. */
export function watchReorder() {
  each("grip", (grip) => { grip.hidden = false; });
  on("pointerdown", "grip", startDrag);
  on("keydown", "grip", moveByKey);
  on("submit", "moves", moveByMenu);
}

function startDrag(grip, event) {
  if (event.button !== 0) return;
  const row = grip.closest("li");
  const list = row.parentElement;
  const before = order(list);
  row.classList.add("is-dragged");
  // Captured by the list: moving the row in the page would take the capture away from anything inside it.
  list.setPointerCapture(event.pointerId);

  const move = ({ clientY }) => {
    const others = [...list.children].filter((other) => other !== row);
    const next = others.find((other) => clientY < middle(other)) ?? null;
    if (next !== row.nextElementSibling) slide(list, () => list.insertBefore(row, next));
  };
  const stop = ({ type }) => {
    list.removeEventListener("pointermove", move);
    list.removeEventListener("pointerup", stop);
    list.removeEventListener("pointercancel", stop);
    row.classList.remove("is-dragged");
    if (type === "pointercancel") restore(list, before);
    else if (order(list).join() !== before.join()) keep(list, before, row);
  };
  list.addEventListener("pointermove", move);
  list.addEventListener("pointerup", stop);
  list.addEventListener("pointercancel", stop);
}

function moveByKey(grip, event) {
  if (!(event.key in KEYS)) return;
  event.preventDefault();
  moveBy(grip.closest("li"), KEYS[event.key]);
  grip.focus();
}

function moveByMenu(form, event) {
  event.preventDefault();
  const row = form.closest("li");
  form.closest("[popover]").hidePopover();
  moveBy(row, Number(form.elements.places.value));
}

function moveBy(row, places) {
  const list = row.parentElement;
  const neighbour = places < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!neighbour) return;
  const before = order(list);
  slide(list, () => (places < 0 ? neighbour.before(row) : neighbour.after(row)));
  keep(list, before, row);
}

async function keep(list, before, row) {
  const wanted = order(list);
  showWhatIsPossible(list);
  // One after the other: two at once may arrive in the wrong order.
  sending = sending.then(() => send(list.dataset.action, wanted));
  const answer = await sending;
  if (order(list).join() !== wanted.join()) return; // Moved again meanwhile: the later answer counts.
  if (answer?.ok) {
    say(`${row.dataset.title} is now number ${[...list.children].indexOf(row) + 1} of ${list.children.length}.`);
    return;
  }
  restore(list, before);
  say("The new order could not be kept, so the old one is back. Try again in a moment.", { shown: true });
}

function send(action, ids) {
  const body = new URLSearchParams(ids.map((id) => ["chapter", id]));
  return fetch(action, { method: "POST", headers: { Accept: "application/json" }, body }).catch(() => null);
}

/** The first row has no way up, the last none down. */
function showWhatIsPossible(list) {
  for (const button of list.querySelectorAll('[data-behaviour~="moves"] button')) {
    const row = button.closest("li");
    const up = Number(button.form.elements.places.value) < 0;
    button.disabled = up ? !row.previousElementSibling : !row.nextElementSibling;
  }
}

function order(list) {
  return [...list.children].map((row) => row.dataset.id);
}

function restore(list, ids) {
  slide(list, () => list.append(...ids.map((id) => list.querySelector(`:scope > [data-id="${id}"]`))));
  showWhatIsPossible(list);
}

/** Let the rows glide from where they were to where the change puts them. */
function slide(list, change) {
  const rows = [...list.children];
  const tops = rows.map((row) => row.getBoundingClientRect().top);
  change();
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  rows.forEach((row, at) => {
    const way = tops[at] - row.getBoundingClientRect().top;
    if (way) row.animate({ translate: [`0 ${way}px`, "0 0"] }, { duration: GLIDE_MS, easing: "ease-out" });
  });
}

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
