// Keeps one editor's findings true: asks about paragraphs that changed, the newest first, and lays the answers under
// the words. An answer belongs to a paragraph's node: once the paragraph has changed, it is dropped.
import { changedParagraphs, findParagraph } from "../desk/paragraphs.js";
import { blockText, paragraphsOf } from "../desk/position-map.js";
import { Unreachable, askFindings } from "./requests.js";

const PAUSE_MS = 400;
/** Some rules look across paragraphs. They are asked when the author rests. */
const REST_MS = 2_500;
const RETRY_MS = 8_000;
/** About ten paragraphs: the first underlines of a long chapter come soon, and a keystroke never waits long. */
const BATCH_CHARACTERS = 4_000;

export class Checker {
  #editor;
  #layer;
  #tellStatus;
  #tellChange;
  /** Paragraphs to ask about: node → where its text began when it was noted. */
  #changed = new Map();
  #others = new Map();
  #wholeIsDue = true;
  #silenced = new Set();
  #asking = false;
  #timer = null;

  /** `tellStatus` hears how the grammar checker is doing, `tellChange` that the findings are other ones. */
  constructor(editor, layer, { tellStatus, tellChange }) {
    this.#editor = editor;
    this.#layer = layer;
    this.#tellStatus = tellStatus;
    this.#tellChange = tellChange;
    editor.addPlugin(layer.plugin);
    editor.element.addEventListener("editor-change", ({ detail }) => this.#note(detail));
    this.recheck();
  }

  /** Ask about every paragraph again: the names, the rules or the checker changed. */
  recheck() {
    this.#others = new Map(paragraphsOf(this.#editor.doc).map(({ node, position }) => [node, position]));
    this.#wholeIsDue = true;
    this.#in(0);
  }

  /** Take findings away at once and keep them away while answers that still have them are under way. */
  silence(ids) {
    for (const id of ids) this.#silenced.add(id);
    this.#layer.remove(this.#editor.view, ids);
    this.#tellChange();
  }

  unsilence(ids) {
    for (const id of ids) this.#silenced.delete(id);
    this.recheck();
  }

  #note({ before, doc }) {
    const changed = changedParagraphs(before, doc);
    if (!changed.length && before.childCount === doc.childCount) return;
    for (const { node, position } of changed) this.#changed.set(node, position);
    this.#wholeIsDue = true;
    this.#dropOutdated(changed);
    this.#in(PAUSE_MS);
  }

  /** A finding whose words are no longer those that were found is no finding any more. */
  #dropOutdated(changed) {
    const { state, view, doc } = this.#editor;
    const touched = changed.flatMap(({ position, text }) => this.#layer.within(state, position, position + text.length));
    const outdated = touched.filter(({ from, to, finding }) => doc.textBetween(from, to, "\n", "\ufffc") !== finding.words);
    if (!outdated.length) return;
    this.#layer.remove(view, outdated.map(({ key }) => key));
    this.#tellChange();
  }

  #in(delayMs) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#work(), delayMs);
  }

  /** One request at a time; whatever changes meanwhile waits and is asked in one go. */
  async #work() {
    if (this.#asking || !this.#editor.element.isConnected) return;
    this.#asking = true;
    const delayMs = await this.#askNext().catch((error) => {
      if (!(error instanceof Unreachable)) throw error;
      return RETRY_MS;
    }).finally(() => { this.#asking = false; });
    if (delayMs !== null) this.#in(this.#changed.size ? Math.min(delayMs, PAUSE_MS) : delayMs);
  }

  /** Ask for the next paragraphs; gives how long to wait before the ones after them, null when there are none. */
  async #askNext() {
    const batch = this.#takeBatch();
    if (batch.length) {
      const answered = await this.#ask(batch, false);
      if (!answered) for (const { node, position } of batch) this.#others.set(node, position);
      if (!answered) return RETRY_MS;
      return this.#changed.size || this.#others.size ? 0 : REST_MS;
    }
    if (!this.#wholeIsDue) return null;
    this.#wholeIsDue = false;
    const answered = await this.#ask(paragraphsOf(this.#editor.doc).filter(({ text }) => text.trim()), true);
    this.#wholeIsDue ||= !answered;
    return this.#wholeIsDue ? RETRY_MS : null;
  }

  #takeBatch() {
    const batch = [];
    let characters = 0;
    for (const waiting of [this.#changed, this.#others]) {
      for (const [node, near] of waiting) {
        if (characters >= BATCH_CHARACTERS) return batch;
        waiting.delete(node);
        const position = findParagraph(this.#editor.doc, node, near);
        const text = position === null ? "" : blockText(node);
        if (!text.trim()) continue;
        batch.push({ node, position, text });
        characters += text.length;
      }
    }
    return batch;
  }

  /** Lay the answer about these paragraphs under their words; tells whether there was one. */
  async #ask(paragraphs, whole) {
    if (!paragraphs.length) return true;
    const asked = paragraphs.map(({ text }, index) => ({ key: String(index), text }));
    const { findings, ...status } = await askFindings(this.#editor.documentId, asked, { whole });
    this.#tellStatus(status);
    if (status.state !== "ready") return false;
    this.#show(paragraphs.map((paragraph, index) => ({ ...paragraph, findings: findings[index] ?? [] })));
    return true;
  }

  #show(answers) {
    const { doc, state, view, element } = this.#editor;
    if (!element.isConnected) return;
    const places = answers.flatMap((answer) => {
      const start = findParagraph(doc, answer.node, answer.position);
      return start === null ? [] : [{ start, end: start + answer.node.content.size, findings: answer.findings }];
    }).sort((a, b) => a.start - b.start);
    const kept = outside(places, this.#layer.all(state));
    const fresh = places.flatMap(({ start, findings }) => findings.map((finding) => rangeOf(finding, start)));
    this.#layer.set(view, [...kept, ...fresh.filter(({ key }) => !this.#silenced.has(key))]);
    this.#tellChange();
  }
}

function rangeOf(finding, start) {
  const attributes = { class: `finding finding-${finding.kind}` };
  return { key: finding.id, from: start + finding.start, to: start + finding.end, attributes, finding };
}

/** The ranges that lie in none of the places; both are in the order of the text. */
function outside(places, ranges) {
  let index = 0;
  return ranges.filter(({ from }) => {
    while (index < places.length && places[index].end < from) index += 1;
    return index === places.length || from < places[index].start;
  });
}
