// What a button or key can do to the text. A command is {run(state, dispatch, view)} and, where a button shows it,
// active(state): whether the selection already has it. run without dispatch tells whether it can be done.
import {
  NodeSelection, TextSelection, chainCommands, lift, liftListItem, redo, setBlockType, toggleMark, undo, wrapIn, wrapInList,
} from "./prosemirror.js";

/** All commands of a schema, by the name that data-command gives. Schema kinds that are missing have no command. */
export function commandsFor(schema) {
  return {
    ...Object.fromEntries(["em", "strong", "underline", "strike", "sup", "sub"]
      .filter((name) => schema.marks[name]).map((name) => [name, markCommand(schema.marks[name])])),
    paragraph: { run: setBlockType(schema.nodes.paragraph), active: (state) => isIn(state, schema.nodes.paragraph) },
    heading: headingCommand(schema.nodes.heading, 2),
    subheading: headingCommand(schema.nodes.heading, 3),
    blockquote: quoteCommand(schema.nodes.blockquote),
    bullet_list: listCommand(schema, schema.nodes.bullet_list),
    ordered_list: listCommand(schema, schema.nodes.ordered_list),
    scene_break: { run: insertSceneBreak },
    hard_break: { run: insertHardBreak },
    align_left: alignCommand(null),
    align_center: alignCommand("center"),
    align_right: alignCommand("right"),
    align_justify: alignCommand("justify"),
    plain: { run: clearFormatting },
    undo: { run: undo },
    redo: { run: redo },
  };
}

function markCommand(type) {
  return {
    run: toggleMark(type, null, { includeWhitespace: true, removeWhenPresent: false }),
    active: ({ doc, selection: { empty, from, to, $from }, storedMarks }) => (
      empty ? Boolean(type.isInSet(storedMarks ?? $from.marks())) : doc.rangeHasMark(from, to, type)),
  };
}

function isIn({ selection }, type, attrs = {}) {
  const parent = selection.$from.parent;
  return parent.type === type && Object.entries(attrs).every(([name, value]) => parent.attrs[name] === value);
}

function headingCommand(type, level) {
  const active = (state) => isIn(state, type, { level });
  const make = setBlockType(type, { level });
  return { active, run: (state, ...rest) => (active(state) ? setBlockType(state.schema.nodes.paragraph) : make)(state, ...rest) };
}

function hasAncestor({ selection: { $from } }, type) {
  for (let depth = $from.depth; depth > 0; depth -= 1) if ($from.node(depth).type === type) return true;
  return false;
}

function quoteCommand(type) {
  const active = (state) => hasAncestor(state, type);
  return { active, run: (state, ...rest) => (active(state) ? lift : wrapIn(type))(state, ...rest) };
}

function listCommand(schema, type) {
  const active = (state) => hasAncestor(state, type);
  const liftItem = chainCommands(liftListItem(schema.nodes.list_item), lift);
  return { active, run: (state, ...rest) => (active(state) ? liftItem : wrapInList(type))(state, ...rest) };
}

/** Set the alignment of every block that the selection touches; the same again takes it off. */
function alignCommand(align) {
  const active = ({ selection: { $from } }) => align !== null && $from.parent.attrs.align === align;
  const run = (state, dispatch) => {
    if (!state.selection.$from.parent.isTextblock) return false;
    if (!dispatch) return true;
    const wanted = active(state) ? null : align;
    const { tr: transaction, doc, selection: { from, to } } = state;
    doc.nodesBetween(from, to, (node, position) => {
      if ("align" in node.attrs && node.attrs.align !== wanted) transaction.setNodeAttribute(position, "align", wanted);
    });
    dispatch(transaction.scrollIntoView());
    return true;
  };
  return { active, run };
}

/** A scene break where the caret is, splitting its block when it stands inside; the caret goes to the words after it. */
function insertSceneBreak(state, dispatch) {
  const { scene_break: sceneBreak, paragraph } = state.schema.nodes;
  if (!sceneBreak || !state.selection.$from.parent.isTextblock) return false;
  if (!dispatch) return true;
  const transaction = state.tr.deleteSelection();
  const { $from } = transaction.selection;
  const atStart = $from.parentOffset === 0;
  const atEnd = $from.parentOffset === $from.parent.content.size;
  let place = atStart ? $from.before() : $from.after();
  if (atStart && atEnd) transaction.delete(place, $from.after());
  if (!atStart && !atEnd) {
    transaction.split($from.pos);
    place = $from.pos + 1;
  }
  const needsParagraph = (atStart && atEnd) || !transaction.doc.resolve(place).nodeAfter;
  transaction.insert(place, needsParagraph ? [sceneBreak.create(), paragraph.create()] : sceneBreak.create());
  transaction.setSelection(TextSelection.near(transaction.doc.resolve(place + 1)));
  dispatch(transaction.scrollIntoView());
  return true;
}

function insertHardBreak(state, dispatch) {
  const { hard_break: hardBreak } = state.schema.nodes;
  if (!hardBreak || state.selection instanceof NodeSelection || !state.selection.$from.parent.inlineContent) return false;
  if (dispatch) dispatch(state.tr.replaceSelectionWith(hardBreak.create()).scrollIntoView());
  return true;
}

/** Take every mark but suggestions off the selection, or off what is typed next. */
function clearFormatting(state, dispatch) {
  const { from, to, empty } = state.selection;
  if (!dispatch) return true;
  const transaction = state.tr;
  const types = Object.values(state.schema.marks).filter(({ name }) => !/^(insertion|deletion|modification)$/.test(name));
  if (empty) transaction.setStoredMarks([]);
  else for (const type of types) transaction.removeMark(from, to, type);
  dispatch(transaction);
  return true;
}
