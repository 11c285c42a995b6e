// All findings that are alike, with what would be written, before anything is.

const CONTEXT = 60;

export class Alike {
  #section;
  #list;
  #button;
  #items = [];

  constructor(section) {
    this.#section = section;
    this.#list = section.querySelector("ol");
    this.#button = section.querySelector("[data-review-do='correct-alike']");
    this.#list.addEventListener("change", () => this.#count());
  }

  get isOpen() {
    return !this.#section.hidden;
  }

  /** `whereOf` names the text that an item stands in. */
  open(items, whereOf) {
    this.#items = items;
    this.#section.querySelector("h2").textContent = `${items.length} alike: ${items[0].finding.short}`;
    this.#list.replaceChildren(...items.map((item) => this.#row(item, whereOf(item))));
    this.say("");
    this.#section.hidden = false;
    this.#count();
    this.#button.focus({ preventScroll: true });
    this.#section.scrollIntoView({ block: "nearest" });
  }

  close() {
    this.#section.hidden = true;
  }

  say(sentence) {
    this.#section.querySelector("[role='alert']").textContent = sentence;
  }

  /** [[item, meant]] of those that are ticked. */
  get chosen() {
    const boxes = [...this.#list.querySelectorAll("input")];
    return this.#items.filter((_, index) => boxes[index].checked).map((item) => [item, item.finding.suggestions[0]]);
  }

  #count() {
    const { length } = this.chosen;
    this.#button.textContent = length === this.#items.length ? `Correct all ${length}` : `Correct ${length} of ${this.#items.length}`;
    this.#button.disabled = length === 0;
  }

  #row({ finding: { before, words, suggestions: [meant], after } }, where) {
    const row = this.#section.parentElement.querySelector("[data-review='alike-row']").content.firstElementChild.cloneNode(true);
    const texts = { before: before.length > CONTEXT ? `…${before.slice(-CONTEXT)}` : before, words: seen(words), meant: seen(meant), after: after.length > CONTEXT ? `${after.slice(0, CONTEXT)}…` : after, where };
    for (const part of row.querySelectorAll("[data-row]")) part.textContent = texts[part.dataset.row];
    return row;
  }
}

/** Blanks shown as something that can be seen. */
function seen(words) {
  return words.trim() ? words : words.replaceAll(/\s/g, "␣");
}
