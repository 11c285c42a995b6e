// The reading view: a chapter to read, its threads beside the words.
import { each } from "../page/behaviour.js";
import { say } from "../page/say.js";
import { watchChapter } from "../desk/live.js";
import { watchParagraphs, watchSelection } from "./comment-here.js";
import { composer, isComposing, openComposer, watchComposer } from "./composer.js";
import { paint } from "./highlights.js";
import { placeCards } from "./margin.js";
import { PageText, pageTexts } from "./page-text.js";
import { watchReadingType } from "./reading-type.js";
import { refreshText } from "./refresh-text.js";
import { cardOf, currentThread, selectThread, standingCards, threadCards, watchThreadList } from "./thread-list.js";
import { watchWriting } from "./writing.js";

const WIDE = matchMedia("(min-width: 1000px)");
/** While the author types, a save comes every few tenths of a second; reading on does not need each one. */
const REFRESH_MS = 1200;
const FLASH_MS = 1400;

watchWriting();
watchComposer();
watchReadingType();
each("reading", openReading);
each("live", watchChapter);

function openReading(room) {
  const root = document.getElementById("reading-text");
  const margin = document.getElementById("margin");
  let texts = pageTexts(root);
  let places = [];
  let flashing = null;

  const textOf = (documentId) => texts.find((text) => text.documentId === documentId);

  /** Where the words of every thread are on the page now. */
  function locate() {
    places = threadCards().filter(({ state }) => state !== "gone").flatMap((card) => {
      const range = textOf(card.documentId)?.rangeBetween(card.from, card.to);
      return range && !range.collapsed ? [{ ...card, range }] : [];
    });
  }

  function draw() {
    const isOn = ({ thread }) => thread === currentThread();
    const ranges = (wanted) => places.filter(wanted).map(({ range }) => range);
    paint({
      "thread-mark": ranges((place) => !place.resolved),
      "thread-on": [...ranges(isOn), ...composedRange()],
      "thread-flash": ranges(({ thread }) => thread === flashing),
    });
    align();
  }

  function composedRange() {
    if (!isComposing()) return [];
    const { document: documentId, from, to } = composer().dataset;
    const range = textOf(Number(documentId))?.rangeBetween(Number(from), Number(to));
    return range ? [range] : [];
  }

  function align() {
    margin.classList.toggle("is-aligned", WIDE.matches);
    if (!WIDE.matches) return;
    const shown = standingCards().filter(({ element }) => element.checkVisibility());
    const cards = shown.map(({ element, thread }) => {
      const range = places.find((place) => place.thread === thread)?.range;
      return { element, top: range ? range.getBoundingClientRect().top : margin.getBoundingClientRect().top };
    });
    const [composed] = composedRange();
    if (composed) cards.push({ element: composer(), top: composed.getBoundingClientRect().top });
    const head = margin.querySelector(".threads-choice")?.offsetHeight ?? 0;
    placeCards(margin, cards, composed ? composer() : cardOf(currentThread()), head && head + 12);
  }

  function redraw() {
    locate();
    draw();
  }

  function begin(text, { from, to }, quote) {
    selection.hide();
    selectThread(null, "words");
    if (!WIDE.matches && !margin.matches(":popover-open")) margin.showPopover();
    openComposer({ documentId: text.documentId, version: text.version, from, to, quote });
  }

  const selection = watchSelection(root, document.getElementById("comment-here"), (range) => {
    for (const text of texts) {
      const chosen = text.positionsIn(range);
      if (chosen) return begin(text, chosen, range.toString());
    }
  });
  watchParagraphs(root, document.getElementById("paragraph-button"), (block) => {
    const text = new PageText(block.closest("[data-document]"));
    begin(text, text.positionsOf(block), block.textContent);
  });

  document.addEventListener("threads-changed", redraw);
  document.addEventListener("thread-selected", ({ detail: { thread, source } }) => {
    const place = places.find((each) => each.thread === thread);
    if (source === "card" && place) {
      if (margin.matches(":popover-open")) margin.hidePopover();
      flash(thread, place.range);
    }
    if (source === "words" && thread !== null) showCard(thread);
    draw();
  });

  function flash(thread, range) {
    const block = range.startContainer.parentElement;
    const { top, bottom } = range.getBoundingClientRect();
    if (top < 90 || bottom > innerHeight - 60) block.scrollIntoView({ block: "center" });
    flashing = thread;
    setTimeout(() => { flashing = null; draw(); }, FLASH_MS);
  }

  function showCard(thread) {
    if (!WIDE.matches && !margin.matches(":popover-open")) margin.showPopover();
    if (WIDE.matches) align();
    cardOf(thread)?.scrollIntoView({ block: "nearest" });
  }

  /** The threads whose words are at a point of the window, the shortest passage first. */
  function threadsAt(x, y) {
    const holds = ({ left, right, top, bottom }) => left <= x && x <= right && top <= y && y <= bottom;
    return places
      .filter(({ range, resolved }) => !resolved && holds(range.getBoundingClientRect()) && [...range.getClientRects()].some(holds))
      .sort((a, b) => (a.to - a.from) - (b.to - b.from));
  }

  root.addEventListener("click", (event) => {
    if (event.target.closest("a") || !getSelection().isCollapsed) return;
    const found = threadsAt(event.clientX, event.clientY).map(({ thread }) => thread);
    const next = found[(found.indexOf(currentThread()) + 1) % found.length];
    if (next !== undefined || currentThread() !== null) selectThread(next ?? null, "words");
  });
  root.addEventListener("pointermove", ({ clientX, clientY, pointerType }) => {
    if (pointerType === "mouse") root.classList.toggle("over-words", threadsAt(clientX, clientY).length > 0);
  });

  let waiting = null;
  document.body.addEventListener("version", ({ detail }) => {
    const text = textOf(detail.document);
    // A note that was empty has no place on the page yet.
    if (text && detail.version <= text.version) return;
    waiting ??= setTimeout(async () => {
      waiting = null;
      if (!(await refreshText(root))) return;
      texts = pageTexts(root);
      window.htmx.trigger(document.body, "threads");
      redraw();
    }, REFRESH_MS);
  });
  document.body.addEventListener("closed", () => {
    say("Your access to this work has ended.");
    location.reload();
  });

  WIDE.addEventListener("change", draw);
  const sizes = new ResizeObserver(() => align());
  sizes.observe(root);
  document.addEventListener("threads-changed", () => {
    for (const { element } of threadCards()) sizes.observe(element);
  });
  watchThreadList();
  if (location.hash.startsWith("#thread-")) selectThread(Number(location.hash.slice(8)), "card");
  room.dataset.ready = "true";
}
