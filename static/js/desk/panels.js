// The margin's panels (Threads, Findings, Notes) as tabs, and the two columns that become a drawer and a bottom sheet
// where there is no room for them. Others show a panel with openPanel("findings").
import { editorIn } from "./editor.js";

const CHAPTERS_FOLD = matchMedia("(max-width: 1240px)");
const MARGIN_FOLDS = matchMedia("(max-width: 760px)");
const STEPS = { ArrowRight: 1, ArrowLeft: -1 };
const ROOT = document.documentElement;

/** Bring the tabs of the margin to life, and everything that opens them. */
export function openPanels(tabs) {
  const all = [...tabs.querySelectorAll("[role='tab']")];
  tabs.addEventListener("click", ({ target }) => select(target.closest("[role='tab']"), all));
  tabs.addEventListener("keydown", (event) => walk(event, all));
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-opens-panel]");
    if (button) openPanel(button.dataset.opensPanel, button);
    const fold = target.closest?.("[data-behaviour~='folds-chapters']");
    if (fold) foldChapters(fold);
  });
  document.addEventListener("keydown", walkBetween);
  whenNarrow(CHAPTERS_FOLD, "chapters");
  whenNarrow(MARGIN_FOLDS, "margin");
  ROOT.toggleAttribute("data-chapters-folded", localStorage.getItem("galley.chapters") === "folded");
  select(all.find(({ id }) => id === sessionStorage.getItem("galley.panel")), all);
}

/** Show a panel, on a phone by opening the sheet it is in. */
export function openPanel(name, source = undefined) {
  const tab = document.getElementById(`tab-${name}`);
  const margin = document.getElementById("margin");
  select(tab, [...margin.querySelectorAll("[role='tab']")]);
  delete ROOT.dataset.focusMode;
  if (margin.popover && !margin.matches(":popover-open")) margin.showPopover({ source });
}

/** On a phone: put the sheet away, so that the words can be seen. */
export function closeMargin() {
  const margin = document.getElementById("margin");
  if (margin?.popover && margin.matches(":popover-open")) margin.hidePopover();
}

function select(tab, all) {
  if (!tab) return;
  for (const other of all) {
    const isOn = other === tab;
    other.setAttribute("aria-selected", String(isOn));
    other.tabIndex = isOn ? 0 : -1;
    document.getElementById(other.getAttribute("aria-controls")).hidden = !isOn;
  }
  sessionStorage.setItem("galley.panel", tab.id);
  document.dispatchEvent(new CustomEvent("panel-shown", { detail: { name: tab.id.replace("tab-", "") } }));
}

function walk(event, all) {
  const here = all.indexOf(event.target);
  if (here < 0 || !(event.key in STEPS)) return;
  event.preventDefault();
  const next = all[(here + STEPS[event.key] + all.length) % all.length];
  select(next, all);
  next.focus();
}

/** A column without room becomes a popover, which is out of the way until it is called. */
function whenNarrow(query, id) {
  const column = document.getElementById(id);
  const adapt = () => {
    if (query.matches) column.popover = "auto";
    else column.removeAttribute("popover");
  };
  query.addEventListener("change", adapt);
  adapt();
}

function foldChapters(source) {
  const chapters = document.getElementById("chapters");
  if (chapters.popover) return chapters.togglePopover({ source });
  const folded = ROOT.toggleAttribute("data-chapters-folded");
  localStorage.setItem("galley.chapters", folded ? "folded" : "open");
}

/** Alt F9 goes from the words to the margin; Escape there goes back. */
function walkBetween(event) {
  const margin = document.getElementById("margin");
  if (event.key === "F9" && event.altKey) {
    event.preventDefault();
    openPanel(margin.querySelector("[aria-selected='true']").id.replace("tab-", ""));
    margin.querySelector("[aria-selected='true']").focus();
  }
  if (event.key === "Escape" && margin.contains(event.target) && !event.defaultPrevented && !event.target.closest("form, .prose-editor")) {
    editorIn(document.getElementById("chapter-text"))?.focus();
  }
}
