// Steps that a tab left unsent when it was closed, reloaded or crashed. They are sent in the name of the client that made
// them, so that nothing is doubled when the tab's own last request arrives after all: the server takes whichever comes
// first, and the other learns from the client's name that its steps are there already.
import { forgetUnsent, readUnsent, replaceUnsent } from "./outbox.js";
import { EditorState, collab, sendableSteps } from "./prosemirror.js";
import { readSteps, received, withUnsent } from "./steps.js";
import { whenGone } from "./tab-life.js";
import { BATCH, Refused, fetchVersion, sendSteps } from "./transport.js";

/**
 * Send what clients that are gone left behind in a document: {sent: how many clients' steps the server now has,
 * lost: [{client, text}] those that it will never take, so that the person can still have the words,
 * held: clients whose own tab lives, or another one that sends for them}.
 */
export async function sendLeftovers({ documentId, person, schema }, ownClient) {
  const found = { sent: 0, lost: [], held: [] };
  for (const { client } of await readUnsent(documentId, person)) {
    if (client === ownClient) continue;
    const isGone = await whenGone(client, async () => {
      // Only now is nobody else at it: another tab may have sent them meanwhile.
      const [leftover] = await readUnsent(documentId, person, client);
      if (!leftover) return;
      if (await sendOne(documentId, person, schema, leftover)) found.sent += 1;
      else found.lost.push({ client, text: typedText(leftover.steps) });
    });
    if (!isGone) found.held.push(client);
  }
  return found;
}

/** True when the server has them; false when it never will. */
async function sendOne(documentId, person, schema, leftover) {
  try {
    const state = await rebuild(documentId, schema, leftover);
    await sendAll(documentId, person, schema, leftover, state);
    return true;
  } catch (error) {
    if (error instanceof Refused && error.status !== 401) return false;
    throw error;
  }
}

/** The editor's state as it was in the lost tab, without a view. */
async function rebuild(documentId, schema, { client, version, steps }) {
  const { content } = await fetchVersion(documentId, version);
  const state = EditorState.create({ doc: schema.nodeFromJSON(content), plugins: [collab({ version, clientID: client })] });
  return withUnsent(state, readSteps(schema, steps));
}

async function sendAll(documentId, person, schema, { client, maker }, state) {
  for (let unsent = sendableSteps(state); unsent; unsent = sendableSteps(state)) {
    const all = unsent.steps.map((step) => step.toJSON());
    // On disk before they are sent: after a crash in between, the steps are known again by their place in the log.
    await replaceUnsent(documentId, person, client, { version: unsent.version, steps: all, maker });
    const answer = await sendSteps(documentId, { version: unsent.version, steps: all.slice(0, BATCH), client, maker });
    const steps = answer.accepted ? unsent.steps.slice(0, BATCH) : readSteps(schema, answer.steps);
    const clients = answer.accepted ? steps.map(() => client) : answer.clients;
    state = state.apply(received(state, steps, clients));
    maker = clients.at(-1);
  }
  await forgetUnsent(documentId, client);
}

/** The characters that steps put in, in the order they were typed. */
function typedText(steps) {
  const texts = (node) => node.text ?? (node.content ?? []).map(texts).join("");
  return steps.map(({ slice }) => (slice?.content ?? []).map(texts).join("\n")).join("");
}
