// Two texts, a paragraph a line, through jsdiff: what came and went, and how many milliseconds each round took.
import { readFileSync } from "node:fs";
import { diffWordsWithSpace } from "diff";

const [, , oldPath, newPath, rounds] = process.argv;
const [old, text] = [oldPath, newPath].map((path) => readFileSync(path, "utf8"));
const took = [];
let found;
for (let round = 0; round < Number(rounds); round++) {
  const started = performance.now();
  found = diffWordsWithSpace(old, text);
  took.push(performance.now() - started);
}
const changed = found.filter((part) => part.added || part.removed).map((part) => part.value);
console.log(JSON.stringify({ took, changed }));
