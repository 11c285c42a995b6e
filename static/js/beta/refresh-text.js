// Brings the text on the page up to date while it is being read: only blocks that changed are replaced, so that a
// selection elsewhere and the place on the screen stay.
import { unpaint } from "./highlights.js";

/** Fetch the text anew and change what differs; tells whether anything did. */
export async function refreshText(root) {
  const answer = await fetch(root.dataset.address, { headers: { "HX-Request": "true" } }).catch(() => null);
  if (!answer?.ok) return false;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const fresh = page.getElementById(root.id);
  if (!fresh) return false;
  unpaint(root);
  keepingPlace(root, () => patchDocuments(root, fresh));
  return true;
}

function patchDocuments(root, fresh) {
  for (const wanted of fresh.querySelectorAll("[data-document]")) {
    const element = root.querySelector(`[data-document="${wanted.dataset.document}"]`);
    patchDocument(element, wanted);
    element.parentElement.hidden = wanted.parentElement.hidden;
  }
}

function patchDocument(element, fresh) {
  if (Number(fresh.dataset.version) <= Number(element.dataset.version)) return;
  element.dataset.version = fresh.dataset.version;
  const [old, wanted] = [[...element.children], [...fresh.children]];
  const [oldSigns, wantedSigns] = [old.map(signature), wanted.map(signature)];
  let start = 0;
  while (start < old.length && start < wanted.length && oldSigns[start] === wantedSigns[start]) start += 1;
  let end = 0;
  while (end < Math.min(old.length, wanted.length) - start && oldSigns.at(-1 - end) === wantedSigns.at(-1 - end)) end += 1;
  const after = old[old.length - end] ?? null;
  for (const block of old.slice(start, old.length - end)) block.remove();
  for (const block of wanted.slice(start, wanted.length - end)) element.insertBefore(block, after);
  for (let index = 1; index <= end; index += 1) renumber(old.at(-index), wanted.at(-index));
}

/** A block without its positions, which change with every letter typed above it. */
function signature(block) {
  return block.outerHTML.replace(/ data-pos="\d+"/g, "");
}

function renumber(block, fresh) {
  const places = [fresh, ...fresh.querySelectorAll("[data-pos]")].filter((place) => place.dataset.pos);
  const blocks = [block, ...block.querySelectorAll("[data-pos]")].filter((place) => place.dataset.pos);
  blocks.forEach((each, index) => { each.dataset.pos = places[index].dataset.pos; });
}

/** Do something to the text and leave the first block on the screen where it is. */
function keepingPlace(root, change) {
  const onScreen = [...root.querySelectorAll("[data-pos]")].filter((block) => block.getBoundingClientRect().bottom > 0);
  const before = onScreen.slice(0, 50).map((block) => [block, block.getBoundingClientRect().top]);
  change();
  const [block, top] = before.find(([each]) => each.isConnected) ?? [];
  if (block && scrollY > 0) scrollBy({ top: block.getBoundingClientRect().top - top, behavior: "instant" });
}
