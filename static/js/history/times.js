// Moments in the reader's own zone; the server writes them in UTC.
//   <time datetime="2026-03-12T14:03:00+00:00" data-behaviour="local-time" data-shows="day|clock|day and clock">
//   <option data-behaviour="local-label" data-moment="2026-03-12T14:03:00+00:00" data-name="Sent" data-words="1,212">
import { each } from "../page/behaviour.js";

const clock = new Intl.DateTimeFormat("en", { hour: "numeric", minute: "2-digit", hourCycle: ownHourCycle() });
const dayOfThisYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long" });
const dayOfAnyYear = new Intl.DateTimeFormat("en-GB", { day: "numeric", month: "long", year: "numeric" });
const exact = new Intl.DateTimeFormat("en-GB", { dateStyle: "full", timeStyle: "medium" });

export function watchTimes() {
  each("local-label", (option) => {
    const { moment, name, words: count } = option.dataset;
    option.textContent = `${name && `${name}, `}${words(new Date(moment), "day and clock")}, ${count} words`;
  });
  each("local-time", (element) => {
    const moment = new Date(element.dateTime);
    element.textContent = words(moment, element.dataset.shows);
    element.title = exact.format(moment);
  });
}

/** `shows` is "day", "clock" or "day and clock". */
export function words(moment, shows, today = new Date()) {
  if (shows === "clock") return clock.format(moment);
  return shows === "day" ? day(moment, today) : `${day(moment, today)}, ${clock.format(moment)}`;
}

function day(moment, today) {
  const days = Math.round((midnight(today) - midnight(moment)) / 86_400_000);
  if (days === 0) return "Today";
  if (days === 1) return "Yesterday";
  return (moment.getFullYear() === today.getFullYear() ? dayOfThisYear : dayOfAnyYear).format(moment);
}

function midnight(moment) {
  return new Date(moment.getFullYear(), moment.getMonth(), moment.getDate());
}

/** 14:03 or 2:03 pm, as the reader's own language has it; the words around it stay English. */
function ownHourCycle() {
  return new Intl.DateTimeFormat(undefined, { hour: "numeric" }).resolvedOptions().hourCycle;
}
