// Tells that its reader has come to the end of a chapter: when the end is in sight, and the page has been looked at for
// about as long as its words take. Who leafs through, or opened it by mistake, has not read it.
import { mention } from "../desk/transport.js";

const TICK_MS = 1_000;
const LEAST_MS = 5_000;
/** Ten words a second: nobody reads faster. */
const WORD_MS = 100;
/** Who reads a long chapter in several visits need not stay for all of it. */
const MOST_MS = 60_000;

export function watchEnd(end) {
  const text = document.getElementById("part-text");
  const neededMs = Math.min(MOST_MS, LEAST_MS + WORD_MS * Number(end.dataset.words));
  let inSight = false;
  let lookedMs = 0;
  let told = 0;

  const tell = async () => {
    const version = Number(text.dataset.version);
    if (!inSight || lookedMs < neededMs || version <= told) return;
    lookedMs = 0;
    // What is written from then on is read once the end has been out of sight and comes in again.
    if (await mention(end.dataset.address, { version })) [inSight, told] = [false, version];
  };

  new IntersectionObserver((changes) => {
    inSight = changes.at(-1).isIntersecting;
    tell();
  }).observe(end);
  setInterval(() => {
    if (document.visibilityState === "visible") lookedMs += TICK_MS;
    tell();
  }, TICK_MS);
}
