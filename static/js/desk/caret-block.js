// Marks the block that the caret is in with the class "has-caret". The style sheet keeps that block rendered: a block
// that the browser skips (content-visibility) until its next frame takes the first key typed into it on the wrong side.
import { Decoration, DecorationSet, Plugin } from "./prosemirror.js";

export function caretBlock() {
  return new Plugin({
    props: {
      decorations: ({ doc, selection: { $from, $to } }) => {
        const starts = new Set([$from, $to].filter(({ depth }) => depth > 0).map((place) => place.before(1)));
        return DecorationSet.create(doc, [...starts].map((start) => (
          Decoration.node(start, start + doc.nodeAt(start).nodeSize, { class: "has-caret" }))));
      },
    },
  });
}
