// What a decision about one finding is about, as the server judges it (workshop/grammar/queries.py): this one alone, its
// rule, its words.

/** Give the test that tells of another finding whether the decision about `finding` means it too. */
export function meantBy(decision, finding) {
  return {
    leave: ({ id }) => id === finding.id,
    ask: ({ id }) => id === finding.id,
    voice: ({ rule, words }) => rule === finding.rule && words.toLowerCase() === finding.words.toLowerCase(),
    never: ({ rule }) => rule === finding.rule,
    name: ({ kind, words }) => kind === finding.kind && words === finding.words,
  }[decision];
}
