// The way between places on a page and positions in the document that it shows, as workshop/prose/html.py writes it
// (document_to_page): a block of text says in data-pos where its content starts; each UTF-16 unit of its text counts 1,
// and so do <br> and whatever has data-leaf; <rt> and <rp> count nothing.

const COUNTS_ONE = "br, [data-leaf]";
const COUNTS_NOTHING = "rt, rp";

/** The documents a page shows, in the order of the page. Made anew after the text changed. */
export function pageTexts(root) {
  return [...root.querySelectorAll("[data-document]")].map((element) => new PageText(element));
}

export class PageText {
  constructor(element) {
    this.element = element;
    this.documentId = Number(element.dataset.document);
    this.version = Number(element.dataset.version);
    this.blocks = [...element.querySelectorAll("[data-pos]")].map((block) => ({ block, start: Number(block.dataset.pos) }));
  }

  /** {from, to} of what a DOM range holds of this document, or null when it holds no text of it. */
  positionsIn(range) {
    const held = this.blocks.filter(({ block }) => range.intersectsNode(block));
    if (!held.length) return null;
    const [first, last] = [held[0], held.at(-1)];
    const from = positionIn(first, range.startContainer, range.startOffset, "start");
    const to = positionIn(last, range.endContainer, range.endOffset, "end");
    return from < to ? { from, to } : null;
  }

  /** {from, to} of a whole block. */
  positionsOf(block) {
    const start = Number(block.dataset.pos);
    return { from: start, to: start + unitsIn(block) };
  }

  /** The DOM range between two positions; null when the document as it is shown has no such place. */
  rangeBetween(from, to) {
    const [start, end] = [this.#pointAt(from), this.#pointAt(to)];
    if (!start || !end) return null;
    const range = document.createRange();
    range.setStart(...start);
    range.setEnd(...end);
    return range;
  }

  /** [node, offset] of a position. */
  #pointAt(position) {
    const { block, start } = this.blocks.findLast(({ start: at }) => at <= position) ?? this.blocks[0] ?? {};
    if (!block) return null;
    let left = position - start;
    for (const node of unitsOf(block)) {
      const size = node.nodeType === Node.TEXT_NODE ? node.length : 1;
      if (left <= size && node.nodeType === Node.TEXT_NODE) return [node, left];
      if (left < size) return [node.parentNode, [...node.parentNode.childNodes].indexOf(node)];
      left -= size;
    }
    return left === 0 ? [block, block.childNodes.length] : null;
  }
}

/** The position of a DOM point; one that lies before or behind the block is the block's start or end. */
function positionIn({ block, start }, node, offset, side) {
  if (!block.contains(node)) return start + (side === "start" ? 0 : unitsIn(block));
  const before = document.createRange();
  before.setStart(block, 0);
  before.setEnd(node, offset);
  return start + unitsIn(before.cloneContents());
}

function unitsIn(node) {
  let units = 0;
  for (const unit of unitsOf(node)) units += unit.nodeType === Node.TEXT_NODE ? unit.length : 1;
  return units;
}

/** The text nodes and leaves below a node, in order. */
function* unitsOf(node) {
  for (const child of node.childNodes) {
    if (child.nodeType === Node.TEXT_NODE) yield child;
    else if (child.nodeType !== Node.ELEMENT_NODE || child.matches(COUNTS_NOTHING)) continue;
    else if (child.matches(COUNTS_ONE)) yield child;
    else yield* unitsOf(child);
  }
}
