// Setting and removing a link: a small popover with one field (templates/desk/_link.html), opened by Ctrl K.
import { checker } from "./attribute-checks.js";
import { editorIn } from "./editor.js";
import { placeAtSelection } from "./placing.js";
import { TextSelection, keymap } from "./prosemirror.js";

/** Bring the popover to life for every editor that has links. */
export function openLinkPopover(popover) {
  const form = popover.querySelector("form");
  const field = form.elements.href;
  let editor = null;

  const open = (opened) => {
    editor = opened;
    const range = linkRange(editor.state);
    field.value = range?.href ?? "";
    form.querySelector("[data-link='remove']").hidden = !range?.href;
    showError(form, "");
    popover.showPopover();
    placeAtSelection(popover, editor.view);
    field.focus();
  };
  const done = () => {
    popover.hidePopover();
    editor.focus();
  };

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const href = completed(field.value);
    const { check } = editor.schema.marks.link.spec.attrs.href;
    if (!checker(check)(href)) return showError(form, "That is no address. It begins with https:// or mailto:");
    setLink(editor.view, href);
    done();
  });
  form.addEventListener("click", ({ target }) => {
    if (!target.closest("[data-link='remove']")) return;
    setLink(editor.view, null);
    done();
  });
  popover.addEventListener("keydown", ({ key }) => { if (key === "Escape") editor.focus(); });
  document.addEventListener("click", ({ target }) => {
    const button = target.closest?.("[data-behaviour~='opens-link']");
    if (button) open(editorIn(document.getElementById(button.closest("[data-editor]").dataset.editor)));
  });
  document.addEventListener("editor-ready", ({ detail }) => {
    if (detail.editor.schema.marks.link) detail.editor.addPlugin(keymap({ "Mod-k": () => { open(detail.editor); return true; } }));
  });
}

/** Someone who types example.org/… means https. */
function completed(typed) {
  const address = typed.trim();
  return /^[\w-]+(\.[\w-]+)+([/?#]|$)/.test(address) ? `https://${address}` : address;
}

/** What a link would be put on: the selection, or the link the caret is in, or nothing (null). */
function linkRange({ doc, schema, selection: { $from, from, to, empty } }) {
  const type = schema.marks.link;
  const mark = type.isInSet($from.marks()) || type.isInSet($from.nodeAfter?.marks ?? []);
  if (!empty) return { from, to, href: mark ? mark.attrs.href : "" };
  if (!mark) return null;
  const start = $from.start();
  const range = { from: Infinity, to: -Infinity, href: mark.attrs.href };
  doc.nodesBetween(start, $from.end(), (node, position) => {
    if (!node.isText || !mark.isInSet(node.marks)) return;
    range.from = Math.min(range.from, position);
    range.to = Math.max(range.to, position + node.nodeSize);
  });
  return range;
}

/** Put the address on the words; without words the address itself is written. */
function setLink(view, href) {
  const { state } = view;
  const type = state.schema.marks.link;
  const range = linkRange(state);
  const transaction = state.tr;
  if (range) {
    transaction.removeMark(range.from, range.to, type);
    if (href) transaction.addMark(range.from, range.to, type.create({ href }));
  } else if (href) {
    const { from } = state.selection;
    transaction.insert(from, state.schema.text(href, [type.create({ href })]));
    transaction.setSelection(TextSelection.create(transaction.doc, from + href.length)).removeStoredMark(type);
  }
  view.dispatch(transaction);
}

function showError(form, words) {
  const place = form.querySelector("[data-link='error']");
  place.textContent = words;
  place.hidden = !words;
  form.elements.href.setAttribute("aria-invalid", String(Boolean(words)));
}
