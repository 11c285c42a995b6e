"""Two versions of a document side by side in one run of blocks, for a page to show: no HTML, no sentences."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import accumulate, groupby, pairwise
from typing import Literal, NamedTuple

from prosemirror.model import Mark, Node

from workshop.prose.collecting import collecting_paused
from workshop.prose.diff.alignment import align
from workshop.prose.diff.reading import told
from workshop.prose.diff.sides import Side
from workshop.prose.diff.tokens import leaf_text
from workshop.prose.diff.units import Unit, WordsOf, line_words, unit_of

PieceChange = Literal["same", "added", "removed", "formatted"]
BlockChange = Literal["same", "changed", "added", "removed", "moved", "moved_away"]


# Named tuples where a long text has very many: they are made, compared and hashed in a third of a dataclass's time.
class Span(NamedTuple):
    """Where something stands in a document, half-open; nothing of it where start and end are the same."""

    start: int
    end: int


_NOWHERE = Span(0, 0)


class Style(NamedTuple):
    """What formats a whole block: its node type, its attributes, and the names of what it stands in, outermost first."""

    kind: str
    level: int | None = None
    align: str | None = None
    within: tuple[str, ...] = ()


class Piece(NamedTuple):
    """A stretch of text with one fate. "formatted" text stayed; `gained` and `lost` name its marks that did not.

    `marks` are the names of the marks it has now, or had if it was removed. Removed or added ends of paragraphs and
    lines are shown as "¶" and "↵" before a newline, an image as its description in square brackets.
    """

    change: PieceChange
    text: str
    marks: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()
    #: Where it stands in either document, or between what it would.
    old: Span = _NOWHERE
    new: Span = _NOWHERE

    @property
    def old_marks(self) -> tuple[str, ...]:
        return (*self.lost, *(mark for mark in self.marks if mark not in self.gained))


class ComparedBlock(NamedTuple):
    """A block and what became of it. `old_style` is given only where it differs from `style`.

    A block that moved is shown twice: as "moved_away" where it was, whole, and as "moved" where it is now, with what
    changed in it. `old` and `new` are where its nodes stand in either document, None where they do not.
    """

    change: BlockChange
    style: Style
    pieces: tuple[Piece, ...]
    old_style: Style | None = None
    old: Span | None = None
    new: Span | None = None


@dataclass(frozen=True)
class Fold:
    """So many unchanged blocks that need not be shown."""

    blocks: tuple[ComparedBlock, ...]


class _Leaf(NamedTuple):
    """A block without blocks in it, and the positions before and after it."""

    unit: Unit
    style: Style
    at: int
    end: int

    @property
    def node(self) -> Node:
        return self.unit.node


# Makes a named tuple of all its fields, for what a long text has very many of: its own `__new__` is written in Python,
# and takes twice as long.
_made = tuple.__new__


def compare(old: Node, new: Node) -> list[ComparedBlock]:
    """Return the new document's blocks with what changed in them, and the old one's that are gone, in reading order."""
    with collecting_paused():
        return _compared(old, new)


def fold_unchanged(blocks: Sequence[ComparedBlock], around: int = 1) -> list[ComparedBlock | Fold]:
    """Return the blocks with long unchanged stretches folded, but for `around` blocks next to each change."""
    changed = [index for index, block in enumerate(blocks) if block.change != "same"]
    shown = {near for index in changed for near in range(index - around, index + around + 1)}
    folded: list[ComparedBlock | Fold] = []
    for is_shown, run in groupby(enumerate(blocks), key=lambda numbered: numbered[0] in shown):
        together = [block for _, block in run]
        folded += together if is_shown else [Fold(tuple(together))]
    return folded


def _compared(old: Node, new: Node) -> list[ComparedBlock]:
    words_of: WordsOf = cache(line_words)
    olds, news = list(_leaves(old, words_of)), list(_leaves(new, words_of))
    alignment = align([leaf.unit for leaf in olds], [leaf.unit for leaf in news])
    origins = {j: i for i, j in alignment.moved.items()}
    compared: list[ComparedBlock] = []
    for section in alignment.sections:
        if section.matched:
            compared.append(_matched(_part(olds, section.old), _part(news, section.new), "changed"))
            continue
        for i in section.old:
            compared.append(_gone(olds[i], "moved_away" if i in alignment.moved else "removed"))
        for j in section.new:
            moved = j in origins
            compared.append(_matched([olds[origins[j]]], [news[j]], "moved") if moved else _come(news[j]))
    return compared


def _leaves(node: Node, words_of: WordsOf, within: tuple[str, ...] = (), at: int = 0) -> Iterator[_Leaf]:
    """Yield every block without blocks in it; `at` is where the node's content starts."""
    for child in node.children:
        kind, attrs = child.type, child.attrs
        is_text = kind.inline_content
        # What `node_size` gives: it looks at the node's type again, and a long text has thousands.
        end = at + child.content.size + 2 if is_text else at + child.node_size
        if is_text or kind.is_leaf:
            style = _shared_style(kind.name, attrs.get("level"), attrs.get("align"), within)
            yield _made(_Leaf, (unit_of(child, style, words_of), style, at, end))
        else:
            yield from _leaves(child, words_of, (*within, kind.name), at + 1)
        at = end


