import { on } from "./behaviour.js";
import { say } from "./say.js";

/** Read a chosen or dropped .txt file into the text field it belongs to, so that the author sees it before it is kept. */
export function watchFiles() {
  on("change", "reads-file", (place, event) => read(place, event.target.files?.[0]));
  on("dragover", "reads-file", (place, event) => {
    event.preventDefault();
    place.toggleAttribute("data-over", true);
  });
  on("dragleave", "reads-file", (place) => place.toggleAttribute("data-over", false));
  on("drop", "reads-file", (place, event) => {
    event.preventDefault();
    place.toggleAttribute("data-over", false);
    read(place, event.dataTransfer.files[0]);
  });
}

async function read(place, file) {
  if (!file) return;
  const text = decode(await file.arrayBuffer());
  const field = document.getElementById(place.dataset.into);
  const title = document.getElementById(place.dataset.title);
  field.value = text;
  if (title && !title.value) title.value = file.name.replace(/\.txt$/i, "");
  // The words are in the field now; sending the file too would bring them twice.
  place.querySelector("input[type=file]").value = "";
  field.dispatchEvent(new Event("input", { bubbles: true }));
  say(`${file.name} is in the text field.`);
  field.focus();
  field.setSelectionRange(0, 0);
}

/** UTF-8 or UTF-16 by its mark; what is neither was most likely written by an older Windows. */
function decode(bytes) {
  const [first, second] = new Uint8Array(bytes);
  if (first === 0xff && second === 0xfe) return new TextDecoder("utf-16le").decode(bytes);
  if (first === 0xfe && second === 0xff) return new TextDecoder("utf-16be").decode(bytes);
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return new TextDecoder("windows-1252").decode(bytes);
  }
}
