// Shows the words of an editor's document while they are written, and of the selection while there is one.
//   <output data-behaviour="word-count" data-editor="chapter-text">1,212 words</output>
import { afterPaint } from "./after-paint.js";
import { countDocumentWords, countWordsBetween } from "./counting.js";
import { editorIn } from "./editor.js";

const NUMBER = new Intl.NumberFormat("en");

/** Keep one word count right. */
export function showWordCount(place) {
  const element = document.getElementById(place.dataset.editor);
  const show = () => afterPaint(place, () => write(place, editorIn(element)));
  for (const name of ["editor-ready", "editor-change", "editor-selection"]) element.addEventListener(name, show);
  if (editorIn(element)) show();
}

function write(place, editor) {
  if (!editor) return;
  const { doc, selection: { from, to, empty } } = editor.state;
  const all = words(countDocumentWords(doc));
  const text = empty ? all : `${NUMBER.format(countWordsBetween(doc, from, to))} of ${all}`;
  if (place.textContent !== text) place.textContent = text;
}

function words(count) {
  return `${NUMBER.format(count)} ${count === 1 ? "word" : "words"}`;
}
