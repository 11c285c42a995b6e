// Shows how much of the archive's room for a note is taken, while it is written.
//   <div data-behaviour="note-meter" data-editor="note-12" data-limit="5000"> with the meter of templates/_parts.html in it
import { say } from "../page/say.js";
import { noteLength } from "./length.js";

const NUMBER = new Intl.NumberFormat("en");

/** Keep every meter of the page right. */
export function watchMeters() {
  for (const name of ["editor-ready", "editor-change"]) {
    document.addEventListener(name, ({ target, detail }) => {
      const place = target.dataset.part !== "text" && document.querySelector(`[data-behaviour~="note-meter"][data-editor="${CSS.escape(target.id)}"]`);
      if (place) show(place, noteLength(detail.editor.doc));
    });
  }
}

function show(place, used) {
  const limit = Number(place.dataset.limit);
  const over = used - limit;
  place.querySelector("span").textContent = over > 0
    ? `${NUMBER.format(over)} ${over === 1 ? "character" : "characters"} more than AO3 takes`
    : `${NUMBER.format(used)} of ${NUMBER.format(limit)} characters`;
  place.querySelector("meter").value = used;
  const was = place.dataset.over === "true";
  place.dataset.over = String(over > 0);
  if (over > 0 && !was) say("This note is longer than AO3 takes.");
}
