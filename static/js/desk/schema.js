// Builds the editor's schema from workshop/prose/schema.json, the file the server reads too. Its key `html` says
// how a node or mark is written and read; workshop/prose/schema.py explains each entry.
import { checker, validator } from "./attribute-checks.js";
import { Schema } from "./prosemirror.js";

const loaded = new Map();

/** The schema at an address, fetched once a page. */
export function loadSchema(address = "/schema.json") {
  if (!loaded.has(address)) loaded.set(address, fetch(address).then((answer) => answer.json()).then(buildSchema));
  return loaded.get(address);
}

function buildSchema(spec) {
  return new Schema({ nodes: withHtml(spec.nodes, forNode), marks: withHtml(spec.marks, forMark) });
}

function withHtml(kinds, htmlFor) {
  return Object.fromEntries(Object.entries(kinds).map(([name, kind]) => [
    name, { ...kind, attrs: withValidators(kind.attrs), ...(kind.html ? htmlFor(kind) : {}) },
  ]));
}

function withValidators(attrs) {
  if (!attrs) return undefined;
  return Object.fromEntries(Object.entries(attrs).map(([name, attribute]) => [
    name, { ...attribute, validate: validator(attribute.check) },
  ]));
}

function forNode(kind) {
  const holdsContent = Boolean(kind.content);
  return {
    toDOM: (node) => [tagOf(kind, node.attrs), htmlAttributes(kind.html, node.attrs), ...(holdsContent ? [0] : [])],
    parseDOM: parseRules(kind),
  };
}

function forMark(kind) {
  const { html } = kind;
  return {
    toDOM: (mark, inline) => {
      const tag = inline ? html.tag : html.block_tag ?? html.tag;
      const content = html.annotation
        ? [["span", 0], ["rt", { contenteditable: "false" }, mark.attrs[html.annotation]]]
        : [0];
      return [tag, htmlAttributes(html, mark.attrs), ...content];
    },
    parseDOM: html.annotation ? [...parseRules(kind), { tag: "rt", ignore: true }, { tag: "rp", ignore: true }] : parseRules(kind),
  };
}

function tagOf({ html }, attrs) {
  return html.tag.replace(/\{(\w+)\}/, (_, name) => attrs[name]);
}

/** The attributes, by their names in HTML, that `html` (the entry of a node or mark) makes of these. */
export function htmlAttributes(html, attrs) {
  const written = {};
  for (const [name, attribute] of Object.entries(html.attributes ?? {})) {
    if (html.json?.includes(name)) written[attribute] = JSON.stringify(attrs[name]);
    else if (attrs[name] !== null) written[attribute] = attrs[name];
  }
  const classes = classNames(html, attrs);
  if (classes.length) written.class = classes.join(" ");
  return { ...written, ...html.fixed };
}

function classNames(html, attrs) {
  const made = Object.entries(html.classes ?? {}).filter(([name]) => attrs[name] !== null);
  return [...(html.class ? [html.class] : []), ...made.map(([name, pattern]) => pattern.replace("{}", attrs[name]))];
}

function parseRules(kind) {
  const tags = expandTag(kind);
  const others = [...(kind.html.also ?? []), ...(kind.html.block_tag ? [kind.html.block_tag] : [])];
  return [
    ...tags.map(([tag, known]) => ({ tag: selector(kind, tag), getAttrs: (element) => readAttributes(kind, element, known) })),
    ...others.map((tag) => ({ tag: selector(kind, tag), getAttrs: (element) => readAttributes(kind, element, {}) })),
  ];
}

/** [tag, attributes it tells]: "h{level}" is one tag for each level allowed. */
function expandTag({ html, attrs }) {
  const [, name] = html.tag.match(/\{(\w+)\}/) ?? [];
  if (!name) return [[html.tag, {}]];
  return attrs[name].check.one_of.map((value) => [html.tag.replace(`{${name}}`, value), { [name]: value }]);
}

/** A mark that shares its tag with plain HTML is known by the attributes it always has. */
function selector({ html }, tag) {
  const fixed = html.fixed?.["data-type"];
  return fixed ? `${tag}[data-type="${fixed}"]` : tag;
}

/** The element's attributes; false when it lacks one that has to be there, so that the element stands for nothing. */
function readAttributes({ html, attrs = {} }, element, known) {
  const read = { ...known };
  for (const [name, { check, default: fallback }] of Object.entries(attrs)) {
    if (name in known) continue;
    const value = rawValue(html, name, element, check);
    if (value !== undefined && checker(check)(value)) read[name] = value;
    else if (fallback === undefined) return false;
  }
  return read;
}

function rawValue(html, name, element, check) {
  if (name === html.annotation) return element.querySelector("rt")?.textContent;
  if (html.classes?.[name]) return classValue(html.classes[name], element, check.one_of);
  const text = element.getAttribute(html.attributes?.[name] ?? "");
  if (text === null) return undefined;
  if (html.json?.includes(name)) return parsed(text);
  return "integer" in check ? Number(text) : text;
}

function classValue(pattern, element, values) {
  return values.find((value) => value !== null && element.classList.contains(pattern.replace("{}", value)));
}

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
