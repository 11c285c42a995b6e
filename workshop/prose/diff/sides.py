"""One side of a comparison: its tokens, and the text and marks of any stretch of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from prosemirror.model import Mark, Node

from workshop.prose.diff.changes import Change, changes
from workshop.prose.diff.reading import readable, told
from workshop.prose.diff.tokens import BORDER_SHOWN, BORDER_SIZE, block_tokens, leaf_text
from workshop.prose.places import places_of
from workshop.prose.utf16 import utf16_length


@dataclass(frozen=True)
class Run:
    """Tokens that stand beside each other, by their keys, where each starts, and where the last one ends."""

    keys: Sequence[Hashable]
    places: list[int]


class Side:
    """Text blocks that belong together. Places are UTF-16 units from the start of the first block's content.

    `positions` says where each block's content starts in the document: what lies between blocks need not be two units.
    """

    def __init__(self, blocks: Sequence[Node], positions: Sequence[int]) -> None:
        self._blocks, self._positions = blocks, positions
        self._starts = places_of(blocks[:-1])
        #: What is no text: where it stands, its size, and what to show for it. In the text it keeps its room.
        self._others: list[tuple[int, int, str]] = []
        self._mark_ends: list[int] = []
        self._marks: list[list[Mark]] = []
        texts: list[str] = []
        #: The last place.
        self.end = 0
        for text, shown, size, marks in _contents(blocks):
            if text is None:
                self._others.append((self.end, size, shown))
            texts.append("\ufffc" * size if text is None else text)
            self.end += size
            self._mark_ends.append(self.end)
            self._marks.append(marks)
        #: Whether anything in it has marks; where not, it is all one run.
        self.has_marks = any(self._marks)
        self._text = "".join(texts)
        # Where characters are not what places count: the text in a form in which a place is an index.
        self._units = None if len(self._text) == self.end else self._text.encode("utf-16-le")

    def changes_to(self, other: "Side") -> tuple[Run, Run, list[Change]]:
        """Return the changes that make this side the other, in tokens of either: not all where the ends are the same."""
        if self._others or other._others:
            olds, news = self._whole(), other._whole()
            return olds, news, readable(changes(olds.keys, news.keys), olds.keys, news.keys)
        found = told(self._text, other._text)
        return self._run(found.old, found.start), other._run(found.new, found.start), found.changes

    def text(self, start: int, end: int, *, visible: bool) -> str:
        """Return the text between two places; `visible` shows the ends of lines too."""
        if not self._others:
            return self._part(start, end)
        shown: list[str] = []
        for place, size, other in self._others[bisect_left(self._others, (start,)) : bisect_left(self._others, (end,))]:
            shown += [self._part(start, place), other if visible else other.removeprefix("↵")]
            start = place + size
        return "".join([*shown, self._part(start, end)])

    def position(self, place: int) -> int:
        """Return the document position of a place."""
        block = bisect_right(self._starts, place) - 1
        return self._positions[block] + place - self._starts[block]

    def mark_ends(self, start: int, end: int) -> list[int]:
        """Return the places between two others at which marks may change."""
        return self._mark_ends[bisect_right(self._mark_ends, start) : bisect_left(self._mark_ends, end)]

    def marks_at(self, place: int) -> list[Mark]:
        return self._marks[bisect_right(self._mark_ends, place)]

    def _part(self, start: int, end: int) -> str:
        return self._text[start:end] if self._units is None else self._units[2 * start : 2 * end].decode("utf-16-le")

    def _whole(self) -> Run:
        tokens = block_tokens(self._blocks)
        return Run(tokens.keys, tokens.places(0))

    def _run(self, texts: list[str], start: int) -> Run:
        """Return these tokens of the text, where there is only text, from so many characters on."""
        size_of = len if self._units is None else utf16_length
        return Run(texts, list(accumulate(map(size_of, texts), initial=size_of(self._text[:start]))))


def _contents(blocks: Sequence[Node]) -> Iterator[tuple[str | None, str, int, list[Mark]]]:
    """Yield what is in the blocks and between them: its text, or None and what to show instead, its size and marks."""
    for index, block in enumerate(blocks):
        if index:
            yield None, BORDER_SHOWN, BORDER_SIZE, []
        for node in block.children:
            yield node.text, "" if node.text is not None else leaf_text(node), node.node_size, node.marks
