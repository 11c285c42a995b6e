// Where the cards of a margin stand: each level with its words where there is room, never one over another.

const GAP = 10;
/** Free space between the choice of lists and the first card. */
const HEAD_GAP = 12;
/** How soon cards that could not move because one was pressed try again. */
const PRESSED_MS = 100;

/**
 * The tops of cards that are wanted at `wanted`, in that order, none above `least`.
 * The active card stands exactly at its words; those above it give way upwards, those below downwards.
 */
export function stack(wanted, heights, active, least) {
  const tops = pushDown(wanted, heights, 0, least);
  if (active < 0 || tops[active] <= wanted[active]) return tops;
  tops[active] = Math.max(least, wanted[active]);
  for (let index = active - 1; index >= 0; index -= 1) {
    tops[index] = Math.min(wanted[index], tops[index + 1] - heights[index] - GAP);
  }
  if (tops[0] < least) return pushDown(wanted, heights, 0, least);
  const below = pushDown(wanted.slice(active), heights.slice(active), 0, tops[active]);
  return [...tops.slice(0, active), ...below];
}

function pushDown(wanted, heights, from, least) {
  let free = least;
  return wanted.slice(from).map((top, index) => {
    const placed = Math.max(top, free);
    free = placed + heights[from + index] + GAP;
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
