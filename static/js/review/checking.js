// Has every text of the review checked, one request at a time, stretch by stretch, and again whenever it changed.
import { Unreachable, checkText } from "../grammar/requests.js";

const RETRY_MS = 1_500;
const AWAY = { state: "paused", message: "Galley did not answer. What you decided is kept; the check goes on by itself." };

export class Checking {
  #tellStatus;
  #tellFindings;
  #queue = [];
  #isRunning = false;
  /** By document: the version that the page has as HTML, the version that was checked, how much is, from 0 to 1. */
  #shown = new Map();
  #checked = new Map();
  #shares = new Map();
  #waiting = [];

  /** `tellStatus` hears {state, message, percent}; `tellFindings` a document's id and what was answered about it. */
  constructor({ tellStatus, tellFindings }) {
    this.#tellStatus = tellStatus;
    this.#tellFindings = tellFindings;
  }

  get isDone() {
    return this.#queue.length === 0;
  }

  /** How much of these documents is checked, by their words. */
  share(documents) {
    const words = documents.reduce((sum, document) => sum + document.words, 0);
    const done = documents.reduce((sum, document) => sum + document.words * (this.#shares.get(document.id) ?? 0), 0);
    return words ? done / words : 1;
  }

  isChecked(id) {
    return this.#shares.get(id) === 1;
  }

  knows(id, version) {
    return this.#checked.get(id) === version;
  }

  /** Check these, behind what waits already. */
  add(ids) {
    this.#queue.push(...ids.filter((id) => !this.#queue.includes(id)));
    this.#run();
  }

  /** Check these again, before all others; gives a promise of that. */
  again(ids) {
    this.#queue = [...ids, ...this.#queue.filter((id) => !ids.includes(id))];
    this.#run();
    return new Promise((done) => this.#waiting.push({ ids: new Set(ids), done }));
  }

  async #run() {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#queue.length) {
      const id = this.#queue.shift();
      // While it is checked it may be asked for again: then it stands in the queue anew.
      const rest = await this.#checkOnce(id);
      if (rest !== null) {
        if (!this.#queue.includes(id)) this.#queue.unshift(id);
        if (rest) await new Promise((go) => setTimeout(go, rest));
      }
    }
    this.#isRunning = false;
  }

  /** Ask for the next stretch of a text; gives how long to wait before the one after, null when it is done. */
  async #checkOnce(id) {
    let answer;
    try {
      answer = await checkText(id, this.#shown.get(id) ?? null);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.#tellStatus(AWAY);
      return RETRY_MS;
    }
    if (answer.state !== "ready") {
      this.#tellStatus(answer);
      return RETRY_MS;
    }
    return this.#hear(id, answer);
  }

  #hear(id, answer) {
    const isDone = answer.findings !== null;
    if (isDone) this.#shares.set(id, 1);
    else if (!this.isChecked(id)) this.#shares.set(id, answer.done / answer.total);
    // What is asked for again is overtaken: the page hears nothing of it, and has its HTML no more than before.
    if (isDone && !this.#queue.includes(id)) {
      if (answer.html !== null) this.#shown.set(id, answer.version);
      this.#checked.set(id, answer.version);
      this.#tellFindings(id, answer);
    }
    this.#tellStatus(answer);
    if (!isDone) return 0;
    this.#tellWaiting(id);
    return null;
  }

  #tellWaiting(id) {
    if (this.#queue.includes(id)) return;
    for (const waiting of this.#waiting) waiting.ids.delete(id);
    for (const { done } of this.#waiting.filter(({ ids }) => !ids.size)) done();
    this.#waiting = this.#waiting.filter(({ ids }) => ids.size);
  }
}
