// Findings on the desk: underlines in the editors, the list in the margin, the card of one finding, the author's
// verdicts. F8 and Shift F8 walk them.
import { UNSENT, isSent } from "../beta/desk-composer.js";
import { standingCards } from "../beta/thread-cards.js";
import { afterPaint } from "../desk/after-paint.js";
import { rangeLayer } from "../desk/decorations.js";
import { eachEditor } from "../desk/editor.js";
import { TextSelection } from "../desk/prosemirror.js";
import { each } from "../page/behaviour.js";
import { offerUndo } from "../page/offer-undo.js";
import { say } from "../page/say.js";
import { Checker } from "./checker.js";
import { openCast } from "./cast.js";
import { FindingCard } from "./finding-card.js";
import { FindingList } from "./finding-list.js";
import { openLanguage } from "./language.js";
import { openLevel } from "./level.js";
import { meantBy } from "./meant.js";
import { Unreachable, askBeta, decide, forget, takeBack } from "./requests.js";
import { showStatus } from "./status.js";

const NARROW = 760;
const layer = rangeLayer("findings");
const spotlight = rangeLayer("finding-on");

/** Bring the panel of the margin to life, and every editor with it. */
export function watchFindings() {
  each("findings", (panel) => new Findings(panel));
}

class Findings {
  #panel;
  #work;
  #list;
  #card;
  #checkers = new Map();
  /** The threads that are not resolved, as far as the page knows, and the findings about which one asks. */
  #threads = new Set();
  #asked = new Set();
  #status = "starting";

  constructor(panel) {
    this.#panel = panel;
    this.#work = Number(panel.dataset.work);
    this.#list = new FindingList(panel, (place) => this.#open(place, { byKeyboard: true }));
    this.#card = new FindingCard(document.getElementById("finding-card"), (...chosen) => this.#answer(...chosen), (...asked) => this.#ask(...asked));
    openCast(panel, this.#work, () => this.#recheck());
    openLevel(panel, this.#work, () => this.#recheck());
    openLanguage(panel, this.#work, () => this.#recheck());
    eachEditor((editor) => this.#add(editor));
    document.body.addEventListener("grammar", ({ detail }) => this.#hear(detail, true));
    document.addEventListener("threads-changed", () => this.#hearThreads());
    document.addEventListener("keydown", (event) => this.#walkByKey(event));
  }

  #add(editor) {
    editor.addPlugin(spotlight.plugin);
    this.#checkers.set(editor, new Checker(editor, layer, {
      tellStatus: (status) => this.#hear(status, false),
      tellChange: () => this.#drawSoon(),
    }));
    editor.view.dom.addEventListener("click", (event) => this.#openAtClick(editor, event));
  }

  /** The findings of all editors, the chapter's before the notes'. */
  #places() {
    return [...this.#checkers.keys()]
      .filter(({ element }) => element.isConnected)
      .sort((a, b) => (a.part !== "text") - (b.part !== "text"))
      .flatMap((editor) => layer.all(editor.state).map(({ from, to, finding }) => ({ editor, from, to, finding })));
  }

  #drawSoon() {
    afterPaint(this, () => {
      this.#list.show(this.#places(), this.#status === "ready");
      this.#list.mark(this.#card.place?.finding.id ?? null);
    });
  }

  #recheck() {
    for (const checker of this.#checkers.values()) checker.recheck();
  }

  /** `isNews` tells the event of a change from the state that comes with each answer. */
  #hear(status, isNews) {
    if (isNews && status.group && status.group !== this.#panel.dataset.group) return; // fetched for another work
    const wasReady = this.#status === "ready";
    this.#status = status.state;
    showStatus(this.#panel, status);
    if (isNews && status.state === "ready" && !wasReady) this.#recheck();
    if (wasReady !== (status.state === "ready")) this.#drawSoon();
  }

  /** Once a thread is resolved, what it asked about may be shown again. */
  #hearThreads() {
    const standing = new Set(standingCards().map(({ thread }) => thread));
    const isDone = [...this.#threads].some((thread) => !standing.has(thread));
    this.#threads = standing;
    if (!isDone) return;
    for (const checker of this.#checkers.values()) checker.unsilence(this.#asked);
    this.#asked.clear();
  }

  #openAtClick(editor, { clientX, clientY, target }) {
    if (!target.closest(".finding") || !editor.state.selection.empty) return;
    const at = editor.view.posAtCoords({ left: clientX, top: clientY });
    const range = at && layer.at(editor.state, at.pos)[0];
    if (range) this.#open({ editor, ...range });
  }

  #open(place, { byKeyboard = false } = {}) {
    const { editor, from, to, finding } = place;
    if (byKeyboard) {
      editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.doc, to)));
    }
    bringIntoSight(editor.view, from);
    spotlight.set(editor.view, [{ key: finding.id, from, to, attributes: { class: "finding-on" } }]);
    this.#card.open(place, { byKeyboard });
    this.#list.mark(finding.id);
  }

  #walkByKey(event) {
    if (event.key !== "F8" || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    this.#walk(event.shiftKey ? -1 : 1);
  }

