// The forms in which comments are written: they keep what is being written while the list around them is fetched
// anew, send with Ctrl Enter, empty themselves once kept, and say so when the server cannot be reached.
import { on } from "../page/behaviour.js";

const UNREACHABLE = "Galley cannot be reached. Your words are still here; try again in a moment.";

export function watchWriting() {
  keepThroughMorphs();
  on("toggle", "writes", focusWhenOpened);
  on("keydown", "write", sendByKey);
  document.addEventListener("htmx:after:request", ({ detail: { ctx } }) => {
    if (ctx.response?.raw.ok && ctx.sourceElement.matches("form.write")) empty(ctx.sourceElement);
  });
  document.addEventListener("htmx:error", ({ detail: { ctx } }) => {
    if (ctx?.sourceElement?.closest(".thread")) sayUnreachable(ctx.sourceElement);
  });
  addEventListener("beforeunload", (event) => {
    if ([...document.querySelectorAll("form.write textarea")].some(isWrittenIn)) event.preventDefault();
  });
}

/** Empty a form of what was written, and fold it away. */
export function empty(form) {
  form.reset();
  form.querySelector(".thread-error")?.replaceChildren();
  const fold = form.closest("details");
  if (fold) fold.open = false;
}

/** What a person unfolded and where a card was put is the page's own business: the server knows nothing of it. */
function keepThroughMorphs() {
  window.htmx.registerExtension("beta-writing", {
    htmx_before_morph_attr: (element, { attrName }) => !(
      (attrName === "open" && element.matches("details")) || (attrName === "style" && element.matches(".thread"))),
  });
}

function focusWhenOpened(fold, event) {
  if (event.target !== fold || !fold.open) return;
  const words = fold.querySelector("textarea");
  words.focus({ preventScroll: true });
  words.setSelectionRange(words.value.length, words.value.length);
}

function sendByKey(form, event) {
  if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  form.requestSubmit();
}

function sayUnreachable(form) {
  const place = form.querySelector(".thread-error") ?? form.parentElement.querySelector(".thread-error");
  if (place) place.textContent = UNREACHABLE;
}

/** What is on its way to the server leaves with the page rightly (submit_once.js marks it). */
export function isWrittenIn(words) {
  return words.value.trim() !== words.defaultValue.trim() && !words.form.dataset.sent;
}
