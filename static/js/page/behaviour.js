/**
 * Answer events of every element that names the behaviour, also of those that htmx brings in later.
 * The element with the name is passed first.
 */
export function on(event, behaviour, answer) {
  document.addEventListener(event, (happening) => {
    const element = happening.target.closest?.(`[data-behaviour~="${behaviour}"]`);
    if (element) answer(element, happening);
  }, event === "toggle" || event === "focusin");
}

/** Do something with every such element, now and after each htmx swap; once for each element. */
export function each(behaviour, prepare) {
  const met = new WeakSet();
  const look = () => {
    for (const element of document.querySelectorAll(`[data-behaviour~="${behaviour}"]`)) {
      if (met.has(element)) continue;
      met.add(element);
      prepare(element);
    }
  };
  look();
  document.addEventListener("htmx:after:swap", look);
}
