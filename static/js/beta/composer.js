// The card in which a thread begins. The page says which words it is about; htmx sends it.
import { on } from "../page/behaviour.js";
import { cardOf } from "./thread-cards.js";
import { selectThread } from "./thread-list.js";
import { empty } from "./writing.js";

const QUOTE_SHOWN = 240;

/** The thread that was just opened; its card is made current as soon as the list holds it. */
let awaited = null;

export function watchComposer() {
  on("click", "drop-thread", closeComposer);
  on("keydown", "write", (form, event) => {
    if (event.key !== "Escape" || form !== composer()) return;
    event.preventDefault();
    closeComposer();
  });
  document.addEventListener("thread-opened", ({ detail: { thread } }) => {
    awaited = thread;
    closeComposer();
  });
  document.addEventListener("threads-changed", () => {
    const card = cardOf(awaited);
    if (!card) return;
    const opened = awaited;
    awaited = null;
    selectThread(opened, "words");
    card.focus({ preventScroll: true });
  });
}

export function composer() {
  return document.getElementById("new-thread");
}

export function isComposing() {
  return composer()?.hidden === false;
}

/** Begin a thread on words: {documentId, version, from, to, quote}. What is already written stays. */
export function openComposer({ documentId, version, from, to, quote }) {
  const form = composer();
  const address = `/documents/${documentId}/threads`;
  form.action = address;
  form.setAttribute("hx-post", address);
  Object.assign(form.dataset, { document: documentId, from, to });
  setPlace({ from, to, version });
  form.querySelector("[data-quote]").textContent = shortened(quote);
  form.hidden = false;
  document.dispatchEvent(new CustomEvent("threads-changed"));
  form.querySelector("textarea").focus({ preventScroll: true });
}

/** Say anew where the words are. */
export function setPlace({ from, to, version }) {
  const { elements } = composer();
  elements.from.value = from;
  elements.to.value = to;
  elements.version.value = version;
}

function closeComposer() {
  const form = composer();
  if (!form || form.hidden) return;
  empty(form);
  // A hidden field keeps the focus until the next frame; a key pressed before that would still count as typing.
  if (form.contains(document.activeElement)) document.activeElement.blur();
  form.hidden = true;
  document.dispatchEvent(new CustomEvent("composer-closed"));
  document.dispatchEvent(new CustomEvent("threads-changed"));
}

function shortened(quote) {
  const line = quote.replace(/\s+/g, " ").trim();
  return line.length > QUOTE_SHOWN ? `${line.slice(0, QUOTE_SHOWN - 60)} … ${line.slice(-50)}` : line;
}
