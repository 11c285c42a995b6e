// One chapter that is being read: its words, the cards beside them, and what passes between the two.
import { say } from "../page/say.js";
import { watchParagraphs, watchSelection } from "./comment-here.js";
import { composer, isComposing, openComposer } from "./composer.js";
import { paint, paintMovesWords, unpaint } from "./highlights.js";
import { onceLetGo, placeCards, whenPlaced } from "./margin.js";
import { pageTexts } from "./page-text.js";
import { locate, placesAt } from "./places.js";
import { refreshText } from "./refresh-text.js";
import { cardOf, standingCards, threadCards } from "./thread-cards.js";
import { currentThread, selectThread, shownList } from "./thread-list.js";
import { askSoon } from "./thread-news.js";

const WIDE = matchMedia("(min-width: 1000px)");
/** While the author types, a save comes every few tenths of a second; who reads on does not need each one. */
const REFRESH_MS = 1200;
const FLASH_MS = 1400;

export function openReading(room) {
  new ReadingRoom(document.getElementById("reading-text"), document.getElementById("margin")).open();
  room.dataset.ready = "true";
}

class ReadingRoom {
  #root;
  #margin;
  #texts;
  #places = [];
  #flashing = null;
  #refreshing = null;
  #selection;
  #align;
  #sizes = new ResizeObserver(() => this.#align());

  constructor(root, margin) {
    this.#root = root;
    this.#margin = margin;
    this.#texts = pageTexts(root);
    this.#align = onceLetGo(margin, () => this.#alignNow());
  }

  open() {
    this.#watchWords();
    this.#watchThreads();
    this.#watchNews();
    this.#sizes.observe(this.#root);
    WIDE.addEventListener("change", () => this.#changeWidth());
  }

  #watchWords() {
    this.#selection = watchSelection(this.#root, document.getElementById("comment-here"), (range) => this.#commentOn(range));
    watchParagraphs(this.#root, document.getElementById("paragraph-button"), (block) => this.#commentOnBlock(block));
    this.#root.addEventListener("click", (event) => this.#selectAt(event));
    this.#root.addEventListener("pointermove", ({ clientX, clientY, pointerType }) => {
      if (pointerType === "mouse") this.#root.classList.toggle("over-words", this.#openAt(clientX, clientY).length > 0);
    });
  }

  #watchThreads() {
    document.addEventListener("threads-changed", () => this.#redraw());
    document.addEventListener("thread-selected", ({ detail }) => this.#show(detail));
  }

  #watchNews() {
    document.body.addEventListener("version", ({ detail: { document: documentId, version } }) => {
      const text = this.#textOf(documentId);
      if (text && version > text.version) this.#refreshing ??= setTimeout(() => this.#refresh(), REFRESH_MS);
    });
    document.body.addEventListener("closed", () => {
      say("Your access to this work has ended.");
      location.reload();
    });
  }

  async #refresh() {
    const isNew = await refreshText(this.#root);
    this.#refreshing = null;
    if (!isNew) return;
    this.#texts = pageTexts(this.#root);
    // The cards know where their words were; the places that they have now come with the news.
    askSoon();
    this.#redraw();
  }

  #textOf(documentId) {
    return this.#texts.find((text) => text.documentId === documentId);
  }

  #commentOn(range) {
    for (const text of this.#texts) {
      const chosen = text.positionsIn(range);
      if (chosen) return this.#begin(text, chosen, range.toString());
    }
  }

  #commentOnBlock(block) {
    const text = this.#texts.find(({ element }) => element.contains(block));
    this.#begin(text, text.positionsOf(block), block.textContent);
  }

  #begin({ documentId, version }, { from, to }, quote) {
    this.#selection.hide();
    getSelection().removeAllRanges();
    selectThread(null, "words");
    this.#openMargin();
    openComposer({ documentId, version, from, to, quote });
    this.#bringIntoView(composer());
  }

  /** Bring a thread's words into view when its card was chosen, and its card when its words were. */
  #show({ thread, source }) {
    const place = this.#places.find((each) => each.thread === thread);
    if (source === "card" && place) this.#flash(place);
    else this.#draw();
    if (source !== "words" || thread === null) return;
    this.#openMargin();
    this.#bringIntoView(cardOf(thread));
  }

  #flash({ thread, range }) {
    if (this.#margin.matches(":popover-open")) this.#margin.hidePopover();
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 90 || bottom > innerHeight - 60) range.startContainer.parentElement.scrollIntoView({ block: "center" });
    this.#flashing = thread;
    this.#draw();
    setTimeout(() => {
      this.#flashing = null;
      this.#draw();
    }, FLASH_MS);
  }

  #openMargin() {
    if (!WIDE.matches && !this.#margin.matches(":popover-open")) this.#margin.showPopover();
  }

  async #bringIntoView(card) {
    await whenPlaced(card);
    // Someone quick is at another thread by now.
    if (card === composer() || card === cardOf(currentThread())) card?.scrollIntoView({ block: "nearest" });
  }

  /** Make the thread at the click current; a further click goes on to the next one on the same words. */
  #selectAt(event) {
    if (event.target.closest("a") || !getSelection().isCollapsed) return;
    const found = this.#openAt(event.clientX, event.clientY).map(({ thread }) => thread);
    const next = found[(found.indexOf(currentThread()) + 1) % found.length] ?? null;
    if (next !== null || currentThread() !== null) selectThread(next, "words");
  }

  #openAt(x, y) {
    return placesAt(this.#places.filter(({ resolved }) => !resolved), x, y);
  }

  #changeWidth() {
    if (WIDE.matches && this.#margin.matches(":popover-open")) this.#margin.hidePopover();
    this.#align();
  }

  #redraw() {
    for (const { element } of threadCards()) this.#sizes.observe(element);
    this.#draw();
  }

  #draw() {
    unpaint(this.#root);
    this.#locate();
    const rangesOf = (wanted) => this.#places.filter(wanted).map(({ range }) => range);
    paint({
      "thread-mark": rangesOf(({ resolved }) => !resolved),
      "thread-on": [...rangesOf(({ thread }) => thread === currentThread()), ...this.#chosenRange()],
      "thread-flash": rangesOf(({ thread }) => thread === this.#flashing),
    });
    if (paintMovesWords()) this.#locate();
    this.#align();
  }

  #locate() {
    this.#places = locate(threadCards().filter(({ state }) => state !== "gone"), this.#texts, this.#places);
  }

  /** The words that a new comment is being written about, as a list of one, or of none. */
  #chosenRange() {
    if (!isComposing()) return [];
    const { document: documentId, from, to } = composer().dataset;
    const range = this.#textOf(Number(documentId))?.rangeBetween(Number(from), Number(to));
    return range ? [range] : [];
  }

  #alignNow() {
    for (const look of ["is-aligned", "is-gliding"]) this.#margin.classList.toggle(look, WIDE.matches);
    if (!WIDE.matches) return;
    const active = isComposing() ? composer() : cardOf(currentThread());
    placeCards(this.#margin, [...this.#cardsWithTops(), ...this.#composerWithTop()], active);
  }

  #cardsWithTops() {
    const start = this.#margin.getBoundingClientRect().top;
    if (shownList() !== "standing") return [];
    const ranges = new Map(this.#places.map(({ thread, range }) => [thread, range]));
    return standingCards().map(({ element, thread }) => (
      { element, top: ranges.get(thread)?.getBoundingClientRect().top ?? start }));
  }

  #composerWithTop() {
    return this.#chosenRange().map((range) => ({ element: composer(), top: range.getBoundingClientRect().top }));
  }
}
