// One document being written: a ProseMirror view in the place that the page's markup names.
//
//   <div data-behaviour="document-editor" data-document="12" data-part="text" data-version="34" data-maker="7f3a…"
//        data-person="3" data-label="Chapter text" data-placeholder="…"><script type="application/json">{…content…}</script></div>
//
// Events on that element, all bubbling, with detail.editor:
//   editor-ready        it can be written in; whoever adds plugins does so now
//   editor-change       detail.before, detail.doc, detail.transaction: the words or their form changed
//   pasted              words came in from the clipboard or by dropping
//   editor-selection    the selection moved, or what the toolbar shows may have changed
//   editor-kept         detail.state, detail.words: how its words are kept (sync.js)
import { commandsFor } from "./commands.js";
import { compositionGuard } from "./composition.js";
import { imageView } from "./image-view.js";
import { keyPlugins } from "./keys.js";
import { catchUp, letterFirst } from "./letter-first.js";
import { nearCaret } from "./near-caret.js";
import { pasting } from "./paste.js";
import { EditorState, EditorView, collab, dropCursor, gapCursor, getVersion, history } from "./prosemirror.js";
import { loadSchema } from "./schema.js";
import { openSync } from "./sync.js";
import { focusToolbar } from "./toolbar.js";
import { typography } from "./typography.js";

const editors = new Map();
const SCROLL_ROOM = { top: 128, right: 0, bottom: 96, left: 0 };

/** Make the element an editor. What keeps it from starting is said in its place. */
export async function mountEditor(element) {
  try {
    const schema = await loadSchema(element.dataset.schema);
    const editor = new DocumentEditor(element, schema);
    editors.set(element, editor);
    editor.announce("editor-ready");
    await editor.sync.start();
  } catch (error) {
    reportError(error);
    if (!editors.has(element)) element.append(apology());
  }
}

/** The editor in an element, or of a document on the page; undefined while there is none. */
export function editorIn(element) {
  return editors.get(element);
}

export function editorOf(documentId) {
  return [...editors.values()].find((editor) => editor.documentId === Number(documentId));
}

/** Call back for every editor that is ready, now and later. */
export function eachEditor(callback) {
  for (const editor of editors.values()) callback(editor);
  document.addEventListener("editor-ready", ({ detail }) => callback(detail.editor));
}

/** Put away editors whose element has left the page; their unsent words are sent first. */
export function closeLostEditors() {
  for (const [element, editor] of editors) {
    if (element.isConnected) continue;
    editors.delete(element);
    editor.close();
  }
}

class DocumentEditor {
  constructor(element, schema) {
    const { document: documentId, part, version, maker, person, label } = element.dataset;
    Object.assign(this, { element, schema, part, label, documentId: Number(documentId), person: Number(person) });
    this.commands = commandsFor(schema);
    this.sync = openSync(this, maker);
    this.view = new EditorView({ mount: prepareMount(element) }, {
      state: EditorState.create({ doc: readContent(element, schema), plugins: this.#plugins(Number(version)) }),
      nodeViews: { image: imageView },
      attributes: (state) => mountAttributes(element, state),
      // The bars at the top and, on a phone, at the bottom cover what scrolls under them.
      scrollThreshold: SCROLL_ROOM,
      scrollMargin: SCROLL_ROOM,
      dispatchTransaction: (transaction) => this.#dispatch(transaction),
    });
  }

  /** The newest state: what was typed a moment ago is in it, and where the caret went. */
  get state() {
    catchUp(this.view);
    return this.view.state;
  }

  get doc() {
    return this.state.doc;
  }

  get version() {
    return getVersion(this.state);
  }

  /** Add a plugin behind those that are there; the state of the others stays. */
  addPlugin(plugin) {
    this.view.updateState(this.state.reconfigure({ plugins: [...this.state.plugins, plugin] }));
  }

  /** Do a command by its name; tells whether it could be done. */
  run(name) {
    return this.commands[name]?.run(this.state, this.view.dispatch, this.view) ?? false;
  }

  focus() {
    this.view.focus();
  }

  announce(name, detail = {}) {
    this.element.dispatchEvent(new CustomEvent(name, { bubbles: true, detail: { editor: this, ...detail } }));
  }

  close() {
    this.sync.stop();
    this.view.destroy();
  }

  #plugins(version) {
    return [
      letterFirst(),
      compositionGuard(),
      nearCaret(),
      ...typography(this.person),
      ...keyPlugins(this.schema, this.commands, { "Alt-F10": () => focusToolbar(this.element), Escape: closeSheet }),
      pasting(),
      history(),
      collab({ version, clientID: this.sync.client }),
      dropCursor({ class: "drop-cursor", color: false }),
      gapCursor(),
    ];
  }

  #dispatch(transaction) {
    const before = this.view.state;
    const { state, transactions } = before.applyTransaction(transaction);
    this.view.updateState(state);
    if (state.doc !== before.doc) {
      this.announce("editor-change", { before: before.doc, doc: state.doc, transaction });
      this.sync.noteChange();
      if (/^(paste|drop)$/.test(transaction.getMeta("uiEvent"))) this.announce("pasted");
    }
    const moved = !state.selection.eq(before.selection) || state.storedMarks !== before.storedMarks;
    if (moved || transactions.some(({ docChanged }) => docChanged)) this.announce("editor-selection");
  }
}

/** The element ProseMirror writes into; the page's own words in it (without JavaScript: the text to read) give way. */
function prepareMount(element) {
  const mount = document.createElement("div");
  element.querySelector("[data-editor-mount]")?.remove();
  mount.dataset.editorMount = "";
  element.append(mount);
  return mount;
}

function apology() {
  const words = document.createElement("p");
  words.className = "notice notice-danger";
  words.textContent = "The editor could not start. Your words are safe; reload the page to try again.";
  return words;
}

function readContent(element, schema) {
  const doc = schema.nodeFromJSON(JSON.parse(element.querySelector("script[type='application/json']").textContent));
  doc.check();
  return doc;
}

function mountAttributes({ dataset }, { doc }) {
  const isEmpty = doc.childCount === 1 && doc.firstChild.isTextblock && doc.firstChild.content.size === 0;
  return {
    class: "prose prose-editor",
    role: "textbox",
    "aria-multiline": "true",
    "aria-label": dataset.label ?? "Text",
    lang: dataset.lang ?? "en",
    spellcheck: dataset.spellcheck ?? "false",
    "data-placeholder": dataset.placeholder ?? "",
    ...(isEmpty ? { "data-empty": "" } : {}),
  };
}

/** ProseMirror keeps Escape from the browser, which would have closed the sheet that a note's editor is in. */
function closeSheet(_state, _dispatch, view) {
  view.dom.closest(":popover-open")?.hidePopover();
  return false;
}
