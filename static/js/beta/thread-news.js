// Keeps the list of threads up to date: when the page hears that threads changed, it asks for what is newer than what it
// shows, and gets the cards that changed and every thread's place.
import { applyNews, revision } from "./thread-cards.js";

/** What happens at once is asked for at once; the event of one's own change comes twice, by the answer and by the stream. */
const PAUSE_MS = 60;
const RETRY_MS = 5000;

let timer = null;
let busy = false;
let again = false;
let etag = "";
let settle = () => {};

/** `settled` is called with the new comments each time the list has changed. */
export function watchThreadNews(settled) {
  settle = settled;
  document.body.addEventListener("threads", ({ detail }) => {
    if (!(detail?.revision <= revision())) askSoon();
  });
}

/** Ask for news, and for the places that the words have by now. */
export function askSoon(delayMs = PAUSE_MS) {
  clearTimeout(timer);
  timer = setTimeout(ask, delayMs);
}

async function ask() {
  if (busy) {
    again = true;
    return;
  }
  busy = true;
  try {
    const news = await fetchNews();
    const comments = news && await applyNews(news);
    if (comments) settle(comments);
    else if (news) again = true;
  } finally {
    busy = false;
  }
  if (again) askSoon();
  again = false;
}

/** The news; null when there is none or none can be had. Then the list stays as it is. */
async function fetchNews() {
  const { address } = document.getElementById("threads").dataset;
  const headers = { Accept: "application/json", ...(etag ? { "If-None-Match": etag } : {}) };
  const answer = await fetch(`${address}?since=${revision()}`, { headers }).catch(() => null);
  if (!answer || answer.status >= 500) askSoon(RETRY_MS);
  if (!answer?.ok) return null;
  etag = answer.headers.get("ETag") ?? "";
  return answer.json();
}
