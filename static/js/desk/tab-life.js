// Whether the tab that made some unsent steps still lives. A browser holds a lock for as long as a tab lives, and gives
// it up when the tab crashes. Pages without https that are not on this machine have no locks; there a tab says every
// few seconds that it lives, and is gone when it said good-bye or has been silent for long.

const BEAT_MS = 5_000;
// A tab that is loaded again after a crash knows its own clients; it only has to tell itself from its duplicate.
const OWN_SILENCE_MS = 15_000;
// Browsers let a hidden tab act once a minute, and a phone may put it to sleep for longer.
const SILENCE_MS = 30 * 60_000;

/** A name that no other tab has. Pages without https have no randomUUID. */
export function randomName() {
  return [...crypto.getRandomValues(new Uint8Array(12))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Say that the client lives until the function given back is called or the tab is gone. */
export function live(client) {
  if (!navigator.locks) return beat(client);
  let end;
  navigator.locks.request(name(client), () => new Promise((resolve) => { end = resolve; }));
  return () => end?.();
}

/** Act while nobody else can for this client; false, without acting, while its own tab lives or another tab does it. */
export async function whenGone(client, action) {
  if (navigator.locks) {
    return navigator.locks.request(name(client), { ifAvailable: true }, async (lock) => {
      if (lock) await action();
      return lock !== null;
    });
  }
  if (!isSilent(client)) return false;
  const leave = beat(client);
  try {
    await action();
  } finally {
    leave();
  }
  return true;
}

/** Call back when nobody acts for the client any more, unless the signal ends it before. */
export function onceGone(client, signal, callBack) {
  if (navigator.locks) {
    navigator.locks.request(name(client), { signal }, callBack).catch(() => {});
    return;
  }
  const look = () => {
    if (!isSilent(client)) return;
    clearInterval(timer);
    callBack();
  };
  const timer = setInterval(look, BEAT_MS);
  signal.addEventListener("abort", () => clearInterval(timer));
}

function beat(client) {
  const say = () => localStorage.setItem(name(client), Date.now());
  const leave = () => localStorage.removeItem(name(client));
  say();
  sessionStorage.setItem("galley.clients", [...ownClients(), client].join(" "));
  const timer = setInterval(say, BEAT_MS);
  addEventListener("pagehide", leave);
  addEventListener("pageshow", say);
  return () => {
    clearInterval(timer);
    removeEventListener("pagehide", leave);
    removeEventListener("pageshow", say);
    leave();
  };
}

function isSilent(client) {
  const silence = Date.now() - Number(localStorage.getItem(name(client)));
  return silence > (ownClients().includes(client) ? OWN_SILENCE_MS : SILENCE_MS);
}

/** The clients that this tab had before it was loaded again. */
function ownClients() {
  return (sessionStorage.getItem("galley.clients") ?? "").split(" ");
}

function name(client) {
  return `galley.client.${client}`;
}
