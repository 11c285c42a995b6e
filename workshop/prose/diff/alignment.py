"""Which paragraphs of two versions belong together: the same, alike, moved, parted in two or made one."""

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import accumulate

from rapidfuzz.distance import Indel

from workshop.prose.diff.changes import changes, longest_rising
from workshop.prose.diff.units import Unit

#: How alike two paragraphs must be, wherever they stand, and where each is the only one left between two others.
_ALIKE = 0.5
_ALIKE_IN_PLACE = 0.25
#: A word in more paragraphs than this says nothing about which of them belong together.
_RARE = 12
_CANDIDATES = 4
#: Shorter paragraphs ("Yes.") are never said to have moved: they are alike by chance.
_SHORTEST_MOVED = 4
#: How much of a paragraph must be found in another to be a part of it.
_PART = 0.6
#: Pairs of words beyond which likeness is not looked for word by word.
_MOST_PAIRS = 50_000_000

Pair = tuple[int, int]


@dataclass(frozen=True)
class Section:
    """A stretch of old units and what it became. Where not `matched`, the old ones went and the new ones came."""

    old: range
    new: range
    matched: bool


@dataclass(frozen=True)
class Alignment:
    """Sections in order, which hold every unit once, and of the unmatched ones those that moved, new by old."""

    sections: list[Section]
    moved: dict[int, int]


def align(old: Sequence[Unit], new: Sequence[Unit]) -> Alignment:
    """Return what became of each old unit and where each new one comes from."""
    same = _same(old, new)
    free_old, free_new = _others(len(old), (i for i, _ in same)), _others(len(new), (j for _, j in same))
    matched = sorted(same + _alike(old, new, free_old, free_new))
    spine = longest_rising(matched)
    moved = {i: j for i, j in set(matched) - set(spine) if len(old[i].words) >= _SHORTEST_MOVED}
    sections = list(_sections(old, new, spine, moved))
    return Alignment(sections, moved)


def _same(old: Sequence[Unit], new: Sequence[Unit]) -> list[Pair]:
    """Return the longest run of pairs in order that have the same key."""
    found = changes([unit.key for unit in old], [unit.key for unit in new])
    pairs: list[Pair] = []
    i = j = 0
    for change in found:
        pairs += zip(range(i, change.old_start), range(j, change.new_start), strict=True)
        i, j = change.old_end, change.new_end
    pairs += zip(range(i, len(old)), range(j, len(new)), strict=True)
    return pairs


def _others(count: int, taken: Iterable[int]) -> list[int]:
    used = set(taken)
    return [index for index in range(count) if index not in used]


def _alike(old: Sequence[Unit], new: Sequence[Unit], free_old: list[int], free_new: list[int]) -> list[Pair]:
    """Pair the units left over by likeness, the most alike first. Only those that share a rare word are looked at."""
    by_word = _by_rare_word(new, free_new)
    candidates: list[tuple[float, int, int, int]] = []
    for i in free_old:
        shared = Counter(j for word in dict.fromkeys(old[i].words) for j in by_word.get(word, ()))
        for j, _ in shared.most_common(_CANDIDATES):
            likeness = _likeness(old[i], new[j], _ALIKE)
            if likeness >= _ALIKE:
                candidates.append((-likeness, abs(i - j), i, j))
    return _best(candidates)


def _by_rare_word(units: Sequence[Unit], free: list[int]) -> dict[str, list[int]]:
    by_word: dict[str, list[int]] = defaultdict(list)
    for index in free:
        for word in set(units[index].words):
            by_word[word].append(index)
    return {word: indexes for word, indexes in by_word.items() if len(indexes) <= _RARE}


def _best(candidates: list[tuple[float, int, int, int]]) -> list[Pair]:
    pairs: dict[int, int] = {}
    taken: set[int] = set()
    for _, _, i, j in sorted(candidates):
        if i not in pairs and j not in taken:
            pairs[i] = j
            taken.add(j)
    return list(pairs.items())


def _likeness(one: Unit, other: Unit, least: float) -> float:
    """Return how much of two units is the same, from 0 to 1; 0 where it is less than `least`."""
    if one.key == other.key:
        return 1.0
    lengths = sorted((len(one.words), len(other.words)))
    if 2 * lengths[0] < least * sum(lengths):
        return 0.0
    if lengths[0] * lengths[1] > _MOST_PAIRS:
        # A chapter in one paragraph: which words it has says enough.
        shared = (Counter(one.words) & Counter(other.words)).total()
        return 2 * shared / sum(lengths)
    return Indel.normalized_similarity(one.words, other.words, score_cutoff=least)


