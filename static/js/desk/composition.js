// While an input method composes, a new decoration or a remote step would make the browser write the text twice.
// What would change the page waits here until the composition is over.
import { Plugin, PluginKey } from "./prosemirror.js";

// ProseMirror reads what was composed up to 20 ms after the event.
const SETTLE_MS = 50;
// ProseMirror gives up a composition in which nothing happens for 5 s on Android, and no event tells of that.
const LOOK_MS = 1_000;
const waiting = new WeakMap();
const key = new PluginKey("composition");

/** The plugin every editor has, so that afterComposition can wait in it. */
export function compositionGuard() {
  return new Plugin({
    key,
    view: (view) => {
      waiting.set(view, []);
      return { destroy: () => waiting.delete(view) };
    },
    props: {
      handleDOMEvents: {
        compositionend: (view) => { setTimeout(() => release(view), SETTLE_MS); },
      },
    },
  });
}

/** Whether the person is in the middle of composing a word. */
export function isComposing(view) {
  return view.composing || waiting.get(view)?.length > 0;
}

/** Act now, or as soon as nothing is composed any more. Never after the editor is gone. Actions keep their order. */
export function afterComposition(view, action) {
  if (view.isDestroyed) return;
  if (!isComposing(view)) return action();
  if (waiting.get(view).push(action) === 1) lookAgain(view);
}

function lookAgain(view) {
  setTimeout(() => {
    release(view);
    if (waiting.get(view)?.length) lookAgain(view);
  }, LOOK_MS);
}

function release(view) {
  if (view.isDestroyed || view.composing) return;
  const actions = waiting.get(view).splice(0);
  for (const action of actions) action();
}
