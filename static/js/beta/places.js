// Where the words of threads are on a page: {…card, range} with a DOM range for each.

/**
 * The places of the cards in the texts of the page. While a card knows another version than the page shows, it keeps
 * the range that it had in `before`: text and list are fetched one after the other.
 */
export function locate(cards, texts, before = []) {
  return cards.flatMap((card) => {
    const text = texts.find(({ documentId }) => documentId === card.documentId);
    const known = before.find(({ thread }) => thread === card.thread)?.range;
    const range = text && card.version !== text.version && known ? known : text?.rangeBetween(card.from, card.to);
    return range && !range.collapsed ? [{ ...card, range }] : [];
  });
}

/** The places at a point of the window, the shortest passage first. */
export function placesAt(places, x, y) {
  const holds = ({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom;
  return places
    .filter(({ range }) => holds(range.getBoundingClientRect()) && [...range.getClientRects()].some(holds))
    .sort((a, b) => (a.to - a.from) - (b.to - b.from));
}
