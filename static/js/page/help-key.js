/** `?` shows the keys, unless someone is typing. */
export function watchHelpKey() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "?" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const keys = document.getElementById("keys");
    if (!keys || keys.open) return;
    event.preventDefault();
    keys.showModal();
  });
}

function isTyping(element) {
  return element.isContentEditable || element.matches("input, textarea, select");
}
