// The list of threads: which one is current, which list is shown, walking it by keys. It knows nothing of the text;
// events on document tell the page:
//   thread-selected {thread, source}   source is "card" or "words"; thread is null when none is current any more
//   threads-changed                    the list was fetched anew or another list is shown
import { each, on } from "../page/behaviour.js";
import { say } from "../page/say.js";

let current = null;
let shown = "standing";
/** Ids of the comments that were in the list before; null until it was read once. */
let known = null;

export function watchThreadList() {
  on("click", "thread", selectByClick);
  on("keydown", "thread", selectByKey);
  on("click", "threads-choice", (button) => show(button.dataset.show));
  document.addEventListener("keydown", walkByKey);
  document.addEventListener("htmx:after:swap", ({ detail: { ctx } }) => {
    if (ctx.target?.id === "threads") settle();
  });
  each("threads", settle);
}

/** Every card of the list: {element, thread, documentId, version, from, to, state, resolved}. */
export function threadCards() {
  return [...document.querySelectorAll("#threads .thread")].map((element) => ({
    element,
    thread: Number(element.dataset.thread),
    documentId: Number(element.dataset.document),
    version: Number(element.dataset.version),
    from: Number(element.dataset.start),
    to: Number(element.dataset.end),
    state: element.dataset.state,
    resolved: "resolved" in element.dataset,
  }));
}

/** The cards that stand beside their words. */
export function standingCards() {
  return threadCards().filter(({ state, resolved }) => state !== "gone" && !resolved);
}

export function currentThread() {
  return current;
}

/** Make a thread the current one, or with null none. */
export function selectThread(thread, source) {
  current = thread;
  const card = cardOf(thread);
  if (card) show(card.closest("[data-list]").dataset.list);
  markCurrent();
  document.dispatchEvent(new CustomEvent("thread-selected", { detail: { thread, source } }));
}

export function cardOf(thread) {
  return thread === null ? null : document.getElementById(`thread-${thread}`);
}

/** Bring the list into the state of the page after it was fetched. */
function settle() {
  if (!document.querySelector(`#threads [data-list="${shown}"]`)) shown = "standing";
  show(shown);
  markCurrent();
  announceNew();
  const open = threadCards().filter(({ resolved }) => !resolved).length;
  for (const badge of document.querySelectorAll('[data-count="threads"]')) {
    badge.textContent = open;
    badge.hidden = open === 0;
  }
}

/** Whoever cannot see the list hears who wrote in it; not of what they wrote themselves. */
function announceNew() {
  const comments = [...document.querySelectorAll("#threads .comment[id]")];
  const fresh = comments.filter(({ id }) => known && !known.has(id));
  known = new Set(comments.map(({ id }) => id));
  const names = new Set(fresh.filter((comment) => !comment.querySelector(".comment-own")).map((comment) => comment.dataset.by));
  if (names.size) say(`${[...names].join(" and ")} left a comment.`);
}

function show(list) {
  shown = list;
  for (const each of document.querySelectorAll("#threads [data-list]")) each.hidden = each.dataset.list !== list;
  for (const button of document.querySelectorAll("#threads [data-show]")) {
    button.setAttribute("aria-pressed", String(button.dataset.show === list));
  }
  document.dispatchEvent(new CustomEvent("threads-changed"));
}

function markCurrent() {
  for (const { element, thread } of threadCards()) element.classList.toggle("card-on", thread === current);
}

function selectByClick(card, event) {
  const link = event.target.closest(".thread-words[href]");
  if (link) event.preventDefault();
  else if (event.target.closest("a, button, summary, textarea, form")) return;
  // Words of a comment that are being selected are being copied.
  if (!link && !getSelection().isCollapsed) return;
  selectThread(Number(card.dataset.thread), "card");
}

function selectByKey(card, event) {
  if (event.target !== card || event.key !== "Enter") return;
  event.preventDefault();
  selectThread(Number(card.dataset.thread), "card");
}

/** N and P walk the threads that are shown, as long as nothing is being written. */
function walkByKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
  const step = { n: 1, p: -1 }[event.key.toLowerCase()];
  if (!step) return;
  const cards = threadCards().filter(({ element }) => element.checkVisibility());
  if (!cards.length) return;
  event.preventDefault();
  const here = cards.findIndex(({ thread }) => thread === current);
  const next = cards[here < 0 ? (step > 0 ? 0 : cards.length - 1) : (here + step + cards.length) % cards.length];
  selectThread(next.thread, "card");
  next.element.focus({ preventScroll: true });
}

/** Whether keys mean letters there. */
export function isTyping(element) {
  return Boolean(element.closest?.("input, textarea, select, [contenteditable], dialog, [role='textbox']"));
}
