// The card of the finding at hand: what is meant, why, what can be done, or what was done already.
import { fillFixes } from "../grammar/fixes.js";
import { Question } from "../grammar/question.js";
import { isOpen } from "./walk.js";

export class Card {
  #card;
  #question;

  /** `ask` is called with the words of a question; it gives a promise of what went wrong, or of null. */
  constructor(card, ask) {
    this.#card = card;
    this.#question = new Question(card, ask);
  }

  get isAsking() {
    return this.#question.isOpen;
  }

  show(item, { alike, isPrivate }) {
    this.#question.close();
    const { finding } = item;
    this.#part("short").textContent = finding.short;
    this.#part("message").textContent = finding.message;
    this.say("");
    fillFixes(this.#part("fixes"), isOpen(item) ? finding.suggestions : [], !isLikelyName(finding));
    this.#part("verdicts").hidden = !isOpen(item);
    this.#part("decided").hidden = isOpen(item);
    if (!isOpen(item)) this.#part("decided").querySelector("p").textContent = told(item);
    const isWord = finding.kind === "unknown" || finding.source === "lexicon";
    this.#part("name").hidden = !isWord;
    this.#part("never").hidden = isWord;
    this.#part("ask").hidden = isPrivate; // private notes are for the author's eyes alone
    this.#part("alike").hidden = !isOpen(item) || alike < 2;
    this.#part("alike").querySelector("span").textContent = `All ${alike} alike`;
    this.#card.dataset.kind = finding.kind;
    this.#card.setAttribute("aria-label", `${finding.short}: ${finding.words}`);
  }

  /** Say what went wrong, where one looks. */
  say(sentence) {
    this.#part("wrong").textContent = sentence;
  }

  ask(item) {
    this.#question.open(item.finding);
  }

  /** Put the focus on the first suggestion, if it is likely to be right; gives whether it is. */
  focus() {
    this.likely?.focus({ preventScroll: true });
    return this.likely !== null;
  }

  get likely() {
    return this.#card.querySelector(".finding-fix.button-primary");
  }

  suggestion(number) {
    return this.#card.querySelectorAll(".finding-fix")[number] ?? null;
  }

  button(key) {
    return this.#card.querySelector(`[data-card="verdicts"]:not([hidden]) [data-key="${CSS.escape(key)}"]:not([hidden])`);
  }

  #part(name) {
    return this.#card.querySelector(`[data-card="${name}"]`);
  }
}

/** Enter should not turn a name into the nearest word of the dictionary. */
function isLikelyName({ kind, words }) {
  return kind === "unknown" && words[0] !== words[0].toLowerCase();
}

/** What became of an item, in a sentence. */
export function told({ state, meant, finding: { words, short } }) {
  return {
    corrected: meant ? `“${words}” is now “${meant}”.` : `“${words}” is out.`,
    leave: `“${words}” stays as it is.`,
    voice: `“${words}” is voice in this work.`,
    never: `“${short}” is off in this work.`,
    name: `“${words}” is a name of this work.`,
    ask: `Your question about “${words}” stands beside the words.`,
  }[state];
}
