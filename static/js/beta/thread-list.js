// The list of threads: which one is current, which list is shown, walking it by keys. It knows nothing of the text;
// events on document tell the page:
//   thread-selected {thread, source}   source is "card" or "words"; thread is null when none is current any more
//   threads-changed                    the list has news or another list is shown
import { on } from "../page/behaviour.js";
import { say } from "../page/say.js";
import { unfold } from "./folding.js";
import { cardOf, readCards, threadCards } from "./thread-cards.js";
import { watchThreadNews } from "./thread-news.js";

let current = null;
let shown = "standing";

export function watchThreadList() {
  on("click", "thread", selectByClick);
  on("keydown", "thread", selectByKey);
  on("click", "threads-choice", (button) => show(button.dataset.show));
  document.addEventListener("keydown", walkByKey);
  watchThreadNews((comments) => {
    settle();
    announceNew(comments);
  });
  readCards();
  settle();
}

export function currentThread() {
  return current;
}

/** Which list is shown: "standing", "gone" or "resolved". */
export function shownList() {
  return shown;
}

/** Make a thread the current one, or with null none. */
export function selectThread(thread, source) {
  current = thread;
  const card = cardOf(thread);
  if (card) show(card.closest("[data-list]").dataset.list);
  markCurrent();
  document.dispatchEvent(new CustomEvent("thread-selected", { detail: { thread, source } }));
}

/** Bring what stands around the cards into the state of the list. */
function settle() {
  const counts = { standing: 0, gone: 0, resolved: 0 };
  for (const { list } of threadCards()) counts[list] += 1;
  showChoice(counts);
  const open = counts.standing + counts.gone;
  for (const badge of document.querySelectorAll('[data-count="threads"]')) write(badge, open);
  show(counts[shown] ? shown : "standing");
  markCurrent();
}

function showChoice(counts) {
  const list = document.getElementById("threads");
  list.querySelector(".threads-choice").hidden = !counts.gone && !counts.resolved;
  for (const button of list.querySelectorAll("[data-show]")) {
    write(button.querySelector(".badge"), counts[button.dataset.show]);
    button.querySelector(".badge").hidden = false;
    button.hidden = button.dataset.show !== "standing" && !counts[button.dataset.show];
  }
  const isEmpty = threadCards().length === 0;
  list.querySelector("[data-empty='none']").hidden = !isEmpty;
  list.querySelector("[data-empty='talked']").hidden = isEmpty || counts.standing > 0;
}

function write(badge, count) {
  badge.textContent = count;
  badge.hidden = count === 0;
}

/** Whoever cannot see the list hears who wrote in it; not of what they wrote themselves. */
function announceNew(comments) {
  const names = new Set(comments.filter((comment) => !comment.querySelector(".comment-own")).map((comment) => comment.dataset.by));
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
  // A current card is read at once, wherever it is.
  unfold(cardOf(current));
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
  const cards = threadCards().filter(({ list, element }) => list === shown && element.checkVisibility());
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
