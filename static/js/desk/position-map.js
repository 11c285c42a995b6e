// The plain text of a document and the way back to its positions, as workshop/prose/plain.py has them: blocks of text
// joined by a blank line, a hard break is a newline, any other leaf one U+FFFC. Everything counts UTF-16 units.

const BETWEEN_BLOCKS = "\n\n";
const texts = new WeakMap();

/** The text of one block of text. Each of its units stands for one document position. */
export function blockText(node) {
  let text = texts.get(node);
  if (text === undefined) {
    text = node.textBetween(0, node.content.size, "", (leaf) => leaf.type.name === "hard_break" ? "\n" : "\ufffc");
    texts.set(node, text);
  }
  return text;
}

/** Every block of text: {node, position (of its first character), text}. */
export function paragraphsOf(doc) {
  const paragraphs = [];
  doc.descendants((node, position) => {
    if (!node.isTextblock) return true;
    paragraphs.push({ node, position: position + 1, text: blockText(node) });
    return false;
  });
  return paragraphs;
}

/** {text, paragraphs: [{node, position, text, offset}], positionAt(offset)} of the whole document. */
export function plainText(doc) {
  let offset = 0;
  const paragraphs = paragraphsOf(doc).map((paragraph) => {
    const placed = { ...paragraph, offset };
    offset += paragraph.text.length + BETWEEN_BLOCKS.length;
    return placed;
  });
  const text = paragraphs.map((paragraph) => paragraph.text).join(BETWEEN_BLOCKS);
  return { text, paragraphs, positionAt: (at) => positionAt(paragraphs, at) };
}

/** The document position of an offset; one in the gap between blocks belongs to the end of the block before it. */
function positionAt(paragraphs, offset) {
  let low = 0;
  let high = paragraphs.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if (paragraphs[middle].offset <= offset) low = middle;
    else high = middle - 1;
  }
  const { position, text, offset: start } = paragraphs[low];
  return position + Math.min(offset - start, text.length);
}
