// The reader's own typeface and size, kept on this device.
import { each, on } from "../page/behaviour.js";

const CHOICES = { face: "serif", size: "middle" };

/** Apply what was chosen before, and let it be changed. */
export function watchReadingType() {
  for (const [choice, usual] of Object.entries(CHOICES)) apply(choice, localStorage.getItem(`galley.reading.${choice}`) ?? usual);
  each("reading-type", () => Object.keys(CHOICES).forEach(showPressed));
  on("click", "reading-type", (menu, { target }) => {
    const button = target.closest("[data-face], [data-size]");
    if (!button) return;
    const [[choice, value]] = Object.entries(button.dataset);
    localStorage.setItem(`galley.reading.${choice}`, value);
    apply(choice, value);
    showPressed(choice);
  });
}

function apply(choice, value) {
  document.documentElement.dataset[`reading${choice === "face" ? "Face" : "Size"}`] = value;
}

function showPressed(choice) {
  const chosen = localStorage.getItem(`galley.reading.${choice}`) ?? CHOICES[choice];
  for (const button of document.querySelectorAll(`[data-behaviour~="reading-type"] [data-${choice}]`)) {
    button.setAttribute("aria-pressed", String(button.dataset[choice] === chosen));
  }
}
