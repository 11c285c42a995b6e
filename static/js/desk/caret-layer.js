// Draws the carets of others over a document. They lie beside the text and not in it: an element at the place where
// somebody types would change what the browser does with the keys, and be cut off where a block is contained.

/** How long a name stands beside a caret that moved. */
const NAMED_MS = 2_500;
/** Units of a selection that are drawn, from its head on. */
const SELECTION_MAX = 2_000;

export class CaretLayer {
  #layer = document.createElement("div");
  #marks = new Map();
  #fading = new Map();
  #bands = document.createElement("div");

  constructor(element) {
    this.#layer.className = "caret-layer";
    // The list of who is here says the names.
    this.#layer.ariaHidden = "true";
    this.#layer.append(this.#bands);
    element.append(this.#layer);
  }

  /** Show the carets ({tab, person, label, isOwn, place}) where they stand in the view. */
  draw(view, carets) {
    const shown = carets.filter(({ place }) => place);
    const origin = this.#layer.getBoundingClientRect();
    const bands = shown.flatMap((caret) => bandsOf(view, caret, origin));
    for (const tab of this.#marks.keys()) {
      if (!shown.some((caret) => caret.tab === tab)) this.#remove(tab);
    }
    for (const caret of shown) this.#put(caret, view.coordsAtPos(caret.place.head), origin);
    this.#bands.replaceChildren(...bands);
  }

  /** The marks of a person's carets. */
  marksOf(person) {
    return [...this.#marks.values()].filter(({ dataset }) => Number(dataset.person) === person);
  }

  #remove(tab) {
    this.#marks.get(tab).remove();
    this.#marks.delete(tab);
    this.#fading.delete(tab);
  }

  #put(caret, { left, top, bottom }, origin) {
    const mark = this.#marks.get(caret.tab) ?? this.#add(caret);
    mark.classList.toggle("is-late", left - origin.left > origin.width / 2);
    lay(mark, { left: left - origin.left, top: top - origin.top, height: bottom - top });
    const place = `${caret.place.anchor} ${caret.place.head}`;
    if (mark.dataset.place === place) return;
    mark.dataset.place = place;
    mark.classList.add("is-named");
    clearTimeout(this.#fading.get(caret.tab));
    this.#fading.set(caret.tab, setTimeout(() => mark.classList.remove("is-named"), NAMED_MS));
  }

  #add({ tab, person, label, isOwn }) {
    const mark = document.createElement("div");
    const name = document.createElement("span");
    mark.className = "other-caret";
    mark.classList.toggle("is-own", isOwn);
    mark.dataset.person = person;
    name.className = `other-name ${avatarOf(person)}`;
    name.textContent = label;
    mark.append(name);
    this.#layer.append(mark);
    this.#marks.set(tab, mark);
    return mark;
  }
}

/** The class that colours a person's avatar, as the server's pages have it (templates/_parts.html). */
export function avatarOf(person) {
  return `avatar-${person % 6}`;
}

/** A line under each row of the words that are selected. */
function bandsOf(view, { person, isOwn, place: { anchor, head } }, origin) {
  const from = Math.max(Math.min(anchor, head), head - SELECTION_MAX);
  const to = Math.min(Math.max(anchor, head), head + SELECTION_MAX);
  const bands = [];
  if (from === to) return bands;
  view.state.doc.nodesBetween(from, to, (node, position) => {
    if (!node.isTextblock) return true;
    const start = Math.max(from, position + 1);
    const end = Math.min(to, position + 1 + node.content.size);
    for (const rect of rowsBetween(view, start, end)) bands.push(bandAt(rect, origin, person, isOwn));
    return false;
  });
  return bands;
}

function rowsBetween(view, start, end) {
  if (start >= end) return [];
  const range = document.createRange();
  const [first, last] = [view.domAtPos(start, 1), view.domAtPos(end, -1)];
  range.setStart(first.node, first.offset);
  range.setEnd(last.node, last.offset);
  return [...range.getClientRects()].filter(({ width }) => width > 0);
}

function bandAt({ left, top, width, height }, origin, person, isOwn) {
  const band = document.createElement("div");
  band.className = "other-selection";
  band.classList.toggle("is-own", isOwn);
  band.dataset.person = person;
  lay(band, { left: left - origin.left, top: top - origin.top, width, height });
  return band;
}

function lay({ style }, places) {
  for (const [name, pixels] of Object.entries(places)) style[name] = `${pixels}px`;
}
