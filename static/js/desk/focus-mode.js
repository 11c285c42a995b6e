// Focus mode: only the sheet. A switch for this page that Escape ends; the rest is told in desk.css by data-focus-mode.

const ROOT = document.documentElement;

/** Let every switch of the page turn it on and off. */
export function watchFocusMode() {
  document.addEventListener("click", ({ target }) => {
    if (target.closest?.("[data-behaviour~='focus-mode']")) set(!("focusMode" in ROOT.dataset));
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && isFree(event.target)) set(false);
    if (event.key.toLowerCase() === "f" && event.shiftKey && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      set(!("focusMode" in ROOT.dataset));
    }
  });
}

function set(on) {
  if (on) ROOT.dataset.focusMode = "";
  else delete ROOT.dataset.focusMode;
  for (const button of document.querySelectorAll("[data-behaviour~='focus-mode']")) button.setAttribute("aria-pressed", String(on));
}

/** Whether Escape has nothing nearer to close. */
function isFree(element) {
  return "focusMode" in ROOT.dataset && !document.querySelector(":popover-open, dialog[open]") && !element.closest("form");
}
