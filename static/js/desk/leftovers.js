// Steps that a tab left unsent when it was closed, reloaded or crashed. They are sent in the name of the client that made
// them, so that nothing is doubled when the tab's own last request arrives after all: the server takes whichever comes
// first, and the other learns from the client's name that its steps are there already.
import { readUnsent, replaceUnsent } from "./outbox.js";
import { EditorState, Step, collab, receiveTransaction, sendableSteps } from "./prosemirror.js";
import { whenGone } from "./tab-life.js";
import { BATCH, Refused, fetchVersion, sendSteps } from "./transport.js";

/**
 * Send what clients that are gone left behind in a document: {sent: how many clients' steps the server now has,
 * lost: [{client, text}] those that it will never take, so that the person can still have the words}.
 */
export async function sendLeftovers({ documentId, person, schema }, ownClient) {
  const found = { sent: 0, lost: [] };
  for (const { client } of await readUnsent(documentId, person)) {
    if (client === ownClient) continue;
    await whenGone(client, async () => {
      // Only now is nobody else at it: another tab may have sent them meanwhile.
      const [leftover] = await readUnsent(documentId, person, client);
      if (!leftover) return;
      if (await sendOne(documentId, person, schema, leftover)) found.sent += 1;
      else found.lost.push({ client, text: typedText(leftover.steps) });
    });
  }
  return found;
}

/** Forget what a client left behind. */
export function forgetLeftover({ documentId, person }, client) {
  return replaceUnsent(documentId, person, client, 0, []);
}

/** True when the server has them; false when it never will. */
async function sendOne(documentId, person, schema, leftover) {
  try {
    const state = await rebuild(documentId, schema, leftover);
    await sendAll(documentId, person, schema, leftover.client, state);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status !== 401) return false;
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/** The editor's state as it was in the lost tab, without a view. */
async function rebuild(documentId, schema, { client, version, steps }) {
  const { content } = await fetchVersion(documentId, version);
  const state = EditorState.create({ doc: schema.nodeFromJSON(content), plugins: [collab({ version, clientID: client })] });
  return steps.reduce((current, step) => current.apply(current.tr.step(Step.fromJSON(schema, step))), state);
}

async function sendAll(documentId, person, schema, client, state) {
  for (let unsent = sendableSteps(state); unsent; unsent = sendableSteps(state)) {
    const all = unsent.steps.map((step) => step.toJSON());
    // On disk before they are sent: after a crash in between, the steps are known again by their place in the log.
    await replaceUnsent(documentId, person, client, unsent.version, all);
    const answer = await sendSteps(documentId, { version: unsent.version, steps: all.slice(0, BATCH), client });
    const steps = answer.accepted ? unsent.steps.slice(0, BATCH) : answer.steps.map((step) => Step.fromJSON(schema, step));
    const clients = answer.accepted ? steps.map(() => client) : answer.clients;
    state = state.apply(receiveTransaction(state, steps, clients));
  }
  await replaceUnsent(documentId, person, client, 0, []);
}

/** The characters that steps put in, in the order they were typed. */
function typedText(steps) {
  const texts = (node) => node.text ?? (node.content ?? []).map(texts).join("");
  return steps.map(({ slice }) => (slice?.content ?? []).map(texts).join("\n")).join("");
}
