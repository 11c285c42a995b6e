// Tells which blocks of text a change touched. Nodes never change: the same node object means the same text, so an
// answer about a paragraph is still good exactly as long as the paragraph's node is in the document.
import { blockText } from "./position-map.js";

/** The blocks of text that are in `after` and were not in `before`: [{node, position (of its first character), text}]. */
export function changedParagraphs(before, after) {
  const [start, oldEnd, newEnd] = differingChildren(before, after);
  const known = new Set();
  for (let index = start; index < oldEnd; index += 1) eachTextblock(before.child(index), 0, (node) => known.add(node));
  const changed = [];
  let position = sizeUpTo(after, start);
  for (let index = start; index < newEnd; index += 1) {
    eachTextblock(after.child(index), position, (node, at) => {
      if (!known.has(node)) changed.push({ node, position: at + 1, text: blockText(node) });
    });
    position += after.child(index).nodeSize;
  }
  return changed;
}

/** Where a paragraph's first character stands now, or null when its text has changed or is gone. */
export function findParagraph(doc, node, near = 0) {
  const guess = doc.resolve(Math.min(near, doc.content.size));
  if (guess.parent === node) return guess.start();
  let found = null;
  doc.descendants((other, position) => {
    if (other === node) found = position + 1;
    return found === null && !other.isTextblock;
  });
  return found;
}

/** [first, old end, new end]: the children outside these are the very same nodes in both documents. */
function differingChildren(before, after) {
  let start = 0;
  let oldEnd = before.childCount;
  let newEnd = after.childCount;
  while (start < oldEnd && start < newEnd && before.child(start) === after.child(start)) start += 1;
  while (oldEnd > start && newEnd > start && before.child(oldEnd - 1) === after.child(newEnd - 1)) {
    oldEnd -= 1;
    newEnd -= 1;
  }
  return [start, oldEnd, newEnd];
}

function eachTextblock(node, position, visit) {
  if (node.isTextblock) visit(node, position);
  else node.forEach((child, offset) => eachTextblock(child, position + 1 + offset, visit));
}

function sizeUpTo(doc, index) {
  let size = 0;
  for (let at = 0; at < index; at += 1) size += doc.child(at).nodeSize;
  return size;
}
