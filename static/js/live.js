// Hears what happens to the open chapter and tells the page by events on document:
//   live:version {document, version}   live:threads   live:grammar   live:closed (the person's access ended)
// It listens to a stream; where there is no room for one it asks every 15 seconds. A hidden page hears nothing, since
// browsers give all tabs together six connections; it is told what it missed as soon as it is shown again.

const POLL_MS = 15_000;
/** Every so many polls it tries for a stream again. */
const POLLS_PER_TRY = 4;

/**
 * Follow a chapter by its address ("/chapters/7"). `heard` is the pulse the page was made from; without it the first
 * pulse counts as news.
 */
export function follow(address, heard = { documents: {} }) {
  let stream = null;
  let timer = null;
  let polls = 0;

  function open() {
    stop();
    stream = new EventSource(`${address}/events`);
    stream.addEventListener("pulse", (event) => compare(JSON.parse(event.data)));
    stream.addEventListener("version", (event) => hearVersion(JSON.parse(event.data)));
    for (const name of ["threads", "grammar"]) stream.addEventListener(name, () => tell(name));
    stream.addEventListener("closed", end);
    // A broken line mends itself; a refusal closes the stream for good, and the pulse tells why.
    stream.onerror = () => { if (stream?.readyState === EventSource.CLOSED) poll(); };
  }

  function stop() {
    stream?.close();
    stream = null;
    clearTimeout(timer);
  }

  async function poll() {
    stop();
    const answer = await fetch(`${address}/pulse`, { headers: { Accept: "application/json" } }).catch(() => null);
    if (answer && [401, 403, 404].includes(answer.status)) return end();
    if (answer?.ok) compare(await answer.json());
    if (document.hidden || stream) return;
    polls += 1;
    timer = setTimeout(polls % POLLS_PER_TRY ? poll : open, POLL_MS);
  }

  function compare(pulse) {
    const missed = heard;
    heard = pulse;
    for (const [id, version] of Object.entries(pulse.documents)) {
      if (missed.documents[id] !== version) tell("version", { document: Number(id), version });
    }
    for (const name of ["threads", "grammar"]) if (missed[name] !== pulse[name]) tell(name);
  }

  function hearVersion({ document: id, version }) {
    heard.documents[id] = version;
    tell("version", { document: id, version });
  }

  function end() {
    stop();
    document.removeEventListener("visibilitychange", onVisibility);
    tell("closed");
  }

  function onVisibility() {
    if (document.hidden) stop();
    else open();
  }

  document.addEventListener("visibilitychange", onVisibility);
  if (!document.hidden) open();
}

function tell(name, detail = {}) {
  document.dispatchEvent(new CustomEvent(`live:${name}`, { detail }));
}
