/** Say a sentence to screen readers, once, through the page's live region. */
export function say(sentence) {
  const region = document.getElementById("said");
  if (!region) return;
  region.textContent = "";
  // A region that is emptied and filled in one go counts as unchanged when the words are the same.
  requestAnimationFrame(() => { region.textContent = sentence; });
}
