// Finds quotes in a newer text as Hypothesis does: by likeness of the words, of 32 characters around them, and of the place.
// Written anew after its description; the search itself is the library that Hypothesis uses.
import { readFileSync } from "node:fs";
import search from "approx-string-match";

const WEIGHTS = { quote: 50, before: 20, after: 20, place: 2 };
const MOST_ERRORS = 256;

const { text, quotes } = JSON.parse(readFileSync(process.argv[2], "utf8"));
const started = performance.now();
const found = quotes.map((quote) => best(quote));
console.log(JSON.stringify({ took: performance.now() - started, found }));

function best({ words, before, after, start }) {
  const matches = nearest(text, words, Math.min(MOST_ERRORS, words.length / 2));
  const judged = matches.map((match) => ({ match, score: likeness(match, words, before, after, start) }));
  judged.sort((one, other) => other.score - one.score);
  return judged.length ? [judged[0].match.start, judged[0].match.end] : null;
}

function likeness(match, words, before, after, start) {
  return (
    WEIGHTS.quote * (1 - match.errors / words.length) +
    WEIGHTS.before * alike(text.slice(Math.max(0, match.start - before.length), match.start), before) +
    WEIGHTS.after * alike(text.slice(match.end, match.end + after.length), after) +
    WEIGHTS.place * (1 - Math.abs(match.start - start) / text.length)
  );
}

function alike(there, wanted) {
  if (!wanted) return 1;
  return there ? 1 - nearest(there, wanted, wanted.length)[0].errors / wanted.length : 0;
}

/** All exact matches, or else those with the fewest errors. */
function nearest(within, words, mostErrors) {
  const exact = [];
  for (let at = within.indexOf(words); at >= 0; at = within.indexOf(words, at + 1)) {
    exact.push({ start: at, end: at + words.length, errors: 0 });
  }
  return exact.length ? exact : search(within, words, mostErrors);
}
