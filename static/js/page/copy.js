import { each, on } from "./behaviour.js";
import { copyText } from "./clipboard.js";
import { say } from "./say.js";

const SHOWN_MS = 4000;

/** Copy the text of the field a button names, and say so on the button itself. */
export function watchCopies() {
  each("copy", (button) => { button.hidden = false; });
  on("click", "copy", async (button) => {
    const field = document.getElementById(button.getAttribute("aria-controls"));
    const copied = await copyText(field.value);
    field.select();
    const words = button.querySelector("[data-words]");
    words.textContent = copied ? "Copied" : "Press Ctrl C";
    say(copied ? "The link is copied." : "The link is selected. Copy it with Control C.");
    setTimeout(() => { words.textContent = words.dataset.words; }, SHOWN_MS);
  });
}
