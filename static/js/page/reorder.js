import { each, on } from "./behaviour.js";
import { say } from "./say.js";

const KEYS = { ArrowUp: -1, ArrowDown: 1 };

/** Order a list by dragging its grips, or with the arrow keys on them. The server is told each time a row comes to rest. */
export function watchReorder() {
  each("reorder", (list) => {
    for (const grip of list.querySelectorAll(".grip")) grip.hidden = false;
  });
  document.addEventListener("htmx:after:swap", () => {
    for (const grip of document.querySelectorAll('[data-behaviour~="reorder"] .grip')) grip.hidden = false;
  });
  on("pointerdown", "reorder", startDrag);
  on("keydown", "reorder", moveByKey);
}

function startDrag(list, event) {
  const grip = event.target.closest(".grip");
  if (!grip || event.button !== 0) return;
  const row = grip.closest("li");
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
    row.classList.remove("is-dragged");
    if (type === "pointercancel") restore(list, before);
    else if (order(list).join() !== before.join()) keep(list, before, row);
  };
  list.addEventListener("pointermove", move);
  list.addEventListener("pointerup", stop, { once: true });
  list.addEventListener("pointercancel", stop, { once: true });
}

function moveByKey(list, event) {
  const grip = event.target.closest(".grip");
  if (!grip || !(event.key in KEYS)) return;
  event.preventDefault();
  const row = grip.closest("li");
  const neighbour = KEYS[event.key] < 0 ? row.previousElementSibling : row.nextElementSibling;
  if (!neighbour) return;
  const before = order(list);
  slide(list, () => (KEYS[event.key] < 0 ? neighbour.before(row) : neighbour.after(row)));
  grip.focus();
  keep(list, before, row);
}

async function keep(list, before, row) {
  const wanted = order(list);
  const answer = await fetch(list.dataset.action, {
    method: "POST",
    headers: { Accept: "application/json" },
    body: new URLSearchParams(wanted.map((id) => ["chapter", id])),
  }).catch(() => null);
  if (order(list).join() !== wanted.join()) return; // Moved again meanwhile: the later answer counts.
  if (answer?.ok) {
    say(`${row.dataset.title} is now number ${[...list.children].indexOf(row) + 1} of ${list.children.length}.`);
    return;
  }
  restore(list, before);
  say("The new order could not be kept, so the old one is back. Try again in a moment.");
}

function order(list) {
  return [...list.children].map((row) => row.dataset.id);
}

function restore(list, ids) {
  slide(list, () => list.append(...ids.map((id) => list.querySelector(`:scope > [data-id="${id}"]`))));
}

/** Let the rows glide from where they were to where the change puts them. */
function slide(list, change) {
  const rows = [...list.children];
  const tops = rows.map((row) => row.getBoundingClientRect().top);
  change();
  if (matchMedia("(prefers-reduced-motion: reduce)").matches) return;
  rows.forEach((row, at) => {
    const way = tops[at] - row.getBoundingClientRect().top;
    if (way) row.animate({ translate: [`0 ${way}px`, "0 0"] }, { duration: 140, easing: "ease-out" });
  });
}

function middle(row) {
  const { top, height } = row.getBoundingClientRect();
  return top + height / 2;
}
