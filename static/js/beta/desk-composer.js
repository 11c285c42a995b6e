// Opening a thread on the desk: by Ctrl Alt M or the toolbar's button, on the words that are selected. While the comment
// is written, its words are marked and move with the text; before it is sent, the text itself is.
import { rangeLayer } from "../desk/decorations.js";
import { editorIn, eachEditor, editorOf } from "../desk/editor.js";
import { openPanel } from "../desk/panels.js";
import { keymap } from "../desk/prosemirror.js";
import { say } from "../page/say.js";
import { composer, openComposer, setPlace } from "./composer.js";
import { whenPlaced } from "./margin.js";
import { selectThread } from "./thread-list.js";

const KEY = "new-thread";
const NO_WORDS = "Select the words your comment is about first.";
const PRIVATE = "Private notes are for your eyes alone, so there is nothing to comment on.";
const WORDS_GONE = "The words this was about are gone. Copy your comment, then select other words.";
const UNSENT = "Your latest words have not reached Galley yet, so the comment cannot either. It stays here; try again in a moment.";
const TRIES = 20;
const PAUSE_MS = 150;

const layer = rangeLayer(KEY);
let lastEditor = null;

export function watchDeskComposer() {
  eachEditor((editor) => {
    editor.addPlugin(layer.plugin);
    editor.addPlugin(keymap({ "Mod-Alt-m": () => begin(editor) }));
  });
  document.addEventListener("editor-selection", ({ detail }) => { lastEditor = detail.editor; });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-behaviour~='comments-here']");
    if (!button) return;
    button.closest("[popover]")?.hidePopover();
    begin(lastEditor ?? editorIn(document.getElementById(button.dataset.editor)));
  });
  document.addEventListener("composer-closed", () => {
    const editor = composedEditor();
    if (!editor) return;
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

function begin(editor) {
  const { from, to, empty } = editor.state.selection;
  if (editor.part === "private_note") return refuse(PRIVATE);
  if (empty || !editor.doc.textBetween(from, to, " ").trim()) return refuse(NO_WORDS);
  selectThread(null, "words");
  layer.set(editor.view, [{ key: KEY, from, to, attributes: { class: "thread-mark thread-mark-on" } }]);
  openPanel("threads");
  openComposer({ documentId: editor.documentId, version: editor.version, from, to, quote: editor.doc.textBetween(from, to, " ") });
  whenPlaced(composer()).then(() => composer().scrollIntoView({ block: "nearest" }));
  return true;
}

function refuse(sentence) {
  say(sentence);
  return true;
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

async function isSent({ sync }) {
  for (let tries = 0; tries < TRIES && sync.hasUnsent; tries += 1) {
    await sync.flush();
    if (sync.hasUnsent) await new Promise((resolve) => { setTimeout(resolve, PAUSE_MS); });
  }
  return !sync.hasUnsent;
}

function explain(form, sentence) {
  form.querySelector(".thread-error").textContent = sentence;
}
