// The list of findings in the margin, in the order of the text: what is written, what may be meant, where it stands.

const CONTEXT = 28;

export class FindingList {
  #panel;
  #choose;
  #kind = "all";
  /** The rows that are there, by finding and by which of its places they are for. */
  #rows = new Map();

  /** `choose` is called with a finding's place when its row is chosen. */
  constructor(panel, choose) {
    this.#panel = panel;
    this.#choose = choose;
    this.places = [];
    panel.addEventListener("click", ({ target }) => this.#click(target));
    panel.addEventListener("keydown", (event) => this.#walk(event));
    document.addEventListener("panel-shown", () => this.#draw());
  }

  /** Show these places: [{editor, from, to, finding}]. `isChecked` says that nothing is left to look at. */
  show(places, isChecked) {
    this.places = places;
    this.#count();
    this.#draw();
    this.#part("none").hidden = !(isChecked && places.length === 0);
    this.#part("kinds").hidden = places.length === 0;
    this.#part("cast").hidden = places.filter(({ finding }) => finding.kind === "unknown").length < 3;
  }

  /** Bring the rows up to date, touching only those that changed; none while another panel is in front. */
  #draw() {
    if (this.#panel.closest("[role='tabpanel']")?.hidden) return;
    const list = this.#part("list");
    const shown = this.places.filter(({ finding }) => this.#kind === "all" || finding.kind === this.#kind);
    const old = this.#rows;
    this.#rows = new Map(keyed(shown).map(([key, place]) => [key, this.#filled(old.get(key) ?? this.#newRow(), place)]));
    for (const [key, { row }] of old) if (!this.#rows.has(key)) row.remove();
    let next = list.firstElementChild;
    for (const { row } of this.#rows.values()) {
      if (row === next) next = next.nextElementSibling;
      else list.insertBefore(row, next);
    }
  }

  /** Mark the row of the finding that is open; null for none. */
  mark(id) {
    for (const row of this.#part("list").children) {
      if (row.dataset.finding === id) row.setAttribute("aria-current", "true");
      else row.removeAttribute("aria-current");
    }
    this.#part("list").querySelector("[aria-current]")?.scrollIntoView({ block: "nearest" });
  }

  #part(name) {
    return this.#panel.querySelector(`[data-findings="${name}"]`);
  }

  #count() {
    for (const button of this.#panel.querySelectorAll(".button[data-kind]")) {
      const { kind } = button.dataset;
      const number = kind === "all" ? this.places.length : this.places.filter(({ finding }) => finding.kind === kind).length;
      button.querySelector(".badge").textContent = number;
      button.hidden = number === 0 && kind !== this.#kind;
    }
    for (const badge of document.querySelectorAll('[data-count="findings"]')) {
      badge.textContent = this.places.length;
      badge.hidden = this.places.length === 0;
    }
  }

  #newRow() {
    const row = this.#part("row").content.firstElementChild.cloneNode(true);
    return { row, parts: Object.fromEntries([...row.querySelectorAll("[data-row]")].map((part) => [part.dataset.row, part])) };
  }

  #filled({ row, parts }, { editor, from, to, finding }) {
    const [before, after] = around(editor.doc, from, to);
    const words = {
      short: editor.part === "text" ? finding.short : `${finding.short}, in a note`,
      before,
      words: finding.words,
      after,
      meant: finding.kind === "unknown" ? "" : finding.suggestions[0] ?? "",
    };
    row.dataset.finding = finding.id;
    row.dataset.kind = finding.kind;
    for (const [name, text] of Object.entries(words)) if (parts[name].textContent !== text) parts[name].textContent = text;
    return { row, parts };
  }

  #click(target) {
    const choice = target.closest(".button[data-kind]");
    if (choice) this.#chooseKind(choice);
    const row = target.closest("li[data-finding]");
    if (row) this.#choose(this.#placeOf(row));
  }

  #chooseKind(choice) {
    this.#kind = choice.dataset.kind;
    for (const button of this.#panel.querySelectorAll(".button[data-kind]")) button.setAttribute("aria-pressed", String(button === choice));
    this.show(this.places, true);
  }

  /** Two findings may share an id when a sentence stands twice: rows of one id are told apart by their order. */
  #placeOf(row) {
    const twins = [...row.parentNode.children].filter(({ dataset }) => dataset.finding === row.dataset.finding);
    return this.places.filter(({ finding }) => finding.id === row.dataset.finding)[twins.indexOf(row)];
  }

  #walk(event) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    const row = event.target.closest?.("li[data-finding]");
    if (!step || !row) return;
    event.preventDefault();
    const next = step > 0 ? row.nextElementSibling : row.previousElementSibling;
    next?.querySelector("button").focus();
  }
}

/** [key, place] of each: two findings share an id when a sentence stands twice, and are told apart by their order. */
function keyed(places) {
  const met = new Map();
  return places.map((place) => {
    const { id } = place.finding;
    met.set(id, (met.get(id) ?? 0) + 1);
    return [`${id} ${met.get(id)}`, place];
  });
}

/** A few words before and after, cut at spaces. */
function around(doc, from, to) {
  const paragraph = doc.resolve(from);
  const before = doc.textBetween(Math.max(paragraph.start(), from - CONTEXT), from, " ", " ");
  const after = doc.textBetween(to, Math.min(paragraph.end(), to + CONTEXT), " ", " ");
  const isCut = from - CONTEXT > paragraph.start();
  return [isCut ? `…${before.slice(before.indexOf(" ") + 1)}` : before, after];
}
