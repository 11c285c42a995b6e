"""The blocks of a document's first level, found by halving: `Node.resolve` walks past each of them to a place. Pure."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property

from prosemirror.model import Node, Slice

from workshop.prose.diff.compare import Span
from workshop.prose.places import places_of


@dataclass(frozen=True)
class Outline:
    """A document, and where its blocks start."""

    doc: Node

    @cached_property
    def starts(self) -> list[int]:
        """Where each block starts, and where the last one ends."""
        return places_of(self.doc.children)

    def is_between_blocks(self, place: int) -> bool:
        return self.starts[bisect_left(self.starts, place)] == place

    def is_in_paragraph(self, place: int) -> bool:
        """Whether it lies in a paragraph or heading of the first level."""
        block = bisect_right(self.starts, place) - 1
        return self.starts[block] < place and self.doc.child(block).is_textblock

    def blocks_of(self, span: Span) -> range:
        """Return which blocks a stretch touches; of a place between two it is the one behind it."""
        first = bisect_right(self.starts, span.start) - 1
        return range(first, max(first + 1, bisect_left(self.starts, span.end)))

    def cut(self, span: Span) -> Slice:
        """Return a stretch as `Node.slice` does."""
        if span.start == span.end:
            return Slice.empty
        blocks = self.blocks_of(span)
        start = self.starts[blocks.start]
        if len(blocks) == 1 and start < span.start and self.doc.child(blocks.start).is_textblock:
            content = self.doc.child(blocks.start).content
            return Slice(content.cut(span.start - start - 1, span.end - start - 1), 0, 0)
        if start == span.start and self.starts[blocks.stop] == span.end:
            return Slice(self.doc.content.cut_by_index(blocks.start, blocks.stop), 0, 0)
        return self.doc.slice(span.start, span.end)
