// The versions of a playback, fetched a few ahead of where it is.

/** So many versions after the one that is shown are fetched already. */
const AHEAD = 6;
/** A long chapter's version is some hundred kilobytes. */
const KEPT = 40;

export class Frames {
  #addresses;
  /** Promises of blocks by their place; the one asked for longest ago first. */
  #kept = new Map();

  constructor(addresses) {
    this.#addresses = addresses;
  }

  /** The blocks of one version, as elements that belong to nothing yet. Rejects where it cannot be read. */
  async at(place) {
    const wanted = this.#ask(place);
    const last = Math.min(place + AHEAD, this.#addresses.length - 1);
    for (let next = place + 1; next <= last; next += 1) this.#ask(next).catch(() => {});
    return (await wanted).map((block) => block.cloneNode(true));
  }

  #ask(place) {
    const kept = this.#kept.get(place) ?? fetched(this.#addresses[place]);
    this.#kept.delete(place);
    this.#kept.set(place, kept);
    kept.catch(() => this.#kept.delete(place));
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value);
    return kept;
  }
}

async function fetched(address) {
  const answer = await fetch(address);
  if (!answer.ok) throw new Error(`${address}: ${answer.status}`);
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  // Places differ in every paragraph behind a change, and nobody chooses words here.
  for (const block of page.querySelectorAll("[data-pos]")) block.removeAttribute("data-pos");
  return [...page.body.children];
}
