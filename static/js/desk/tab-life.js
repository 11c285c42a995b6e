// Whether the tab that made some unsent steps still lives. A browser holds a lock for as long as a tab lives, and gives
// it up when the tab crashes. Pages without https that are not on this machine have no locks; there a tab says every
// few seconds that it lives, and one that was silent for minutes counts as gone.

const BEAT_MS = 5_000;
// Browsers let a tab in the background act once a minute only.
const SILENT_MS = 180_000;

/** Say that the client lives until the function given back is called or the tab is gone. */
export function live(client) {
  if (!navigator.locks) return beat(client);
  let end;
  navigator.locks.request(name(client), () => new Promise((resolve) => { end = resolve; }));
  return () => end?.();
}

/** Act while nobody else can for this client; not at all while the client's own tab lives or another tab does it. */
export async function whenGone(client, action) {
  if (navigator.locks) {
    await navigator.locks.request(name(client), { ifAvailable: true }, (lock) => (lock ? action() : undefined));
  } else if (Date.now() - Number(localStorage.getItem(name(client))) > SILENT_MS) {
    const leave = beat(client);
    try {
      await action();
    } finally {
      leave();
    }
  }
}

function beat(client) {
  const say = () => localStorage.setItem(name(client), Date.now());
  const leave = () => localStorage.removeItem(name(client));
  say();
  const timer = setInterval(say, BEAT_MS);
  // A page that leaves in good order is gone at once; one that the browser brings back lives again.
  addEventListener("pagehide", leave);
  addEventListener("pageshow", say);
  return () => {
    clearInterval(timer);
    removeEventListener("pagehide", leave);
    removeEventListener("pageshow", say);
    leave();
  };
}

function name(client) {
  return `galley.client.${client}`;
}
