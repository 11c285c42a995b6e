// Steps that the server has not acknowledged yet, in IndexedDB, where a reload, a crash or a lost connection leaves them.
// A client's steps are kept as it makes them, a record for what came new; all are written anew when their version moves.

const DATABASE = "galley";
const STORE = "unsent-steps";
// What was typed within this time before a crash is lost; every write costs the main thread a millisecond.
const PAUSE_MS = 100;
// Words go on to the server without waiting longer for a device that does not answer.
const PATIENCE_MS = 3_000;
let opened = null;

/** The unsent steps of one client (one editor in one tab). */
export class Outbox {
  #owner;
  #stored = { version: -1, steps: [] };
  #wanted = null;
  #current = null;
  #writing = null;
  #timer = null;
  /** Set when what is on disk is not known for sure, so that the next write must be of everything. */
  #isUnsure = false;

  constructor(documentId, person, client) {
    this.#owner = { document: documentId, person, client };
    /** Whether this device keeps steps at all; a browser may refuse (private windows, a full disk). */
    this.works = true;
  }

  /**
   * Keep exactly these steps, based on this version, to which a step of the client `maker` led ({version, steps, maker}).
   * Resolves when they are on disk, or when that proved impossible.
   */
  keep(unsent) {
    this.#wanted = unsent;
    this.keepNow();
    return this.#writing;
  }

  /** The same a little later, when the browser has time; for every key. */
  keepSoon(unsent) {
    this.#wanted = unsent;
    if (!this.#writing) this.#timer ??= setTimeout(() => this.keepNow(), PAUSE_MS);
  }

  /** Begin to write what keepSoon was given. */
  keepNow() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (this.#wanted) this.#writing ??= this.#writeAll();
  }

  /**
   * The same while the page goes away, which ends whatever waits: without waiting for a write that is under way, and all
   * of it, since nobody will hear how that one ended.
   */
  keepLast() {
    clearTimeout(this.#timer);
    this.#timer = null;
    if (!this.#wanted) return;
    const last = this.#wanted;
    this.#wanted = null;
    this.#isUnsure = true;
    this.#write(last).catch(() => {}).finally(() => { this.#isUnsure = true; });
  }

  /**
   * Whether all that may be on disk now is based on this version. Only then may steps be sent without waiting for the
   * disk: after a crash, steps that stand there on an older version would not be known again in the log.
   */
  stands(version) {
    const held = [...(this.#stored.steps.length ? [this.#stored] : []), ...(this.#current ? [this.#current] : [])];
    return held.every((kept) => kept.version === version);
  }

  async #writeAll() {
    while (this.#wanted) {
      this.#current = this.#wanted;
      this.#wanted = null;
      try {
        await inTime(this.#write(this.#current));
        this.works = true;
      } catch {
        this.works = false;
        this.#isUnsure = true;
      }
    }
    this.#current = null;
    this.#writing = null;
  }

  async #write({ version, steps, maker }) {
    const { version: oldVersion, steps: old } = this.#stored;
    const goesOn = !this.#isUnsure && version === oldVersion && steps.length >= old.length && steps[old.length - 1] === old.at(-1);
    const from = goesOn ? old.length : 0;
    const fresh = steps.slice(from).map((step) => step.toJSON());
    const clears = !goesOn && (this.#isUnsure || old.length > 0);
    this.#isUnsure = false;
    if (fresh.length || clears) {
      await inStore("readwrite", (store) => {
        if (clears) store.delete(allOf(this.#owner.document, this.#owner.client));
        if (fresh.length) store.put({ ...this.#owner, from, version, steps: fresh, maker });
        // Nothing more will be asked. A page that goes away could not say so later, and its write would be undone.
        store.transaction.commit();
      });
    }
    this.#stored = { version, steps };
  }
}

/** What every client of a person left unsent in a document: [{client, version, steps (JSON), maker}]. */
export async function readUnsent(documentId, person, client = null) {
  const range = client ? allOf(documentId, client) : IDBKeyRange.bound([documentId], [documentId, []]);
  const records = (await inStore("readonly", (store) => store.getAll(range))).filter((record) => record.person === person);
  const found = new Map();
  for (const { client: owner, version, steps, maker } of records) {
    if (!found.has(owner)) found.set(owner, { client: owner, version, steps: [], maker });
    found.get(owner).steps.push(...steps);
  }
  return [...found.values()];
}

/** Keep steps of a client that is gone, as they are after they were mapped to a newer version. */
export async function replaceUnsent(documentId, person, client, { version, steps, maker }) {
  await inStore("readwrite", (store) => {
    store.delete(allOf(documentId, client));
    store.put({ document: documentId, person, client, from: 0, version, steps, maker });
  });
}

/** Forget what a client left unsent. */
export function forgetUnsent(documentId, client) {
  return inStore("readwrite", (store) => store.delete(allOf(documentId, client)));
}

/** The same, or a rejection when that takes too long. */
function inTime(writing) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error("The device does not answer.")), PATIENCE_MS);
    writing.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}

function allOf(documentId, client) {
  return IDBKeyRange.bound([documentId, client], [documentId, client, []]);
}

/** Run one transaction; gives the result of the request that `act` returns, once everything is written. */
async function inStore(mode, act) {
  const database = await open();
  return new Promise((resolve, reject) => {
    const transaction = database.transaction(STORE, mode);
    const request = act(transaction.objectStore(STORE));
    transaction.oncomplete = () => resolve(request?.result);
    transaction.onabort = () => reject(transaction.error);
    transaction.onerror = () => reject(transaction.error);
  });
}

function open() {
  opened ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(DATABASE, 1);
    request.onupgradeneeded = () => request.result.createObjectStore(STORE, { keyPath: ["document", "client", "from"] });
    request.onsuccess = () => {
      request.result.onclose = () => { opened = null; };
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = () => reject(request.error);
  });
  opened.catch(() => { opened = null; });
  return opened;
}
