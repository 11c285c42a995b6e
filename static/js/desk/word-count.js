// Shows the words of an editor's document while they are written, and of the selection while there is one.
//   <output data-behaviour="word-count" data-editor="chapter-text">1,212 words</output>
//   <span data-behaviour="word-number" data-editor="chapter-text">1,212</span>, always of all
import { afterPaint } from "./after-paint.js";
import { countDocumentWords, countWordsBetween } from "./counting.js";
import { editorIn } from "./editor.js";

const NUMBER = new Intl.NumberFormat("en");

/** Keep one word count right. */
export function showWordCount(place) {
  follow(place, ["editor-ready", "editor-change", "editor-selection"], told);
}

/** Keep the number of words right where others say what it is. */
export function showWordNumber(place) {
  follow(place, ["editor-ready", "editor-change"], ({ doc }) => NUMBER.format(countDocumentWords(doc)));
}

function follow(place, events, textOf) {
  const element = document.getElementById(place.dataset.editor);
  const show = () => afterPaint(place, () => write(place, textOf, editorIn(element)));
  for (const name of events) element.addEventListener(name, show);
  if (editorIn(element)) show();
}

function write(place, textOf, editor) {
  if (!editor) return;
  const text = textOf(editor.state);
  if (place.textContent !== text) place.textContent = text;
}

function told({ doc, selection: { from, to, empty } }) {
  const all = words(countDocumentWords(doc));
  return empty ? all : `${NUMBER.format(countWordsBetween(doc, from, to))} of ${all}`;
}

function words(count) {
  return `${NUMBER.format(count)} ${count === 1 ? "word" : "words"}`;
}
