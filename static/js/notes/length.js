// How long a note is to the archive that will publish it: the characters of its HTML, tags included. The same figure
// as workshop/notes/length.py gives; tests/notes/length_vectors.json holds both to it. HTML is written here as
// workshop/prose/html.py writes it.
import { htmlAttributes } from "../desk/schema.js";

const VOID = new Set(["br", "hr", "img"]);
const CONTROLS = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f]/g;
const IN_TEXT = /[&<>]/g;
const IN_ATTRIBUTES = /[&<>"']/g;
const ENTITIES = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#x27;" };

/** The characters (code points) of a document's HTML; an empty one has none. */
export function noteLength(doc) {
  return isEmpty(doc) ? 0 : codePoints(content(doc));
}

function isEmpty(doc) {
  const { firstChild } = doc;
  return doc.childCount === 1 && firstChild.type.name === "paragraph" && !firstChild.content.size && !firstChild.attrs.align;
}

function content(node) {
  return node.isTextblock ? inline(node) : joined(node, block);
}

function block(node) {
  return node.marks.reduceRight((html, mark) => {
    const tag = mark.type.spec.html.block_tag ?? mark.type.spec.html.tag;
    return `${start(tag, mark)}${html}</${tag}>`;
  }, element(node));
}

function element(node) {
  const tag = node.type.spec.html.tag.replace(/\{(\w+)\}/, (_, name) => node.attrs[name]);
  return VOID.has(tag) ? start(tag, node) : `${start(tag, node)}${content(node)}</${tag}>`;
}

/** A mark that neighbours share stays open across them. */
function inline(parent) {
  let html = "";
  let open = [];
  parent.forEach((node) => {
    const shared = sharedLength(open, node.marks);
    html += open.slice(shared).reverse().map(end).join("");
    html += node.marks.slice(shared).map((mark) => start(mark.type.spec.html.tag, mark)).join("");
    html += node.isText ? escaped(node.text) : element(node);
    open = node.marks;
  });
  return html + [...open].reverse().map(end).join("");
}

function sharedLength(some, others) {
  const length = some.findIndex((mark, index) => !others[index] || !mark.eq(others[index]));
  return length < 0 ? some.length : length;
}

function end({ type, attrs }) {
  const { tag, annotation } = type.spec.html;
  return annotation ? `<rp>(</rp><rt>${escaped(attrs[annotation])}</rt><rp>)</rp></${tag}>` : `</${tag}>`;
}

function start(tag, { type, attrs }) {
  const written = Object.entries(htmlAttributes(type.spec.html, attrs));
  return `<${tag}${written.map(([name, value]) => ` ${name}="${escaped(String(value), IN_ATTRIBUTES)}"`).join("")}>`;
}

function escaped(text, special = IN_TEXT) {
  return text.replace(CONTROLS, "").replace(special, (character) => ENTITIES[character]);
}

function joined(parent, write) {
  let html = "";
  parent.forEach((node) => { html += write(node); });
  return html;
}

function codePoints(text) {
  return text.length - (text.match(/[\ud800-\udbff][\udc00-\udfff]/g)?.length ?? 0);
}
