// A toolbar of an editor: buttons with data-command do a command and show whether the selection has it already.
//   <div role="toolbar" data-behaviour="editor-toolbar" data-editor="chapter-text"> <button data-command="em">…
// One button is in the tab order; arrows walk the others, Escape goes back to the text.
import { afterPaint } from "./after-paint.js";
import { editorIn } from "./editor.js";

const STEPS = { ArrowRight: 1, ArrowLeft: -1 };

/** Bring a toolbar to life, once its editor is there. */
export function openToolbar(toolbar) {
  const element = document.getElementById(toolbar.dataset.editor);
  toolbar.addEventListener("click", (event) => press(event, element));
  toolbar.addEventListener("keydown", (event) => walk(toolbar, event, element));
  toolbar.addEventListener("focusin", ({ target }) => makeStop(toolbar, target));
  // The press of a button must not take the selection away from the text.
  toolbar.addEventListener("mousedown", (event) => { if (event.target.closest("button")) event.preventDefault(); });
  for (const name of ["editor-ready", "editor-selection"]) element.addEventListener(name, () => showSoon(toolbar, element));
  makeStop(toolbar, buttons(toolbar)[0]);
  if (editorIn(element)) showSoon(toolbar, element);
}

/** Alt F10 in the text goes to the toolbar, as in other editors. */
export function focusToolbar(element) {
  const toolbar = document.querySelector(`[data-behaviour~="editor-toolbar"][data-editor="${CSS.escape(element.id)}"]`);
  toolbar?.querySelector('[tabindex="0"]')?.focus();
  return Boolean(toolbar);
}

function press({ target }, element) {
  const button = target.closest("button");
  const editor = editorIn(element);
  if (!button || !editor || button.getAttribute("aria-disabled") === "true") return;
  // A switch can be seen to turn; everything else in the menu is done with one press.
  if (!button.matches("[data-behaviour~='typography-switch']")) button.closest("[popover]")?.hidePopover();
  if (!button.dataset.command) return;
  editor.focus();
  editor.run(button.dataset.command);
}

function walk(toolbar, event, element) {
  if (event.key === "Escape" && !event.target.closest("[popover]")) editorIn(element)?.focus();
  const all = buttons(toolbar);
  const here = all.indexOf(document.activeElement);
  let next = null;
  if (event.key in STEPS) next = (here + STEPS[event.key] + all.length) % all.length;
  if (event.key === "Home") next = 0;
  if (event.key === "End") next = all.length - 1;
  if (here < 0 || next === null) return;
  event.preventDefault();
  all[next].focus();
}

/** Those in view; what stands in a menu of the toolbar is walked there. */
function buttons(toolbar) {
  return [...toolbar.querySelectorAll("button")].filter((button) => !button.closest("[popover]") && button.checkVisibility());
}

function makeStop(toolbar, chosen) {
  const all = buttons(toolbar);
  if (!all.includes(chosen)) return;
  for (const button of all) button.tabIndex = button === chosen ? 0 : -1;
}

function showSoon(toolbar, element) {
  afterPaint(toolbar, () => {
    const editor = editorIn(element);
    if (editor) for (const button of toolbar.querySelectorAll("[data-command]")) show(button, editor);
  });
}

/** A button that cannot act stays in its place and in the walk, and says so. */
function show(button, { commands, state }) {
  const command = commands[button.dataset.command];
  if (!command) return;
  if (command.active) say(button, "aria-pressed", command.active(state));
  say(button, "aria-disabled", !command.run(state));
}

/** Setting what is there already would make the browser look at its styles again. */
function say(button, attribute, value) {
  if (button.getAttribute(attribute) !== String(value)) button.setAttribute(attribute, String(value));
}
