// The letter first: what a key types is on the screen before ProseMirror reads it, as in a plain text field. Reading takes
// about as long as laying out and painting the letter, and nothing that a letter starts needs to be done before.
//
// ProseMirror has a way to read the page a moment later (`flushSoon`, for browsers that tell of changes too early), and
// reads at once when the next key comes, before a composition ends, and before it handles the mouse. Whoever else makes a
// transaction calls `catchUp` first; `editor.state` has done so. So does each key: of the caret the browser tells late too.
import { Plugin } from "./prosemirror.js";

// Punctuation is read at once: with it a quote curls and dots become an ellipsis.
const PLAIN = /^[\p{L}\p{N} ]$/u;

/** The plugin by which a plain letter, typed with a key at a caret, is read once it is on the screen. */
export function letterFirst() {
  let isKeyed = false;
  return new Plugin({
    props: {
      handleDOMEvents: {
        keydown: (view, { key }) => {
          isKeyed = PLAIN.test(key);
          if (!view.composing) catchUp(view);
        },
        beforeinput: (view, { inputType, data }) => {
          // What comes without a key (from a phone, a program) may come at two places at once, and is read at once: as one
          // change of all that lies between them it would take along what others write there.
          const isPlain = isKeyed && inputType === "insertText" && PLAIN.test(data ?? "");
          isKeyed = false;
          if (isPlain && !view.composing && isAmongLetters(view.state.selection)) view.domObserver.flushSoon();
        },
        compositionstart: (view) => { catchUp(view); },
      },
    },
  });
}

/** An empty block looks different once it has a letter: its placeholder goes. */
function isAmongLetters({ $cursor }) {
  return $cursor?.parent.content.size > 0;
}

/** Let the view's state have what the browser has done: letters typed, and the caret put where a click or a key went. */
export function catchUp(view) {
  view.domObserver.forceFlush();
  view.domObserver.flush();
}
