// The find and replace bar of an editor. Its markup is templates/desk/_find.html.
import { rangeLayer } from "./decorations.js";
import { editorIn } from "./editor.js";
import { TextSelection } from "./prosemirror.js";
import { findMatches, nextFrom, replaceMatches } from "./searching.js";
import { say } from "../page/say.js";

const SHOWN_AT_MOST = 2_000;
const PAUSE_MS = 120;

/** Bring a bar to life for the editor it names. */
export function openFindBar(bar) {
  const element = document.getElementById(bar.dataset.editor);
  element.addEventListener("editor-ready", ({ detail: { editor } }) => new FindBar(bar, editor));
  if (editorIn(element)) new FindBar(bar, editorIn(element));
}

class FindBar {
  #bar;
  #editor;
  #layer = rangeLayer("find");
  #matches = [];
  #current = 0;
  #timer = null;

  constructor(bar, editor) {
    this.#bar = bar;
    this.#editor = editor;
    editor.addPlugin(this.#layer.plugin);
    bar.addEventListener("submit", (event) => this.#submit(event));
    bar.addEventListener("input", ({ target }) => this.#type(target));
    bar.addEventListener("click", ({ target }) => this.#press(target.closest("[data-find]")));
    bar.addEventListener("keydown", (event) => this.#key(event));
    document.addEventListener("keydown", (event) => this.#openByKey(event));
    document.addEventListener("click", ({ target }) => { if (target.closest?.("[data-behaviour~='opens-find']")) this.#open(); });
    editor.element.addEventListener("editor-change", () => this.#searchSoon());
  }

  get #fields() {
    return this.#bar.elements;
  }

  #open(withReplace = false) {
    const { doc, selection: { from, to } } = this.#editor.state;
    const selected = doc.textBetween(from, to, "\n");
    this.#bar.hidden = false;
    if (selected && !selected.includes("\n")) this.#fields.words.value = selected;
    this.#search(from);
    const field = withReplace && this.#fields.words.value ? this.#fields.replacement : this.#fields.words;
    field.focus();
    field.select();
  }

  #close() {
    this.#bar.hidden = true;
    this.#layer.set(this.#editor.view, []);
    this.#editor.focus();
  }

  /** Ctrl F once is ours; pressed again in the bar it is the browser's own. */
  #openByKey(event) {
    const key = event.key.toLowerCase();
    if (!(event.ctrlKey || event.metaKey) || event.shiftKey || !(key === "f" || key === "h")) return;
    if (document.querySelector("dialog[open]") || (key === "f" && document.activeElement === this.#fields.words)) return;
    event.preventDefault();
    this.#open(key === "h" || event.altKey);
  }

  #key(event) {
    if (event.key === "Escape") {
      event.preventDefault();
      this.#close();
    } else if (event.key === "Enter" && event.target === this.#fields.words) {
      event.preventDefault();
      this.#go(event.shiftKey ? -1 : 1);
    }
  }

  #submit(event) {
    event.preventDefault();
    this.#replace();
  }

  #press(button) {
    if (!button) return;
    const { find } = button.dataset;
    if (find === "case" || find === "whole") {
      button.setAttribute("aria-pressed", String(button.getAttribute("aria-pressed") !== "true"));
      this.#search(this.#editor.state.selection.from);
    }
    if (find === "next") this.#go(1);
    if (find === "previous") this.#go(-1);
    if (find === "replace-all") this.#replaceAll();
    if (find === "close") this.#close();
  }

  #isPressed(name) {
    return this.#bar.querySelector(`[data-find="${name}"]`).getAttribute("aria-pressed") === "true";
  }

  #searchSoon() {
    if (this.#bar.hidden) return;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#search(this.#matches[this.#current]?.from ?? 0), PAUSE_MS);
  }

  /** While the words are typed, the nearest match is shown; the selection stays until one goes there. */
  #type(field) {
    if (field !== this.#fields.words) return;
    this.#search(this.#editor.state.selection.from);
    if (this.#matches.length) this.#scrollTo(this.#matches[this.#current]);
  }

  #search(from) {
    clearTimeout(this.#timer);
    const options = { matchCase: this.#isPressed("case"), wholeWords: this.#isPressed("whole") };
    this.#matches = findMatches(this.#editor.doc, this.#fields.words.value, options);
    this.#current = nextFrom(this.#matches, from);
    this.#show();
  }

  #show() {
    const shown = this.#matches.slice(0, SHOWN_AT_MOST).map(({ from, to }, index) => ({
      key: index, from, to, attributes: { class: index === this.#current ? "match match-on" : "match" },
    }));
    this.#layer.set(this.#editor.view, shown);
    const count = this.#matches.length;
    const words = this.#fields.words.value;
    this.#bar.querySelector("output").value = words ? (count ? `${this.#current + 1} of ${count}` : "Not found") : "";
    const buttons = [...this.#bar.querySelectorAll("[data-needs-match]")];
    // A button that goes grey under the finger would take the focus, and with it the keys of the bar, into nowhere.
    if (!count && buttons.includes(document.activeElement)) this.#fields.words.focus();
    for (const button of buttons) button.disabled = count === 0;
  }

  /** Go to the next match, or the one before; at the end it begins again. */
  #go(step) {
    if (!this.#matches.length) return;
    const { from, to } = this.#editor.state.selection;
    const here = this.#matches[this.#current];
    const isThere = here.from === from && here.to === to;
    if (isThere || step < 0) this.#current = (this.#current + step + this.#matches.length) % this.#matches.length;
    this.#show();
    this.#select();
  }

  #select() {
    const { view, state } = this.#editor;
    const { from, to } = this.#matches[this.#current];
    view.dispatch(state.tr.setSelection(TextSelection.create(state.doc, from, to)));
    this.#scrollTo({ from });
  }

  #scrollTo({ from }) {
    // Not ProseMirror's own scrolling: paragraphs out of sight have a guessed height until the browser scrolls to them.
    const { node } = this.#editor.view.domAtPos(from);
    (node.nodeType === Node.TEXT_NODE ? node.parentElement : node).scrollIntoView({ block: "center" });
  }

  #replace() {
    if (!this.#matches.length) return;
    const { view, state } = this.#editor;
    const match = this.#matches[this.#current];
    const words = this.#fields.replacement.value;
    view.dispatch(replaceMatches(state, [match], words));
    this.#search(match.from + words.length);
    if (this.#matches.length) this.#select();
    say(`Replaced. ${this.#bar.querySelector("output").value}`);
  }

  #replaceAll() {
    const { view, state } = this.#editor;
    const count = this.#matches.length;
    if (!count) return;
    view.dispatch(replaceMatches(state, this.#matches, this.#fields.replacement.value));
    this.#search(0);
    const words = `${count} replaced`;
    this.#bar.querySelector("output").value = words;
    say(`${words}. Control Z takes it back.`);
  }
}
