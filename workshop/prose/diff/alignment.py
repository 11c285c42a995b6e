"""What became of each paragraph of a version: kept, changed, moved, parted in two, made one with another, or gone."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise, takewhile
from typing import NamedTuple

from workshop.prose.diff.changes import changes, longest_rising
from workshop.prose.diff.pairing import Pair, common_ends, likeness, pairs
from workshop.prose.diff.units import Unit

#: How alike two paragraphs must be when they lie between the same two others.
_ALIKE_IN_PLACE = 0.25
#: Couples that are looked at between two matches; where there are more, the rare words have had their say.
_MOST_COUPLES = 150
#: Shorter paragraphs ("Yes.") are never said to have moved, nor one word among signs ("“Ah!”"): they are alike by chance.
_SHORTEST_MOVED, _FEWEST_WORDS_MOVED = 4, 2
#: How much of a paragraph must be found in another to be a part of it.
_PART = 0.6
#: Paragraphs that may have been put between two parts of one.
_MOST_BETWEEN = 1


class Section(NamedTuple):
    """A stretch of old units and what it became. Where not `matched`, the old ones went and the new ones came."""

    old: range
    new: range
    matched: bool


@dataclass(frozen=True)
class Alignment:
    """Sections in order, which hold every unit once, and of the unmatched ones those that moved, new by old."""

    sections: list[Section]
    moved: dict[int, int]

    def settled(self) -> tuple[list[int], list[Section]]:
        """Return the old units in the order in which the moves leave them, and what became of each in that order.

        The sections' old ranges count places in that order; none of them holds a unit that still has to move.
        """
        order: list[int] = []
        sections: list[Section] = []
        for olds, news, matched in self._settled():
            if olds or news:
                sections.append(Section(range(len(order), len(order) + len(olds)), news, matched))
                order += olds
        return order, sections

    def _settled(self) -> Iterator[tuple[Sequence[int], range, bool]]:
        origins = {j: i for i, j in self.moved.items()}
        for section in self.sections:
            if section.matched:
                yield section.old, section.new, True
                continue
            staying, first = [i for i in section.old if i not in self.moved], section.new.start
            for j in section.new:
                if j in origins:
                    yield staying, range(first, j), False
                    yield [origins[j]], range(j, j + 1), True
                    staying, first = [], j + 1
            yield staying, range(first, section.new.stop), False


def align(old: Sequence[Unit], new: Sequence[Unit]) -> Alignment:
    """Return what became of each old unit and where each new one comes from."""
    found = pairs(old, new)
    spine = longest_rising(found)
    moved = {i: j for i, j in set(found) - set(spine) if _is_long_enough_to_move(old[i])}
    free_old = _Free(old, frozenset(moved))
    free_new = _Free(new, frozenset(moved.values()))
    return Alignment(list(_sections(free_old, free_new, spine)), moved)


def _is_long_enough_to_move(unit: Unit) -> bool:
    words = unit.words
    return len(words) >= _SHORTEST_MOVED and sum(word[0].isalnum() for word in words) >= _FEWEST_WORDS_MOVED


@dataclass(frozen=True)
class _Free:
    """One version's units, of which those that moved belong to nothing else."""

    units: Sequence[Unit]
    moved: frozenset[int]

    def may_be_part(self, index: int) -> bool:
        return index not in self.moved and self.units[index].is_text


def _sections(old: _Free, new: _Free, spine: list[tuple[int, int]]) -> Iterator[Section]:
    """Yield the spine's pairs, grown by the parts that were split off or joined on, and what lies between them."""
    i = j = 0
    for here, following in pairwise([*spine, (len(old.units), len(new.units))]):
        match = _grown(old, new, here, (i, j), following)
        yield from _gap(old, new, range(i, match.old.start), range(j, match.new.start))
        yield match
        i, j = match.old.stop, match.new.stop
    yield from _gap(old, new, range(i, len(old.units)), range(j, len(new.units)))


def _gap(old: _Free, new: _Free, gone: range, came: range) -> Iterator[Section]:
    """Yield what lies between two matches, in couples where they are at all alike, each grown by its parts."""
    if not gone and not came:
        return
    i, j = gone.start, came.start
    for here, following in pairwise([*_couples(old, new, gone, came), (gone.stop, came.stop)]):
        match = _grown(old, new, here, (i, j), following)
        yield Section(range(i, match.old.start), range(j, match.new.start), False)
        yield match
        i, j = match.old.stop, match.new.stop
    yield Section(range(i, gone.stop), range(j, came.stop), False)


