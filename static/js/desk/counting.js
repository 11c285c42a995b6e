// Words, counted as the Archive of Our Own counts them: the same rules as workshop/prose/counting.py, and the same
// tests (tests/prose/word_count_vectors.json).

// Scripts without blanks between words: every character is one.
const EACH = "[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Thai}]";
const LETTER = "[\\p{Alphabetic}\\p{M}\\p{Nd}\\p{Pc}]";
const WORDS = new RegExp(`${EACH}|(?:(?!${EACH})${LETTER})+`, "gu");
const SUGGESTIONS = new Set(["insertion", "deletion", "modification"]);

const counted = new WeakMap();

/** The words of one run of text. */
export function countWords(text) {
  return text.replace(/--/g, "—").replace(/['’‘-]/g, "").match(WORDS)?.length ?? 0;
}

/** The words of a document. A block that was counted once is not counted again as long as it stays the same. */
export function countDocumentWords(doc) {
  let words = 0;
  doc.forEach((block) => { words += countBlock(block); });
  return words;
}

/** The words between two positions. */
export function countWordsBetween(doc, from, to) {
  let words = 0;
  doc.nodesBetween(from, to, (node, position) => {
    if (!node.isTextblock) return true;
    const start = position + 1;
    words += countInline(node.cut(Math.max(0, from - start), Math.min(node.content.size, to - start)));
    return false;
  });
  return words;
}

function countBlock(block) {
  let words = counted.get(block);
  if (words === undefined) {
    words = block.isTextblock ? countInline(block) : countDocumentWords(block);
    counted.set(block, words);
  }
  return words;
}

/** As the archive does, run by run: a word that is half in italics is two. */
function countInline(block) {
  return textRuns(block).reduce((words, text) => words + countWords(text), 0);
}

/** The texts of the block's HTML, once its suggestions are accepted; readings in ruby are runs of their own. */
function textRuns(block) {
  const runs = [];
  let open = [];
  block.forEach((node) => {
    if (node.marks.some(({ type }) => type.name === "deletion")) return;
    const marks = node.marks.filter(({ type }) => !SUGGESTIONS.has(type.name));
    const shared = commonLength(open, marks);
    runs.push(...readings(open.slice(shared)));
    const goesOn = node.isText && shared === open.length && shared === marks.length && runs.length > 0;
    if (goesOn) runs[runs.length - 1] += node.text;
    else runs.push(node.isText ? node.text : "");
    open = marks;
  });
  return [...runs, ...readings(open)];
}

function commonLength(one, other) {
  let length = 0;
  while (length < one.length && length < other.length && one[length].eq(other[length])) length += 1;
  return length;
}

function readings(closed) {
  return closed.filter(({ type }) => type.name === "ruby").map(({ attrs }) => attrs.text);
}
