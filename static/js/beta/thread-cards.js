// The cards of a chapter's threads: what the page knows of each, and how news changes them. Each is
//   {element, thread, list, documentId, version, from, to, state, resolved}
// with positions in the document at that version. `element` may be folded (folding.js).
import { isFolded, mindCard, renewFolded, saidIn } from "./folding.js";

const cards = new Map();
/** The ids of all comments that were ever in the list, for telling new ones. */
const comments = new Set();

/** Read what the server put into the page. */
export function readCards() {
  const versions = JSON.parse(section().dataset.versions);
  for (const element of section().querySelectorAll(".thread")) {
    add(element);
    const { document: documentId, start, end } = element.dataset;
    place(cards.get(threadOf(element)), listOf(element), Number(documentId), versions[documentId], Number(start), Number(end));
    newCommentsIn(element);
  }
}

/** Every card, in the order of the lists. */
export function threadCards() {
  return [...cards.values()];
}

/** The cards that stand beside their words. */
export function standingCards() {
  return threadCards().filter(({ list }) => list === "standing");
}

export function cardOf(thread) {
  return cards.get(thread)?.element ?? null;
}

/** What the list shows, for asking what is newer. */
export function revision() {
  return Number(section().dataset.revision);
}

/**
 * Bring the list up to date: {revision, versions, lists, cards}. Gives the comments that are new in it, or null when the
 * news lead on from another past than the page's (a copy of the database was brought back): then it asks for everything.
 */
export async function applyNews(news) {
  const fresh = new Map(parsed(news.cards).map((element) => [threadOf(element), element]));
  const known = new Map(cards);
  if (Object.values(news.lists).flat().some(([thread]) => !known.has(thread) && !fresh.has(thread))) {
    section().dataset.revision = 0;
    return null;
  }
  cards.clear();
  const found = [];
  for (const [list, places] of Object.entries(news.lists)) {
    for (const [thread, documentId, from, to] of places) {
      if (known.has(thread)) cards.set(thread, known.get(thread));
      else add(fresh.get(thread));
      place(cards.get(thread), list, documentId, news.versions[documentId], from, to);
    }
  }
  for (const [thread, { element }] of known) if (!cards.has(thread)) element.remove();
  arrange();
  for (const [thread, element] of fresh) {
    found.push(...newCommentsIn(element));
    if (known.has(thread)) await renew(cards.get(thread), element);
  }
  section().dataset.revision = news.revision;
  return found;
}

function section() {
  return document.getElementById("threads");
}

function parsed(html) {
  const cards = new DOMParser().parseFromString(html, "text/html").querySelectorAll(".thread");
  return [...cards].map((card) => document.adoptNode(card));
}

function threadOf({ dataset }) {
  return Number(dataset.thread);
}

function listOf(element) {
  return element.closest("[data-list]").dataset.list;
}

function add(element) {
  cards.set(threadOf(element), { element, thread: threadOf(element), ...stateOf(element) });
  mindCard(element);
}

function stateOf({ dataset }) {
  return { state: dataset.state, resolved: "resolved" in dataset };
}

function place(card, list, documentId, version, from, to) {
  Object.assign(card, { list, documentId, version, from, to });
}

/** Put the cards into their lists, in order, moving none that stands right. */
function arrange() {
  for (const list of section().querySelectorAll("[data-list]")) {
    let next = list.querySelector(":scope > :is(.thread, .empty)");
    for (const { element } of threadCards().filter((card) => card.list === list.dataset.list)) {
      if (element === next) next = next.nextElementSibling;
      else move(element, list, next);
    }
  }
}

/** A card that is moved this way keeps the focus in it, where the browser can. */
function move(element, list, next) {
  if (element.isConnected && list.moveBefore) list.moveBefore(element, next);
  else list.insertBefore(element, next);
  if (!isFolded(element)) window.htmx?.process(element);
}

/** What is being written in a card stays (morph). */
async function renew(card, fresh) {
  if (isFolded(card.element)) renewFolded(card.element, fresh);
  else await window.htmx.swap({ text: fresh.outerHTML, target: card.element, sourceElement: card.element, swap: "outerMorph" });
  Object.assign(card, stateOf(fresh));
}

function newCommentsIn(element) {
  const found = [...saidIn(element).querySelectorAll(".comment[id]")].filter(({ id }) => !comments.has(id));
  for (const { id } of found) comments.add(id);
  return found;
}
