// The desk's margin while it shows threads: as long as the text beside it, each card level with its words.
import { editorOf } from "../desk/editor.js";
import { composer } from "./composer.js";
import { composedEditor, composedRange } from "./desk-composer.js";
import { onceLetGo, placeCards } from "./margin.js";
import { cardOf, standingCards, threadCards } from "./thread-cards.js";
import { currentThread, shownList } from "./thread-list.js";

/** Cards need not follow each letter; they come when typing pauses. */
const PAUSE_MS = 250;

export class DeskMargin {
  #layer;
  #margin = document.getElementById("margin");
  #panel = document.getElementById("panel-threads");
  #timer = null;
  #sizes = new ResizeObserver(() => this.alignSoon());
  #place = onceLetGo(this.#panel, () => this.#placeNow());

  constructor(layer) {
    this.#layer = layer;
    document.addEventListener("panel-shown", () => this.align());
    document.addEventListener("cards-unfolded", () => this.#place());
    addEventListener("resize", () => this.align());
  }

  /** Follow an editor's size; it changes while words come into view for the first time. */
  watch(editor) {
    this.#sizes.observe(editor.view.dom);
  }

  alignSoon() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#place(), PAUSE_MS);
  }

  /** Cards that give way to typing do not glide: all of them in motion would hold up the next letters. */
  alignAfterTyping() {
    this.#panel.classList.remove("is-gliding");
    this.alignSoon();
  }

  align() {
    // Cards that were nowhere yet do not fly in, past the whole text.
    this.#panel.classList.toggle("is-gliding", this.#panel.classList.contains("is-aligned"));
    this.#place();
  }

  #placeNow() {
    const isLevel = !this.#margin.popover && !this.#panel.hidden;
    this.#margin.classList.toggle("is-level", isLevel);
    this.#panel.classList.toggle("is-aligned", isLevel);
    if (!isLevel) return;
    for (const { element } of threadCards()) this.#sizes.observe(element);
    const active = composedEditor() ? composer() : cardOf(currentThread());
    placeCards(this.#panel, this.#cards(), active);
  }

  #cards() {
    const cards = shownList() === "standing" ? standingCards() : [];
    const ranges = new Map();
    for (const id of new Set(cards.map(({ documentId }) => documentId))) ranges.set(id, this.#rangesIn(editorOf(id)));
    const tops = cards.map(({ element, thread, documentId }) => (
      { element, top: this.#topOf(editorOf(documentId), ranges.get(documentId).get(thread)) }));
    if (composedEditor()) tops.push({ element: composer(), top: this.#topOf(composedEditor(), composedRange()) });
    return tops;
  }

  #rangesIn(editor) {
    return new Map((editor ? this.#layer.all(editor.state) : []).map((range) => [range.key, range]));
  }

  /** Where words stand in the window. What stands on the notes' panel has no words beside it: it comes first. */
  #topOf(editor, range) {
    const { top } = this.#panel.getBoundingClientRect();
    if (!range || editor.part !== "text") return editor?.part === "note_after" ? Number.MAX_SAFE_INTEGER : top;
    const block = blockAt(editor.view, range.from);
    const box = block.getBoundingClientRect();
    // Asking for a letter's place would lay out every paragraph that is out of sight; theirs is known well enough.
    const isInSight = box.bottom > 0 && box.top < innerHeight;
    return isInSight ? editor.view.coordsAtPos(range.from).top : box.top;
  }
}

function blockAt(view, position) {
  let { node } = view.domAtPos(position);
  while (node.parentNode !== view.dom && node !== view.dom) node = node.parentNode;
  return node;
}
