// Paints ranges of a page's words. Where the browser can, without touching the page (CSS Custom Highlight API);
// elsewhere by wrapping the words in <mark>.

/** Paint {name: [Range, …]} and nothing else; the later names lie on top. */
export function paint(groups) {
  if (CSS.highlights) paintHighlights(groups);
  else paintMarks(groups);
}

/** Whether painting wraps words, so that ranges which were found before it are no longer right. */
export function paintMovesWords() {
  return !CSS.highlights;
}

/** Take the paint off, before words are looked for or the page's text is changed. */
export function unpaint(root) {
  for (const mark of root.querySelectorAll("mark[data-paint]")) {
    const parent = mark.parentNode;
    mark.replaceWith(...mark.childNodes);
    parent.normalize();
  }
}

function paintHighlights(groups) {
  let priority = 0;
  for (const [name, ranges] of Object.entries(groups)) {
    const highlight = new Highlight(...ranges);
    highlight.priority = priority;
    CSS.highlights.set(name, highlight);
    priority += 1;
  }
}

function paintMarks(groups) {
  // All pieces are found before the first is wrapped, and wrapped from the last to the first: each moves what follows it.
  const pieces = Object.entries(groups).flatMap(([name, ranges]) => ranges.flatMap((range) => textPieces(range).map((piece) => ({ name, ...piece }))));
  for (const { name, node, start, end } of pieces.reverse()) {
    if (!node.isConnected || end > node.length) continue;
    const words = start > 0 ? node.splitText(start) : node;
    if (end - start < words.length) words.splitText(end - start);
    const mark = document.createElement("mark");
    mark.dataset.paint = name;
    words.replaceWith(mark);
    mark.append(words);
  }
}

function textPieces(range) {
  const walker = document.createTreeWalker(range.commonAncestorContainer, NodeFilter.SHOW_TEXT);
  const pieces = [];
  for (let node = walker.currentNode; node; node = walker.nextNode()) {
    if (node.nodeType !== Node.TEXT_NODE || !range.intersectsNode(node)) continue;
    const start = node === range.startContainer ? range.startOffset : 0;
    const end = node === range.endContainer ? range.endOffset : node.length;
    if (start < end) pieces.push({ node, start, end });
  }
  return pieces;
}
