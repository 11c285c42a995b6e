// One connection per page that tells what others do in the chapter, as events on <body>:
//   version {document, version, isNewest (what the server has now, not what it had some time)}   threads {}   grammar {}
//   closed {} (the person's access ended)
//   and to authors: caret {tab, …}   left {tab}   company {carets} (all that the server knows of; company.js)
// Markup: <div data-behaviour="live" data-events="/chapters/7/events" data-pulse="/chapters/7/pulse">. When the server
// has no room for one more stream (204), the page asks for the pulse now and then, and tries again each time.
import { PATIENCE_MS } from "./transport.js";

const NAMES = ["version", "threads", "grammar", "caret", "left"];
const POLL_MS = 15_000;
// The server says at least every 15 s that it is still there. A connection can end without either side being told.
const SILENCE_MS = 40_000;
// A page in the background gives its stream up: a browser has six connections to a server, whatever the number of tabs.
const HIDDEN_MS = 20_000;

/** Connect the page; gives a function that ends it. */
export function watchChapter({ dataset: { events, pulse } }) {
  const heard = {};
  let source = null;
  let timer = null;
  let isOver = false;

  const later = (act, delayMs) => {
    clearTimeout(timer);
    if (!isOver) timer = setTimeout(act, delayMs);
  };
  const hear = (name, answer) => source.addEventListener(name, ({ data }) => {
    mindSilence();
    answer(JSON.parse(data));
  });
  const connect = () => {
    if (source && source.readyState !== EventSource.CLOSED) return mindSilence();
    source = new EventSource(events);
    for (const name of NAMES) hear(name, (detail) => tell(name, detail));
    hear("pulse", (detail) => tellPulse(detail, heard));
    hear("still-here", () => {});
    source.addEventListener("closed", close);
    // EventSource comes back by itself after a lost connection; an answer without a stream closes it.
    source.addEventListener("error", () => { if (source.readyState === EventSource.CLOSED) poll(); });
    mindSilence();
  };
  const connectAnew = () => {
    source.close();
    connect();
  };
  const poll = async () => {
    const answer = await ask(pulse, heard);
    if (answer === "closed") close();
    else if (!document.hidden) later(connect, POLL_MS);
  };
  const mindSilence = () => { if (!document.hidden) later(connectAnew, SILENCE_MS); };
  const mindVisibility = () => {
    if (document.hidden) later(() => source.close(), HIDDEN_MS);
    else connect();
  };

  const end = () => {
    isOver = true;
    clearTimeout(timer);
    source.close();
    document.removeEventListener("visibilitychange", mindVisibility);
  };
  const close = () => {
    end();
    tell("closed", {});
  };

  connect();
  document.addEventListener("visibilitychange", mindVisibility);
  return end;
}

function tell(name, detail) {
  document.body.dispatchEvent(new CustomEvent(name, { detail }));
}

/** What the page missed shows by comparing: editors know their versions, the rest what was heard last. */
function tellPulse({ documents, company, ...revisions }, heard) {
  if (company) tell("company", { carets: company });
  for (const [id, version] of Object.entries(documents)) tell("version", { document: Number(id), version, isNewest: true });
  for (const [name, revision] of Object.entries(revisions)) {
    if (name in heard && heard[name] !== revision) tell(name, {});
    heard[name] = revision;
  }
}

/** Ask once; gives "again", or "closed" when there is nothing for this person to hear any more. */
async function ask(address, heard) {
  try {
    const answer = await fetch(address, { headers: { Accept: "application/json" }, signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) tellPulse(await answer.json(), heard);
    return answer.status >= 400 && answer.status < 500 && answer.status !== 429 ? "closed" : "again";
  } catch {
    return "again";
  }
}
