// How the grammar checker is doing, in the panel of the findings. While all is well it says nothing.

/** Show {state, message, percent}; `state` is ready, starting, paused or off. */
export function showStatus(panel, { state, message, percent = 0 }) {
  const place = panel.querySelector('[data-findings="status"]');
  place.hidden = state === "ready";
  const line = place.querySelector(".state");
  line.dataset.state = state;
  if (line.textContent !== message) line.textContent = message;
  const bar = place.querySelector("progress");
  bar.hidden = !(percent > 0 && percent < 100);
  bar.value = percent;
}
