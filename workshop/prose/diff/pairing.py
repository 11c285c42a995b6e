"""Which blocks of two versions are the same or alike, wherever they stand."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rapidfuzz.distance import Indel

from workshop.prose.diff.changes import Change, changes
from workshop.prose.diff.ends import shared_ends
from workshop.prose.diff.units import Unit

Pair = tuple[int, int]

#: How alike two blocks must be to belong together.
_ALIKE = 0.5
#: How much of two blocks that stand at one place must be the same for one to be the other, mended: at their ends, or of
#: all their letters, of which two paragraphs by chance have a third in common, seldom half.
_SAME_ENDS, _SAME_LETTERS = 0.6, 0.75
#: Pairs of letters beyond which only the ends are looked at.
_MOST_LETTERS = 10_000_000
#: Where the next such pair is looked for: so many old and new ones further, the nearest first.
_NEAR = ((0, 0), (0, 1), (1, 0), (1, 1), (0, 2), (2, 0))
#: A word in more blocks than this says nothing about which of them belong together.
_RARE = 12
_CANDIDATES = 4
#: Pairs of words beyond which likeness is not looked for word by word.
_MOST_PAIRS = 50_000_000


def pairs(old: Sequence[Unit], new: Sequence[Unit]) -> list[Pair]:
    """Return the indexes of blocks that belong together, each at most once, sorted."""
    gaps = changes([unit.key for unit in old], [unit.key for unit in new])
    found = [*_same(gaps, len(old), len(new)), *_mended(old, new, gaps)]
    free_old = _others(len(old), (i for i, _ in found))
    free_new = _others(len(new), (j for _, j in found))
    return sorted(found + _alike(old, new, free_old, free_new))


def likeness(one: Unit, other: Unit, least: float) -> float:
    """Return how much of two units is the same, from 0 to 1; 0 where it is less than `least`."""
    if one.key == other.key:
        return 1.0
    words, others = one.words, other.words
    shorter, longer = len(words), len(others)
    if shorter > longer:
        shorter, longer = longer, shorter
    if 2 * shorter < least * (shorter + longer):
        return 0.0
    if shorter * longer > _MOST_PAIRS:
        # A chapter in one paragraph: which words it has says enough.
        shared = (Counter(words) & Counter(others)).total()
        return 2 * shared / (shorter + longer)
    return Indel.normalized_similarity(words, others, score_cutoff=least)


def common_ends(words: Sequence[str], others: Sequence[str]) -> int:
    """Return how many words two runs begin and end with in common: a sentence put into a short line leaves that."""
    shorter = min(len(words), len(others))
    start = end = 0
    while start < shorter and words[start] == others[start]:
        start += 1
    while end < shorter - start and words[-1 - end] == others[-1 - end]:
        end += 1
    return start + end


def _same(gaps: Iterable[Change], old_count: int, new_count: int) -> list[Pair]:
    """Return the longest run of pairs in order that have the same key: all that lies between the gaps."""
    found: list[Pair] = []
    i = j = 0
    for gap in gaps:
        found += zip(range(i, gap.old_start), range(j, gap.new_start), strict=True)
        i, j = gap.old_end, gap.new_end
    return [*found, *zip(range(i, old_count), range(j, new_count), strict=True)]


def _mended(old: Sequence[Unit], new: Sequence[Unit], gaps: Iterable[Change]) -> Iterator[Pair]:
    """Yield the pairs that were mended where they stand, from the start of each gap and from its end."""
    for gap in gaps:
        olds, news = range(gap.old_start, gap.old_end), range(gap.new_start, gap.new_end)
        found = list(_mended_in_turn(old, new, olds, news))
        yield from found
        if found:
            olds, news = olds[olds.index(found[-1][0]) + 1 :], news[news.index(found[-1][1]) + 1 :]
        yield from _mended_in_turn(old, new, olds[::-1], news[::-1])


def _mended_in_turn(old: Sequence[Unit], new: Sequence[Unit], olds: range, news: range) -> Iterator[Pair]:
    """Yield the pairs in their turn, over a few that went or came, until there is none near."""
    pair = _next_mended(old, new, olds, news)
    while pair:
        yield pair
        olds, news = olds[olds.index(pair[0]) + 1 :], news[news.index(pair[1]) + 1 :]
        pair = _next_mended(old, new, olds, news)


def _next_mended(old: Sequence[Unit], new: Sequence[Unit], olds: range, news: range) -> Pair | None:
    for here, there in _NEAR:
        if here < len(olds) and there < len(news) and _is_mended(old[olds[here]], new[news[there]]):
            return olds[here], news[there]
    return None


def _is_mended(one: Unit, other: Unit) -> bool:
    text, mended = one.text, other.text
    least = _SAME_ENDS * max(len(text), len(mended))
    if not one.is_text or not other.is_text or min(len(text), len(mended)) < least:
        return False
    if sum(shared_ends(text, mended)) > least:
        return True
    return (
        len(text) * len(mended) <= _MOST_LETTERS
        and Indel.normalized_similarity(text, mended, score_cutoff=_SAME_LETTERS) > 0
    )


def _others(count: int, taken: Iterable[int]) -> list[int]:
    used = set(taken)
    return [index for index in range(count) if index not in used]


def _alike(old: Sequence[Unit], new: Sequence[Unit], free_old: list[int], free_new: list[int]) -> list[Pair]:
    """Pair the units left over by likeness, the most alike first. Only those that share a rare word are looked at."""
    by_word = _by_rare_word(old, new, free_old, free_new)
    candidates: list[tuple[float, int, Pair]] = []
    for i in free_old if by_word else ():
        rare = [by_word[word] for word in dict.fromkeys(old[i].words) if word in by_word]
        if not rare:
            continue
        shared = Counter(chain.from_iterable(rare))
        for j in sorted(shared, key=shared.__getitem__, reverse=True)[:_CANDIDATES]:
            alike = likeness(old[i], new[j], _ALIKE)
            if alike >= _ALIKE:
                candidates.append((-alike, abs(i - j), (i, j)))
    return _best([pair for _, _, pair in sorted(candidates)])


def _by_rare_word(
    old: Sequence[Unit], new: Sequence[Unit], free_old: list[int], free_new: list[int]
) -> dict[str, list[int]]:
    """Return in which of the new units each word stands that an old one has too and few new ones have."""
    known = set[str]().union(*(old[i].words for i in free_old))
    by_word: dict[str, list[int]] = defaultdict(list)
    for j in free_new:
        for word in known.intersection(new[j].words):
            by_word[word].append(j)
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
