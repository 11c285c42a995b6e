// How much is pointed out in this work: chosen in the panel of the findings, kept with the work.
import { say } from "../page/say.js";
import { Unreachable, chooseLevel } from "./requests.js";

/** `recheck` is called when another level is kept. */
export function openLevel(panel, workId, recheck) {
  const form = panel.querySelector('[data-findings="level"]');
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const chosen = event.submitter;
    if (chosen.getAttribute("aria-pressed") === "true") return;
    try {
      await chooseLevel(workId, chosen.value);
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      say("That could not be kept: Galley did not answer. Try again.", { shown: true });
      return;
    }
    for (const button of form.elements) button.setAttribute("aria-pressed", String(button === chosen));
    say(chosen.title);
    recheck();
  });
}