@lru_cache
def _shared_style(kind: str, level: int | None, align: str | None, within: tuple[str, ...]) -> Style:
    """Return one style for all blocks that have it: a long text has few."""
    return Style(kind, level, align, within)


def _part(leaves: Sequence[_Leaf], indexes: range) -> Sequence[_Leaf]:
    return leaves[indexes.start : indexes.stop]


def _span(leaves: Sequence[_Leaf]) -> Span:
    return Span(leaves[0].at, leaves[-1].end)


def _gone(leaf: _Leaf, change: BlockChange) -> ComparedBlock:
    span = _made(Span, (leaf.at, leaf.end))
    return _made(ComparedBlock, (change, leaf.style, _whole(leaf.node, "removed"), None, span, None))


def _come(leaf: _Leaf) -> ComparedBlock:
    span = _made(Span, (leaf.at, leaf.end))
    return _made(ComparedBlock, ("added", leaf.style, _whole(leaf.node, "added"), None, None, span))


def _whole(node: Node, change: PieceChange) -> tuple[Piece, ...]:
    children = node.children
    if len(children) == 1:
        child = children[0]
        return (_made(Piece, (change, _shown(child), _names(child.marks), (), (), _NOWHERE, _NOWHERE)),)
    return _joined(Piece(change, _shown(child), _names(child.marks)) for child in children)


def _shown(node: Node) -> str:
    return node.text if node.text is not None else leaf_text(node).removeprefix("↵")


def _matched(olds: Sequence[_Leaf], news: Sequence[_Leaf], change: BlockChange) -> ComparedBlock:
    one, other = olds[0], news[0]
    alone = len(olds) == len(news) == 1
    if alone and one.unit.key == other.unit.key:
        pieces = _whole(other.node, "same")
    elif alone and _is_plain(one.node) and _is_plain(other.node):
        pieces = tuple(_plain_pieces(one, other))
    else:
        pieces = _joined(_pieces(_side(olds), _side(news)))
    if change == "changed" and one.style == other.style and all(piece.change == "same" for piece in pieces):
        change = "same"
    old_style = one.style if one.style != other.style else None
    return ComparedBlock(change, other.style, pieces, old_style, _span(olds), _span(news))


def _side(leaves: Sequence[_Leaf]) -> Side:
    return Side([leaf.node for leaf in leaves], [leaf.at + 1 for leaf in leaves])


def _is_plain(node: Node) -> bool:
    """Whether a block is one text without marks, whose characters are what positions count, as nearly all are."""
    children = node.children
    if len(children) != 1:
        return False
    text = children[0].text
    return text is not None and len(text) == node.content.size and not children[0].marks


def _plain_pieces(old: _Leaf, new: _Leaf) -> Iterator[Piece]:
    """Yield what `_pieces` does of two plain blocks, of whose places and positions it need not ask: nearly all are such."""
    text, new_text, old_at, new_at = old.unit.text, new.unit.text, old.at + 1, new.at + 1
    found = told(text, new_text)
    places = list(accumulate(map(len, found.old), initial=found.start))
    new_places = list(accumulate(map(len, found.new), initial=found.start))
    kept = 0
    for change in found.changes:
        start, end = places[change.old_start], places[change.old_end]
        new_start, new_end = new_places[change.new_start], new_places[change.new_end]
        if kept < new_start:
            yield Piece("same", new_text[kept:new_start])
        if start < end:
            gone = Span(old_at + start, old_at + end)
            yield Piece("removed", text[start:end], (), (), (), gone, Span(new_at + new_start, new_at + new_start))
        if new_start < new_end:
            come = Span(new_at + new_start, new_at + new_end)
            yield Piece("added", new_text[new_start:new_end], (), (), (), Span(old_at + end, old_at + end), come)
        kept = new_end
    if kept < len(new_text):
        yield Piece("same", new_text[kept:])


