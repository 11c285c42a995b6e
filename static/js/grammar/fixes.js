// The buttons of a card that put a suggestion in the place of a finding's words.

/** Fill the place with a button for each suggestion; the first one stands out where it is `likely` to be meant. */
export function fillFixes(place, suggestions, likely = true) {
  place.replaceChildren(...suggestions.map((suggestion, index) => fix(suggestion, likely && index === 0)));
  place.hidden = suggestions.length === 0;
}

function fix(suggestion, isFirst) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = isFirst ? "button button-primary finding-fix" : "button finding-fix";
  button.dataset.suggestion = suggestion;
  button.textContent = suggestion.trim() ? suggestion : suggestion ? "(one space)" : "(take it out)";
  return button;
}
