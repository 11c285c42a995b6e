// Steps from elsewhere, laid onto an editor's state. Where they make no sense, they were made in another text than the one
// that is here, and both have parted.
import { Step, receiveTransaction } from "./prosemirror.js";
import { Parted } from "./transport.js";

export function readSteps(schema, steps) {
  return orParted(() => steps.map((step) => Step.fromJSON(schema, step)));
}

/** The transaction by which the state goes on to the version that has these steps of the server. */
export function received(state, steps, clients, options) {
  return orParted(() => receiveTransaction(state, steps, clients, options));
}

/** The state after steps that are not sent yet. */
export function withUnsent(state, steps) {
  return orParted(() => steps.reduce((current, step) => current.apply(current.tr.step(step)), state));
}

function orParted(act) {
  try {
    return act();
  } catch (error) {
    // Should it be a fault of ours after all, it does not stay unseen.
    reportError(error);
    throw new Parted("The text on the server is no longer the one that this page goes on from.");
  }
}
