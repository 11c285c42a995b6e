// Saves a document by its steps. Steps go out when typing pauses; when the document has moved on meanwhile, the server
// answers with the steps we lack, ours are mapped over them and sent again. Requests go one after the other.
// What is unsent stands in the outbox before it is sent, so that no crash can lose or double it.
import { CONFIRMED } from "./carets.js";
import { afterComposition } from "./composition.js";
import { forgetLeftover, sendLeftovers } from "./leftovers.js";
import { Outbox } from "./outbox.js";
import { Step, receiveTransaction, sendableSteps } from "./prosemirror.js";
import { live, randomName } from "./tab-life.js";
import { BATCH, Refused, Unreachable, fetchSteps, sendFarewell, sendSteps } from "./transport.js";

const PAUSE_MS = 400;
const LONGEST_WAIT_MS = 2_000;
/** Steps of others that are taken over in one go. */
const STRETCH = 1_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;

export function openSync(editor, version) {
  return new Sync(editor, version);
}

class Sync {
  #editor;
  #outbox;
  /** The newest version we heard of; more than ours means that steps are to be fetched. */
  #known;
  #failures = 0;
  #busy = false;
  #again = false;
  #timer = null;
  #waitingSince = null;
  #said = "";
  #stopped = new AbortController();
  #die = () => {};

  constructor(editor, version) {
    this.#editor = editor;
    this.#known = version;
    /** The name our steps have in the log. */
    this.client = randomName();
    this.#outbox = new Outbox(editor.documentId, editor.person, this.client);
  }

  /** Begin to keep the document, and send what an earlier visit left behind. */
  async start() {
    this.#die = live(this.client);
    this.#listen();
    await this.#work();
    await this.#sendLeftovers();
  }

