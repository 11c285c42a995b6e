import { each, on } from "./behaviour.js";

/** Let a bar be put away. It never goes by itself: it may hold the only way back. */
export function watchDismissals() {
  each("dismiss", (button) => { button.hidden = false; });
  on("click", "dismiss", (button) => button.closest(".undo-bar, .notice").remove());
}
