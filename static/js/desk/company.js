// Who else is in the chapter: tells the other authors' pages where this one's caret is, shows theirs, and lists them.
//
//   <ul data-behaviour="company" data-person="3" data-leave="/chapters/7/leave" aria-label="Also here" hidden></ul>
//
// Heard on <body> (live.js): caret {tab, person, name, document, version, anchor, head}, left {tab}, company {carets}.
import { afterPaint } from "./after-paint.js";
import { CaretLayer, avatarOf } from "./caret-layer.js";
import { caretPlugin, caretsIn, confirmedSelection, placeOf, tellCarets } from "./carets.js";
import { afterComposition } from "./composition.js";
import { eachEditor } from "./editor.js";
import { randomName } from "./tab-life.js";
import { mention } from "./transport.js";

/** Between two words about a caret that moves. */
const PAUSE_MS = 200;
/** A page that is looked at says so this often, so that the server and the others do not forget it. */
const RENEW_MS = 25_000;
const SILENCE_MS = 60_000;
const LOOK_MS = 5_000;

export function openCompany(list) {
  new Company(list);
}

class Company {
  #list;
  #person;
  #tab = randomName();
  /** What was heard, by tab: {caret, heardAt}. */
  #others = new Map();
  /** Each editor's layer. */
  #layers = new Map();
  #listed = "";
  /** The editor that the caret was in last, and the last word about it. */
  #editor = null;
  #hasCaret = false;
  #said = null;
  #timer = null;
  #mustSay = false;
  #ended = new AbortController();

