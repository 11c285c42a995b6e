// The keys of the editor. `Mod` is Ctrl, on a Mac ⌘. The list people see stands in templates/desk/_keys.html.
import {
  baseKeymap, chainCommands, keymap, liftListItem, sinkListItem, splitListItem, undoInputRule,
} from "./prosemirror.js";
import { selectToEdge, toEdge } from "./edges.js";
import { sceneBreakOnEnter } from "./scene-breaks.js";

const COMMAND_KEYS = {
  "Mod-b": "strong",
  "Mod-i": "em",
  "Mod-u": "underline",
  "Mod-Shift-x": "strike",
  "Mod-Shift-h": "scene_break",
  "Mod-Alt-0": "paragraph",
  "Mod-Alt-2": "heading",
  "Mod-Alt-3": "subheading",
  "Mod-Shift-9": "blockquote",
  "Mod-Shift-8": "bullet_list",
  "Mod-Shift-7": "ordered_list",
  "Mod-Shift-l": "align_left",
  "Mod-Shift-e": "align_center",
  "Mod-Shift-r": "align_right",
  "Mod-Shift-j": "align_justify",
  "Mod-\\": "plain",
  "Mod-z": "undo",
  "Mod-Shift-z": "redo",
  "Mod-y": "redo",
  "Shift-Enter": "hard_break",
};

const EDGE_KEYS = {
  "Mod-Home": toEdge("start"),
  "Mod-End": toEdge("end"),
  "Mod-Shift-Home": selectToEdge("start"),
  "Mod-Shift-End": selectToEdge("end"),
  // A Mac's own.
  "Meta-ArrowUp": toEdge("start"),
  "Meta-ArrowDown": toEdge("end"),
  "Meta-Shift-ArrowUp": selectToEdge("start"),
  "Meta-Shift-ArrowDown": selectToEdge("end"),
};

// Escape leaves a mode of the page; it does not select the paragraph.
const { Escape: _selectParent, ...BASE_KEYS } = baseKeymap;

/** The key bindings as plugins; `actions` are further ones ({"Mod-k": command}) that come first. */
export function keyPlugins(schema, commands, actions = {}) {
  const named = Object.entries(COMMAND_KEYS).filter(([, name]) => commands[name]);
  const item = schema.nodes.list_item;
  return [
    keymap(actions),
    keymap(Object.fromEntries(named.map(([key, name]) => [key, commands[name].run]))),
    keymap({
      // A curly quote or a dash that was not meant goes back to the keys that were typed.
      Backspace: undoInputRule,
      Enter: item ? chainCommands(sceneBreakOnEnter, splitListItem(item)) : sceneBreakOnEnter,
      ...(item ? { "Tab": sinkListItem(item), "Shift-Tab": liftListItem(item) } : {}),
    }),
    keymap({ ...BASE_KEYS, ...EDGE_KEYS, "Mod-Enter": commands.hard_break.run }),
  ];
}
