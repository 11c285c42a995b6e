// Makes random histories of a document with ProseMirror itself, and says what became of the document, of positions and
// of anchors. tests/prose/differential.py replays them in Python and must find the same.

const WORDS = ["Sakura", "too", "—", "naïve", "😀", "👩‍🚀", "sense", "I've", "…", "ever", "Tsunade-baa-chan", "é", "\u0301x", "私"];
const LEAST_BLOCKS = 2;
const EDITS = 12;
const DELETIONS = ["deleted", "deletedBefore", "deletedAfter", "deletedAcross"];

/** So many cases of {doc, steps, end, text, positions, anchors, groups}, the same ones for the same seed. */
export function makeHistories(pm, schema, seed, count) {
  const random = randomNumbers(seed);
  return Array.from({ length: count }, () => new History(pm, schema, random).asCase());
}

/** Returns a function that gives a whole number from 0 up to, but not including, its argument. */
function randomNumbers(seed) {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

class History {
  constructor(pm, schema, random) {
    Object.assign(this, { pm, schema, random });
    this.start = schema.node("doc", null, this.#many(LEAST_BLOCKS, 6, () => this.#block()));
    this.transform = new pm.Transform(this.start);
    this.docs = [this.start];
    for (let edit = 0; edit < EDITS; edit += 1) this.#edit();
  }

  asCase() {
    const { transform, start } = this;
    const groups = this.#groups(transform.steps.length);
    return {
      doc: start.toJSON(),
      steps: transform.steps.map((step) => step.toJSON()),
      end: transform.doc.toJSON(),
      text: textBetween(transform.doc, 0, transform.doc.content.size),
      positions: this.#many(12, 4, () => this.#mappedPosition(this.#place(start))),
      anchors: this.#many(4, 4, () => this.#anchorThrough(groups)).filter(Boolean),
      groups,
    };
  }

  #mappedPosition(at) {
    const { mapping } = this.transform;
    const results = [mapping.mapResult(at, -1), mapping.mapResult(at, 1)];
    return { at, results: results.map((result) => [result.pos, ...DELETIONS.map((kind) => result[kind])]) };
  }

  /** Cuts a number of steps into saves, as an editor sends them. */
  #groups(steps) {
    const groups = [];
    for (let left = steps; left > 0; left -= groups.at(-1)) groups.push(Math.min(left, 1 + this.random(4)));
    return groups;
  }

  #anchorThrough(groups) {
    const start = this.#place(this.start);
    const end = Math.min(this.start.content.size, start + 1 + this.random(20));
    const anchor = newAnchor(this.start, start, wholeCharacters(this.start, end));
    if (!anchor) return null;
    const after = [];
    let current = anchor;
    let done = 0;
    for (const group of groups) {
      current = mapAnchor(current, this.transform.mapping.slice(done, done + group), this.docs[done + group]);
      done += group;
      after.push(current);
    }
    return { start, end: anchor.askedEnd, quote: anchor.quote, after };
  }

  /** Tries one edit; what ProseMirror refuses, or what would break the schema, is left out. */
  #edit() {
    const { Transform } = this.pm;
    const trial = new Transform(this.transform.doc);
    try {
      this.#change(trial);
      trial.doc.check();
    } catch (error) {
      if (error instanceof RangeError || error.name === "ReplaceError" || error.name === "TransformError") return;
      throw error;
    }
    for (const step of trial.steps) {
      this.transform.step(step);
      this.docs.push(this.transform.doc);
    }
  }

  #change(transform) {
    const { doc } = transform;
    const from = this.#place(doc);
    const to = wholeCharacters(doc, Math.min(doc.content.size, from + this.random(14)));
    const edits = [
      () => transform.insert(from, this.#inline()),
      () => transform.delete(from, to),
      () => transform.replaceRange(from, to, this.#slice([this.#block()])),
      () => transform.replaceRange(from, to, this.#piece(doc)),
      () => transform.replace(from, to, this.#piece(doc)),
      () => transform.addMark(from, to, this.#mark()),
      () => transform.removeMark(from, to, this.#pick(Object.values(this.schema.marks))),
      () => this.pm.canSplit(doc, from) && transform.split(from),
      () => this.pm.canJoin(doc, from) && transform.join(from),
      () => this.#wrap(transform, from, to),
      () => this.#lift(transform, from, to),
      () => transform.setBlockType(from, to, this.#pick(["paragraph", "heading"].map((name) => this.schema.nodes[name]))),
      () => this.#setAttribute(transform, from),
      () => this.#isNode(doc, from) && transform.addNodeMark(from, this.schema.mark("insertion", { id: this.random(9) })),
      () => this.#isNode(doc, from) && transform.removeNodeMark(from, this.schema.marks.insertion),
      () => this.#undo(transform),
      () => this.#undo(transform),
      () => this.#markAndUndo(transform, from, to),
    ];
    this.#pick(edits)();
  }

  #wrap(transform, from, to) {
    const range = transform.doc.resolve(from).blockRange(transform.doc.resolve(to));
    const kind = this.schema.nodes[this.#pick(["blockquote", "bullet_list", "ordered_list"])];
    const wrapping = range && this.pm.findWrapping(range, kind);
    if (wrapping) transform.wrap(range, wrapping);
  }

  #lift(transform, from, to) {
    const range = transform.doc.resolve(from).blockRange(transform.doc.resolve(to));
    const depth = range && this.pm.liftTarget(range);
    if (depth !== null && depth !== undefined) transform.lift(range, depth);
  }

  #setAttribute(transform, at) {
    const node = transform.doc.nodeAt(at);
    if (node && "align" in node.attrs) transform.setNodeAttribute(at, "align", this.#pick([null, "center", "right"]));
  }

  /** Takes back the newest step, as undo does: what it deleted comes in again as new text. */
  #undo(transform) {
    const last = this.transform.steps.length - 1;
    if (last >= 0) transform.step(this.transform.steps[last].invert(this.docs[last]));
  }

  /** Marks text that was not all alike and takes it back: ProseMirror makes one step of it, which undoes several. */
  #markAndUndo(transform, from, to) {
    const { doc } = transform;
    transform.addMark(from, to, this.#mark());
    if (this.random(2)) return;
    for (let last = transform.steps.length - 1; last >= 0; last -= 1) {
      transform.step(transform.steps[last].invert(transform.docs[last] ?? doc));
    }
  }

  #isNode(doc, at) {
    return Boolean(doc.nodeAt(at)) && !doc.nodeAt(at).isText;
  }

  #block(depth = 0) {
    const nested = () => this.#many(1, 2, () => this.#block(depth + 1));
    const items = () => this.#many(1, 2, () => this.schema.node("list_item", null, [this.#paragraph()]));
    const kinds = [
      () => this.#paragraph(), () => this.#paragraph(), () => this.#paragraph(), () => this.#paragraph(),
      () => this.schema.node("heading", { level: 1 + this.random(6) }, this.#line()),
      () => this.schema.node("scene_break"),
      () => this.schema.node("blockquote", null, nested()),
      () => this.schema.node("bullet_list", null, items()),
      () => this.schema.node("ordered_list", { start: this.random(9) }, items()),
    ];
    return kinds[this.random(depth < 2 ? kinds.length : 6)]();
  }

  #paragraph() {
    return this.schema.node("paragraph", { align: this.#pick([null, null, "center"]) }, this.#line());
  }

  #line() {
    return this.random(8) ? this.#many(1, 3, () => this.#inline()) : [];
  }

  #inline() {
    const kind = this.random(12);
    if (kind === 0) return this.schema.node("hard_break");
    if (kind === 1) return this.schema.node("image", { src: "https://example.org/a.png" });
    return this.schema.text(this.#many(1, 6, () => this.#pick(WORDS)).join(" "), this.random(3) ? [] : [this.#mark()]);
  }

  #mark() {
    const attributes = {
      link: { href: "https://example.org/" }, ruby: { text: "かな" }, insertion: { id: 1 }, deletion: { id: "a" },
      modification: { id: 2, type: "mark", newValue: { type: "em" } },
    };
    const name = this.#pick(Object.keys(this.schema.marks));
    return this.schema.mark(name, attributes[name]);
  }

  #slice(blocks) {
    return new this.pm.Slice(this.pm.Fragment.from(blocks), 0, 0);
  }

  #piece(doc) {
    const start = this.#place(doc);
    return doc.slice(start, wholeCharacters(doc, Math.min(doc.content.size, start + this.random(20))));
  }

  #place(doc) {
    return wholeCharacters(doc, this.random(doc.content.size + 1));
  }

  #pick(options) {
    return options[this.random(options.length)];
  }

  #many(least, more, make) {
    return Array.from({ length: least + this.random(more) }, make);
  }
}

