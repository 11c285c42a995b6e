// The button that appears beside selected words, and the one beside a paragraph for whoever has no pointer.
import { isTyping } from "./thread-list.js";

const GAP = 8;

/** Show `button` beside whatever is selected in `root`; `begin(range)` is called with the selection. */
export function watchSelection(root, button, begin) {
  let chosen = null;

  const look = () => {
    chosen = selectedRange(root);
    button.hidden = !chosen;
    if (chosen) placeBeside(button, chosen);
  };
  // A selection that is still being drawn would carry the button along under the pointer.
  let drawing = false;
  root.addEventListener("pointerdown", () => { drawing = true; });
  addEventListener("pointerup", () => { drawing = false; setTimeout(look); });
  addEventListener("pointercancel", () => { drawing = false; });
  document.addEventListener("selectionchange", () => { if (!drawing || matchMedia("(pointer: coarse)").matches) look(); });
  addEventListener("resize", look);

  // Pressing a button would take the selection away before the click.
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("mousedown", (event) => event.preventDefault());
  button.addEventListener("click", () => { if (chosen) begin(chosen); });
  document.addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "c" || event.ctrlKey || event.metaKey || event.altKey || isTyping(event.target)) return;
    const range = selectedRange(root);
    if (!range) return;
    event.preventDefault();
    begin(range);
  });
  return { hide: () => { button.hidden = true; chosen = null; } };
}

/** Let a paragraph be chosen: by pointing at it, or by the button's arrow keys. `begin(block)` is called for it. */
export function watchParagraphs(root, button, begin) {
  let block = null;
  const blocks = () => [...root.querySelectorAll("[data-pos]")].filter((each) => each.textContent.trim());

  const choose = (wanted) => {
    block = wanted;
    const words = block.textContent.trim().slice(0, 60);
    button.setAttribute("aria-label", `Comment on the paragraph “${words}”`);
    const frame = button.offsetParent.getBoundingClientRect();
    button.style.setProperty("top", `${block.getBoundingClientRect().top - frame.top}px`);
  };
  const walk = (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    event.preventDefault();
    const all = blocks();
    const here = all.indexOf(block);
    choose(all[Math.min(all.length - 1, Math.max(0, here + step))]);
    block.scrollIntoView({ block: "nearest" });
  };

  const first = blocks()[0];
  if (!first) return;
  button.hidden = false;
  choose(first);
  root.addEventListener("pointerover", ({ target, pointerType }) => {
    const pointed = target.closest?.("[data-pos]");
    if (pointed && pointerType === "mouse" && document.activeElement !== button) choose(pointed);
  });
  button.addEventListener("focus", () => choose(block?.isConnected ? block : firstOnScreen(blocks())));
  button.addEventListener("keydown", walk);
  button.addEventListener("click", () => { if (block?.isConnected) begin(block); });
}

function firstOnScreen(blocks) {
  return blocks.find((block) => block.getBoundingClientRect().top >= 0) ?? blocks[0];
}

function selectedRange(root) {
  const selection = getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return null;
  const range = selection.getRangeAt(0);
  return range.intersectsNode(root) && root.contains(range.commonAncestorContainer) && range.toString().trim() ? range : null;
}

/** At the edge of the sheet where there is a margin; else below the words, since above them phones show their own menu. */
function placeBeside(button, range) {
  const rects = range.getClientRects();
  const last = rects[rects.length - 1] ?? range.getBoundingClientRect();
  const frame = button.offsetParent.getBoundingClientRect();
  const sheet = range.startContainer.parentElement.closest(".sheet").getBoundingClientRect();
  const isAtEdge = sheet.right + button.offsetWidth < innerWidth;
  const left = isAtEdge ? sheet.right - button.offsetWidth / 2 : Math.min(last.right, innerWidth - GAP) - button.offsetWidth;
  const top = isAtEdge ? (last.top + last.bottom - button.offsetHeight) / 2 : last.bottom + GAP;
  button.style.setProperty("left", `${Math.max(GAP, left) - frame.left}px`);
  button.style.setProperty("top", `${top - frame.top}px`);
}
