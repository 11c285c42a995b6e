// Which paragraphs are scene breaks written by hand: * * *, ***, ---, ~*~, oOo, xXx, -x-, #, ⁂ and their relatives.
import { TextSelection } from "./prosemirror.js";

const ALONE = /^[#⁂※❦❧☙]$/u;
const ORNAMENTS = /^[*~#=_+•·◦○●◇◆□■☆★✦✧❖❦❧☙⁂※§<>|/\\–—-]{3,60}$/u;
// Letters only as x or o, never both ("xoxo" is a greeting), and not three plain small ones ("xxx" are kisses).
const LETTERS = /^(?:[*~=_•·–—-]*)(?:[xX]{1,9}|[oO0]{1,9})(?:[*~=_•·–—-]*)$/u;

/** Whether a paragraph's whole text only says that a new scene begins. */
export function isSceneBreak(text) {
  const line = text.trim();
  const bare = line.replace(/\s+/gu, "");
  if (ALONE.test(bare) || ORNAMENTS.test(bare)) return true;
  return bare.length >= 3 && LETTERS.test(bare) && !/^(?:x+|X+|o+|O+|0+)$/.test(line);
}

/** Enter after a paragraph of such signs puts a real scene break in its place. */
export function sceneBreakOnEnter(state, dispatch) {
  const { $cursor } = state.selection;
  const { paragraph, scene_break: sceneBreak } = state.schema.nodes;
  const text = $cursor?.parent.textContent ?? "";
  // "---" is "—-" when the em dash is switched on.
  if ($cursor?.parent.type !== paragraph || $cursor.pos !== $cursor.end() || !(isSceneBreak(text) || text === "—-")) return false;
  const transaction = state.tr.replaceWith($cursor.before(), $cursor.after(), [sceneBreak.create(), paragraph.create()]);
  transaction.setSelection(TextSelection.near(transaction.doc.resolve($cursor.before() + 1)));
  if (dispatch) dispatch(transaction.scrollIntoView());
  return true;
}