def _sections(old: Sequence[Unit], new: Sequence[Unit], spine: list[Pair], moved: dict[int, int]) -> Iterator[Section]:
    """Yield the spine's pairs, grown by the parts that were split off or joined on, and what lies between them."""
    taken = set(moved), set(moved.values())
    matches = [Section(range(i, i + 1), range(j, j + 1), True) for i, j in spine]
    i = j = 0
    for at, match in enumerate(matches):
        following = matches[at + 1] if at + 1 < len(matches) else None
        ends = (following.old.start, following.new.start) if following else (len(old), len(new))
        grown = _grown(old, new, match, (i, j), ends, taken)
        yield from _gap(old, new, range(i, grown.old.start), range(j, grown.new.start), taken)
        yield grown
        i, j = grown.old.stop, grown.new.stop
    yield from _gap(old, new, range(i, len(old)), range(j, len(new)), taken)


def _gap(
    old: Sequence[Unit], new: Sequence[Unit], left: range, came: range, taken: tuple[set[int], set[int]]
) -> Iterator[Section]:
    """Yield what lies between two matches; as many old as new ones are matched one by one if they are at all alike."""
    if not left and not came:
        return
    alike = len(left) == len(came) and not taken[0].intersection(left) and not taken[1].intersection(came)
    if alike and all(_likeness(old[i], new[j], _ALIKE_IN_PLACE) >= _ALIKE_IN_PLACE for i, j in zip(left, came, strict=True)):
        for i, j in zip(left, came, strict=True):
            yield Section(range(i, i + 1), range(j, j + 1), True)
    else:
        yield Section(left, came, False)


def _grown(
    old: Sequence[Unit], new: Sequence[Unit], match: Section, starts: Pair, ends: Pair, taken: tuple[set[int], set[int]]
) -> Section:
    """Return the match with its unmatched neighbours that are parts of it: one paragraph made two, or two made one."""
    i, j = match.old.start, match.new.start
    if old[i].key == new[j].key or not (old[i].is_text and new[j].is_text):
        return match
    parts = _parts(old[i], new, j, range(starts[1], ends[1]), taken[1])
    if len(parts) > 1:
        return Section(match.old, parts, True)
    return Section(_parts(new[j], old, i, range(starts[0], ends[0]), taken[0]), match.new, True)


def _parts(whole: Unit, units: Sequence[Unit], first: int, bounds: range, taken: set[int]) -> range:
    """Return the run of units around the first whose words are, for the most part, found in the whole in their order."""
    run = _free_run(len(whole.words), units, first, bounds, taken)
    if len(run) == 1:
        return run
    found = _found_in(whole, [units[index] for index in run])
    start = stop = first - run.start
    while stop < len(run) and (stop == first - run.start or found[stop] >= _PART):
        stop += 1
    while start > 0 and found[start - 1] >= _PART:
        start -= 1
    return range(run.start + start, run.start + stop)


def _free_run(room: int, units: Sequence[Unit], first: int, bounds: range, taken: set[int]) -> range:
    """Return the units around the first that may be parts with it, on either side no more than there is room for."""

    def reach(indexes: Iterable[int]) -> int:
        words = count = 0
        for index in indexes:
            words += len(units[index].words)
            if index in taken or not units[index].is_text or words > 1.2 * room:
                break
            count += 1
        return count

    return range(
        first - reach(range(first - 1, bounds.start - 1, -1)), first + 1 + reach(range(first + 1, bounds.stop))
    )


def _found_in(whole: Unit, parts: Sequence[Unit]) -> list[float]:
    """Return how much of each part is found in the whole when they are read one after the other."""
    ends = list(accumulate(len(part.words) for part in parts))
    missing = [0] * len(parts)
    for change in changes(whole.words, [word for part in parts for word in part.words]):
        for at in range(change.new_start, change.new_end):
            missing[bisect_right(ends, at)] += 1
    return [1 - gone / max(1, len(part.words)) for gone, part in zip(missing, parts, strict=True)]
