// In which language this work is checked: chosen in the panel of the findings, kept with the work. What that language needs
// is fetched, and the panel's status tells how far it is.
import { say } from "../page/say.js";
import { Unreachable, chooseLanguage } from "./requests.js";

/** `recheck` is called when another language is kept. */
export function openLanguage(panel, workId, recheck) {
  const choice = panel.querySelector('[data-findings="language"] select');
  let kept = choice.value;
  choice.addEventListener("change", async () => {
    const chosen = choice.value;
    try {
      await chooseLanguage(workId, chosen);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      choice.value = kept;
      say("That could not be kept: Galley did not answer. Try again.", { shown: true });
      return;
    }
    kept = chosen;
    panel.dataset.group = chosen.split("-")[0];
    say(choice.selectedOptions[0].textContent);
    recheck();
  });
}
