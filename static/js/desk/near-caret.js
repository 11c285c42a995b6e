// Marks the blocks around the caret with the class "near-caret". The style sheet keeps them rendered: a block that the
// browser skips (content-visibility) until its next frame, as it does a new one, takes the first key typed into it on the
// wrong side, and arrow keys pass it by.
import { Decoration, DecorationSet, Plugin } from "./prosemirror.js";

/** So many blocks to either side: a key that goes by words or lines crosses a scene break or two. */
const AROUND = 3;

/** The plugin that marks them. */
export function nearCaret() {
  return new Plugin({
    props: {
      decorations: ({ doc, selection: { $from, $to } }) => {
        const ends = [$from.index(0), $to.index(0)];
        const near = [];
        doc.forEach((block, start, index) => {
          if (!ends.some((end) => Math.abs(index - end) <= AROUND)) return;
          near.push(Decoration.node(start, start + block.nodeSize, { class: "near-caret" }));
        });
        return DecorationSet.create(doc, near);
      },
    },
  });
}
