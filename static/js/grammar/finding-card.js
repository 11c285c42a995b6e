// The card of one finding: what is meant, why, and what the author decides. It stands in the margin level with the
// words where there is room, so that it covers none of them; on a phone it is a sheet from below.
import { closeMargin } from "../desk/panels.js";
import { placeAt } from "../desk/placing.js";
import { fillFixes } from "./fixes.js";
import { Question } from "./question.js";

const NARROW = 760;
const GAP = 8;

export class FindingCard {
  #card;
  #answer;
  #question;
  #byKeyboard = false;
  place = null;

  /**
   * `answer` is called with what the author chose ("accept", "leave", …), the place and {suggestion, byKeyboard};
   * `ask` with the question to a beta, the place and {byKeyboard}: it gives a promise of what went wrong, or of null.
   */
  constructor(card, answer, ask) {
    this.#card = card;
    this.#answer = answer;
    this.#question = new Question(card, (words) => ask(words, this.place, { byKeyboard: this.#byKeyboard }));
    card.addEventListener("click", ({ target }) => this.#click(target));
    card.addEventListener("keydown", (event) => this.#key(event));
    card.addEventListener("toggle", ({ newState }) => { if (newState === "closed") this.#closed(); });
  }

  get isOpen() {
    return this.place !== null;
  }

  /** Show the finding at a place; with the keyboard the first answer has the focus. */
  open(place, { byKeyboard = false } = {}) {
    this.place = place;
    this.#byKeyboard = byKeyboard;
    this.#question.close();
    this.#fill(place);
    if (!this.#card.matches(":popover-open")) {
      closeMargin();
      this.#card.showPopover();
    }
    this.place = place;
    this.#stand(place);
    if (byKeyboard) this.#card.querySelector("button:not([hidden])").focus({ preventScroll: true });
  }

  close() {
    if (this.#card.matches(":popover-open")) this.#card.hidePopover();
  }

  #closed() {
    const editor = this.place?.editor;
    this.#question.close();
    this.place = null;
    this.#answer("closed", null, {});
    if (this.#byKeyboard && editor && (document.activeElement === document.body || this.#card.contains(document.activeElement))) editor.focus();
  }

  #part(name) {
    return this.#card.querySelector(`[data-card="${name}"]`);
  }

  #fill({ finding, editor }) {
    fillFixes(this.#part("fixes"), finding.suggestions);
    this.#part("short").textContent = finding.short;
    this.#part("message").textContent = finding.message;
    const isWord = finding.kind === "unknown" || finding.source === "lexicon";
    this.#part("name").hidden = !isWord;
    this.#part("never").hidden = isWord;
    // Private notes are for the author's eyes alone.
    this.#part("ask").hidden = editor.part === "private_note";
    this.#card.dataset.kind = finding.kind;
    this.#card.setAttribute("aria-label", `${finding.short}: ${finding.words}`);
  }

  #stand({ editor, from, to }) {
    const start = editor.view.coordsAtPos(from);
    const margin = document.getElementById("margin").getBoundingClientRect();
    const { width, height } = this.#card.getBoundingClientRect();
    if (innerWidth <= NARROW || margin.width < width || editor.part !== "text") {
      placeAt(this.#card, start, editor.view.coordsAtPos(to));
      return;
    }
    const top = Math.max(GAP, Math.min(start.top - GAP, innerHeight - height - GAP));
    this.#card.style.setProperty("left", `${margin.left + (margin.width - width) / 2}px`);
    this.#card.style.setProperty("top", `${top}px`);
  }

  #click(target) {
    const fix = target.closest("[data-suggestion]");
    const choice = target.closest("[data-decision]");
    if (fix) this.#choose("accept", fix.dataset.suggestion);
    else if (choice?.dataset.decision === "ask") this.#ask();
    else if (choice) this.#choose(choice.dataset.decision);
  }

  #key(event) {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const button = this.#card.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]:not([hidden])`);
    if (!button) return;
    event.preventDefault();
    event.stopPropagation(); // N means the next thread elsewhere
    button.click();
  }

  #ask() {
    this.#question.open(this.place.finding);
    this.#stand(this.place); // it has another height
  }

  #choose(decision, suggestion) {
    this.#answer(decision, this.place, { suggestion, byKeyboard: this.#byKeyboard });
  }
}
