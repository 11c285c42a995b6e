// Finding words in a document: pure, so that the find bar only shows what stands here.
import { paragraphsOf } from "./position-map.js";

const LETTER = "[\\p{L}\\p{M}\\p{N}_]";
// Someone who types a straight quote means the curly ones too.
const ALIKE = [["'", "['’‘]"], ['"', '["“”]'], ["…", "(?:…|\\.\\.\\.)"], ["—", "(?:—|--)"]];

/** Where the words stand: [{from, to}], in the order of the text. A match never reaches over a paragraph's end. */
export function findMatches(doc, words, { matchCase = false, wholeWords = false } = {}) {
  const pattern = patternOf(words, matchCase, wholeWords);
  if (!pattern) return [];
  return paragraphsOf(doc).flatMap(({ text, position }) => (
    [...text.matchAll(pattern)].map(({ index, 0: found }) => ({ from: position + index, to: position + index + found.length }))));
}

function patternOf(words, matchCase, wholeWords) {
  if (!words) return null;
  let source = words.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&");
  for (const [typed, meant] of ALIKE) source = source.replaceAll(typed, meant);
  if (wholeWords) source = `(?<!${LETTER})${source}(?!${LETTER})`;
  return new RegExp(source, matchCase ? "gu" : "giu");
}

/** The index of the first match that starts at or after a position; the first of all when there is none. */
export function nextFrom(matches, position) {
  const index = matches.findIndex(({ from }) => from >= position);
  return index < 0 ? 0 : index;
}

/** A transaction that puts the words in place of every match; they take over the marks of what they replace. */
export function replaceMatches(state, matches, words) {
  return [...matches].reverse().reduce((transaction, { from, to }) => (
    words ? transaction.insertText(words, from, to) : transaction.delete(from, to)), state.tr);
}
