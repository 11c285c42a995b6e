// Shows the words of an editor's document while they are written, and of the selection while there is one.
//   <output data-behaviour="word-count" data-editor="chapter-text">1,212 words</output>
import { afterPaint } from "./after-paint.js";
import { countDocumentWords, countWordsBetween } from "./counting.js";
import { editorIn } from "./editor.js";

const NUMBER = new Intl.NumberFormat("en");

/** Keep every word count of the page right. */
export function watchWordCounts(root = document) {
  for (const name of ["editor-ready", "editor-change", "editor-selection"]) root.addEventListener(name, ({ target }) => note(target));
}

/** Many changes in one frame are one count. */
function note(element) {
  for (const place of placesOf(element)) afterPaint(place, () => show(place, editorIn(element)));
}

function placesOf({ id }) {
  return id ? document.querySelectorAll(`[data-behaviour~="word-count"][data-editor="${CSS.escape(id)}"]`) : [];
}

function show(place, editor) {
  if (!editor) return;
  const { doc, selection: { from, to, empty } } = editor.state;
  const all = words(countDocumentWords(doc));
  const text = empty ? all : `${NUMBER.format(countWordsBetween(doc, from, to))} of ${all}`;
  if (place.textContent !== text) place.textContent = text;
}

function words(count) {
  return `${NUMBER.format(count)} ${count === 1 ? "word" : "words"}`;
}
