// Everything the desk takes from ProseMirror, as one ES module. esbuild drops what is not named here.
export {EditorState, Plugin, PluginKey, TextSelection, NodeSelection, AllSelection, Selection} from "prosemirror-state";
export {EditorView, Decoration, DecorationSet} from "prosemirror-view";
export {Schema, Node, Fragment, Slice, Mark, DOMParser, DOMSerializer} from "prosemirror-model";
export {
  Transform, Step, StepMap, Mapping, ReplaceStep, ReplaceAroundStep, AddMarkStep, RemoveMarkStep, AttrStep,
  canSplit, canJoin, findWrapping, liftTarget, dropPoint, insertPoint, replaceStep,
} from "prosemirror-transform";
export {keymap} from "prosemirror-keymap";
export {
  baseKeymap, toggleMark, setBlockType, wrapIn, lift, chainCommands, exitCode, selectParentNode, joinUp, joinDown,
  createParagraphNear, liftEmptyBlock, splitBlock, newlineInCode,
} from "prosemirror-commands";
export {history, undo, redo, undoDepth, redoDepth, closeHistory} from "prosemirror-history";
export {inputRules, InputRule, undoInputRule, wrappingInputRule, textblockTypeInputRule} from "prosemirror-inputrules";
export {collab, sendableSteps, receiveTransaction, getVersion, rebaseSteps} from "prosemirror-collab";
export {wrapInList, splitListItem, liftListItem, sinkListItem} from "prosemirror-schema-list";
export {dropCursor} from "prosemirror-dropcursor";
export {gapCursor, GapCursor} from "prosemirror-gapcursor";
export {
  suggestChanges, suggestChangesKey, isSuggestChangesEnabled, withSuggestChanges, transformToSuggestionTransaction,
  enableSuggestChanges, disableSuggestChanges, toggleSuggestChanges, selectSuggestion,
  applySuggestion, applySuggestions, revertSuggestion, revertSuggestions,
} from "@handlewithcare/prosemirror-suggest-changes";
