// Commands that go to the start or the end of the text. The browser would do it too, but it takes a paragraph that it has
// not rendered yet (content-visibility) for empty: at the end of a long chapter it stops before the last one's words.
import { Selection, TextSelection } from "./prosemirror.js";

/** Put the caret at the "start" or "end" of the text. */
export function toEdge(edge) {
  return goTo(({ doc }) => edgeOf(doc, edge));
}

/** Select from where the selection began to the "start" or "end" of the text. */
export function selectToEdge(edge) {
  return goTo(({ doc, selection }) => TextSelection.between(selection.$anchor, edgeOf(doc, edge).$head));
}

function goTo(selectionIn) {
  return (state, dispatch) => {
    dispatch?.(state.tr.setSelection(selectionIn(state)).scrollIntoView());
    return true;
  };
}

/** The first or last place for letters, or, where there is none, whatever can be selected. */
function edgeOf(doc, edge) {
  const [place, direction, fallback] = edge === "start"
    ? [0, 1, Selection.atStart]
    : [doc.content.size, -1, Selection.atEnd];
  return Selection.findFrom(doc.resolve(place), direction, true) ?? fallback(doc);
}
