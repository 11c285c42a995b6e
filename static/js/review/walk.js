// The walk itself, without a page: every finding that was met, in order, with what became of it.
//
// An item: {document, finding, from, to, version, page, at, state, meant}. `from`, `to` are positions at `version`, shown
// on `page`; `at` keeps its order while the text before it grows. `state` is open, corrected, leave, voice, never, name or ask.
import { meantBy } from "../grammar/meant.js";

export class Walk {
  #order;
  /** Where the walk ended, while there is no current one. */
  #ended = null;
  #current = null;
  items = [];
  kind = "all";

  /** `documents` in the order in which they are walked. */
  constructor(documents) {
    this.#order = new Map(documents.map(({ id }, index) => [id, index]));
  }

  get current() {
    return this.#current;
  }

  set current(item) {
    this.#ended = item ? null : this.#current ?? this.#ended;
    this.#current = item;
  }

  get shown() {
    return this.items.filter(({ finding }) => this.kind === "all" || finding.kind === this.kind);
  }

  get open() {
    return this.shown.filter(isOpen);
  }

  /** {number, total}: "7 of 23". */
  get place() {
    return { number: this.shown.indexOf(this.current) + 1, total: this.shown.length };
  }

  /**
   * A document was checked anew: its open findings are these, at this version on this page. Those that were there before
   * stay the same items. Gives whether the current one is gone; then the one in its place is current.
   */
  take(documentId, version, page, findings) {
    const before = this.items.filter((item) => item.document === documentId);
    const decided = before.filter((item) => !isOpen(item));
    const quiet = new Set(decided.filter(({ state }) => state !== "corrected").map(({ finding }) => finding.id));
    const old = before.filter(isOpen);
    const fresh = findings.filter(({ id }) => !quiet.has(id)).map((finding) => {
      const index = old.findIndex((item) => item.finding.id === finding.id);
      const item = index < 0 ? { document: documentId, state: "open" } : old.splice(index, 1)[0];
      const { from, to } = finding;
      return Object.assign(item, { finding, from, to, version, page, at: from });
    });
    this.items = [...this.items.filter((item) => item.document !== documentId), ...decided, ...fresh].sort((a, b) => this.#compare(a, b));
    const isGone = this.current?.document === documentId && !this.items.includes(this.current);
    if (isGone) this.current = this.#nextOpen() ?? null;
    return isGone;
  }

  /** Words at `at` of a document became so much longer. */
  grow(documentId, at, growth) {
    for (const item of this.items) if (item.document === documentId && item.at > at) item.at += growth;
  }

  /** Go to the next open one; behind the last there is no current one. Gives the current one. */
  next() {
    this.current = this.#nextOpen() ?? null;
    return this.current;
  }

  /** Go to the one before, whatever became of it; gives null, and stays, at the first. */
  back() {
    const { shown } = this;
    const before = this.current ? shown[shown.indexOf(this.current) - 1] : shown.at(-1);
    if (before) this.current = before;
    return before ?? null;
  }

  toFirstOpen() {
    this.current = this.open[0] ?? null;
  }

  choose(kind) {
    this.kind = kind;
    if (!this.current || !this.shown.includes(this.current)) this.current = this.#nextOpen() ?? this.open[0] ?? null;
  }

  /** Go to where a finding stood, or to what stands behind it. */
  returnTo({ document, at }) {
    const here = this.open.filter((item) => item.document === document);
    this.current = here.toSorted((a, b) => Math.abs(a.at - at) - Math.abs(b.at - at))[0] ?? this.open[0] ?? null;
  }

  /** Forget corrections that were undone; what was found there is found again. */
  takeOut(items) {
    for (const { document, at, meant, finding } of items) this.grow(document, at, finding.words.length - meant.length);
    this.items = this.items.filter((item) => !items.includes(item));
  }

  /** The open ones that can be corrected together with this one: of the same rule, or the same unknown word. */
  alike(item) {
    const key = alikeKey(item.finding);
    return this.items.filter((other) => isOpen(other) && other.finding.suggestions.length && alikeKey(other.finding) === key);
  }

  /** The open ones that a decision about this one is about. */
  meantBy(decision, { finding }) {
    const isMeant = meantBy(decision, finding);
    return this.items.filter((other) => isOpen(other) && isMeant(other.finding));
  }

  #nextOpen() {
    const here = this.current ?? this.#ended;
    if (!here) return this.open[0];
    const index = this.items.indexOf(here);
    return this.open.find((item) => (index < 0 ? this.#compare(item, here) >= 0 : this.items.indexOf(item) > index));
  }

  #compare(a, b) {
    return this.#order.get(a.document) - this.#order.get(b.document) || a.at - b.at;
  }
}

export function isOpen({ state }) {
  return state === "open";
}

function alikeKey({ kind, rule, short, words }) {
  return kind === "unknown" ? `${rule} ${words.toLowerCase()}` : `${rule} ${short}`;
}
