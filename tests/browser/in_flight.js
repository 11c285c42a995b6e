// Run in a page with a desk: answers about findings come late and out of a hand-written checker that knows a few words,
// while the text is edited at random. After every edit, and after every answer, each underline must stand on the very
// words, in the very paragraph text, that were checked.
async ({ seed, edits }) => {
  const WORDS = /threw|could of|teh/g;
  const { eachEditor } = await import("/static/js/desk/editor.js");
  const { TextSelection } = await import("/static/js/desk/prosemirror.js");
  let editor = null;
  eachEditor((each) => { if (each.part === "text") editor = each; });
  const { view } = editor;
  const pause = (ms) => new Promise((resolve) => { setTimeout(resolve, ms); });

  let state = seed;
  const random = () => { state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32; return state / 2 ** 32; };
  const below = (number) => Math.floor(random() * number);
  const pick = (list) => list[below(list.length)];

  const found = (text) => [...text.matchAll(WORDS)].map(({ 0: words, index }) => ({
    id: `${words} ${index} in ${text}`, start: index, end: index + words.length, kind: "mistake", source: "rules", rule: "R", message: "m",
    suggestions: ["x"], short: "s", words, before: "", after: "", place: "p",
  }));

  const result = { wrong: [], seenInFlight: 0, dropped: 0, missing: [] };
  let underWay = 0;
  const blocks = () => [...view.dom.querySelectorAll("p")];
  const texts = () => blocks().map((block) => block.textContent);
  const underlines = () => blocks().flatMap((block) => {
    const range = document.createRange();
    return [...block.querySelectorAll(".finding")].map((mark) => {
      range.setStart(block, 0);
      range.setEndBefore(mark);
      return { words: mark.textContent, at: range.toString().length, text: block.textContent };
    });
  });
  const look = () => {
    const shown = underlines();
    for (const { words, at, text } of shown) {
      // Italics within the words cut the underline in pieces.
      if (!found(text).some(({ start, end }) => start <= at && at + words.length <= end)) result.wrong.push({ words, at, text });
    }
    if (underWay) result.seenInFlight += shown.length ? 1 : 0;
  };

  const send = window.fetch;
  window.fetch = async (address, options) => {
    if (!/\/findings$/.test(address)) return send(address, options);
    const { paragraphs } = JSON.parse(options.body);
    const asked = paragraphs.map(({ text }) => text);
    underWay += 1;
    await pause(below(400));
    underWay -= 1;
    const now = new Set(texts());
    result.dropped += asked.filter((text) => !now.has(text)).length;
    setTimeout(look);
    const findings = Object.fromEntries(paragraphs.map(({ key, text }) => [key, found(text)]));
    return new Response(JSON.stringify({ state: "ready", message: "", percent: 100, findings }), { headers: { "Content-Type": "application/json" } });
  };

  const placeIn = () => 1 + below(Math.max(1, view.state.doc.content.size - 2));
  const select = (from, to) => {
    const { doc } = view.state;
    view.dispatch(view.state.tr.setSelection(TextSelection.between(doc.resolve(Math.max(0, from)), doc.resolve(Math.min(to, doc.content.size)))));
  };
  const EDIT = [
    () => view.dispatch(view.state.tr.insertText(pick(["a", " ", "threw ", "could of", "x threw", "."]))),
    () => view.dispatch(view.state.tr.insertText(pick(["a", " ", "threw ", "e", "s"]))),
    () => { select(view.state.selection.from - below(6), view.state.selection.from); view.dispatch(view.state.tr.deleteSelection()); },
    () => editor.run("italic"),
    () => view.someProp("handleKeyDown", (handle) => handle(view, new KeyboardEvent("keydown", { key: "Enter" }))),
    () => view.someProp("handleKeyDown", (handle) => handle(view, new KeyboardEvent("keydown", { key: "Backspace" }))),
    () => view.someProp("handleKeyDown", (handle) => handle(view, new KeyboardEvent("keydown", { key: "z", ctrlKey: true }))),
    () => { // a paragraph moves to the end
      const { doc, tr } = view.state;
      const first = doc.firstChild;
      if (doc.childCount > 1) view.dispatch(tr.delete(0, first.nodeSize).insert(doc.content.size - first.nodeSize, first));
    },
  ];

  for (let number = 0; number < edits; number += 1) {
    if (below(2)) { const from = placeIn(); select(from, from + (below(4) ? 0 : below(12))); }
    pick(EDIT)();
    look();
    if (below(3) === 0) await pause(below(60));
    if (below(16) === 0) await pause(380 + below(120)); // long enough for a check to begin, not for its answer
  }
  // The author rests: in the end every mistake of the text as it stands is underlined.
  const missing = () => {
    const shown = new Set(underlines().map(({ at, text }) => `${at} in ${text}`));
    return blocks().flatMap(({ textContent: text }) => found(text).map(({ start }) => `${start} in ${text}`)).filter((each) => !shown.has(each));
  };
  for (let tries = 0; tries < 60 && missing().length; tries += 1) await pause(200);
  look();
  result.missing = missing();
  window.fetch = send;
  return result;
}