  constructor(list) {
    this.#list = list;
    this.#person = Number(list.dataset.person);
    eachEditor((editor) => this.#join(editor));
    this.#listen();
    this.#nameOnPointing();
  }

  #listen() {
    const { signal } = this.#ended;
    const hear = (name, answer) => document.body.addEventListener(name, ({ detail }) => answer(detail), { signal });
    hear("caret", (caret) => this.#hearCaret(caret));
    hear("left", ({ tab }) => { if (this.#others.delete(tab)) this.#show(); });
    hear("company", ({ carets }) => this.#hearAll(carets));
    hear("closed", () => this.#end());
    // Nobody's place can be mapped any more, nor ours.
    document.addEventListener("editor-kept", ({ detail }) => { if (detail.state === "parted") this.#end(); }, { signal });
    document.addEventListener("editor-selection", ({ detail }) => this.#noteSelection(detail.editor), { signal });
    document.addEventListener("editor-saved", () => this.#saySoon(), { signal });
    document.addEventListener("focusin", ({ target }) => this.#noteFocus(target), { signal });
    document.addEventListener("visibilitychange", () => this.#renew(), { signal });
    addEventListener("online", () => this.#renew(), { signal });
    addEventListener("pagehide", () => this.#leave(), { signal });
    addEventListener("pageshow", ({ persisted }) => { if (persisted) this.#renew(); }, { signal });
    const timers = [setInterval(() => this.#renew(), RENEW_MS), setInterval(() => this.#forgetSilent(), LOOK_MS)];
    signal.addEventListener("abort", () => timers.forEach(clearInterval));
  }

  #join(editor) {
    const layer = new CaretLayer(editor.element);
    const draw = () => {
      if (!editor.view.isDestroyed) layer.draw(editor.view, caretsIn(editor.view.state));
    };
    this.#layers.set(editor, layer);
    editor.addPlugin(caretPlugin(() => afterPaint(layer, draw)));
    new ResizeObserver(() => afterPaint(layer, draw)).observe(editor.view.dom);
    if (editor.part === "text") this.#editor ??= editor;
    this.#tellEditor(editor);
    this.#renew();
  }

  // Hearing ---------------------------------------------------------------------------------------------------------

  #hearCaret(caret) {
    if (caret.tab === this.#tab) return;
    const isNew = !this.#others.has(caret.tab);
    this.#others.set(caret.tab, this.#heard(caret));
    this.#show();
    // Who comes later than our last word may not be able to map it.
    if (isNew) this.#renew();
  }

  /** All that the server knows of. When it does not know of us, it was started anew, or we have just come. */
  #hearAll(carets) {
    if (!carets.some(({ tab }) => tab === this.#tab)) this.#renew();
    const others = carets.filter(({ tab }) => tab !== this.#tab);
    this.#others = new Map(others.map((caret) => [caret.tab, this.#heard(caret)]));
    this.#show();
  }

  #heard(caret) {
    const isOwn = caret.person === this.#person;
    return { caret: { ...caret, isOwn, label: isOwn ? "You, elsewhere" : caret.name }, heardAt: Date.now() };
  }

  #forgetSilent() {
    const before = this.#others.size;
    for (const [tab, { heardAt }] of this.#others) {
      if (Date.now() - heardAt > SILENCE_MS) this.#others.delete(tab);
    }
    if (this.#others.size !== before) this.#show();
  }

  // Showing ---------------------------------------------------------------------------------------------------------

  #show() {
    for (const editor of this.#layers.keys()) {
      if (editor.view.isDestroyed) this.#layers.delete(editor);
      else this.#tellEditor(editor);
    }
    this.#showList();
  }

  #tellEditor(editor) {
    afterComposition(editor.view, () => {
      const carets = [...this.#others.values()].map(({ caret }) => caret).filter((caret) => caret.document === editor.documentId);
      if (!carets.length && !caretsIn(editor.view.state).length) return;
      editor.view.dispatch(tellCarets(editor.state, carets));
    });
  }

  #showList() {
    const people = new Map([...this.#others.values()].map(({ caret }) => [caret.person, caret]));
    const listed = [...people.values()].sort((one, other) => one.isOwn - other.isOwn || one.person - other.person);
    const key = JSON.stringify(listed.map(({ person, label }) => [person, label]));
    if (key === this.#listed) return;
    this.#listed = key;
    this.#list.hidden = listed.length === 0;
    this.#list.replaceChildren(...listed.map(personItem));
  }

  #marksOf(button) {
    return [...this.#layers.values()].flatMap((layer) => layer.marksOf(Number(button.dataset.person)));
  }

  /** Who points at a person in the list sees the names at the carets; who presses is taken there. */
  #nameOnPointing() {
    const buttonOf = ({ target }) => target.closest("button");
    const name = (isNamed) => (event) => {
      const button = buttonOf(event);
      if (button) for (const mark of this.#marksOf(button)) mark.classList.toggle("is-pointed-at", isNamed);
    };
    for (const event of ["pointerover", "focusin"]) this.#list.addEventListener(event, name(true));
    for (const event of ["pointerout", "focusout"]) this.#list.addEventListener(event, name(false));
    this.#list.addEventListener("click", (event) => {
      const button = buttonOf(event);
      if (button) this.#marksOf(button)[0]?.scrollIntoView({ block: "center" });
    });
  }

  // Telling ---------------------------------------------------------------------------------------------------------

  #noteSelection(editor) {
    if (!editor.view.hasFocus()) return;
    this.#editor = editor;
    this.#hasCaret = true;
    this.#saySoon();
  }

  #noteFocus(target) {
    const editor = [...this.#layers.keys()].find(({ view }) => view.dom === target);
    if (editor) this.#noteSelection(editor);
  }

  #renew() {
    if (document.hidden || !this.#editor) return;
    this.#mustSay = true;
    this.#saySoon();
  }

  #saySoon() {
    if (!this.#ended.signal.aborted) this.#timer ??= setTimeout(() => this.#say(), PAUSE_MS);
  }

  async #say() {
    const word = this.#word();
    if (word && (this.#mustSay || !this.#isKnown(word))) {
      this.#mustSay = false;
      this.#said = { ...word, editor: this.#editor };
      // What is lost on the way is made good by the next word.
      await mention(`/documents/${this.#editor.documentId}/caret`, { tab: this.#tab, ...word });
    }
    this.#timer = null;
    if (!this.#isKnown(this.#word())) this.#saySoon();
  }

  #word() {
    if (!this.#editor || this.#editor.view.isDestroyed) return null;
    const selection = confirmedSelection(this.#editor.view.state);
    return this.#hasCaret ? selection : { ...selection, anchor: null, head: null };
  }

  /** Whether the others know it: it was said, or their pages come to it by mapping what was said. */
  #isKnown(word) {
    if (!word || this.#said?.editor !== this.#editor) return !word;
    if (word.anchor === null || this.#said.anchor === null) return word.anchor === this.#said.anchor;
    if (word.version === this.#said.version) return word.anchor === this.#said.anchor && word.head === this.#said.head;
    const { state } = this.#editor.view;
    const place = placeOf(this.#said, state);
    return place?.anchor === state.selection.anchor && place.head === state.selection.head;
  }

  #leave() {
    mention(this.#list.dataset.leave, { tab: this.#tab });
  }

  #end() {
    this.#ended.abort();
    clearTimeout(this.#timer);
    this.#others.clear();
    this.#show();
  }
}

function personItem({ person, label, name }) {
  const item = document.createElement("li");
  const button = document.createElement("button");
  const avatar = document.createElement("span");
  button.type = "button";
  button.className = "company-person";
  button.dataset.person = person;
  avatar.className = `avatar ${avatarOf(person)}`;
  avatar.ariaHidden = "true";
  avatar.textContent = [...name][0];
  button.append(avatar, label);
  item.append(button);
  return item;
}
