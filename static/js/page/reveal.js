import { each, on } from "./behaviour.js";

/** Show a typed password, and hide it again. */
export function watchReveals() {
  each("reveal", (button) => {
    button.hidden = false;
    button.setAttribute("aria-pressed", "false");
  });
  on("click", "reveal", (button) => {
    const field = document.getElementById(button.getAttribute("aria-controls"));
    const shown = field.type === "password";
    field.type = shown ? "text" : "password";
    button.setAttribute("aria-pressed", String(shown));
    button.textContent = shown ? "Hide" : "Show";
    field.focus();
  });
}
