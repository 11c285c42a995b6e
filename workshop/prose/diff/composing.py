"""Many steps as one map of positions. Pure.

A position goes only through the steps that touched its surroundings; past all others it is moved by what they grew.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from operator import attrgetter

from prosemirror.transform import Mapping, StepMap
from prosemirror.transform.map import Mappable, MapResult


@dataclass
class _Stretch:
    """What lies between two places was touched by some steps, and no place beside it by these.

    Places are told from the end of the text: steps made by comparing go from the end to the start, so these stay.
    """

    old_start: int
    old_end: int
    new_start: int
    new_end: int
    #: The maps of its steps, as if the text began with it.
    maps: list[StepMap] = field(default_factory=list)


class ComposedMap(Mappable):
    """What steps, added one by one, do to any position: exactly what mapping it through each of them does."""

    def __init__(self, size: int) -> None:
        """Begin with no steps on a document whose content has this size."""
        self._old_size = self._new_size = size
        #: From the last to the first; between any two is a place that no step touched.
        self._stretches: list[_Stretch] = []

    def add(self, step_map: StepMap) -> None:
        # Each range is in positions before the step, so the last goes first.
        for touching in reversed(list(_touching_ranges(step_map.ranges))):
            self._add(touching)

    @property
    def back(self) -> Mappable:
        """The way back, as it is at the time of asking."""
        return _Back(self)

    def map(self, pos: int, assoc: int = 1) -> int:
        return self.map_result(pos, assoc).pos

    def map_result(self, pos: int, assoc: int = 1) -> MapResult:
        place = self._old_size - pos
        index = bisect_left(self._stretches, place, key=_OLD_START)
        if index < len(self._stretches) and self._stretches[index].old_end <= place:
            stretch = self._stretches[index]
            result = Mapping(stretch.maps).map_result(stretch.old_start - place, assoc)
            return MapResult(self._new_size - stretch.new_start + result.pos, result.del_info)
        right = self._stretches[index - 1] if index else None
        return MapResult(self._new_size - place + (right.old_start - right.new_start if right else 0))

    def map_back(self, pos: int, assoc: int = 1) -> MapResult:
        """Return where a position of the new text was."""
        place = self._new_size - pos
        index = bisect_left(self._stretches, place, key=_NEW_START)
        if index < len(self._stretches) and self._stretches[index].new_end <= place:
            stretch = self._stretches[index]
            inverted = Mapping([step_map.invert() for step_map in reversed(stretch.maps)])
            result = inverted.map_result(stretch.new_start - place, assoc)
            return MapResult(self._old_size - stretch.old_start + result.pos, result.del_info)
        right = self._stretches[index - 1] if index else None
        return MapResult(self._old_size - place - (right.old_start - right.new_start if right else 0))

    def _add(self, ranges: list[int]) -> None:
        """Add what one step did in a row: start, old and new size, over and over."""
        start, end = self._new_size - ranges[0], self._new_size - ranges[-3] - ranges[-2]
        first = bisect_left(self._stretches, end, key=_NEW_START)
        last = first
        while last < len(self._stretches) and self._stretches[last].new_end <= start:
            last += 1
        joined = self._joined(first, last, start, end)
        joined.maps.append(_shifted(ranges, joined.new_start - self._new_size))
        self._stretches[first:last] = [joined]
        growth = sum(ranges[2::3]) - sum(ranges[1::3])
        self._new_size += growth
        joined.new_start += growth
        for stretch in self._stretches[first + 1 :]:
            stretch.new_start += growth
            stretch.new_end += growth

    def _joined(self, first: int, last: int, start: int, end: int) -> _Stretch:
        """Return one stretch for some of those there are, which reaches over two places of the new text too."""
        if first == last:
            right = self._stretches[first - 1] if first else None
            by = right.old_start - right.new_start if right else 0
            return _Stretch(start + by, end + by, start, end)
        rightmost, leftmost = self._stretches[first], self._stretches[last - 1]
        wider_start, wider_end = max(0, start - leftmost.new_start), max(0, rightmost.new_end - end)
        joined = _Stretch(
            leftmost.old_start + wider_start,
            rightmost.old_end - wider_end,
            leftmost.new_start + wider_start,
            rightmost.new_end - wider_end,
        )
        # They touch no common place, so their order is free; from the end to the start none moves the next one.
        for stretch in self._stretches[first:last]:
            joined.maps += [_shifted(each.ranges, joined.old_start - stretch.old_start) for each in stretch.maps]
        return joined


class _Back(Mappable):
    def __init__(self, composed: ComposedMap) -> None:
        self._composed = composed

    def map(self, pos: int, assoc: int = 1) -> int:
        return self._composed.map_back(pos, assoc).pos

    def map_result(self, pos: int, assoc: int = 1) -> MapResult:
        return self._composed.map_back(pos, assoc)


_OLD_START: Callable[[_Stretch], int] = attrgetter("old_start")
_NEW_START: Callable[[_Stretch], int] = attrgetter("new_start")


def _touching_ranges(ranges: list[int]) -> Iterator[list[int]]:
    """Yield the ranges of a map, those together of which one starts where the other ends."""
    together: list[int] = []
    for at in range(0, len(ranges), 3):
        if together and together[-3] + together[-2] < ranges[at]:
            yield together
            together = []
        together += ranges[at : at + 3]
    if together:
        yield together


def _shifted(ranges: list[int], by: int) -> StepMap:
    return StepMap([size if at % 3 else size + by for at, size in enumerate(ranges)])