/** The position, or the one before it if it lies between the two halves of a character. */
function wholeCharacters(doc, position) {
  const { parent, textOffset, nodeBefore } = doc.resolve(position);
  if (!textOffset || !parent.isTextblock) return position;
  const unit = nodeBefore.text.charCodeAt(nodeBefore.text.length - 1);
  return unit >= 0xd800 && unit < 0xdc00 ? position - 1 : position;
}

/** An anchor drawn in to its text, or null where there is none: what anchor_at in workshop/prose/anchors.py does. */
function newAnchor(doc, start, end) {
  let low = null;
  let high = null;
  doc.nodesBetween(start, end, (node, position) => {
    if (!node.isTextblock) return true;
    const from = Math.max(start, position + 1);
    const to = Math.min(end, position + 1 + node.content.size);
    if (from < to) [low, high] = [low ?? from, to];
    return false;
  });
  const quote = low === null ? "" : textBetween(doc, low, high);
  if (!quote.trim()) return null;
  return { start: low, end: high, askedEnd: end, state: "anchored", quote, now: quote };
}

function mapAnchor({ start, end, quote }, mapping, doc) {
  const [from, to] = [mapping.map(start, 1), mapping.map(end, -1)];
  if (from >= to) return { start: to, end: to, state: "gone", quote, now: "" };
  const now = textBetween(doc, from, to);
  const state = now === quote ? "anchored" : now.trim() ? "changed" : "gone";
  return { start: from, end: to, state, quote, now: now.trim() ? now : "" };
}

function textBetween(doc, from, to) {
  return doc.textBetween(from, to, "\n\n", (leaf) => {
    if (leaf.isBlock) return "";
    return leaf.type.name === "hard_break" ? "\n" : "\ufffc";
  });
}
