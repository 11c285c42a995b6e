"""A comparison as its page shows it: changes counted and numbered, forms put into words, unchanged stretches folded."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from prosemirror.model import Node

from workshop.prose.counting import count_words
from workshop.prose.diff import Chosen, ComparedBlock, Fold, Piece, Span, Style, compare, fold_unchanged

#: A stretch of fewer unchanged blocks is shown: folding it away would save nothing.
FOLD_LEAST = 3
#: Words of a piece that its note quotes.
_QUOTED = 40
#: What becomes of several blocks in a row at once.
_TOGETHER = {"added", "removed", "moved_away"}

_MARKS = {
    "em": "italic",
    "strong": "bold",
    "underline": "underlined",
    "strike": "struck through",
    "sup": "superscript",
    "sub": "subscript",
    "link": "a link",
    "ruby": "with a reading",
}
_KINDS = {"paragraph": "a paragraph", "heading": "a heading", "scene_break": "a scene break"}
_ALIGNS = {None: "at the left", "center": "centred", "right": "at the right", "justify": "justified"}
_PLACES = {"blockquote": "a quotation", "bullet_list": "a list", "ordered_list": "a numbered list"}


@dataclass(frozen=True)
class ShownRun:
    """Pieces in a row, all changed or all unchanged."""

    pieces: tuple[Piece, ...]
    #: Which of the page's changes it is, from 1, where stepping through them stops here.
    number: int | None = None
    #: Whether it stands so far from every change that a narrow page may leave it out.
    is_far: bool = False

    @property
    def is_new_alone(self) -> bool:
        """Whether nothing of it stands in the older version."""
        return all(piece.change == "added" for piece in self.pieces)

    @property
    def put_back_words(self) -> str:
        """What putting it back would do, for a button."""
        gone = _quoted("".join(piece.text for piece in self.pieces if piece.change == "removed"))
        come = _quoted("".join(piece.text for piece in self.pieces if piece.change == "added"))
        if gone:
            return f"Put “{gone}” back"
        return f"Take “{come}” out again" if come else f"Put the form of “{_quoted(self.pieces[0].text)}” back"


@dataclass(frozen=True)
class ShownBlock:
    """One block of the comparison, and what there is to say about it beside its words."""

    block: ComparedBlock
    runs: tuple[ShownRun, ...]
    notes: tuple[str, ...]
    #: Which of the page's changes the block itself is, or the blocks that begin with it, beside the words in it.
    number: int | None = None
    #: Of a moved block, the number of its other place.
    elsewhere: int | None = None


@dataclass(frozen=True)
class ShownFold:
    """Unchanged blocks in a row."""

    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True)
class Comparison:
    """What a page shows of two versions. `chosen` are the changes by their numbers, from 1."""

    rows: tuple[ShownBlock | ShownFold, ...]
    chosen: dict[int, Chosen]
    words_added: int
    words_removed: int
    blocks_moved: int

    @property
    def changes(self) -> int:
        return len(self.chosen)


def compared_page(old: Node, new: Node) -> Comparison:
    """Return the comparison of two documents, ready for its page."""
    blocks = compare(old, new)
    numbering = _Numbering(blocks)
    shown = {id(block): row for block, row in zip(blocks, numbering.shown(), strict=True)}
    return Comparison(
        rows=tuple(_rows(blocks, shown)),
        chosen=numbering.chosen,
        words_added=_words(blocks, "added"),
        words_removed=_words(blocks, "removed"),
        blocks_moved=sum(block.change == "moved" for block in blocks),
    )


def _rows(blocks: Sequence[ComparedBlock], shown: Mapping[int, ShownBlock]) -> Iterator[ShownBlock | ShownFold]:
    for item in fold_unchanged(blocks):
        if isinstance(item, Fold) and len(item.blocks) >= FOLD_LEAST:
            yield ShownFold(tuple(shown[id(block)] for block in item.blocks))
        else:
            yield from (shown[id(block)] for block in (item.blocks if isinstance(item, Fold) else [item]))


class _Numbering:
    """Counts the changes of some blocks in reading order, and keeps what each of them is."""

    def __init__(self, blocks: Sequence[ComparedBlock]) -> None:
        self._blocks = blocks
        self.chosen: dict[int, Chosen] = {}
        #: The numbers of both places of a block that moved, by where it stood.
        self._moves: dict[Span | None, dict[str, int]] = {}

    def shown(self) -> list[ShownBlock]:
        rows = [row for group in self._groups() for row in self._group(group)]
        return [self._linked(row) for row in rows]

    def _groups(self) -> Iterator[range]:
        """Yield the blocks that are one change: those that came, went or moved away together, else each alone."""
        start = 0
        for change, together in groupby(self._blocks, key=lambda block: block.change):
            end = start + len(list(together))
            yield from [range(start, end)] if change in _TOGETHER else (range(at, at + 1) for at in range(start, end))
            start = end

    def _group(self, indexes: range) -> Iterator[ShownBlock]:
        first = self._blocks[indexes.start]
        number = None
        if first.change in _TOGETHER or first.change == "moved" or first.old_style is not None:
            number = self._number(Chosen(self._blocks, indexes))
        for index in indexes:
            block = self._blocks[index]
            if number and block.change in {"moved", "moved_away"}:
                self._moves.setdefault(block.old, {})[block.change] = number
            yield ShownBlock(
                block,
                (ShownRun(block.pieces),) if _is_one_change(block) else tuple(self._runs(index)),
                tuple(_notes(block)),
                number if index == indexes.start else None,
            )

    def _runs(self, index: int) -> Iterator[ShownRun]:
        for is_change, together in groupby(self._blocks[index].pieces, key=lambda piece: piece.change != "same"):
            pieces = tuple(together)
            chosen = Chosen(self._blocks, range(index, index + 1), pieces)
            yield ShownRun(pieces, self._number(chosen) if is_change else None)

    def _number(self, chosen: Chosen) -> int:
        number = len(self.chosen) + 1
        self.chosen[number] = chosen
        return number

    def _linked(self, row: ShownBlock) -> ShownBlock:
        other = {"moved": "moved_away", "moved_away": "moved"}.get(row.block.change)
        return replace(row, elsewhere=self._moves[row.block.old].get(other)) if other else row


def _is_one_change(block: ComparedBlock) -> bool:
    """Whether its words came or went with the block: a scene break that was drawn in letters lost none."""
    old, new = block.old_style, block.style
    return block.change in _TOGETHER or (old is not None and "scene_break" in {old.kind, new.kind})


def _notes(block: ComparedBlock) -> Iterator[str]:
    match block.change:
        case "moved":
            yield "Moved here"
        case "moved_away":
            yield "Moved away from here"
    if block.old_style is not None:
        yield from _style_notes(block.old_style, block.style)
    for piece in block.pieces:
        if piece.change == "formatted":
            yield f"“{_quoted(piece.text)}” {_mark_words(piece)}"


def _style_notes(old: Style, new: Style) -> Iterator[str]:
    if old.kind != new.kind:
        yield f"Now {_KINDS.get(new.kind, new.kind)}, was {_KINDS.get(old.kind, old.kind)}"
    elif old.level != new.level:
        yield f"Now a heading of level {new.level}, was {old.level}"
    if old.align != new.align:
        yield f"Now {_ALIGNS[new.align]}, was {_ALIGNS[old.align]}"
    for place in _places(new, but=old):
        yield f"Now in {place}"
    for place in _places(old, but=new):
        yield f"No longer in {place}"


def _places(style: Style, but: Style) -> list[str]:
    return [
        _PLACES[name] for name in style.within if name in _PLACES and style.within.count(name) > but.within.count(name)
    ]


def _mark_words(piece: Piece) -> str:
    """What became of the words' form, such as "now italic, no longer bold"."""
    changed = [name for name in piece.gained if name in piece.lost]
    says = [f"now {_MARKS.get(name, name)}" for name in piece.gained if name not in changed]
    says += [f"no longer {_MARKS.get(name, name)}" for name in piece.lost if name not in changed]
    says += [
        "leads elsewhere now" if name == "link" else f"{_MARKS.get(name, name)} in another way" for name in changed
    ]
    return ", ".join(says)


def _quoted(text: str) -> str:
    words = " ".join(text.split())
    return words if len(words) <= _QUOTED else words[: _QUOTED - 1].rstrip() + "…"


def _words(blocks: Sequence[ComparedBlock], change: str) -> int:
    """Return how many words came or went; those of a paragraph that only moved did neither."""
    return sum(
        count_words(piece.text)
        for block in blocks
        if block.change != "moved_away"
        for piece in block.pieces
        if piece.change == change
    )
