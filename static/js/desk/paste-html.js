// Brings HTML from the clipboard (Google Docs, Word, AO3, any page) into the form the schema reads: emphasis, alignment,
// scene breaks, headings, quotations, lists. Everything else stays behind: links, pictures, colours, fonts, scripts.
import { hideStyles, inheritedMarks, isHidden, readStyle } from "./paste-styles.js";
import { isSceneBreak } from "./scene-breaks.js";

const IGNORED = new Set(["SCRIPT", "STYLE", "META", "LINK", "TITLE", "HEAD", "TEMPLATE", "IFRAME", "OBJECT", "EMBED", "SVG",
  "MATH", "NOSCRIPT", "TEXTAREA", "SELECT", "BUTTON", "INPUT", "IMG", "VIDEO", "AUDIO", "CANVAS", "RP", "RT", "XML"]);
const BLOCKS = new Set(["P", "DIV", "CENTER", "SECTION", "ARTICLE", "MAIN", "HEADER", "FOOTER", "PRE", "ADDRESS", "FIGURE",
  "FIGCAPTION", "TABLE", "TBODY", "THEAD", "TFOOT", "TR", "TD", "TH", "DL", "DT", "DD", "DETAILS", "SUMMARY", "FORM"]);
const HOLDERS = new Set(["BLOCKQUOTE", "UL", "OL", "LI"]);
const HEADING = /^H[1-6]$/;
const MAX_DEPTH = 200;

/** Clean HTML for the schema. */
export function cleanHtml(html) {
  const { body } = new DOMParser().parseFromString(hideStyles(html), "text/html");
  const page = new CleanPage();
  readChildren(body, { marks: [], align: null, tag: "p", inLink: false, keepsSpaces: false, depth: 0 }, page);
  return page.finish();
}

function readChildren(element, context, page) {
  if (context.depth > MAX_DEPTH) page.addText(element.textContent, context);
  else for (const child of element.childNodes) readNode(child, { ...context, depth: context.depth + 1 }, page);
}

function readNode(node, context, page) {
  if (node.nodeType === Node.TEXT_NODE) page.addText(node.data, context);
  if (node.nodeType !== Node.ELEMENT_NODE) return;
  const tag = node.tagName.toUpperCase();
  const style = readStyle(node);
  if (IGNORED.has(tag) || isHidden(node, style)) return;
  if (tag === "BR") page.addBreak(node);
  else if (tag === "HR") page.addSceneBreak();
  else if (HEADING.test(tag)) readBlock(node, inner(node, style, { ...context, tag: tag.toLowerCase() }), page);
  else if (HOLDERS.has(tag)) page.within(tag.toLowerCase(), () => readBlock(node, inner(node, style, context), page));
  else if (style["mso-list"]) readWordListItem(node, inner(node, style, context), page);
  else if (BLOCKS.has(tag)) readBlock(node, inner(node, style, context), page);
  else readChildren(node, inner(node, style, context), page);
}

function readBlock(element, context, page) {
  page.endBlock();
  readChildren(element, context, page);
  page.endBlock();
}

/** Word writes a list as paragraphs that begin with a bullet or number of their own. */
function readWordListItem(element, context, page) {
  const bullet = [...element.querySelectorAll("span")].find((span) => readStyle(span)["mso-list"] === "ignore");
  const list = /^\s*\w{1,4}[.)]/.test(bullet?.textContent ?? "") ? "ol" : "ul";
  page.within(list, () => page.within("li", () => readBlock(element, context, page)), { join: true });
}

/** What the element hands down to its content. */
function inner(element, style, context) {
  const align = (element.tagName === "CENTER" ? "center" : style["text-align"] || element.getAttribute("align") || "").toLowerCase();
  const kept = align === "center" || align === "right" ? align : null;
  return {
    ...context,
    align: align ? kept : context.align,
    inLink: context.inLink || element.tagName === "A",
    keepsSpaces: style["white-space"] ? /pre|break-spaces/.test(style["white-space"]) : context.keepsSpaces || element.tagName === "PRE",
    marks: inheritedMarks(element, style, context),
  };
}

/** The HTML being written: only elements and attributes named here can be in it. */
class CleanPage {
  #page = document.implementation.createHTMLDocument("");
  #holder = this.#page.body;
  #block = null;

  addText(text, context) {
    const words = context.keepsSpaces ? text.replace(/\u00a0/g, " ") : text.replace(/[\s\u00a0]+/g, " ");
    if (!words || (!this.#block && !words.trim())) return;
    this.#block ??= this.#open(context);
    const lines = context.keepsSpaces ? words.split(/\r?\n/) : [words];
    lines.forEach((line, index) => {
      if (index) this.#block.append(this.#element("br"));
      if (line) this.#block.append(this.#marked(line, context.marks));
    });
  }

  /** One break is a line, two are a paragraph; between paragraphs it is nothing. */
  addBreak(element) {
    if (!this.#block || element.className === "Apple-interchange-newline") return;
    if (this.#block.lastChild?.nodeName === "BR") this.endBlock();
    else this.#block.append(this.#element("br"));
  }

  addSceneBreak() {
    this.endBlock();
    if (this.#holder.lastChild?.nodeName !== "HR") this.#holder.append(this.#element("hr"));
  }

  /** Have what `write` adds stand in a quotation, list or item; `join` goes on with the same list before it. */
  within(tag, write, { join = false } = {}) {
    this.endBlock();
    const outside = this.#holder;
    const last = outside.lastElementChild;
    const isList = tag === "ul" || tag === "ol";
    if (join && last?.localName === tag) this.#holder = last;
    else this.#holder = this.#element(tag);
    // Google Docs puts a list into a list without an item around it.
    const place = isList && /^[uo]l$/.test(outside.localName) && last ? last : outside;
    if (!this.#holder.isConnected) place.append(this.#holder);
    write();
    this.endBlock();
    if (!this.#holder.hasChildNodes()) this.#holder.remove();
    this.#holder = outside;
  }

  endBlock() {
    const block = this.#block;
    this.#block = null;
    if (!block) return;
    trimEdges(block);
    if (isSceneBreak(block.textContent) && block.localName === "p") {
      block.remove();
      this.addSceneBreak();
    } else if (!block.textContent.trim()) block.remove();
  }

  finish() {
    this.endBlock();
    return this.#page.body.innerHTML;
  }

  #open({ tag, align }) {
    const block = this.#element(tag);
    if (align) block.className = `align-${align}`;
    this.#holder.append(block);
    return block;
  }

  #marked(text, marks) {
    return marks.reduceRight((content, mark) => {
      const element = this.#element(mark);
      element.append(content);
      return element;
    }, this.#page.createTextNode(text));
  }

  #element(tag) {
    return this.#page.createElement(tag);
  }
}

/** Take off breaks and blanks at both ends, and every blank after a blank. */
function trimEdges(block) {
  while (block.lastChild?.nodeName === "BR") block.lastChild.remove();
  const walker = block.ownerDocument.createTreeWalker(block, NodeFilter.SHOW_TEXT);
  let before = " ";
  let last = null;
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    if (before.endsWith(" ")) text.data = text.data.replace(/^ +/, "");
    if (text.data) [before, last] = [text.data, text];
  }
  if (last) last.data = last.data.replace(/ +$/, "");
}
