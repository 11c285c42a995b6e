import { on } from "./behaviour.js";

/** Open dialogs in browsers that do not know command/commandfor yet, and close an open menu behind them. */
export function watchDialogs() {
  on("click", "opens-dialog", (button) => {
    button.closest("[popover]")?.hidePopover();
    const dialog = document.getElementById(button.getAttribute("commandfor"));
    if (!("commandForElement" in HTMLButtonElement.prototype) && !dialog.open) dialog.showModal();
  });
}