def _couples(old: _Free, new: _Free, gone: range, came: range) -> list[Pair]:
    """Return the pairs, in order, that have the most in common of all choices; none where there is much to choose from."""
    if not 0 < len(gone) * len(came) <= _MOST_COUPLES:
        return []
    in_common = dict(_in_common(old, new, gone, came))
    if len(in_common) < 2:
        return list(in_common)
    best: dict[Pair, tuple[float, tuple[Pair, ...]]] = {}
    for i in range(gone.stop, gone.start - 1, -1):
        for j in range(came.stop, came.start - 1, -1):
            if i == gone.stop or j == came.stop:
                best[i, j] = (0.0, ())
                continue
            skipped = max(best[i + 1, j], best[i, j + 1])
            common = in_common.get((i, j))
            rest, pairs = best[i + 1, j + 1]
            best[i, j] = max(skipped, (rest + common, ((i, j), *pairs))) if common else skipped
    return list(best[gone.start, came.start][1])


def _in_common(old: _Free, new: _Free, gone: range, came: range) -> Iterator[tuple[Pair, float]]:
    """Yield the pairs of units that have words in common, and how many, if enough to say that one became the other."""
    free = [(j, new.units[j]) for j in came if j not in new.moved]
    for i in gone:
        if i not in old.moved:
            one = old.units[i]
            words = {*one.words}
            for j, other in free:
                if not words.isdisjoint(other.words) and (common := _common_in_place(one, other)):
                    yield (i, j), common


def _common_in_place(one: Unit, other: Unit) -> float:
    """Return how many words two units have in common, 0 if too few to say that one became the other."""
    words, others = one.words, other.words
    at_ends = common_ends(words, others)
    if 2 * at_ends >= min(len(words), len(others)):
        return at_ends
    return likeness(one, other, _ALIKE_IN_PLACE) * (len(words) + len(others)) / 2


def _grown(old: _Free, new: _Free, pair: tuple[int, int], starts: tuple[int, int], ends: tuple[int, int]) -> Section:
    """Return the pair with the free neighbours that are parts of it: one paragraph made two, or two made one."""
    i, j = pair
    one, other = old.units[i], new.units[j]
    olds, news = range(i, i + 1), range(j, j + 1)
    has_room = starts != pair or ends != (i + 1, j + 1)
    if has_room and one.key != other.key and one.is_text and other.is_text:
        news = _parts(one, new, j, range(starts[1], ends[1]))
        if len(news) == 1:
            olds = _parts(other, old, i, range(starts[0], ends[0]))
    return Section(olds, news, True)


def _parts(whole: Unit, free: _Free, first: int, bounds: range) -> range:
    """Return the run of units around the first whose words are, for the most part, found in the whole in their order."""
    run = _run_around(first, free, bounds, whole) if len(bounds) > 1 else range(first, first + 1)
    if len(run) == 1:
        return run
    at = first - run.start
    are_parts = [found >= _PART for found in _found_in(whole, [free.units[index] for index in run])]
    return range(first - _reach(reversed(are_parts[:at])), first + 1 + _reach(are_parts[at + 1 :]))


def _run_around(first: int, free: _Free, bounds: range, whole: Unit) -> range:
    """Return the units around the first that may be parts of the whole, on either side not many more words than it has."""
    known, most_words = {*whole.words}, 1.2 * len(whole.words)

    def may_be_parts(indexes: Iterable[int]) -> Iterator[bool]:
        words = 0
        for unit in (free.units[index] for index in takewhile(free.may_be_part, indexes)):
            # Its words in any order are more than in theirs, and quicker to find.
            is_part = sum(map(known.__contains__, unit.words)) >= _PART * len(unit.words)
            words += len(unit.words) if is_part else 0
            if words > most_words:
                return
            yield is_part

    before = _reach(may_be_parts(range(first - 1, bounds.start - 1, -1)))
    return range(first - before, first + 1 + _reach(may_be_parts(range(first + 1, bounds.stop))))


def _reach(are_parts: Iterable[bool]) -> int:
    """Return how many in a row belong together: up to the last part before which no more than may be put between two."""
    count = 0
    for passed, is_part in enumerate(are_parts, 1):
        if is_part:
            count = passed
        elif passed - count > _MOST_BETWEEN:
            break
    return count


def _found_in(whole: Unit, parts: Sequence[Unit]) -> list[float]:
    """Return how much of each part is found in the whole when they are read one after the other."""
    ends = list(accumulate(len(part.words) for part in parts))
    missing = [0] * len(parts)
    for change in changes(whole.words, [word for part in parts for word in part.words]):
        for at in range(change.new_start, change.new_end):
            missing[bisect_right(ends, at)] += 1
    return [1 - gone / max(1, len(part.words)) for gone, part in zip(missing, parts, strict=True)]