  /** Go to the next finding after the open one, or after the caret. */
  #walk(step) {
    const places = this.#places();
    if (!places.length) {
      say("Nothing to fix here.");
      return;
    }
    const here = this.#card.place ?? this.#caret(places[0].editor);
    const near = places.filter(({ editor }) => editor === here.editor);
    const next = step > 0
      ? near.find(({ from }) => from > here.from) ?? places[0]
      : near.findLast(({ from }) => from < here.from) ?? places.at(-1);
    this.#open(next, { byKeyboard: true });
  }

  #caret(fallback) {
    const editor = [...this.#checkers.keys()].find(({ view }) => view.hasFocus()) ?? fallback;
    return { editor, from: editor.state.selection.from - 1 };
  }

  #answer(decision, place, { suggestion, byKeyboard }) {
    if (decision === "closed") {
      for (const editor of this.#checkers.keys()) spotlight.set(editor.view, []);
      this.#list.mark(null);
    } else if (decision === "accept") {
      this.#accept(place, suggestion);
      this.#goOn(place, byKeyboard);
    } else {
      this.#decide(decision, place);
      this.#goOn(place, byKeyboard);
    }
  }

  /** After a decision by keyboard the next finding opens; after a click the author is back in the text. */
  #goOn({ editor, from }, byKeyboard) {
    this.#card.close();
    const next = byKeyboard && this.#places().find((place) => place.editor === editor && place.from >= from);
    if (next) this.#open(next, { byKeyboard });
    else editor.focus();
  }

  async #ask(words, place, { byKeyboard }) {
    const { editor, finding } = place;
    if (!(await isSent(editor))) return UNSENT;
    const range = rangeOf(place);
    if (!range) return "The words this was about are gone.";
    try {
      const made = await askBeta(editor.documentId, finding, { from: range.from, to: range.to, version: editor.version }, words);
      const ids = this.#quieten(place, "ask");
      offerUndo(told("ask", finding), () => this.#undo(() => takeBack(this.#work, made.id), ids));
      this.#goOn(place, byKeyboard);
      return null;
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return "That could not be asked: Galley did not answer. Your question is still here; try again.";
    }
  }

  #accept(place, suggestion) {
    const { editor, finding } = place;
    const range = rangeOf(place);
    if (!range) return;
    const { from, to } = range;
    const transaction = suggestion ? editor.state.tr.insertText(suggestion, from, to) : editor.state.tr.delete(from, to);
    editor.view.dispatch(transaction);
    layer.remove(editor.view, [finding.id]);
    this.#drawSoon();
    // It only feeds the author's list of frequent mistakes: what is lost while Galley is away is not worth a word.
    decide(this.#work, finding, "accept", suggestion).catch((error) => { if (!(error instanceof Unreachable)) throw error; });
    say(suggestion ? `“${finding.words}” is now “${suggestion}”.` : `“${finding.words}” is out.`);
  }

  async #decide(decision, place) {
    const { editor, finding } = place;
    const checker = this.#checkers.get(editor);
    const ids = this.#quieten(place, decision);
    try {
      const made = await decide(this.#work, finding, decision);
      const undo = made.term ? () => forget(this.#work, made.term.id) : () => takeBack(this.#work, made.id);
      offerUndo(told(decision, finding, ids.length), () => this.#undo(undo, ids));
      if (decision !== "leave") this.#recheck();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      checker.unsilence(ids);
      say("That could not be kept: Galley did not answer. Nothing is lost; try again.", { shown: true });
    }
  }

  async #undo(undo, ids) {
    await undo();
    for (const checker of this.#checkers.values()) checker.unsilence(ids);
  }

  /** Take away at once what a decision is about; gives the ids. */
  #quieten({ finding }, decision) {
    const ids = this.#alike(decision, finding);
    for (const checker of this.#checkers.values()) checker.silence(ids);
    if (decision === "ask") for (const id of ids) this.#asked.add(id);
    return ids;
  }

  /** The findings on the page that a decision is about: one, or all of a rule, or all of a word. */
  #alike(decision, finding) {
    const isMeant = meantBy(decision, finding);
    return this.#places().filter((place) => isMeant(place.finding)).map((place) => place.finding.id);
  }
}

/** Where a finding stands now; of two that share an id since their sentence stands twice, the one that was meant. */
function rangeOf({ editor, from, finding }) {
  const twins = layer.all(editor.state).filter(({ key }) => key === finding.id);
  return twins.sort((a, b) => Math.abs(a.from - from) - Math.abs(b.from - from))[0];
}

/** Scroll as little as is needed for the words to stand clear of the bars, and of the card that covers a phone's lower half. */
function bringIntoSight(view, position) {
  const { top } = view.coordsAtPos(position);
  const first = innerHeight * 0.2;
  const last = innerHeight * (innerWidth <= NARROW ? 0.45 : 0.85);
  if (top < first || top > last) scrollBy({ top: top - (first + last) / 2, behavior: "instant" });
}

function told(decision, { words, short }, count = 1) {
  const times = count > 1 ? `: ${count} times in this chapter` : "";
  return {
    leave: `“${words}” stays as it is.`,
    ask: "Your question stands beside the words.",
    voice: `“${words}” is voice in this work${times}.`,
    never: `“${short}” is off in this work${times}.`,
    name: `“${words}” is a name of this work now.`,
  }[decision];
}
