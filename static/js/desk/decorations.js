// Ranges of text that are shown (findings, comments, matches of a search): a keyed set, mapped through every change.
// A range is {key, from, to, attributes, …}; whatever else it holds comes back with it. Text typed at either edge
// stays outside, and a range whose text is all gone is gone.
import { afterComposition } from "./composition.js";
import { catchUp } from "./letter-first.js";
import { Decoration, DecorationSet, Plugin, PluginKey } from "./prosemirror.js";

/**
 * {plugin, set, setWithin, remove, all, find, at} for one kind of ranges.
 *
 * Changes wait while a word is composed, and are mapped while they wait. `inclusive` lets ranges grow with text typed
 * at their edges.
 */
export function rangeLayer(name, { inclusive = false } = {}) {
  const key = new PluginKey(name);
  const draw = ({ from, to, attributes = {}, ...rest }) => (
    Decoration.inline(from, to, attributes, { inclusiveStart: inclusive, inclusiveEnd: inclusive, attributes, ...rest }));

  const plugin = new Plugin({
    key,
    state: {
      init: () => ({ shown: DecorationSet.empty, waiting: [] }),
      apply: (transaction, state) => next(transaction, state, transaction.getMeta(key), draw),
    },
    props: { decorations: (state) => key.getState(state).shown },
  });

  const tell = (view, meta) => {
    catchUp(view);
    view.dispatch(view.state.tr.setMeta(key, meta).setMeta("addToHistory", false));
  };
  const change = (view, edit) => {
    // The edit is kept in the state at once, so that it is mapped through whatever is typed before it is shown.
    tell(view, { edit });
    afterComposition(view, () => tell(view, { show: true }));
  };

  return {
    plugin,
    /** Show these ranges and no others. */
    set: (view, ranges) => change(view, { ranges, from: 0, to: Infinity }),
    /** Show these ranges in place of those that lie between two positions (a paragraph that was checked again). */
    setWithin: (view, from, to, ranges) => change(view, { ranges, from, to }),
    remove: (view, keys) => change(view, { ranges: [], keys: new Set(keys) }),
    /** All ranges where they are now, in the order of the text. */
    all: (state) => ranges(key.getState(state).shown.find()),
    find: (state, wanted) => ranges(key.getState(state).shown.find(undefined, undefined, (spec) => spec.key === wanted))[0],
    /** The ranges that touch a part of the text, such as a paragraph. */
    within: (state, from, to) => ranges(key.getState(state).shown.find(from, to)),
    /** The ranges at or around a position. */
    at: (state, position) => ranges(key.getState(state).shown.find(position, position)),
  };
}

function next(transaction, state, meta, draw) {
  const { mapping, doc } = transaction;
  const shown = transaction.docChanged ? state.shown.map(mapping, doc) : state.shown;
  let waiting = transaction.docChanged ? state.waiting.map((edit) => mapEdit(edit, mapping)) : state.waiting;
  if (meta?.edit) waiting = [...waiting, meta.edit];
  if (!meta?.show) return shown === state.shown && waiting === state.waiting ? state : { shown, waiting };
  return { shown: waiting.reduce((set, edit) => applyEdit(set, edit, doc, draw), shown), waiting: [] };
}

function mapEdit(edit, mapping) {
  const mapped = edit.ranges
    .map((range) => ({ ...range, from: mapping.map(range.from, 1), to: mapping.map(range.to, -1) }))
    .filter((range) => range.from < range.to);
  if (edit.keys || edit.to === Infinity) return { ...edit, ranges: mapped };
  return { ...edit, ranges: mapped, from: mapping.map(edit.from, -1), to: mapping.map(edit.to, 1) };
}

/** The same decoration object stays for a range that did not change, so that ProseMirror leaves its DOM alone. */
function applyEdit(set, { ranges: wanted, from, to, keys }, doc, draw) {
  const within = keys
    ? set.find(undefined, undefined, (spec) => keys.has(spec.key))
    : set.find(from, Math.min(to, doc.content.size)).filter((old) => old.from >= from && old.to <= to);
  const size = doc.content.size;
  const fresh = new Map(wanted.filter((range) => range.from < range.to && range.to <= size).map((range) => [signature(range), range]));
  const gone = within.filter((old) => !fresh.delete(signature({ ...old.spec, from: old.from, to: old.to })));
  if (!gone.length && !fresh.size) return set;
  return set.remove(gone).add(doc, [...fresh.values()].map(draw));
}

function signature({ key, from, to, attributes = {} }) {
  return JSON.stringify([key, from, to, attributes]);
}

function ranges(decorations) {
  return decorations
    .map(({ from, to, spec: { inclusiveStart, inclusiveEnd, ...rest } }) => ({ ...rest, from, to }))
    .sort((a, b) => a.from - b.from || a.to - b.to);
}
