// Opening a thread on the desk: by Ctrl Alt M or the toolbar's button, on the words that are selected or the word at the
// caret. While the comment is written, its words are marked and move with the text; before it is sent, the text is.
import { rangeLayer } from "../desk/decorations.js";
import { eachEditor, editorOf } from "../desk/editor.js";
import { openPanel } from "../desk/panels.js";
import { keymap } from "../desk/prosemirror.js";
import { composer, openComposer, setPlace } from "./composer.js";
import { whenPlaced } from "./margin.js";
import { selectThread } from "./thread-list.js";

const KEY = "new-thread";
const WORDS_GONE = "The words this was about are gone. Copy your comment, then select other words.";
export const UNSENT = "Your latest words have not reached Galley yet, so the comment cannot either. It stays here; try again in a moment.";
const TRIES = 20;
const PAUSE_MS = 150;

const layer = rangeLayer(KEY);

export function watchDeskComposer() {
  eachEditor((editor) => {
    // Private notes are for the author's eyes alone, so nobody comments there.
    if (editor.part === "private_note") return;
    editor.addPlugin(layer.plugin);
    editor.commands.comment = { run: (state, dispatch) => begin(editor, chosenIn(state), dispatch) };
    editor.addPlugin(keymap({ "Mod-Alt-m": () => editor.run("comment") }));
  });
  document.addEventListener("composer-closed", () => {
    const editor = editorOf(composer().dataset.document);
    layer.set(editor.view, []);
    editor.focus();
  });
  document.addEventListener("submit", (event) => { if (event.target === composer()) placeFirst(event); }, true);
}

/** Where the words of the comment under way are now; undefined when there are none. */
export function composedRange() {
  const editor = composedEditor();
  return editor && layer.find(editor.state, KEY);
}

export function composedEditor() {
  const form = composer();
  return form && !form.hidden ? editorOf(form.dataset.document) : undefined;
}

/** As other commands do: without `dispatch` it tells whether there is something to comment on. */
function begin(editor, { from, to }, dispatch) {
  const quote = editor.doc.textBetween(from, to, " ");
  if (!quote.trim()) return false;
  if (!dispatch) return true;
  selectThread(null, "words");
  layer.set(editor.view, [{ key: KEY, from, to, attributes: { class: "thread-mark thread-mark-on" } }]);
  openPanel("threads");
  openComposer({ documentId: editor.documentId, version: editor.version, from, to, quote });
  whenPlaced(composer()).then(() => composer().scrollIntoView({ block: "nearest" }));
  return true;
}

/** What is selected, or else the word that the caret is in. */
function chosenIn({ selection: { from, to, empty, $from } }) {
  if (!empty || !$from.parent.isTextblock) return { from, to };
  const textBetween = (start, end) => $from.parent.textBetween(start, end, "", "\ufffc");
  const before = textBetween(0, $from.parentOffset).match(/[\p{L}\p{N}'’-]*$/u)[0];
  const after = textBetween($from.parentOffset, $from.parent.content.size).match(/^[\p{L}\p{N}'’-]*/u)[0];
  return { from: from - before.length, to: to + after.length };
}

/** Hold the form back until its words are the server's too, and say where they stand there. */
async function placeFirst(event) {
  const form = event.target;
  if (form.dataset.placed) {
    delete form.dataset.placed;
    return;
  }
  event.preventDefault();
  event.stopImmediatePropagation();
  const editor = composedEditor();
  if (!(await isSent(editor))) return explain(form, UNSENT);
  const range = layer.find(editor.state, KEY);
  if (!range) return explain(form, WORDS_GONE);
  setPlace({ from: range.from, to: range.to, version: editor.version });
  form.dataset.placed = "true";
  form.requestSubmit();
}

/** Send what was typed and wait for it; tells whether the server has all of it. */
export async function isSent({ sync }) {
  for (let tries = 0; tries < TRIES && sync.hasUnsent; tries += 1) {
    await sync.flush();
    if (sync.hasUnsent) await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS); });
  }
  return !sync.hasUnsent;
}

function explain(form, sentence) {
  form.querySelector(".thread-error").textContent = sentence;
}
