"""Which blocks of two versions are the same or alike, wherever they stand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from itertools import chain

from rapidfuzz.distance import Indel

from workshop.prose.diff.changes import changes
from workshop.prose.diff.units import Unit

Pair = tuple[int, int]

#: How alike two blocks must be to belong together.
_ALIKE = 0.5
#: A word in more blocks than this says nothing about which of them belong together.
_RARE = 12
_CANDIDATES = 4
#: Pairs of words beyond which likeness is not looked for word by word.
_MOST_PAIRS = 50_000_000


def pairs(old: Sequence[Unit], new: Sequence[Unit]) -> list[Pair]:
    """Return the indexes of blocks that belong together, each at most once, sorted."""
    same = _same(old, new)
    free_old = _others(len(old), (i for i, _ in same))
    free_new = _others(len(new), (j for _, j in same))
    return sorted(same + _alike(old, new, free_old, free_new))


def likeness(one: Unit, other: Unit, least: float) -> float:
    """Return how much of two units is the same, from 0 to 1; 0 where it is less than `least`."""
    if one.key == other.key:
        return 1.0
    shorter, longer = sorted((len(one.words), len(other.words)))
    if 2 * shorter < least * (shorter + longer):
        return 0.0
    if shorter * longer > _MOST_PAIRS:
        # A chapter in one paragraph: which words it has says enough.
        shared = (Counter(one.words) & Counter(other.words)).total()
        return 2 * shared / (shorter + longer)
    return Indel.normalized_similarity(one.words, other.words, score_cutoff=least)


def common_ends(one: Unit, other: Unit) -> int:
    """Return how many words two units begin and end with in common: a sentence put into a short line leaves that."""
    shorter = min(len(one.words), len(other.words))
    start = end = 0
    while start < shorter and one.words[start] == other.words[start]:
        start += 1
    while end < shorter - start and one.words[-1 - end] == other.words[-1 - end]:
        end += 1
    return start + end


def _same(old: Sequence[Unit], new: Sequence[Unit]) -> list[Pair]:
    """Return the longest run of pairs in order that have the same key."""
    found: list[Pair] = []
    i = j = 0
    for change in changes([unit.key for unit in old], [unit.key for unit in new]):
        found += zip(range(i, change.old_start), range(j, change.new_start), strict=True)
        i, j = change.old_end, change.new_end
    return [*found, *zip(range(i, len(old)), range(j, len(new)), strict=True)]


def _others(count: int, taken: Iterable[int]) -> list[int]:
    used = set(taken)
    return [index for index in range(count) if index not in used]


def _alike(old: Sequence[Unit], new: Sequence[Unit], free_old: list[int], free_new: list[int]) -> list[Pair]:
    """Pair the units left over by likeness, the most alike first. Only those that share a rare word are looked at."""
    by_word = _by_rare_word(new, free_new)
    candidates: list[tuple[float, int, Pair]] = []
    for i in free_old:
        rare = (word for word in dict.fromkeys(old[i].words) if word in by_word)
        shared = Counter(chain.from_iterable(map(by_word.__getitem__, rare)))
        for j, _ in sorted(shared.items(), key=lambda counted: -counted[1])[:_CANDIDATES]:
            alike = likeness(old[i], new[j], _ALIKE)
            if alike >= _ALIKE:
                candidates.append((-alike, abs(i - j), (i, j)))
    return _best([pair for _, _, pair in sorted(candidates)])


def _by_rare_word(units: Sequence[Unit], free: list[int]) -> dict[str, list[int]]:
    by_word: dict[str, list[int]] = defaultdict(list)
    for index in free:
        for word in set(units[index].words):
            by_word[word].append(index)
    return {word: indexes for word, indexes in by_word.items() if len(indexes) <= _RARE}


def _best(candidates: Iterable[Pair]) -> list[Pair]:
    """Return the first candidates of which none shares a unit with another."""
    chosen: dict[int, int] = {}
    taken: set[int] = set()
    for i, j in candidates:
        if i not in chosen and j not in taken:
            chosen[i] = j
            taken.add(j)
    return list(chosen.items())
