// Unchanged stretches of a comparison fold away: all at once by the switch, or each by itself.
//   <input type="checkbox" data-behaviour="only-changes"> and <details class="fold"> around each stretch
import { each, on } from "../page/behaviour.js";

const KEPT_AS = "compare-only-changes";

export function watchFolds() {
  each("only-changes", (box) => {
    box.closest("[hidden]")?.removeAttribute("hidden");
    box.checked = localStorage.getItem(KEPT_AS) !== "no";
    fold(box.checked);
  });
  on("change", "only-changes", (box) => {
    localStorage.setItem(KEPT_AS, box.checked ? "yes" : "no");
    fold(box.checked);
  });
}

/** The switch stands above all of them, so it stays where it is. */
function fold(away) {
  for (const stretch of document.querySelectorAll("details.fold")) stretch.open = !away;
}
