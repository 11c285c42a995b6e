// The requests of saving. Each gives the answer's JSON, or throws Unreachable (try again) or Refused (only somebody else
// can change that).

/** Steps sent at once; after hours offline there may be thousands. */
export const BATCH = 500;
/** After this time without an answer there is none. */
export const PATIENCE_MS = 20_000;
/** How the server says that a page is ahead of it. */
const PARTED = 412;
// Browsers let a page that is going away send 64 KiB in all.
const FAREWELL_BYTES = 60_000;

/** No answer, or one that says "later", in `words` if it says why: nothing is lost, and the same may be asked again. */
export class Unreachable extends Error {
  constructor(where, { status = 0, words = "", cause } = {}) {
    super(where, { cause });
    this.status = status;
    this.words = words;
  }

  /** Whether the server is there, but has no room to keep anything. */
  get isForWantOfRoom() {
    return this.status === 507;
  }
}

/** The server understood and said no; `status` tells why, `words` says it. */
export class Refused extends Error {
  constructor(status, words) {
    super(words);
    this.status = status;
    this.words = words;
  }
}

/** The server's text is another one than the page's, as after an older copy was laid over it: they never come together. */
export class Parted extends Refused {
  constructor(words) {
    super(PARTED, words);
  }
}

// Both may name the `maker` of the step that led to the page's version: Parted is thrown where the server has another's.

/** {accepted: true, version, words}, or {accepted: false, version, steps, clients}: what the server has and we do not. */
export async function sendSteps(documentId, { version, steps, client, maker }) {
  const answer = await ask(`/documents/${documentId}/steps`, post({ version, steps, client, maker }), [409]);
  return { ...(await readJson(answer)), accepted: answer.status !== 409 };
}

/** Send without waiting for an answer, while the page goes away. What is too long stays in the outbox for next time. */
export function sendFarewell(documentId, unsent) {
  const request = post(unsent);
  if (request.body.length > FAREWELL_BYTES) return;
  sendUnheard(`/documents/${documentId}/steps`, request);
}

/**
 * Tell the server something whose loss is made good by what is told next. It goes out even while the page goes away.
 * Gives whether the server took it.
 */
export async function mention(address, body) {
  const answer = navigator.onLine ? await sendUnheard(address, post(body)) : null;
  return answer?.ok ?? false;
}

/** {version, steps, clients} after a version. */
export async function fetchSteps(documentId, since, maker) {
  const asked = new URLSearchParams(maker ? { since, maker } : { since });
  return readJson(await ask(`/documents/${documentId}/steps?${asked}`, get()));
}

/** {version, content} as the document was. */
export async function fetchVersion(documentId, number) {
  return readJson(await ask(`/documents/${documentId}/versions/${number}/content`, get()));
}

function sendUnheard(address, request) {
  return fetch(address, { ...request, keepalive: true }).catch(() => {});
}

function get() {
  return { headers: { Accept: "application/json" } };
}

function post(body) {
  return { method: "POST", headers: { Accept: "application/json", "Content-Type": "application/json" }, body: JSON.stringify(body) };
}

async function ask(address, request, alsoGood = []) {
  let answer;
  try {
    answer = await fetch(address, { ...request, signal: AbortSignal.timeout(PATIENCE_MS) });
  } catch (error) {
    throw new Unreachable(address, { cause: error });
  }
  if (answer.ok || alsoGood.includes(answer.status)) return answer;
  const { status } = answer;
  const words = await errorWords(answer);
  if (status >= 500 || status === 408 || status === 429) throw new Unreachable(`${address}: ${status}`, { status, words });
  throw status === PARTED ? new Parted(words) : new Refused(status, words);
}

async function readJson(answer) {
  try {
    return await answer.json();
  } catch (error) {
    throw new Unreachable(answer.url, { cause: error });
  }
}

async function errorWords(answer) {
  try {
    return (await answer.json()).error ?? "";
  } catch {
    return "";
  }
}
