// The end of a walk: what was corrected, left and asked, and what is open.
import { isOpen } from "./walk.js";

const SUMS = [
  ["corrected", "Corrected"],
  ["leave", "Left as it is"],
  ["voice", "Voice"],
  ["name", "Names"],
  ["never", "Off in this work"],
  ["ask", "Asked"],
  ["open", "Still open"],
];
const SHOWN = 12;

export class End {
  #section;

  constructor(section) {
    this.#section = section;
  }

  /** `documents` are those that were checked. */
  show(items, documents) {
    const open = items.filter(isOpen).length;
    const words = documents.reduce((sum, document) => sum + document.words, 0);
    this.#section.querySelector("h2").textContent = items.length ? (open ? "That is all, for now" : "All looked at") : "Nothing to fix here";
    this.#part("checked").textContent = `${counted(words, "word", "words")} in ${counted(documents.length, "text", "texts")} were checked: spelling and names, grammar and punctuation, and real words in the wrong place.`;
    this.#part("sums").replaceChildren(...SUMS.flatMap(([state, name]) => sum(name, items.filter((item) => item.state === state))));
    this.#section.querySelector("[data-review-do='again']").hidden = open === 0;
    this.say("");
    this.#section.hidden = false;
  }

  hide() {
    this.#section.hidden = true;
  }

  say(sentence) {
    this.#part("wrong").textContent = sentence;
  }

  focus() {
    this.#part("desk").focus({ preventScroll: true });
  }

  #part(name) {
    return this.#section.querySelector(`[data-end="${name}"]`);
  }
}

function sum(name, items) {
  if (!items.length) return [];
  const row = document.createElement("div");
  const [term, told] = [document.createElement("dt"), document.createElement("dd")];
  term.innerHTML = '<span class="figures"></span> ';
  term.firstChild.textContent = items.length;
  term.append(name);
  const words = items.slice(0, SHOWN).map(({ state, meant, finding }) => (state === "corrected" ? `${finding.words} → ${meant || "out"}` : finding.words));
  told.textContent = [...new Set(words)].join(" · ") + (items.length > SHOWN ? " …" : "");
  row.append(term, told);
  return [row];
}

function counted(number, one, many) {
  return `${number.toLocaleString("en")} ${number === 1 ? one : many}`;
}
