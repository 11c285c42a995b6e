// What the findings ask of the server. Each gives the answer's JSON, or throws Unreachable.

export class Unreachable extends Error {}

/** {state, message, percent, findings: {key: [finding]}} for paragraphs {key, text}; positions are the paragraph's. */
export function askFindings(documentId, paragraphs, { whole = false } = {}) {
  return send("POST", `/documents/${documentId}/findings`, { paragraphs, whole });
}

/**
 * {id, decision, term?}: what was decided about a finding; `decision` is accept, leave, voice, never or name. `meant` is
 * what was written instead, where something was accepted.
 */
export function decide(workId, finding, decision, meant) {
  return send("POST", `/works/${workId}/decisions`, { finding, decision, meant });
}

/** {id, thread}: the thread that asks a beta about a finding, whose words stand at {from, to, version}. */
export function askBeta(documentId, finding, place, body) {
  return send("POST", `/documents/${documentId}/questions`, { finding, ...place, body });
}

/** {documents: [{id, chapter, title, part, words, version}]}: what a review of the work walks, in its order. */
export function listTexts(workId) {
  return send("GET", `/works/${workId}/review/documents`);
}

/** {state, message, percent, done, total, version, findings, html}: the next stretch checked; `findings` is null until the last. */
export function checkText(documentId, shown) {
  return send("POST", `/documents/${documentId}/review`, { shown });
}

/** {saved, decisions, passed}: what was written of [{document, version, from, to, meant, finding}]; `passed` names what was not. */
export function correct(workId, corrections) {
  return send("POST", `/works/${workId}/corrections`, { corrections });
}

export function takeBackCorrections(workId, { saved, decisions }) {
  return send("POST", `/works/${workId}/corrections/take-back`, { saved, decisions });
}

export function takeBack(workId, decisionId) {
  return send("POST", `/works/${workId}/decisions/${decisionId}/take-back`, {});
}

export function chooseLevel(workId, level) {
  return send("POST", `/works/${workId}/level`, { level });
}

export function chooseLanguage(workId, language) {
  return send("POST", `/works/${workId}/language`, { language });
}

/** {terms: [{id, text}]}: those of the names that were not known before. */
export function learn(workId, texts) {
  return send("POST", `/works/${workId}/terms`, { texts });
}

export function forget(workId, termId) {
  return send("POST", `/works/${workId}/terms/${termId}/remove`, {});
}

async function send(method, address, body) {
  const headers = { Accept: "application/json", "Content-Type": "application/json" };
  let answer;
  try {
    answer = await fetch(address, { method, headers, body: body && JSON.stringify(body) });
    if (answer.ok) return answer.status === 204 ? {} : await answer.json();
  } catch (error) {
    throw new Unreachable(address, { cause: error });
  }
  throw new Unreachable(`${address}: ${answer.status}`);
}
