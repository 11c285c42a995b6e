// Folded cards: what a card says is out of the page while the card is out of sight. The empty box that stays has the
// card's place, size, name and id, so that lists keep their order, keys walk them and links find them, but a key typed
// into the text need not carry two hundred cards along.
import { isWrittenIn } from "./writing.js";

/** What folded cards say, by card. */
const kept = new WeakMap();
/** Watches whose contents are wanted; null on pages that fold nothing. */
let watch = null;

/** Fold cards that are out of sight from now on. `cards-unfolded` on document tells that some have their own size again. */
export function foldOutOfSight() {
  // Half a screen ahead, in the page and in boxes that scroll within it.
  watch = new IntersectionObserver(look, { rootMargin: "50% 0px", scrollMargin: "50% 0px" });
  document.addEventListener("focusin", ({ target }) => unfoldAround(target.closest?.(".thread")));
}

/** Mind a card that came into the list; the server may have sent it folded, with what it says in a template. */
export function mindCard(card) {
  const template = card.querySelector(":scope > template");
  if (template) {
    keep(card, template.content);
    template.remove();
  }
  watch?.observe(card);
}

/** Where to look for what a card says. */
export function saidIn(card) {
  return kept.get(card) ?? card;
}

export function isFolded(card) {
  return kept.has(card);
}

/** Give a card its contents back. */
export function unfold(card) {
  if (!card || !kept.has(card)) return;
  card.append(kept.get(card));
  kept.delete(card);
  delete card.dataset.folded;
  window.htmx?.process(card);
}

/** Let a folded card say what a fresh one says. */
export function renewFolded(card, fresh) {
  for (const { name, value } of fresh.attributes) card.setAttribute(name, value);
  card.toggleAttribute("data-resolved", fresh.hasAttribute("data-resolved"));
  const content = document.createDocumentFragment();
  content.append(...fresh.childNodes);
  keep(card, content);
}

function keep(card, content) {
  kept.set(card, content);
  card.dataset.folded = "";
}

function look(entries) {
  let unfolded = false;
  for (const { target, isIntersecting, boundingClientRect: { height } } of entries) {
    if (isIntersecting && isFolded(target)) {
      unfold(target);
      unfolded = true;
    } else if (!isIntersecting && height > 0 && isIdle(target)) {
      foldAway(target, height);
    }
  }
  if (unfolded) document.dispatchEvent(new CustomEvent("cards-unfolded"));
}

function foldAway(card, height) {
  const content = document.createDocumentFragment();
  content.append(...card.childNodes);
  card.style.setProperty("--size", `${height}px`);
  keep(card, content);
}

/** Nothing in the card is in use: it is not current, has no focus, no unfolded form, no unsent word, no finger on it. */
function isIdle(card) {
  const isInUse = card.matches(".card-on, :active, :focus-within, :has(details[open])");
  return !isFolded(card) && !isInUse && ![...card.querySelectorAll("textarea")].some(isWrittenIn);
}

/** Tab goes on to the cards beside the one it is in, also where scrolling has not brought them into sight yet. */
function unfoldAround(card) {
  for (const each of [card, card?.previousElementSibling, card?.nextElementSibling]) if (each) unfold(each);
}
