// Where the cards of a margin stand: each level with its words where there is room, never one over another.

const GAP = 10;
/** Free space between the choice of lists and the first card. */
const HEAD_GAP = 12;
/** How soon cards that could not move because one was pressed try again. */
const PRESSED_MS = 100;

/**
 * The tops of cards that are wanted at `wanted`, in that order, none above `least`.
 * The active card stands exactly at its words if there is room for those above it, which give way upwards; those below
 * it give way downwards.
 */
export function stack(wanted, heights, active, least) {
  const tops = pushDown(wanted, heights, least);
  if (active < 0 || tops[active] <= wanted[active]) return tops;
  const given = [...wanted];
  for (let index = active - 1; index >= 0; index -= 1) {
    given[index] = Math.min(wanted[index], given[index + 1] - heights[index] - GAP);
  }
  return pushDown(given, heights, least);
}

function pushDown(wanted, heights, least) {
  let free = least;
  return wanted.map((top, index) => {
    const placed = Math.max(top, free);
    free = placed + heights[index] + GAP;
    return placed;
  });
}

/** Place cards [{element, top}], tops measured in the window, in a column, below its choice of lists. */
export function placeCards(column, cards, activeElement) {
  const head = headOf(column);
  const origin = column.getBoundingClientRect().top;
  const sorted = [...cards].sort((a, b) => a.top - b.top);
  const heights = sorted.map(({ element }) => element.offsetHeight);
  const active = sorted.findIndex(({ element }) => element === activeElement);
  const tops = stack(sorted.map(({ top }) => top - origin), heights, active, head);
  sorted.forEach(({ element }, index) => setTop(element, `${Math.round(tops[index])}px`));
  const end = sorted.length ? tops.at(-1) + heights.at(-1) + GAP : head;
  column.style.setProperty("--cards-end", `${Math.round(end)}px`);
}

function headOf(column) {
  const height = column.querySelector(".threads-choice")?.offsetHeight;
  return height ? height + HEAD_GAP : 0;
}

/**
 * Give what calls `place` as soon as no card in the column is pressed, which mostly is at once. What was pressed must be
 * where it was when the finger or the button lets go, or the click is lost.
 */
export function onceLetGo(column, place) {
  let waiting = null;
  const placeOrWait = () => {
    clearTimeout(waiting);
    if (column.querySelector(".thread:active")) waiting = setTimeout(placeOrWait, PRESSED_MS);
    else place();
  };
  return placeOrWait;
}

/** Setting what is set already would make the browser look at the card's styles again. */
function setTop(element, top) {
  if (element.style.getPropertyValue("--top") !== top) element.style.setProperty("--top", top);
}

/** Resolves when a card has come to rest where it was put. */
export async function whenPlaced(card) {
  await Promise.allSettled(card?.getAnimations().map(({ finished }) => finished) ?? []);
}
