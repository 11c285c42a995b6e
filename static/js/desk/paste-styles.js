// Reads what inline styles say about a pasted element. The attribute is read as text: a strict CSP leaves element.style
// empty, even in a document that is never shown, and then Google Docs' italics are lost and everything turns bold.

const MARK_TAGS = { EM: "em", I: "em", CITE: "em", STRONG: "strong", B: "strong", U: "u", INS: "u", S: "s", STRIKE: "s", DEL: "s" };
const OUTERMOST_FIRST = ["em", "strong", "u", "s"];
const HEADING = /^h[1-6]$/;

/** The same HTML with its styles where the browser does not look for them and report them as refused. */
export function hideStyles(html) {
  return html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/(<[a-z][^>]*?\s)style(\s*=)/gi, "$1data-style$2");
}

/** The declarations of the style attribute, all in lower case. */
export function readStyle(element) {
  const text = element.getAttribute("data-style") ?? element.getAttribute("style") ?? "";
  const declarations = text.toLowerCase().split(";").map((part) => part.split(":"));
  return Object.fromEntries(declarations.map(([name, ...value]) => [name.trim(), value.join(":").trim()]));
}

/** Whether the words were not to be seen where they were copied: Word's bullets, AO3's landmarks, hidden text. */
export function isHidden(element, style) {
  return element.hidden || element.classList.contains("landmark") || style.display === "none" || style.visibility === "hidden"
    || style["mso-hide"] === "all" || style["mso-list"] === "ignore";
}

/** The marks inside an element, outermost first: the ones around it, its tag's, and what its style adds or takes away. */
export function inheritedMarks(element, style, { marks, tag, inLink }) {
  const held = new Set(marks);
  const own = MARK_TAGS[element.tagName];
  if (own) held.add(own);
  readSlant(style, held);
  if (!HEADING.test(tag)) readWeight(style, held);
  readLines(style, own, held);
  // A link goes, and so does the line that only showed that it was one.
  if (inLink || element.tagName === "A") held.delete("u");
  return OUTERMOST_FIRST.filter((mark) => held.has(mark));
}

function readSlant({ "font-style": slant = "" }, held) {
  if (/italic|oblique/.test(slant)) held.add("em");
  else if (slant === "normal") held.delete("em");
}

function readWeight({ "font-weight": weight = "" }, held) {
  if (/bold|[6-9]00/.test(weight)) held.add("strong");
  else if (/normal|[1-5]00/.test(weight)) held.delete("strong");
}

function readLines({ "text-decoration": line = "", "text-decoration-line": lineOnly = "" }, own, held) {
  const said = `${line} ${lineOnly}`;
  if (/underline/.test(said)) held.add("u");
  if (/line-through/.test(said)) held.add("s");
  // The line of an element around this one goes on under it whatever this one says; its own tag's does not.
  if (/none/.test(said) && !/underline|line-through/.test(said)) held.delete(own);
}
