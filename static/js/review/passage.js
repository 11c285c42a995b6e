// The passage around a finding: its paragraph and those beside it, the sentence in full ink, the words marked.
import { paint, unpaint } from "../beta/highlights.js";
import { PageText } from "../beta/page-text.js";

const KINDS = ["mistake", "style", "unknown"];

/** A document as it stood at a version, kept off the page. */
export function keepPage(documentId, version, html) {
  const element = document.createElement("div");
  Object.assign(element.dataset, { document: documentId, version });
  element.innerHTML = html;
  return new PageText(element);
}

/** Which block of its document an item stands in. */
export function blockOf({ page, from }) {
  return page.blocks.findLastIndex(({ start }) => start <= from);
}

/** Show the passage around the item. */
export function showPassage(place, item) {
  unpaint(place);
  const at = blockOf(item);
  const blocks = item.page.blocks.slice(Math.max(0, at - 1), at + 2);
  place.replaceChildren(...blocks.map(({ block }) => block.cloneNode(true)));
  const shown = new PageText(place);
  const words = shown.rangeBetween(item.from, item.to);
  const sentence = shown.rangeBetween(...item.finding.sentence);
  const groups = { "review-sentence": sentence ? [sentence] : [] };
  for (const kind of KINDS) groups[`review-${kind}`] = words && kind === item.finding.kind ? [words] : [];
  paint(groups);
  if (words) bringIntoSight(place, words);
}

function bringIntoSight(place, words) {
  const { top, height } = words.getBoundingClientRect();
  const frame = place.getBoundingClientRect();
  place.scrollTop += top + height / 2 - (frame.top + frame.height / 2);
}
