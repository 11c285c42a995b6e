// Curly quotes, em dashes and ellipses while typing: a switch that each person sets for themselves on this device.
// Backspace right after a change gives back the keys that were typed.
import { InputRule, inputRules, keymap } from "./prosemirror.js";

// Words that lose their beginning: 'em, 'Course. A single quote before them is an apostrophe. Words that as often begin
// a quotation ('Er, 'Is, 'Night) are left out.
const CLIPPED = (
  "em|im|ere|cause|course|bout|round|til|till|tis|twas|twere|twill|nuff|kay|fraid|cept|cos|cuz|coz|gainst|neath|nother"
  + "|spect|scuse|ello|member"
);
const CLIPPED_BEFORE_CARET = new RegExp(`(?<=^|[\\s\\ufffc([{“/—–-])‘(?:${CLIPPED})$`, "i");
const CLIPPED_TYPED = new RegExp(`(?<=^|[\\s\\ufffc([{“/—–-])‘(?:\\d|(?:${CLIPPED})[\\s.,!?…;:—-])$`, "i");
const BEFORE_OPENING = /(?:^|[\s\ufffc([{<‘“«/])$/;
const DASH = /[—–-]$/;

/** The plugin that corrects while typing, as long as the person has it switched on. */
export function typography(person) {
  const when = (handler) => (...args) => (isTypographyOn(person) ? handler(...args) : null);
  const insert = (text) => when((state, _match, start, end) => state.tr.insertText(text, start, end));
  const rules = inputRules({
    rules: [
      new InputRule(/--$/, insert("—")),
      new InputRule(/\.\.\.$/, insert("…")),
      new InputRule(/‘n'$/i, when((state, [typed], start, end) => state.tr.insertText(`’${typed[1]}’`, start, end))),
      new InputRule(/"$/, when((state, _match, start, end) => curl(state, start, end, "“", "”"))),
      new InputRule(/'$/, when((state, _match, start, end) => curl(state, start, end, "‘", "’"))),
      new InputRule(CLIPPED_TYPED, when(correctClippedWord)),
    ],
  });
  return [rules, keymap({ Enter: (state, dispatch) => isTypographyOn(person) && finishClippedWord(state, dispatch) })];
}

export function isTypographyOn(person) {
  return localStorage.getItem(storageKey(person)) !== "off";
}

export function switchTypography(person, on) {
  if (on) localStorage.removeItem(storageKey(person));
  else localStorage.setItem(storageKey(person), "off");
}

function storageKey(person) {
  return `galley.typography.${person}`;
}

/**
 * Put the opening or the closing quote, by what stands before it. After a dash both are usual ("I was go—" breaks off,
 * "He—'Sasuke' to his friends" goes on), so there it closes when one is open and opens otherwise.
 */
function curl(state, start, end, opening, closing) {
  const $start = state.doc.resolve(start);
  const before = $start.parent.textBetween(0, $start.parentOffset, null, "\ufffc");
  const opens = DASH.test(before)
    ? before.lastIndexOf(opening) <= lastClosing(before, closing)
    : BEFORE_OPENING.test(before) && !before.endsWith(opening);
  return state.tr.insertText(opens ? opening : closing, start, end);
}

/** Where the last closing quote is, -1 without one; ’ before a letter is an apostrophe and closes nothing. */
function lastClosing(before, closing) {
  if (closing !== "’") return before.lastIndexOf(closing);
  return [...before.matchAll(/’(?!\p{L})/gu)].at(-1)?.index ?? -1;
}

/** The end of a clipped word was typed: its quote becomes an apostrophe. */
function correctClippedWord(state, [match], start, end) {
  const transaction = state.tr;
  // After a composition everything that matched is in the text already; otherwise the last key is not yet.
  if (end - start < match.length) transaction.insertText(match.slice(-1), end);
  return transaction.insertText("’", start, start + 1);
}

/** Enter ends a clipped word too; it goes on to make its paragraph. */
function finishClippedWord(state, dispatch) {
  const { $cursor } = state.selection;
  const match = $cursor?.parent.textBetween(0, $cursor.parentOffset, null, "\ufffc").match(CLIPPED_BEFORE_CARET);
  if (match) dispatch(state.tr.insertText("’", $cursor.pos - match[0].length, $cursor.pos - match[0].length + 1));
  return false;
}