  /** The document changed: by typing, or by steps that came in. */
  noteChange() {
    const unsent = this.#unsent();
    if (!unsent) return;
    // Within a moment, but not before the letter is on the screen.
    this.#outbox.keepSoon(unsent.version, unsent.steps);
    if (this.#failures === 0) this.#say("waiting");
    this.#waitingSince ??= Date.now();
    const longest = this.#waitingSince + LONGEST_WAIT_MS - Date.now();
    if (this.#failures === 0) this.#in(Math.max(0, Math.min(PAUSE_MS, longest)));
  }

  /** Send now what is unsent; resolves when the server has it or cannot be reached. */
  async flush() {
    this.#in(0);
    await this.#work();
  }

  get hasUnsent() {
    return this.#unsent() !== null;
  }

  stop() {
    this.#sayFarewell();
    this.#stopped.abort();
    clearTimeout(this.#timer);
    this.#die();
  }

  #unsent() {
    return sendableSteps(this.#editor.state);
  }

  #listen() {
    const { signal } = this.#stopped;
    document.body.addEventListener("version", ({ detail }) => this.#noteVersion(detail), { signal });
    addEventListener("online", () => this.#in(0), { signal });
    addEventListener("pageshow", ({ persisted }) => this.#comeBack(persisted), { signal });
    addEventListener("pagehide", () => this.#sayFarewell(), { signal });
    // Signed in again in another tab, or a phone woke up: no need to wait for the next try.
    document.addEventListener("visibilitychange", () => this.#in(0), { signal });
    addEventListener("beforeunload", (event) => {
      if (this.hasUnsent && !this.#outbox.works) event.preventDefault();
    }, { signal });
  }

  #noteVersion({ document: documentId, version }) {
    if (documentId !== this.#editor.documentId || version <= this.#known) return;
    this.#known = version;
    if (this.#failures === 0) this.#in(0);
  }

  #in(delayMs) {
    clearTimeout(this.#timer);
    if (!this.#stopped.signal.aborted) this.#timer = setTimeout(() => this.#work(), delayMs);
  }

  /** A page that the browser brings back from its memory may have had its unsent steps sent by another meanwhile. */
  #comeBack(fromMemory) {
    if (fromMemory && this.hasUnsent) location.reload();
    else this.#in(0);
  }

  /** Exchange steps until both sides have the same, one exchange at a time. */
  async #work() {
    if (this.#busy) {
      this.#again = true;
      return;
    }
    this.#busy = true;
    try {
      do {
        this.#again = false;
        await this.#exchange();
      } while (this.#again || this.#isBehind);
      this.#failures = 0;
      this.#say(this.hasUnsent ? "waiting" : "kept");
      if (this.hasUnsent) this.#in(PAUSE_MS);
    } catch (error) {
      this.#noteFailure(error);
    } finally {
      this.#busy = false;
    }
  }

  get #isBehind() {
    return this.#known > this.#editor.version;
  }

  async #exchange() {
    const unsent = this.#unsent();
    if (unsent) await this.#send(unsent);
    else if (this.#isBehind) await this.#receive(await fetchSteps(this.#editor.documentId, this.#editor.version));
  }

  async #send({ version, steps }) {
    this.#waitingSince = null;
    await this.#outbox.keep(version, steps);
    const batch = steps.slice(0, BATCH);
    const answer = await sendSteps(this.#editor.documentId, { version, steps: batch.map((step) => step.toJSON()), client: this.client });
    this.#again ||= !answer.accepted || steps.length > BATCH;
    if (answer.accepted) this.#confirm(batch, answer);
    else if (answer.steps.length) await this.#receive(answer);
    else throw new Unreachable("The server refused steps as old and had no newer ones");
  }

  #confirm(batch, { version, words }) {
    if (this.#stopped.signal.aborted) return;
    this.#known = Math.max(this.#known, version);
    this.#take(batch, batch.map(() => this.client));
    this.#remember();
    this.#editor.announce("editor-saved", { version, words });
  }

  async #receive({ version, steps, clients }) {
    const { view, schema } = this.#editor;
    const read = steps.map((step) => Step.fromJSON(schema, step));
    this.#known = steps.length ? Math.max(this.#known, version) : version;
    if (!steps.length) return;
    for (let at = 0; at < read.length; at += STRETCH) {
      // After a day away there may be thousands: between stretches the page answers its writer.
      if (at) await new Promise((resolve) => { setTimeout(resolve); });
      await new Promise((resolve) => { afterComposition(view, resolve); });
      const [taken, makers] = [read, clients].map((all) => all.slice(at, at + STRETCH));
      this.#take(taken, makers, { mapSelectionBackward: true });
    }
    this.#remember();
  }

  /** Go on to the version that has these steps, which the server has kept. */
  #take(steps, makers, options) {
    const { view, state } = this.#editor;
    view.dispatch(receiveTransaction(state, steps, makers, options).setMeta(CONFIRMED, steps));
  }

  /** Write down what is unsent now, based on the version it is now based on. */
  #remember() {
    const unsent = this.#unsent();
    this.#outbox.keep(this.#editor.version, unsent?.steps ?? []);
  }

  /** They never stand in the way of what is written now: when they cannot be sent, they wait for another time. */
  async #sendLeftovers(retryMs = FIRST_RETRY_MS) {
    try {
      const { sent, lost } = await sendLeftovers(this.#editor, this.client);
      for (const { client, text } of lost) {
        this.#editor.announce("editor-lost", { text, forget: () => forgetLeftover(this.#editor, client) });
      }
      if (sent) this.#noteVersion({ document: this.#editor.documentId, version: Infinity });
    } catch (error) {
      if (this.#stopped.signal.aborted || !(error instanceof Unreachable || error instanceof Refused)) return;
      setTimeout(() => this.#sendLeftovers(Math.min(LAST_RETRY_MS, 2 * retryMs)), spread(retryMs));
    }
  }

  /** Last words while the page goes away; the outbox holds them too, and whoever comes first is believed. */
  #sayFarewell() {
    const unsent = this.#unsent();
    const stands = unsent && this.#outbox.stands(unsent.version);
    this.#outbox.keepLast();
    if (!stands) return;
    const steps = unsent.steps.slice(0, BATCH).map((step) => step.toJSON());
    sendFarewell(this.#editor.documentId, { version: unsent.version, steps, client: this.client });
  }

  #noteFailure(error) {
    if (this.#stopped.signal.aborted) return;
    this.#failures += 1;
    if (error instanceof Refused) return this.#say(error.status === 401 ? "signed-out" : "refused", error);
    if (!(error instanceof Unreachable)) reportError(error);
    if (error.isForWantOfRoom) this.#say("full", error);
    else this.#say("offline");
    this.#in(spread(Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1))));
  }

  #say(state, error = null) {
    const said = { state, onDevice: this.#outbox.works, reason: error?.words ?? "" };
    if (this.#stopped.signal.aborted || JSON.stringify(said) === this.#said) return;
    this.#said = JSON.stringify(said);
    this.#editor.announce("editor-kept", said);
  }
}

/** A little more or less: tabs that lost the server together shall not all come back at once. */
function spread(delayMs) {
  return delayMs * (0.75 + Math.random() / 2);
}
