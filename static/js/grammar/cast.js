// Learning the cast without leaving the desk: the proposals stand in the panel, one click takes the chosen ones.
import { offerUndo } from "../page/offer-undo.js";
import { say } from "../page/say.js";
import { Unreachable, forget, learn } from "./requests.js";

/** `recheck` is called when the names have changed. */
export function openCast(panel, workId, recheck) {
  panel.addEventListener("submit", async (event) => {
    const form = event.target.closest(".proposals");
    if (!form) return;
    event.preventDefault();
    const texts = new FormData(form).getAll("term");
    if (!texts.length) return;
    try {
      const { terms } = await learn(workId, texts);
      form.replaceChildren();
      recheck();
      offerUndo(told(terms.length), async () => {
        await Promise.all(terms.map(({ id }) => forget(workId, id)));
        recheck();
      });
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      say("The names could not be kept: Galley did not answer. Your choice still stands; try again.", { shown: true });
    }
  });
}

function told(count) {
  if (!count) return "Those were known already.";
  return count === 1 ? "Learnt one name." : `Learnt ${count} names.`;
}
