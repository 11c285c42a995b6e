// The keys of the review. Letters that are typed into a field stay letters.

const MOVES = { ArrowRight: "next", ArrowLeft: "back", u: "undo", l: "alike" };

export function watchKeys(element, review) {
  document.addEventListener("keydown", (event) => {
    if (!belongsHere(element, event)) return;
    const done = review.isChoosing ? keyWhileChoosing(event, review) : key(event, review);
    if (done) event.preventDefault();
  });
}

function belongsHere(element, { target, ctrlKey, metaKey, altKey, defaultPrevented }) {
  if (ctrlKey || metaKey || altKey || defaultPrevented || document.querySelector("dialog:modal, [popover]:popover-open")) return false;
  if (target.matches("input:not([type='checkbox']), textarea, select") || target.isContentEditable) return false;
  return target === document.body || target.id === "main" || element.contains(target);
}

function keyWhileChoosing({ key: pressed }, review) {
  if (pressed !== "Escape") return false;
  review.do("close-alike");
  return true;
}

function key({ key: pressed, target }, review) {
  const name = pressed.length === 1 ? pressed.toLowerCase() : pressed;
  if (MOVES[name]) {
    review.do(MOVES[name]);
    return true;
  }
  const isOnButton = target.closest("button, a, label");
  const button = name === "Enter" ? !isOnButton && review.card.likely : buttonFor(name, review.card);
  if (button) button.click();
  return Boolean(button);
}

function buttonFor(name, card) {
  if (/^[1-9]$/.test(name)) return card.suggestion(name - 1);
  return name.length === 1 ? card.button(name) : null;
}
