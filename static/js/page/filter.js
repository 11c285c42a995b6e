import { each, on } from "./behaviour.js";

/** A search field over a list whose items say in `data-words` what they are found by. `/` goes there, Escape empties it. */
export function watchFilters() {
  each("filter", (place) => { place.hidden = false; });
  on("input", "filter", (place) => filter(place));
  on("keydown", "filter", (place, event) => {
    if (event.key !== "Escape" || !event.target.value) return;
    event.preventDefault();
    event.target.value = "";
    filter(place);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const field = document.querySelector('[data-behaviour~="filter"] input');
    if (!field) return;
    event.preventDefault();
    field.focus();
  });
}

function filter(place) {
  const wanted = plain(place.querySelector("input").value.trim());
  const items = [...document.getElementById(place.dataset.of).children];
  let found = 0;
  for (const item of items) {
    item.hidden = !plain(item.dataset.words).includes(wanted);
    found += !item.hidden;
  }
  place.querySelector("[role=status]").textContent = wanted ? `${found} of ${items.length}` : "";
}

/** Small letters without accents. */
function plain(words) {
  return words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

function isTyping(element) {
  return element.isContentEditable || element.matches("input, textarea, select");
}
