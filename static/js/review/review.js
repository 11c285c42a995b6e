// The review: a calm walk through the findings of a chapter or a whole work, one at a time.
import { Unreachable, listTexts } from "../grammar/requests.js";
import { each } from "../page/behaviour.js";
import { say } from "../page/say.js";
import { Alike } from "./alike.js";
import { Card, told } from "./card.js";
import { Checking } from "./checking.js";
import { judge, mend, question } from "./deeds.js";
import { End } from "./end.js";
import { watchKeys } from "./keys.js";
import { blockOf, keepPage, showPassage } from "./passage.js";
import { Walk, isOpen } from "./walk.js";

const AWAY = "That could not be kept: Galley did not answer. Nothing is lost; try again.";
const CHANGED = "This sentence was changed meanwhile, so nothing was written. Here it is as it stands now.";
const PARTS = { text: "", note_before: "note before", note_after: "note after", private_note: "private note" };
const RETRY_MS = 2_000;

class Review {
  #element;
  #work;
  #chapter;
  #documents = [];
  #walk;
  #checking;
  #pages = new Map();
  #card;
  #alike;
  #end;
  #deeds = [];
  #isBusy = false;
  #isAtEnd = false;

  constructor(element) {
    this.#element = element;
    this.#work = Number(element.dataset.work);
    this.#chapter = Number(element.dataset.chapter) || null;
    this.#card = new Card(this.#part("card"), (words) => this.#ask(words));
    this.#alike = new Alike(this.#part("alike"));
    this.#end = new End(this.#part("end"));
    this.#checking = new Checking({
      tellStatus: (status) => this.#showStatus(status),
      tellFindings: (id, answer) => this.#take(id, answer),
    });
    element.addEventListener("click", ({ target }) => this.#click(target));
    watchKeys(element, this);
    // Text may change in another tab, or on another device.
    addEventListener("focus", () => this.#lookForChanges());
    document.addEventListener("visibilitychange", () => { if (!document.hidden) this.#lookForChanges(); });
    this.#begin();
  }

  get card() {
    return this.#card;
  }

  get isAsking() {
    return this.#card.isAsking;
  }

  get isChoosing() {
    return this.#alike.isOpen;
  }

  /** Do what a key or a button names; one thing at a time. */
  async do(what, ...told) {
    if (this.#isBusy) return;
    this.#isBusy = true;
    try {
      await this.#doings[what].call(this, ...told);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.#sayWrong(AWAY);
    } finally {
      this.#isBusy = false;
    }
  }

  #doings = {
    next: this.#next,
    back: this.#back,
    undo: () => this.#undo(this.#deeds.at(-1)),
    "undo-this": () => this.#undo(this.#deeds.find(({ items }) => items.includes(this.#walk.current))),
    accept: this.#accept,
    judge: this.#judge,
    alike: this.#openAlike,
    "close-alike": this.#closeAlike,
    "correct-alike": this.#correctAlike,
    again: this.#again,
  };

  // What there is to check -------------------------------------------------------------------------------------------

  async #begin() {
    try {
      this.#documents = await this.#listTexts();
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      this.#showStatus({ state: "paused", message: "Galley did not answer. The review begins by itself when it does." });
      setTimeout(() => this.#begin(), RETRY_MS);
      return;
    }
    this.#walk = new Walk(this.#documents);
    this.#checking.add(this.#documents.map(({ id }) => id));
    if (!this.#documents.length) this.#show();
  }

  async #listTexts() {
    const { documents } = await listTexts(this.#work);
    return documents.filter(({ chapter }) => !this.#chapter || chapter === this.#chapter);
  }

  async #lookForChanges() {
    if (!this.#walk) return;
    const now = await this.#listTexts().catch(() => []);
    const changed = now.filter(({ id, version }) => this.#checking.isChecked(id) && !this.#checking.knows(id, version));
    if (changed.length) this.#checking.again(changed.map(({ id }) => id));
  }

  #take(id, { version, html, findings }) {
    if (html !== null) this.#pages.set(id, keepPage(id, version, html));
    const { current } = this.#walk;
    const passage = current && isOpen(current) ? `${current.from} ${current.version}` : "";
    const isGone = this.#walk.take(id, version, this.#pages.get(id), findings);
    if (this.#isBusy || this.isChoosing) return; // what is going on shows the next one itself
    if (isGone || !current) this.#goOn(isGone);
    else if (passage && passage !== `${current.from} ${current.version}` && !this.isAsking && !this.#isAtEnd) this.#show();
    else this.#drawCount();
  }

  #goOn(isGone) {
    if (isGone) say("That sentence was changed meanwhile.");
    if (!this.#walk.current) this.#walk.next();
    this.#show();
  }

  // What the page shows ----------------------------------------------------------------------------------------------

  #part(name) {
    return this.#element.querySelector(`[data-review="${name}"]`);
  }

  #show({ wrong = "" } = {}) {
    const item = this.#walk.current;
    this.#isAtEnd = !item;
    if (!item) {
      this.#waitOrEnd();
      return;
    }
    this.#end.hide();
    this.#part("one").hidden = this.#part("foot").hidden = false;
    this.#part("where").textContent = this.#whereOf(item);
    this.#card.show(item, { alike: this.#walk.alike(item).length, isPrivate: this.#documentOf(item).part === "private_note" });
    this.#card.say(wrong);
    showPassage(this.#part("passage"), item);
    this.#drawCount();
    if (!this.#card.focus()) this.#element.querySelector(".review-next").focus({ preventScroll: true });
  }

  /** Nothing is left behind the current one: more may come, or this is the end. */
  #waitOrEnd() {
    this.#part("one").hidden = true;
    if (this.#checking.isDone) this.#showEnd();
    else this.#part("foot").hidden = this.#walk.items.length === 0;
    this.#drawCount();
  }

  #showEnd() {
    const wasThere = !this.#part("end").hidden;
    this.#part("one").hidden = true;
    this.#part("foot").hidden = this.#walk.items.length === 0;
    this.#end.show(this.#walk.items, this.#documents);
    this.#drawCount();
    if (!wasThere) this.#end.focus();
  }

  #drawCount() {
    const { number, total } = this.#walk.place;
    const words = number ? `${number} of ${total}` : "";
    if (this.#part("count").textContent !== words) this.#part("count").textContent = words;
    this.#part("kinds").hidden = this.#walk.items.length === 0 || !this.#part("end").hidden;
    for (const button of this.#part("kinds").querySelectorAll("button")) {
      const { kind } = button.dataset;
      const open = this.#walk.items.filter((item) => isOpen(item) && (kind === "all" || item.finding.kind === kind)).length;
      button.querySelector(".badge").textContent = open;
      button.hidden = kind !== "all" && !this.#walk.items.some(({ finding }) => finding.kind === kind);
      button.setAttribute("aria-pressed", String(kind === this.#walk.kind));
    }
    this.#element.querySelector("[data-review-do='undo']").disabled = this.#deeds.length === 0;
    this.#element.querySelector("[data-review-do='back']").disabled = number === 1;
    this.#element.querySelector("[data-review-do='next']").disabled = this.#isAtEnd;
  }

  #showStatus({ state, message, percent = 0 }) {
    const place = this.#part("status");
    const share = Math.floor(100 * this.#checking.share(this.#documents));
    const isReady = state === "ready";
    place.hidden = !this.#documents.length || (isReady && this.#checking.isDone);
    const line = place.querySelector(".state");
    line.dataset.state = isReady ? "starting" : state;
    const words = isReady ? this.#progressWords(share) : message;
    if (line.textContent !== words) line.textContent = words;
    const bar = place.querySelector("progress");
    bar.hidden = !isReady && !percent;
    bar.value = isReady ? share : percent;
    if (isReady && this.#checking.isDone && !this.#walk.current && !this.#isBusy) this.#show();
  }

  #progressWords(share) {
    const checked = this.#documents.filter(({ id }) => this.#checking.isChecked(id)).length;
    if (this.#documents.length < 2 || share === 100) return `Checking, ${share} %`;
    return `Checking, ${share} %: ${checked} of ${this.#documents.length} texts, the newest first`;
  }

  #documentOf(item) {
    return this.#documents.find(({ id }) => id === item.document);
  }

  #whereOf(item) {
    const { title, part } = this.#documentOf(item);
    return [this.#chapter ? "" : title || "Untitled chapter", PARTS[part]].filter(Boolean).join(", ");
  }

  #sayWrong(sentence) {
    if (this.isChoosing) this.#alike.say(sentence);
    else if (this.#isAtEnd) this.#end.say(sentence);
    else this.#card.say(sentence);
    say(sentence);
  }

  // What the author does ---------------------------------------------------------------------------------------------

  #click(target) {
    const button = target.closest("button");
    if (!button) return;
    const { suggestion, decision, reviewDo, kind } = button.dataset;
    if (suggestion !== undefined) this.do("accept", suggestion);
    else if (decision === "ask") this.#card.ask(this.#walk.current);
    else if (decision) this.do("judge", decision);
    else if (reviewDo) this.do(reviewDo);
    else if (kind) this.#chooseKind(kind);
  }

  #chooseKind(kind) {
    this.#walk.choose(kind);
    this.#show();
  }

  #next() {
    this.#walk.next();
    this.#show();
  }

  #back() {
    if (this.#walk.back()) this.#show();
  }

  #again() {
    this.#walk.toFirstOpen();
    this.#show();
  }

  async #accept(suggestion) {
    const item = this.#walk.current;
    const { deed, passed } = await mend(this.#work, this.#walk, [[item, suggestion]]);
    const checked = this.#checking.again([item.document]);
    if (passed.length) {
      await checked;
      this.#show({ wrong: CHANGED });
      return;
    }
    this.#keep(deed, item);
    if (this.#isTouched(this.#walk.next(), item)) {
      this.#walk.current = item;
      await checked;
      this.#walk.next();
    }
    this.#show();
  }

  /** Whether a correction may have to do with what comes next: in the same paragraph, and where the walk would end. */
  #isTouched(next, item) {
    return !next || (next.document === item.document && blockOf(next) === blockOf(item));
  }

  async #judge(decision) {
    const item = this.#walk.current;
    const deed = await judge(this.#work, this.#walk, item, decision);
    this.#keep(deed, item);
    // Other forms of a name, other spellings of a voice are quiet now, too.
    if (decision !== "leave") this.#recheck(item.document);
    this.#next();
  }

  async #ask(words) {
    const item = this.#walk.current;
    try {
      this.#keep(await question(this.#work, this.#walk, item, words), item);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      return "That could not be asked: Galley did not answer. Your question is still here; try again.";
    }
    this.#next();
    return null;
  }

  #keep(deed, item) {
    this.#deeds.push(deed);
    const more = deed.items.length > 1 ? ` ${deed.items.length} times.` : "";
    say(`${told(item)}${more}`);
  }

  #recheck(first) {
    const checked = this.#documents.map(({ id }) => id).filter((id) => id !== first && this.#checking.isChecked(id));
    return this.#checking.again([first, ...checked]);
  }

  async #undo(deed) {
    if (!deed) return;
    await deed.undo();
    this.#deeds = this.#deeds.filter((other) => other !== deed);
    const [first] = deed.items;
    const wasCorrected = first.state === "corrected";
    if (wasCorrected) this.#walk.takeOut(deed.items);
    else for (const item of deed.items) item.state = "open";
    if (wasCorrected) {
      await this.#checking.again(deed.documents);
      this.#walk.returnTo(first);
    } else {
      this.#recheck(first.document);
      this.#walk.current = first;
    }
    say("Undone.");
    this.#show();
  }

  // All alike --------------------------------------------------------------------------------------------------------

  #openAlike() {
    const items = this.#walk.current && isOpen(this.#walk.current) ? this.#walk.alike(this.#walk.current) : [];
    if (items.length < 2) return;
    this.#part("one").hidden = this.#part("foot").hidden = true;
    this.#alike.open(items, (item) => this.#whereOf(item));
  }

  #closeAlike() {
    this.#alike.close();
    this.#show();
  }

  async #correctAlike() {
    const item = this.#walk.current;
    const { deed, passed } = await mend(this.#work, this.#walk, this.#alike.chosen);
    const documents = [...new Set([...(deed?.documents ?? []), ...passed.map(({ document }) => document)])];
    const checked = this.#checking.again(documents);
    if (deed) this.#keep(deed, deed.items[0]);
    await checked;
    this.#alike.close();
    if (this.#walk.current === item && !isOpen(item)) this.#walk.next();
    this.#show({ wrong: passed.length ? `${passed.length} of them were changed meanwhile and are still open.` : "" });
  }
}

each("review", (element) => new Review(element));
