// Offers to move author's notes out of the text, once pasted words that may hold some are kept.
//   <section data-behaviour="found-notes" hx-trigger="look-for-notes"> (templates/notes/_found.html)
import { on } from "../page/behaviour.js";
import { say } from "../page/say.js";

/** Look after each paste, and let the offer be declined. */
export function watchFoundNotes() {
  let pasted = false;
  document.addEventListener("pasted", ({ target }) => { pasted ||= target.dataset.part === "text"; });
  // The server looks into the text that it has, so the pasted words must have arrived there.
  document.addEventListener("editor-kept", ({ target, detail }) => {
    if (!pasted || detail.state !== "kept" || target.dataset.part !== "text") return;
    pasted = false;
    htmx.trigger("#found-notes", "look-for-notes");
  });
  document.addEventListener("htmx:after:swap", () => {
    const title = document.getElementById("found-notes-title");
    if (!title || title.dataset.said) return;
    title.dataset.said = "true";
    say(`${title.textContent}. You can move it out of the text, above the page.`);
  });
  on("click", "found-notes", (place, { target }) => {
    if (!target.closest("[data-leave]")) return;
    place.hidden = true;
    place.replaceChildren();
  });
}
