"""What a merge left in theirs: it is offered no more, and can still be brought over. Pure."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import replace

from prosemirror.model import Node

from workshop.prose.diff.compare import Span
from workshop.prose.diff.merging import Difference, Merge
from workshop.prose.plain import text_between


def with_left(offered: Merge, whole: Merge) -> Merge:
    """Return what is offered, and behind it what theirs has besides since both texts began.

    `whole` is the merge from their beginning. What shares a place with something offered waits until that is decided on;
    where both are kept, nothing was left.
    """
    ours = _Covered(span for each in offered.differences for span in (each.ours, *(blocks for blocks, _ in each.moves)))
    theirs = _Covered(each.theirs for each in offered.differences)
    left = tuple(
        replace(each, is_left=True)
        for each in whole.differences
        if not (any(map(ours.meets, _places(each))) or theirs.meets(each.theirs) or _has_both(each, whole))
    )
    return replace(offered, differences=offered.differences + left)


def _places(difference: Difference) -> list[Span]:
    return [difference.ours, *(blocks for blocks, _ in difference.moves)]


def _has_both(difference: Difference, merged: Merge) -> bool:
    """Whether ours has theirs' words there behind its own, as when both are kept."""
    theirs = _words(merged.theirs, difference.theirs)
    return difference.is_conflict and bool(theirs) and _words(merged.ours, difference.ours).endswith(theirs)


def _words(doc: Node, span: Span) -> str:
    return text_between(doc, span.start, span.end)


class _Covered:
    """Places that some stretches cover, their ends included."""

    def __init__(self, spans: Iterable[Span]) -> None:
        self._starts: list[int] = []
        self._ends: list[int] = []
        for span in sorted(spans, key=lambda each: (each.start, each.end)):
            if self._ends and span.start <= self._ends[-1]:
                self._ends[-1] = max(self._ends[-1], span.end)
            else:
                self._starts.append(span.start)
                self._ends.append(span.end)

    def meets(self, span: Span) -> bool:
        index = bisect_right(self._starts, span.end) - 1
        return index >= 0 and span.start <= self._ends[index]
