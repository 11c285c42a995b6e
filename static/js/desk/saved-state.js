// Says how the words of every editor on the page are kept: one state in a fixed place, the worst of all. What needs
// the writer to act stands in words below the bar and stays until it is over.
//   <span class="state" data-behaviour="saved-state"></span>  <div data-behaviour="saved-help" role="alert" hidden></div>
import { editorIn } from "./editor.js";
import { plainText } from "./position-map.js";
import { copyText } from "../page/clipboard.js";
import { say } from "../page/say.js";

const STATES = {
  kept: { sign: "kept", words: () => "Kept" },
  waiting: { sign: "waiting", words: () => "Keeping…" },
  offline: { sign: "offline", words: (onDevice) => (onDevice ? "Offline: kept on this device" : "Offline: keep this page open") },
  full: { sign: "offline", words: (onDevice) => (onDevice ? "No room: kept on this device" : "No room: keep this page open") },
  "signed-out": { sign: "offline", words: (onDevice) => (onDevice ? "Signed out: kept on this device" : "Signed out: keep this page open") },
  refused: { sign: "failed", words: () => "Not kept" },
  parted: { sign: "failed", words: () => "Not kept" },
};
const BY_TROUBLE = Object.keys(STATES);

const HELP = {
  offline: (onDevice) => (onDevice ? "" : "This browser keeps nothing for us here. Leave this page open until the connection is back, or copy your words."),
  full: (onDevice) => (onDevice ? "It goes on by itself; whoever runs this Galley can make room." : "This browser keeps nothing for us here, so leave this page open, or copy your words."),
  "signed-out": () => "You are signed out. Sign in again in another tab, then come back: your words go on from here.",
  refused: () => "The last change could not be kept, and what you write now is only in this page. It is tried again by itself; if it stays so, copy your words, then reload.",
  parted: () => "Nothing more is kept from this page. Copy your words, then reload.",
};

/** Follow every editor of the page. */
export function watchSavedState(root = document) {
  const states = new Map();
  root.addEventListener("editor-kept", ({ detail, target }) => {
    states.set(target, detail);
    for (const element of states.keys()) if (!element.isConnected) states.delete(element);
    show(worst(states), states);
  });
  root.addEventListener("editor-lost", ({ detail }) => offerWords(detail));
}

function worst(states) {
  return [...states.values()].sort((a, b) => BY_TROUBLE.indexOf(b.state) - BY_TROUBLE.indexOf(a.state))[0];
}

function show({ state, onDevice, reason }, states) {
  const { sign, words } = STATES[state];
  const place = document.querySelector("[data-behaviour~='saved-state']");
  if (!place) return;
  const before = place.dataset.state;
  place.dataset.state = sign;
  place.textContent = words(onDevice);
  // Saving is heard only when something is wrong and when it is over: not at every pause.
  if (sign !== before && (isTrouble(sign) || isTrouble(before))) say(place.textContent);
  showHelp(state, HELP[state]?.(onDevice) ?? "", reason, states);
}

function isTrouble(sign) {
  return sign === "offline" || sign === "failed";
}

function showHelp(state, words, reason, states) {
  const place = document.querySelector("[data-behaviour~='saved-help']");
  if (!place || place.dataset.shows === (words && state)) return;
  place.dataset.shows = words && state;
  place.hidden = !words;
  place.replaceChildren();
  if (!words) return;
  place.append(paragraph([reason, words].filter(Boolean).join(" ")), copyButton(() => allWords(states)));
}

/** Words that a visit before left here and that have no place in the chapter any more. */
function offerWords({ text, forget }) {
  const place = document.querySelector("[data-behaviour~='saved-lost']");
  if (!place) return;
  const notice = document.createElement("div");
  notice.className = "notice notice-warn";
  const forgetButton = button("Throw them away", () => {
    forget();
    notice.remove();
  });
  const words = document.createElement("blockquote");
  words.className = "quote";
  words.textContent = text;
  notice.append(paragraph("These words of an earlier visit could not be put into the chapter."), words, copyButton(() => text), forgetButton);
  place.append(notice);
}

function allWords(states) {
  const editors = [...states.keys()].map(editorIn).filter(Boolean);
  return editors.map(({ doc }) => plainText(doc).text).filter(Boolean).join("\n\n***\n\n");
}

function copyButton(text) {
  return button("Copy the words", async ({ currentTarget }) => {
    currentTarget.textContent = await copyText(text()) ? "Copied" : "Press Ctrl C";
  });
}

function paragraph(words) {
  const element = document.createElement("p");
  element.textContent = words;
  return element;
}

function button(words, act) {
  const element = document.createElement("button");
  Object.assign(element, { type: "button", className: "button", textContent: words });
  element.addEventListener("click", act);
  return element;
}
