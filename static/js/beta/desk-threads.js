// Threads on the desk: the words they are about are marked in the editors, and the way between words and cards goes
// both ways. The marks move with every letter typed here; the server's places are taken when the list has news.
import { rangeLayer } from "../desk/decorations.js";
import { eachEditor, editorOf } from "../desk/editor.js";
import { openPanel } from "../desk/panels.js";
import { Mapping, sendableSteps } from "../desk/prosemirror.js";
import { watchComposer } from "./composer.js";
import { watchDeskComposer } from "./desk-composer.js";
import { DeskMargin } from "./desk-margin.js";
import { whenPlaced } from "./margin.js";
import { foldOutOfSight } from "./folding.js";
import { cardOf, threadCards } from "./thread-cards.js";
import { currentThread, selectThread, watchThreadList } from "./thread-list.js";
import { askSoon } from "./thread-news.js";
import { watchWriting } from "./writing.js";

const NARROW = matchMedia("(max-width: 760px)");
const layer = rangeLayer("threads");

/** Bring the threads of the desk to life. */
export function watchDeskThreads() {
  if (!document.getElementById("threads")) return;
  foldOutOfSight();
  const margin = new DeskMargin(layer);
  watchWriting();
  watchComposer();
  watchDeskComposer();
  eachEditor((editor) => openEditor(editor, margin));
  document.addEventListener("threads-changed", () => {
    eachDocument(markWords);
    margin.align();
  });
  document.addEventListener("thread-selected", ({ detail }) => {
    eachDocument(markWords);
    show(detail, margin);
  });
  watchThreadList();
}

function openEditor(editor, margin) {
  editor.addPlugin(layer.plugin);
  editor.element.addEventListener("click", (event) => selectAt(editor, event));
  editor.element.addEventListener("editor-change", () => {
    if (editor.threadsAreLate) markWords(editor);
    margin.alignAfterTyping();
  });
  markWords(editor);
  margin.watch(editor);
}

function eachDocument(action) {
  for (const id of new Set(threadCards().map(({ documentId }) => documentId))) {
    const editor = editorOf(id);
    if (editor) action(editor);
  }
}

/** Mark the words of a document's threads where they are in the editor, whose text may be older or newer than the list. */
function markWords(editor) {
  const cards = threadCards().filter(({ documentId, state }) => documentId === editor.documentId && state !== "gone");
  const version = cards[0]?.version ?? editor.version;
  editor.threadsAreLate = version > editor.version;
  if (editor.threadsAreLate) return;
  const places = version === editor.version ? placesNow(editor, cards) : placesKept(editor, cards);
  layer.set(editor.view, places.filter(isShown).map(withLook));
}

/** The server's places, carried over what was typed here and not sent yet. */
function placesNow(editor, cards) {
  const mapping = new Mapping((sendableSteps(editor.state)?.steps ?? []).map((step) => step.getMap()));
  const size = editor.doc.content.size;
  return cards
    .map((card) => ({ ...card, from: mapping.map(card.from, 1), to: mapping.map(card.to, -1) }))
    .filter(({ from, to }) => from < to && to <= size);
}

/** The list is older than the text: what is marked already has moved with it, the rest waits for the news. */
function placesKept(editor, cards) {
  const known = new Map(layer.all(editor.state).map((range) => [range.key, range]));
  if (cards.some((card) => isShown(card) && !known.has(card.thread))) askSoon();
  return cards.filter(({ thread }) => known.has(thread)).map((card) => ({ ...card, from: known.get(card.thread).from, to: known.get(card.thread).to }));
}

function isShown({ thread, resolved }) {
  return !resolved || thread === currentThread();
}

function withLook({ thread, from, to }) {
  const look = thread === currentThread() ? "thread-mark thread-mark-on" : "thread-mark";
  return { key: thread, from, to, attributes: { class: look } };
}

/** A click on marked words makes their thread current; on the same words again, the next one there. */
function selectAt(editor, { target, clientX, clientY }) {
  if (!target.closest(".thread-mark")) {
    if (currentThread() !== null && target.closest(".prose-editor")) selectThread(null, "words");
    return;
  }
  const place = editor.view.posAtCoords({ left: clientX, top: clientY });
  const found = place ? layer.at(editor.state, place.pos).map(({ key }) => key) : [];
  if (!found.length) return;
  const next = found[(found.indexOf(currentThread()) + 1) % found.length];
  // A word with a finding opens that; the thread is marked in the margin for whoever looks there.
  if (!target.closest(".finding") && !NARROW.matches) openPanel("threads");
  selectThread(next, "words");
}

async function show({ thread, source }, margin) {
  margin.align();
  const card = cardOf(thread);
  if (!card) return;
  if (source === "card") return showWords(card);
  await whenPlaced(card);
  if (currentThread() === thread && card.checkVisibility()) card.scrollIntoView({ block: "nearest" });
}

function showWords(card) {
  const editor = editorOf(card.dataset.document);
  const range = editor && layer.find(editor.state, Number(card.dataset.thread));
  if (!range) return;
  if (editor.part !== "text") openPanel("notes");
  bringIntoSight(editor.view, range.from);
}

/** Paragraphs out of sight have a guessed height: with those that come into sight the words may move away again. */
function bringIntoSight(view, position, tries = 4) {
  const { node } = view.domAtPos(position);
  const element = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  const { top, bottom } = element.getBoundingClientRect();
  if (tries === 0 || (top >= 140 && bottom <= innerHeight - 60)) return;
  element.scrollIntoView({ block: "center" });
  requestAnimationFrame(() => bringIntoSight(view, position, tries - 1));
}