def _pieces(old: Side, new: Side) -> Iterator[Piece]:
    """Yield the new side's text and what is gone from the old one, in reading order."""
    olds, news, found = old.changes_to(new)
    old_at = new_at = 0
    for change in found:
        start, new_start = olds.places[change.old_start], news.places[change.new_start]
        yield from _kept_pieces(old, new, old_at, new_at, new_start)
        old_at, new_at = olds.places[change.old_end], news.places[change.new_end]
        if start < old_at:
            between = _spanned(new, new_start, new_start)
            for low, high in _runs(old, start, old_at):
                yield Piece("removed", *_read(old, low, high), old=_spanned(old, low, high), new=between)
        if new_start < new_at:
            between = _spanned(old, old_at, old_at)
            for low, high in _runs(new, new_start, new_at):
                yield Piece("added", *_read(new, low, high), old=between, new=_spanned(new, low, high))
    yield from _kept_pieces(old, new, old_at, new_at, new.end)


def _read(side: Side, start: int, end: int) -> tuple[str, tuple[str, ...]]:
    """Return what to show of a stretch that has come or gone, and its marks."""
    return side.text(start, end, visible=True), _names(side.marks_at(start))


def _runs(side: Side, start: int, end: int) -> Iterable[tuple[int, int]]:
    """Return the stretches between two places over which no mark changes."""
    return pairwise([start, *side.mark_ends(start, end), end]) if side.has_marks else [(start, end)]


def _spanned(side: Side, start: int, end: int) -> Span:
    return Span(side.position(start), side.position(end))


def _kept_pieces(old: Side, new: Side, old_at: int, new_at: int, end: int) -> Iterator[Piece]:
    """Yield the pieces of a stretch that has the same text on both sides, where marks may have changed."""
    if new_at == end:
        return
    if not old.has_marks and not new.has_marks:
        yield Piece("same", new.text(new_at, end, visible=False))
        return
    shift = new_at - old_at
    old_ends = [place + shift for place in old.mark_ends(old_at, end - shift)]
    for low, high in pairwise(sorted({new_at, *old_ends, *new.mark_ends(new_at, end), end})):
        before, marks = old.marks_at(low - shift), new.marks_at(low)
        text = new.text(low, high, visible=False)
        if Mark.same_set(before, marks):
            yield Piece("same", text, _names(marks))
        else:
            gained = _names([mark for mark in marks if not mark.is_in_set(before)])
            lost = _names([mark for mark in before if not mark.is_in_set(marks)])
            spans = {"old": _spanned(old, low - shift, high - shift), "new": _spanned(new, low, high)}
            yield Piece("formatted", text, _names(marks), gained, lost, **spans)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Make one piece of neighbours that differ in nothing but their text."""
    apart = list(pieces)
    if all(one.change != other.change for one, other in pairwise(apart)):
        return tuple(apart)
    runs: list[list[Piece]] = []
    for piece in apart:
        if runs and _differ_in_text_alone(runs[-1][-1], piece):
            runs[-1].append(piece)
        else:
            runs.append([piece])
    return tuple([run[0] if len(run) == 1 else _one_piece(run) for run in runs])


def _differ_in_text_alone(one: Piece, other: Piece) -> bool:
    return (
        one.change == other.change
        and one.marks == other.marks
        and one.gained == other.gained
        and one.lost == other.lost
    )


def _one_piece(pieces: Sequence[Piece]) -> Piece:
    first, last = pieces[0], pieces[-1]
    text = "".join(piece.text for piece in pieces)
    spans = Span(first.old.start, last.old.end), Span(first.new.start, last.new.end)
    return Piece(first.change, text, first.marks, first.gained, first.lost, *spans)


def _names(marks: Sequence[Mark]) -> tuple[str, ...]:
    return tuple([mark.type.name for mark in marks]) if marks else ()
