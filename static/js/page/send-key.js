/** Control Enter sends the form of a field with several lines, where Enter makes a new one. */
export function watchSendKey() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || !event.target.matches('form[data-send-key] textarea')) return;
    event.preventDefault();
    event.target.form.requestSubmit();
  });
}
