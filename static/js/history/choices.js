// A select shows one line. Where that cuts the chosen words, they stand whole below it.
//   <select data-behaviour="tells-choice"></select><p aria-hidden="true" hidden></p>
import { each, on } from "../page/behaviour.js";

export function watchChoices() {
  each("tells-choice", (select) => new ResizeObserver(() => tell(select)).observe(select));
  on("change", "tells-choice", tell);
}

function tell(select) {
  const words = select.selectedOptions[0].text;
  const whole = select.nextElementSibling;
  whole.textContent = words;
  whole.hidden = !isCut(select, words);
}

function isCut(select, words) {
  const { fontWeight, fontSize, fontFamily, paddingLeft, paddingRight } = getComputedStyle(select);
  const pen = document.createElement("canvas").getContext("2d");
  pen.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  return pen.measureText(words).width > select.clientWidth - parseFloat(paddingLeft) - parseFloat(paddingRight);
}
