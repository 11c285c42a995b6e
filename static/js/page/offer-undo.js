import { say } from "./say.js";

/**
 * Say what just happened, with a button that takes it back, in the undo bar's place.
 * `undo` may give a promise; when it fails, the bar says so.
 */
export function offerUndo(sentence, undo) {
  say(sentence, { shown: true });
  const bar = document.querySelector("#undo .undo-bar");
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button button-undo";
  button.textContent = "Undo";
  button.addEventListener("click", async () => {
    button.disabled = true;
    try {
      await undo();
      bar.remove();
    } catch {
      say("That could not be undone: Galley did not answer. Try again.", { shown: true });
    }
  });
  bar.querySelector("p").after(button);
}
