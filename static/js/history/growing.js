// One version put in the place of another: what reads alike stays where it is, what is new is marked for a moment.

/** How long new words are marked. */
const MARKED_MS = 900;
const WORD = /[\p{L}\p{N}’']/u;
const NEW = "playback-new";

let fading;

/**
 * Make the place hold these blocks.
 * `brief`: the mark on new words goes by itself. `follows`: what is new comes into sight.
 */
export function grow(place, blocks, { brief, follows }) {
  const old = [...place.children];
  const start = alike(old, blocks);
  const end = alike(old.slice(start).reverse(), blocks.slice(start).reverse());
  const gone = old.slice(start, old.length - end);
  const come = blocks.slice(start, blocks.length - end);
  const after = old[old.length - end] ?? null;
  const texts = gone.map((block) => block.textContent);
  for (const block of gone) block.remove();
  for (const block of come) place.insertBefore(block, after);
  const ranges = newWords(texts, come);
  mark(ranges, brief);
  if (follows) bringIntoSight(ranges[0] ?? come[0] ?? after ?? place.lastElementChild);
}

/** How many blocks from the beginning on are the same. */
function alike(old, blocks) {
  let count = 0;
  while (count < old.length && count < blocks.length && old[count].isEqualNode(blocks[count])) count += 1;
  return count;
}

/** The ranges of the words that no block before had: of each block that came, beside the one it may have been before. */
function newWords(texts, come) {
  const before = texts.filter((text) => !come.some((block) => block.textContent === text));
  const fresh = come.filter((block) => !texts.includes(block.textContent));
  return fresh.map((block, number) => changedRange(before[number] ?? "", block)).filter(Boolean);
}

/** What stands between the words that both begin with and those that both end with, by whole words; null for nothing. */
function changedRange(before, block) {
  const text = block.textContent;
  let start = 0;
  while (start < Math.min(before.length, text.length) && before[start] === text[start]) start += 1;
  let end = text.length;
  for (let was = before.length; end > start && was > start && before[was - 1] === text[end - 1]; was -= 1) end -= 1;
  while (start < end && text[start] === " ") start += 1;
  while (end > start && text[end - 1] === " ") end -= 1;
  if (start === end) return null;
  while (start > 0 && WORD.test(text[start - 1]) && WORD.test(text[start])) start -= 1;
  while (end < text.length && WORD.test(text[end - 1]) && WORD.test(text[end])) end += 1;
  return rangeIn(block, start, end);
}

function rangeIn(block, start, end) {
  const range = document.createRange();
  const texts = document.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let passed = 0;
  let isOpen = false;
  for (let node = texts.nextNode(); node; node = texts.nextNode()) {
    const reached = passed + node.length;
    if (!isOpen && start < reached) {
      range.setStart(node, start - passed);
      isOpen = true;
    }
    if (end <= reached) {
      range.setEnd(node, end - passed);
      return range;
    }
    passed = reached;
  }
  return null;
}

/** Drawn over the words: nothing in the text changes for it. A browser that cannot shows the words alone. */
function mark(ranges, brief) {
  if (!("highlights" in CSS)) return;
  clearTimeout(fading);
  CSS.highlights.set(NEW, new Highlight(...ranges));
  if (brief) fading = setTimeout(() => CSS.highlights.delete(NEW), MARKED_MS);
}

function bringIntoSight(what) {
  if (!what) return;
  const { top, bottom } = what.getBoundingClientRect();
  const margin = window.innerHeight / 4;
  if (top < margin || bottom > window.innerHeight) window.scrollBy({ top: top - margin, behavior: "instant" });
}
