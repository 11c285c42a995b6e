// Where the carets of others stand in one document. A caret comes with the version of the text that its sender had; it is
// mapped from there to what this page shows, and through every change after that, so that it never stands in other words.
// One of a version still to come waits for it; one of a version too old to be mapped stands nowhere.
import { Plugin, PluginKey, getVersion, sendableSteps } from "./prosemirror.js";

/** On a transaction: the steps that the server has kept, by which the document's version went on. */
export const CONFIRMED = "confirmed-steps";
const MAPS_MAX = 1_000;
const key = new PluginKey("carets");

/** The plugin of one document; `changed(view)` is called when a caret may stand elsewhere than before. */
export function caretPlugin(changed) {
  return new Plugin({
    key,
    state: { init: () => ({ carets: [], maps: [] }), apply },
    view: () => ({
      update: (view, before) => {
        const { carets } = key.getState(view.state);
        if (carets !== key.getState(before)?.carets) changed(view);
      },
    }),
  });
}

/** Show these carets, {tab, version, anchor, head, …}, and no others; the same object stays where it was mapped to. */
export function tellCarets(state, carets) {
  return state.tr.setMeta(key, carets).setMeta("addToHistory", false);
}

/** Each caret as it was told, with `place`: {anchor, head} in the document as it is, or null. */
export function caretsIn(state) {
  return key.getState(state).carets;
}

/** Where a caret of another version stands now: {anchor, head}, or null where that is not known. */
export function placeOf(caret, state) {
  return placed(caret, key.getState(state).maps, state);
}

/** What the server and the other pages know of the selection: {version, anchor, head}, without what is not sent yet. */
export function confirmedSelection(state) {
  const unsent = sendableSteps(state)?.steps ?? [];
  const back = (position) => unsent.reduceRight((at, step) => step.getMap().invert().map(at, -1), position);
  return { version: getVersion(state), anchor: back(state.selection.anchor), head: back(state.selection.head) };
}

function apply(transaction, { carets, maps }, _before, state) {
  const confirmed = transaction.getMeta(CONFIRMED);
  const told = transaction.getMeta(key);
  if (confirmed) maps = [...maps, ...confirmed.map((step) => step.getMap())].slice(-MAPS_MAX);
  if (carets.length && (transaction.docChanged || confirmed)) {
    carets = carets.map((caret) => followed(caret, transaction.mapping, maps, state, Boolean(confirmed)));
  }
  if (told) carets = told.map((caret) => taken(caret, carets, maps, state));
  return { carets, maps };
}

function followed(caret, mapping, maps, state, isConfirmed) {
  if (isConfirmed && caret.waits) return arrived(caret, mapped(caret.place, mapping, 1), maps, state);
  return { ...caret, place: mapped(caret.place, mapping, isConfirmed ? 1 : -1) };
}

function taken(told, carets, maps, state) {
  const before = carets.find(({ tab }) => tab === told.tab);
  return before?.told === told ? before : arrived({ ...told, told }, before?.place ?? null, maps, state);
}

/** The caret at its place, or, while its version is still to come, at the place it had before. */
function arrived(caret, meanwhile, maps, state) {
  const waits = caret.version > getVersion(state);
  return { ...caret, waits, place: waits ? meanwhile : placed(caret, maps, state) };
}

function placed({ version, anchor, head }, maps, state) {
  const first = maps.length - (getVersion(state) - version);
  if (anchor === null || first < 0 || first > maps.length) return null;
  const unsent = (sendableSteps(state)?.steps ?? []).map((step) => step.getMap());
  // A caret goes along with what its owner types at it, and stays before what is typed here and not sent.
  const follow = (position) => unsent.reduce((at, map) => map.map(at, -1), maps.slice(first).reduce((at, map) => map.map(at, 1), position));
  const place = { anchor: follow(anchor), head: follow(head) };
  return Math.max(place.anchor, place.head) <= state.doc.content.size ? place : null;
}

function mapped(place, mapping, side) {
  return place && { anchor: mapping.map(place.anchor, side), head: mapping.map(place.head, side) };
}
