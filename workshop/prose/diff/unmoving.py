"""A text with its moved paragraphs put back to where the base has them, so that their words can be merged in place. Pure."""

from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from prosemirror.model import Fragment, Node

from workshop.prose.diff.alignment import Alignment, align
from workshop.prose.diff.compare import Span
from workshop.prose.diff.units import unit_of
from workshop.prose.places import places_of


@dataclass(frozen=True)
class Unmoved:
    """A text, and the same blocks in the order of the base."""

    base: Node
    doc: Node
    alignment: Alignment

    @property
    def moved(self) -> dict[int, int]:
        """Where blocks of the base went: new index by old."""
        return self.alignment.moved

    @cached_property
    def node(self) -> Node:
        """The text with its blocks in order."""
        if not self.moved:
            return self.doc
        return self.doc.copy(Fragment.from_array([self.doc.children[index] for index in self.order]))

    @cached_property
    def order(self) -> list[int]:
        """Which block of the text each block in order is."""
        targets, order = set(self.moved.values()), []
        for section in self.alignment.sections:
            if section.matched:
                order += section.new
            else:
                order += [self.moved[index] for index in section.old if index in self.moved]
                order += [index for index in section.new if index not in targets]
        return order

    def place_of(self, span: Span) -> Span:
        """Return where a stretch of the blocks in order stands in the text; raises ValueError where it went apart."""
        if not self.moved:
            return span
        if span.start == span.end and span.start in self._starts:
            return self._between(self._starts.index(span.start))
        first, last = bisect_right(self._starts, span.start) - 1, bisect_left(self._starts, span.end) - 1
        if any(two != one + 1 for one, two in pairwise(self.order[first : last + 1])):
            raise ValueError("The blocks stand no longer together")
        by = self._doc_starts[self.order[first]] - self._starts[first]
        return Span(span.start + by, span.end + by)

    def old_before(self, new: int) -> int | None:
        """Return which block of the base a block of the text follows, of those that both have; None at the start."""
        partners = {j: i for i, j in self.moved.items()}
        for section in self.alignment.sections:
            if section.matched and section.old:
                partners |= dict.fromkeys(section.new, section.old[-1])
        return next((partners[index] for index in range(new - 1, -1, -1) if index in partners), None)

    def _between(self, index: int) -> Span:
        """Return the place before the block of this index, beside a neighbour that has not moved where there is one."""
        moved = set(self.moved.values())
        if index and (self.order[index - 1] not in moved or index == len(self.order)):
            place = self._doc_starts[self.order[index - 1] + 1]
        else:
            place = self._doc_starts[self.order[index]]
        return Span(place, place)

    @cached_property
    def _starts(self) -> list[int]:
        return places_of(self.node.children)

    @cached_property
    def _doc_starts(self) -> list[int]:
        return places_of(self.doc.children)


def unmoved(base: Node, doc: Node, *, looks_for_moves: bool) -> Unmoved:
    """Return the text with its blocks in the order of the base; without looking for moves it is as it is."""
    if not looks_for_moves:
        return Unmoved(base, doc, Alignment([], {}))
    return Unmoved(base, doc, align([*map(unit_of, base.children)], [*map(unit_of, doc.children)]))
