"""Two versions of a document side by side in one run of blocks, for a page to show: no HTML, no sentences."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby, pairwise
from typing import Any, Literal

from prosemirror.model import Mark, Node

from workshop.prose.diff.alignment import align
from workshop.prose.diff.changes import changes, readable
from workshop.prose.diff.sides import Side
from workshop.prose.diff.tokens import leaf_text
from workshop.prose.diff.units import unit_of

PieceChange = Literal["same", "added", "removed", "formatted"]
BlockChange = Literal["same", "changed", "added", "removed", "moved", "moved_away"]


@dataclass(frozen=True)
class Style:
    """What formats a whole block: its node type, its attributes, and the names of what it stands in, outermost first."""

    kind: str
    level: int | None = None
    align: str | None = None
    within: tuple[str, ...] = ()


@dataclass(frozen=True)
class Piece:
    """A stretch of text with one fate. "formatted" text stayed; `gained` and `lost` name its marks that did not.

    `marks` are the names of the marks it has now, or had if it was removed. Removed or added ends of paragraphs and
    lines are shown as "¶" and "↵" before a newline, an image as its description in square brackets.
    """

    change: PieceChange
    text: str
    marks: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    lost: tuple[str, ...] = ()


@dataclass(frozen=True)
class ComparedBlock:
    """A block and what became of it. `old_style` is given only where it differs from `style`.

    A block that moved is shown twice: as "moved_away" where it was, whole, and as "moved" where it is now, with what
    changed in it.
    """

    change: BlockChange
    style: Style
    pieces: tuple[Piece, ...]
    old_style: Style | None = None


@dataclass(frozen=True)
class Fold:
    """So many unchanged blocks that need not be shown."""

    blocks: tuple[ComparedBlock, ...]


#: A block without blocks in it, and its style.
_Leaf = tuple[Node, Style]


def compare(old: Node, new: Node) -> list[ComparedBlock]:
    """Return the new document's blocks with what changed in them, and the old one's that are gone, in reading order."""
    olds, news = list(_leaves(old)), list(_leaves(new))
    alignment = align([unit_of(*leaf) for leaf in olds], [unit_of(*leaf) for leaf in news])
    origins = {j: i for i, j in alignment.moved.items()}
    compared: list[ComparedBlock] = []
    for section in alignment.sections:
        if section.matched:
            compared.append(_matched(_cut(olds, section.old), _cut(news, section.new), "changed"))
            continue
        for i in section.old:
            compared.append(_whole(olds[i], "moved_away" if i in alignment.moved else "removed"))
        for j in section.new:
            moved = j in origins
            compared.append(_matched([olds[origins[j]]], [news[j]], "moved") if moved else _whole(news[j], "added"))
    return compared


def fold_unchanged(blocks: Sequence[ComparedBlock], around: int = 1) -> list[ComparedBlock | Fold]:
    """Return the blocks with long unchanged stretches folded, but for `around` blocks next to each change."""
    changed = [index for index, block in enumerate(blocks) if block.change != "same"]
    shown = {near for index in changed for near in range(index - around, index + around + 1)}
    folded: list[ComparedBlock | Fold] = []
    for is_shown, run in groupby(enumerate(blocks), key=lambda numbered: numbered[0] in shown):
        together = [block for _, block in run]
        folded += together if is_shown else [Fold(tuple(together))]
    return folded


def _leaves(node: Node, within: tuple[str, ...] = ()) -> Iterator[_Leaf]:
    """Yield every block without blocks in it, with its style."""
    for child in node.children:
        if child.is_textblock or child.is_leaf:
            yield child, _style(child, within)
        else:
            yield from _leaves(child, (*within, child.type.name))


def _style(node: Node, within: tuple[str, ...]) -> Style:
    attrs: Mapping[str, Any] = node.attrs
    return Style(node.type.name, attrs.get("level"), attrs.get("align"), within)


def _cut(leaves: Sequence[_Leaf], indexes: range) -> Sequence[_Leaf]:
    return leaves[indexes.start : indexes.stop]


def _whole(leaf: _Leaf, change: BlockChange) -> ComparedBlock:
    node, style = leaf
    fates: dict[BlockChange, PieceChange] = {"same": "same", "added": "added"}
    pieces = (Piece(fates.get(change, "removed"), _shown(child), _names(child.marks)) for child in node.children)
    return ComparedBlock(change, style, _joined(pieces))


def _shown(node: Node) -> str:
    return node.text if node.text is not None else leaf_text(node).removeprefix("↵")


def _matched(olds: Sequence[_Leaf], news: Sequence[_Leaf], change: BlockChange) -> ComparedBlock:
    if change == "changed" and olds[0][1] == news[0][1] and len(olds) == len(news) == 1 and olds[0][0].eq(news[0][0]):
        return _whole(news[0], "same")
    old_style, style = olds[0][1], news[0][1]
    old, new = Side([node for node, _ in olds]), Side([node for node, _ in news])
    pieces = _joined(_pieces(old, new))
    if change == "changed" and old_style == style and all(piece.change == "same" for piece in pieces):
        change = "same"
    return ComparedBlock(change, style, pieces, old_style if old_style != style else None)


def _pieces(old: Side, new: Side) -> Iterator[Piece]:
    """Yield the new side's text and what is gone from the old one, in reading order."""
    old_at = new_at = 0
    for change in readable(changes(old.tokens.keys, new.tokens.keys), old.tokens.texts):
        yield from _kept_pieces(old, new, old_at, new_at, new.places[change.new_start])
        old_at, new_at = old.places[change.old_end], new.places[change.new_end]
        yield from _plain_pieces(old, old.places[change.old_start], old_at, "removed")
        yield from _plain_pieces(new, new.places[change.new_start], new_at, "added")
    yield from _kept_pieces(old, new, old_at, new_at, new.places[-1])


def _plain_pieces(side: Side, start: int, end: int, change: PieceChange) -> Iterator[Piece]:
    for low, high in pairwise([start, *side.mark_ends(start, end), end]):
        if low < high:
            yield Piece(change, side.text(low, high, visible=True), _names(side.marks_at(low)))


def _kept_pieces(old: Side, new: Side, old_at: int, new_at: int, end: int) -> Iterator[Piece]:
    """Yield the pieces of a stretch that has the same text on both sides, where marks may have changed."""
    shift = new_at - old_at
    old_ends = [place + shift for place in old.mark_ends(old_at, end - shift)]
    for low, high in pairwise(sorted({new_at, *old_ends, *new.mark_ends(new_at, end), end})):
        before, marks = old.marks_at(low - shift), new.marks_at(low)
        text = new.text(low, high, visible=False)
        if Mark.same_set(before, marks):
            yield Piece("same", text, _names(marks))
        else:
            gained = _names(mark for mark in marks if not mark.is_in_set(before))
            lost = _names(mark for mark in before if not mark.is_in_set(marks))
            yield Piece("formatted", text, _names(marks), gained, lost)


def _joined(pieces: Iterable[Piece]) -> tuple[Piece, ...]:
    """Make one piece of neighbours that differ in nothing but their text."""
    alike = groupby(pieces, key=lambda piece: (piece.change, piece.marks, piece.gained, piece.lost))
    return tuple(Piece(fate[0], "".join(piece.text for piece in together), *fate[1:]) for fate, together in alike)


def _names(marks: Iterable[Mark]) -> tuple[str, ...]:
    return tuple(mark.type.name for mark in marks)
