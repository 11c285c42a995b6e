// Saves a document by its steps. Steps go out when typing pauses; when the document has moved on meanwhile, the server
// answers with the steps we lack, ours are mapped over them and sent again. Requests go one after the other.
// What is unsent stands in the outbox before it is sent, so that no crash can lose or double it.
//
// Whenever there is something unsent, an exchange that ends by itself is under way, or a moment is set for the next one.
// The exception is a page that has parted from the server, over which an older copy was laid: it says so and stops.
import { CONFIRMED } from "./carets.js";
import { afterComposition } from "./composition.js";
import { sendLeftovers } from "./leftovers.js";
import { Outbox, forgetUnsent } from "./outbox.js";
import { sendableSteps } from "./prosemirror.js";
import { readSteps, received } from "./steps.js";
import { live, onceGone, randomName } from "./tab-life.js";
import { BATCH, Parted, Refused, Unreachable, fetchSteps, sendFarewell, sendSteps } from "./transport.js";

const PAUSE_MS = 400;
const LONGEST_WAIT_MS = 2_000;
/** Steps of others that are taken over in one go. */
const STRETCH = 1_000;
const FIRST_RETRY_MS = 1_000;
const LAST_RETRY_MS = 30_000;
/** What a tab writes down as it goes is on the disk by then. */
const LAST_WORDS_MS = 1_000;

/** `maker` is the client that made the step which led to the editor's version, as far as the server can tell. */
export function openSync(editor, maker) {
  return new Sync(editor, maker);
}

class Sync {
  #editor;
  #outbox;
  /** The newest version heard of since the last request began; more than ours means that steps are to be fetched. */
  #heard = 0;
  #failures = 0;
  /**
   * Who made the step that led to our version; nothing where there is none, or nobody knows. Every exchange names it: an
   * older copy may have been laid over the server's text, and others may have written on from there beyond our version.
   */
  #lastMaker;
  #hasParted = false;
  #busy = false;
  #again = false;
  #timer = null;
  #waitingSince = null;
  #said = "";
  /** Clients in other tabs whose unsent steps we send should they go. */
  #heirTo = new Set();
  /** Clients whose words the writer was offered, because the chapter can take them no more. */
  #offered = new Set();
  #stopped = new AbortController();
  #die = () => {};

