"""A comparison as its page shows it: changes counted and numbered, forms put into words, unchanged stretches folded."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from prosemirror.model import Node

from workshop.prose.counting import count_words
from workshop.prose.diff import ComparedBlock, Fold, Piece, Style, compare, fold_unchanged

#: A stretch of fewer unchanged blocks is shown: folding it away would save nothing.
FOLD_LEAST = 3
#: Words of a piece that its note quotes.
_QUOTED = 40

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
    #: Whether stepping through the changes stops here.
    is_change: bool


@dataclass(frozen=True)
class ShownBlock:
    """One block of the comparison, and what there is to say about it beside its words."""

    block: ComparedBlock
    runs: tuple[ShownRun, ...]
    notes: tuple[str, ...]
    #: Whether stepping through the changes stops at the block itself, and not at the words in it.
    is_change: bool


@dataclass(frozen=True)
class ShownFold:
    """Unchanged blocks in a row."""

    blocks: tuple[ShownBlock, ...]


@dataclass(frozen=True)
class Comparison:
    """What a page shows of two versions."""

    rows: tuple[ShownBlock | ShownFold, ...]
    changes: int
    words_added: int
    words_removed: int
    blocks_moved: int


def compared_page(old: Node, new: Node) -> Comparison:
    """Return the comparison of two documents, ready for its page."""
    blocks = compare(old, new)
    rows = tuple(_rows(blocks))
    shown = [row for row in rows if isinstance(row, ShownBlock)]
    return Comparison(
        rows=rows,
        changes=sum(row.is_change + sum(run.is_change for run in row.runs) for row in shown),
        words_added=_words(blocks, "added"),
        words_removed=_words(blocks, "removed"),
        blocks_moved=sum(block.change == "moved" for block in blocks),
    )


def _rows(blocks: Sequence[ComparedBlock]) -> Iterator[ShownBlock | ShownFold]:
    before: str | None = None
    for item in fold_unchanged(blocks):
        if isinstance(item, Fold) and len(item.blocks) >= FOLD_LEAST:
            yield ShownFold(tuple(_shown(block, None) for block in item.blocks))
            before = "same"
            continue
        for block in item.blocks if isinstance(item, Fold) else [item]:
            yield _shown(block, before)
            before = block.change


def _shown(block: ComparedBlock, before: str | None) -> ShownBlock:
    """Return the block as shown; of several blocks that came or went together the first one is the change."""
    if block.change in {"added", "removed", "moved_away"}:
        whole = ShownRun(block.pieces, is_change=False)
        return ShownBlock(block, (whole,), tuple(_notes(block)), is_change=block.change != before)
    by_fate = groupby(block.pieces, key=lambda piece: piece.change != "same")
    runs = tuple(ShownRun(tuple(pieces), is_change) for is_change, pieces in by_fate)
    at_block = block.change == "moved" or block.old_style is not None
    return ShownBlock(block, runs, tuple(_notes(block)), is_change=at_block)


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
