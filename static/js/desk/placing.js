// Where a popover stands that belongs to words in the text.

const GAP = 8;
const NARROW = 760;

/** Place it below the selection, above where there is no room; on a phone it stays where the style sheet puts it. */
export function placeAtSelection(popover, view) {
  const { from, to } = view.state.selection;
  placeAt(popover, view.coordsAtPos(from), view.coordsAtPos(to));
}

/** Place it at a range's first and last character, given as {left, top, bottom} in the window. */
export function placeAt(popover, start, end) {
  if (innerWidth <= NARROW) {
    for (const side of ["left", "top"]) popover.style.removeProperty(side);
    return;
  }
  const { width, height } = popover.getBoundingClientRect();
  const below = end.bottom + GAP;
  const top = below + height > innerHeight ? Math.max(GAP, start.top - GAP - height) : below;
  const left = Math.min(Math.max(GAP, start.left), innerWidth - width - GAP);
  popover.style.setProperty("left", `${left}px`);
  popover.style.setProperty("top", `${top}px`);
}
