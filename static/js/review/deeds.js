// What an author does to findings, each with its way back: {items, undo, documents}. `undo` gives a promise.
import { askBeta, correct, decide, forget, takeBack, takeBackCorrections } from "../grammar/requests.js";

/**
 * Write what is meant in the place of each [item, meant]. Gives {deed, passed}: `passed` are the items whose sentence is
 * another one by now; they are left as they are. Without any that was written, there is no deed.
 */
export async function mend(workId, walk, pairs) {
  const done = await correct(workId, pairs.map(([{ document, version, from, to, finding }, meant]) => ({ document, version, from, to, meant, finding })));
  const skipped = new Set(done.passed);
  const passed = pairs.filter((_, index) => skipped.has(index)).map(([item]) => item);
  const made = pairs.filter((_, index) => !skipped.has(index));
  for (const [item, meant] of made) {
    Object.assign(item, { state: "corrected", meant });
    walk.grow(item.document, item.at, meant.length - item.finding.words.length);
  }
  const items = made.map(([item]) => item);
  const deed = items.length ? { items, undo: () => takeBackCorrections(workId, done), documents: documentsOf(items) } : null;
  return { deed, passed };
}

/** Decide about an item, and all that the decision is about. */
export async function judge(workId, walk, item, decision) {
  const made = await decide(workId, item.finding, decision);
  const undo = made.term ? () => forget(workId, made.term.id) : () => takeBack(workId, made.id);
  return settled(walk.meantBy(decision, item), decision, undo);
}

/** Open a thread on the words, with a question. */
export async function question(workId, walk, item, words) {
  const { document, finding, from, to, version } = item;
  const made = await askBeta(document, finding, { from, to, version }, words);
  return settled(walk.meantBy("ask", item), "ask", () => takeBack(workId, made.id));
}

function settled(items, state, undo) {
  for (const item of items) item.state = state;
  return { items, undo, documents: documentsOf(items) };
}

function documentsOf(items) {
  return [...new Set(items.map(({ document }) => document))];
}
