/**
 * Say a sentence to screen readers, once, through the page's live region.
 * With `shown` it also stands in the undo bar's place until the next page: use that for what went wrong.
 */
export function say(sentence, { shown = false } = {}) {
  if (shown) show(sentence);
  else announce(sentence);
}

function announce(sentence) {
  const region = document.getElementById("said");
  if (!region) return;
  region.textContent = "";
  // A region that is emptied and filled in one go counts as unchanged when the words are the same.
  requestAnimationFrame(() => { region.textContent = sentence; });
}

function show(sentence) {
  const bar = document.createElement("div");
  bar.className = "undo-bar";
  const words = document.createElement("p");
  words.textContent = sentence;
  const close = document.createElement("button");
  close.className = "button";
  close.type = "button";
  close.dataset.behaviour = "dismiss";
  close.textContent = "Dismiss";
  bar.append(words, close);
  document.getElementById("undo")?.replaceChildren(bar);
}