  constructor(editor, maker) {
    this.#editor = editor;
    this.#lastMaker = maker || undefined;
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
    this.#outbox.keepSoon(unsent);
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

  /** What is being done about unsent steps: "exchanging", "waiting" for a moment that is set, or "parted"; else null. */
  get effort() {
    if (this.#hasParted) return "parted";
    if (this.#busy) return "exchanging";
    return this.#timer === null ? null : "waiting";
  }

  stop() {
    this.#sayFarewell();
    this.#stopped.abort();
    clearTimeout(this.#timer);
    this.#die();
  }

  /** {version, steps, maker: who led to that version}, or null. */
  #unsent() {
    const unsent = sendableSteps(this.#editor.state);
    return unsent && { version: unsent.version, steps: unsent.steps, maker: this.#lastMaker };
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

  #noteVersion({ document: documentId, version, isNewest }) {
    if (documentId !== this.#editor.documentId) return;
    // That the server has less than this page is mostly a word that a save has overtaken; only asking tells.
    if (isNewest && version < this.#editor.version) this.#askWhatIsNew();
    else this.#expect(version);
    if (!isNewest || this.#failures === 0) return;
    // The stream has just come about, so the server is back: no need to wait the rest of a long pause, nor for a long one
    // again when a request that was under way fails all the same.
    this.#failures = 1;
    this.#in(spread(FIRST_RETRY_MS));
  }

  #askWhatIsNew() {
    this.#expect(Infinity);
  }

  #expect(version) {
    this.#heard = Math.max(this.#heard, version);
    if (this.#isBehind && this.#failures === 0) this.#in(0);
  }

  #in(delayMs) {
    clearTimeout(this.#timer);
    const isOver = this.#hasParted || this.#stopped.signal.aborted;
    this.#timer = isOver ? null : setTimeout(() => this.#work(), delayMs);
  }

  /** A page that the browser brings back from its memory may have had its unsent steps sent by another meanwhile. */
  #comeBack(fromMemory) {
    if (fromMemory && this.hasUnsent) location.reload();
    else this.#in(0);
  }

  /** Exchange steps until both sides have the same, one exchange at a time. */
  async #work() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#hasParted) return;
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
    return this.#heard > this.#editor.version;
  }

  async #exchange() {
    const unsent = this.#unsent();
    if (!unsent && !this.#isBehind) return;
    // What was heard before a request began is in its answer, and what is heard while it is under way may not be.
    const heard = this.#heard;
    this.#heard = 0;
    try {
      if (unsent) await this.#send(unsent);
      else await this.#receive(await fetchSteps(this.#editor.documentId, this.#editor.version, this.#lastMaker));
    } catch (error) {
      this.#heard = Math.max(this.#heard, heard);
      throw error;
    }
  }

  async #send(unsent) {
    this.#waitingSince = null;
    await this.#outbox.keep(unsent);
    const { steps } = unsent;
    const batch = steps.slice(0, BATCH);
    const answer = await sendSteps(this.#editor.documentId, this.#message(unsent, batch));
    this.#again ||= !answer.accepted || steps.length > BATCH;
    if (answer.accepted) this.#confirm(batch, answer);
    else if (answer.steps?.length) await this.#receive(answer);
    else throw new Unreachable("The server refused steps as old and had no newer ones");
  }

  #message({ version, maker }, steps) {
    return { version, steps: steps.map((step) => step.toJSON()), client: this.client, maker };
  }

  #confirm(batch, { version, words }) {
    if (this.#stopped.signal.aborted) return;
    this.#take(batch, batch.map(() => this.client));
    this.#remember();
    this.#editor.announce("editor-saved", { version, words });
  }

  async #receive({ steps, clients }) {
    const { view, schema } = this.#editor;
    for (let at = 0; at < steps.length; at += STRETCH) {
      // After a day away there may be thousands: between stretches the page answers its writer.
      if (at) await new Promise((resolve) => { setTimeout(resolve); });
      await new Promise((resolve) => { afterComposition(view, resolve); });
      const [taken, makers] = [steps, clients].map((all) => all.slice(at, at + STRETCH));
      this.#take(readSteps(schema, taken), makers, { mapSelectionBackward: true });
    }
    if (steps.length) this.#remember();
  }

  /** Go on to the version that has these steps, which the server has kept. */
  #take(steps, makers, options) {
    const { view, state } = this.#editor;
    const transaction = received(state, steps, makers, options).setMeta(CONFIRMED, steps);
    // First, since what is unsent is written down as soon as the document changes.
    this.#lastMaker = makers.at(-1);
    view.dispatch(transaction);
  }

  /** Write down what is unsent now, based on the version it is now based on. */
  #remember() {
    this.#outbox.keep(this.#unsent() ?? { version: this.#editor.version, steps: [] });
  }

  /** They never stand in the way of what is written now: when they cannot be sent, they wait for another time. */
  async #sendLeftovers(retryMs = FIRST_RETRY_MS) {
    if (this.#stopped.signal.aborted) return;
    try {
      const { sent, lost, held } = await sendLeftovers(this.#editor, this.client);
      for (const leftover of lost) this.#offer(leftover);
      for (const client of held) this.#inherit(client);
      if (sent) this.#askWhatIsNew();
    } catch (error) {
      // A DOMException is the device's: it may keep nothing, or be full.
      if (!isOfTheWay(error) && !(error instanceof DOMException)) reportError(error);
      setTimeout(() => this.#sendLeftovers(Math.min(LAST_RETRY_MS, 2 * retryMs)), spread(retryMs));
    }
  }

  #offer({ client, text }) {
    if (this.#offered.has(client)) return;
    this.#offered.add(client);
    this.#editor.announce("editor-lost", { text, forget: () => forgetUnsent(this.#editor.documentId, client) });
  }

  /** What another tab has unsent becomes this one's business when that tab goes before it is sent. */
  #inherit(client) {
    if (this.#heirTo.has(client)) return;
    this.#heirTo.add(client);
    onceGone(client, this.#stopped.signal, () => {
      this.#heirTo.delete(client);
      setTimeout(() => this.#sendLeftovers(), LAST_WORDS_MS);
    });
  }

  /** Last words while the page goes away; the outbox holds them too, and whoever comes first is believed. */
  #sayFarewell() {
    const unsent = this.#unsent();
    const stands = unsent && this.#outbox.stands(unsent.version);
    this.#outbox.keepLast();
    if (!stands || this.#hasParted) return;
    sendFarewell(this.#editor.documentId, this.#message(unsent, unsent.steps.slice(0, BATCH)));
  }

  /** Say what is wrong, and set the moment to try again: also what was refused may only have met a server that restarts. */
  #noteFailure(error) {
    if (this.#stopped.signal.aborted) return;
    this.#failures += 1;
    this.#hasParted = error instanceof Parted;
    if (!isOfTheWay(error)) reportError(error);
    this.#say(stateAfter(error), error);
    this.#in(spread(Math.min(LAST_RETRY_MS, FIRST_RETRY_MS * 2 ** (this.#failures - 1))));
  }

  #say(state, error = null) {
    const said = { state, onDevice: this.#outbox.works, reason: error?.words ?? "" };
    if (this.#stopped.signal.aborted || JSON.stringify(said) === this.#said) return;
    this.#said = JSON.stringify(said);
    this.#editor.announce("editor-kept", said);
  }
}

/** Whether the way to the server or the server itself said no, and not the page's own code. */
function isOfTheWay(error) {
  return error instanceof Unreachable || error instanceof Refused;
}

function stateAfter(error) {
  if (error instanceof Parted) return "parted";
  if (error instanceof Refused) return error.status === 401 ? "signed-out" : "refused";
  return error.isForWantOfRoom ? "full" : "offline";
}

/** A little more or less: tabs that lost the server together shall not all come back at once. */
function spread(delayMs) {
  return delayMs * (0.75 + Math.random() / 2);
}
