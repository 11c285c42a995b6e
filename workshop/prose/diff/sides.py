"""One side of a comparison: its tokens, and the text and marks of any stretch of them."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from prosemirror.model import Mark, Node

from workshop.prose.diff.tokens import Cut, block_tokens
from workshop.prose.places import places_of


class Side:
    """Text blocks that belong together. Places are UTF-16 units from the start of the first block's content.

    `positions` says where each block's content starts in the document: what lies between blocks need not be two units.
    """

    def __init__(self, blocks: Sequence[Node], positions: Sequence[int], cut: Cut) -> None:
        self.tokens = block_tokens(blocks, cut)
        self.places = self.tokens.places(0)
        # What is no text keeps its room, and its text is put in when shown.
        self._others = [(self.places[index], index) for index in self.tokens.others]
        texts = self.tokens.texts.copy()
        for index in self.tokens.others:
            texts[index] = "\ufffc" * self.tokens.sizes[index]
        # As UTF-16, so that a place is an index.
        self._units = "".join(texts).encode("utf-16-le")
        self._positions = positions
        self._starts = places_of(blocks[:-1])
        runs = list(_mark_runs(blocks))
        self._mark_ends = list(accumulate(size for size, _ in runs))
        self._marks = [marks for _, marks in runs]

    def text(self, start: int, end: int, *, visible: bool) -> str:
        """Return the text between two places; `visible` shows the ends of lines too."""
        shown: list[str] = []
        for place, index in self._others[bisect_left(self._others, (start,)) : bisect_left(self._others, (end,))]:
            other = self.tokens.texts[index]
            shown += [self._decoded(start, place), other if visible else other.removeprefix("↵")]
            start = place + self.tokens.sizes[index]
        return "".join([*shown, self._decoded(start, end)])

    def position(self, place: int) -> int:
        """Return the document position of a place."""
        block = bisect_right(self._starts, place) - 1
        return self._positions[block] + place - self._starts[block]

    def mark_ends(self, start: int, end: int) -> list[int]:
        """Return the places between two others at which marks may change."""
        return self._mark_ends[bisect_right(self._mark_ends, start) : bisect_left(self._mark_ends, end)]

    def marks_at(self, place: int) -> list[Mark]:
        return self._marks[bisect_right(self._mark_ends, place)]

    def _decoded(self, start: int, end: int) -> str:
        return self._units[2 * start : 2 * end].decode("utf-16-le")


def _mark_runs(blocks: Sequence[Node]) -> Iterator[tuple[int, list[Mark]]]:
    """Yield the size and the marks of everything in the blocks, the borders between them included."""
    for index, block in enumerate(blocks):
        if index:
            yield 2, []
        yield from ((node.node_size, node.marks) for node in block.children)
