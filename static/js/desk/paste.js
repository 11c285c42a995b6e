// What may come in by pasting and dropping. HTML from elsewhere is cleaned; a copy from a document of ours keeps all the
// schema has, but for suggestions, which belong to the document they were made in.
import { cleanHtml } from "./paste-html.js";
import { Fragment, Plugin, Slice } from "./prosemirror.js";
import { isSceneBreak } from "./scene-breaks.js";

const OWN_COPY = /<[^>]+ data-pm-slice=/;
const SUGGESTIONS = new Set(["insertion", "deletion", "modification"]);

export function pasting() {
  return new Plugin({
    props: {
      transformPastedHTML: (html) => (OWN_COPY.test(html) ? html : cleanHtml(html)),
      transformPasted: (slice, view) => keepFirstBlock(withoutSuggestions(slice), view.state),
      clipboardTextParser: (text, $context) => textToSlice(text, $context),
    },
  });
}

/** Plain text: a blank line ends a paragraph and a newline is a line; a text without blank lines has a paragraph a line. */
function textToSlice(text, $context) {
  const { schema } = $context.doc.type;
  const lines = text.replace(/\r\n?/g, "\n").replace(/^\n+|\n+$/g, "");
  const chunks = /\n[^\S\n]*\n/.test(lines) ? lines.split(/(?:\n[^\S\n]*)+\n/) : lines.split("\n");
  const blocks = chunks.map((chunk) => (isSceneBreak(chunk)
    ? schema.nodes.scene_break.create()
    : schema.nodes.paragraph.create(null, inlineOf(schema, chunk.trim(), $context.marks()))));
  return Slice.maxOpen(Fragment.from(blocks));
}

function inlineOf(schema, chunk, marks) {
  return chunk.split("\n").flatMap((line, index) => [
    ...(index ? [schema.nodes.hard_break.create()] : []),
    ...(line ? [schema.text(line, marks)] : []),
  ]);
}

/** An empty paragraph takes over the kind and alignment of the first block pasted into it. */
function keepFirstBlock(slice, { selection: { $from, empty } }) {
  const first = slice.content.firstChild;
  const isPlain = first?.type.name === "paragraph" && !first.attrs.align;
  if (!empty || $from.parent.content.size || !first?.isTextblock || isPlain) return slice;
  return new Slice(slice.content, 0, slice.openEnd);
}

function withoutSuggestions(slice) {
  return new Slice(withoutMarks(slice.content), slice.openStart, slice.openEnd);
}

function withoutMarks(fragment) {
  const nodes = [];
  fragment.forEach((node) => {
    const kept = node.mark(node.marks.filter(({ type }) => !SUGGESTIONS.has(type.name)));
    nodes.push(node.isLeaf ? kept : kept.copy(withoutMarks(node.content)));
  });
  return Fragment.from(nodes);
}
