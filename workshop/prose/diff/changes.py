"""The shortest way from one run of tokens to another."""

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterator, Sequence
from itertools import accumulate, count
from typing import NamedTuple

from rapidfuzz.distance import Indel

# The aligner keeps a bit for every pair of tokens: at this many it takes 12 MB and a twentieth of a second.
_MOST_PAIRS = 100_000_000
_MOST_PARTS = 64


class Change(NamedTuple):
    """Tokens start..end of the old run that became tokens start..end of the new one; either may be none."""

    old_start: int
    old_end: int
    new_start: int
    new_end: int

    @property
    def replaces(self) -> bool:
        """Whether something went and something came."""
        return self.old_start < self.old_end and self.new_start < self.new_end


def changes(old: Sequence[Hashable], new: Sequence[Hashable]) -> list[Change]:
    """Return what must be replaced to make the old run the new one, in order, apart from each other."""
    span = _without_common_ends(old, new, Change(0, len(old), 0, len(new)))
    olds, news = old[span.old_start : span.old_end], new[span.new_start : span.new_end]
    if not olds and not news:
        return []
    # Numbered as they come, so that each is hashed once: that is what takes long with a hundred thousand paragraphs.
    numbers: defaultdict[Hashable, int] = defaultdict(count().__next__)
    old_ids = list(map(numbers.__getitem__, olds))
    known = len(numbers)
    new_ids = list(map(numbers.__getitem__, news))
    if not old_ids or not new_ids or min(new_ids) >= known:
        return [span]
    if len(old_ids) * len(new_ids) <= _MOST_PAIRS:
        return _shortest(old_ids, new_ids, span.old_start, span.new_start)
    found = _joined(_changes(old_ids, new_ids, Change(0, len(old_ids), 0, len(new_ids))))
    return [_shifted(change, span.old_start, span.new_start) for change in found]


def without_chance(found: Sequence[Change], old: Sequence[str], fewest: int) -> list[Change]:
    """Return the changes with those made one between which fewer words stay than they change on either side."""
    words = [0, *accumulate(token.isalnum() or (len(token) > 1 and not token.isspace()) for token in old)]
    together: list[Change] = []
    for change in found:
        while together:
            last = together[-1]
            kept = words[change.old_start] - words[last.old_end]
            if kept >= fewest or kept > min(_size(last), _size(change)):
                break
            change = Change(last.old_start, change.old_end, last.new_start, change.new_end)
            together.pop()
        together.append(change)
    return together


def longest_rising(pairs: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return the longest choice of pairs, sorted by their first number, in which the second one rises as well."""
    ends: list[int] = []
    end_at: list[int] = []
    before = [-1] * len(pairs)
    for at, (_, second) in enumerate(pairs):
        length = bisect_left(ends, second)
        before[at] = end_at[length - 1] if length else -1
        ends[length : length + 1] = [second]
        end_at[length : length + 1] = [at]
    chain, at = [], end_at[-1] if end_at else -1
    while at >= 0:
        chain.append(pairs[at])
        at = before[at]
    return chain[::-1]


def _size(change: Change) -> int:
    """Return how many words a change has at its larger side, about: every second token is a blank."""
    return max(change.old_end - change.old_start, change.new_end - change.new_start) // 2


def _changes(old: list[int], new: list[int], span: Change) -> Iterator[Change]:
    span = _without_common_ends(old, new, span)
    old_length, new_length = span.old_end - span.old_start, span.new_end - span.new_start
    if not old_length or not new_length:
        if old_length or new_length:
            yield span
    elif old_length * new_length <= _MOST_PAIRS:
        olds, news = old[span.old_start : span.old_end], new[span.new_start : span.new_end]
        yield from _shortest(olds, news, span.old_start, span.new_start)
    else:
        for part in _parts(old, new, span):
            yield from _changes(old, new, part)


def _shifted(change: Change, old_by: int, new_by: int) -> Change:
    return Change(
        change.old_start + old_by, change.old_end + old_by, change.new_start + new_by, change.new_end + new_by
    )


def _without_common_ends(old: Sequence[Hashable], new: Sequence[Hashable], span: Change) -> Change:
    old_start, old_end, new_start, new_end = span.old_start, span.old_end, span.new_start, span.new_end
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start]:
        old_start, new_start = old_start + 1, new_start + 1
    while old_start < old_end and new_start < new_end and old[old_end - 1] == new[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    return Change(old_start, old_end, new_start, new_end)


def _shortest(old: list[int], new: list[int], old_at: int, new_at: int) -> list[Change]:
    """Return what lies between the longest common runs, shifted by where either begins."""
    found: list[Change] = []
    end = new_end = 0
    for block in Indel.opcodes(old, new).as_matching_blocks():
        start, new_start = block.a, block.b
        if start > end or new_start > new_end:
            found.append(Change(old_at + end, old_at + start, new_at + new_end, new_at + new_start))
        end, new_end = start + block.size, new_start + block.size
    return found


def _parts(old: list[int], new: list[int], span: Change) -> Iterator[Change]:
    """Cut a span that is too large at words that stand once in either run, else in the middle of both."""
    pairs = _unique_pairs(old, new, span)
    cuts = pairs[:: len(pairs) // _MOST_PARTS + 1] or [_middle(span)]
    old_at, new_at = span.old_start, span.new_start
    for old_cut, new_cut in cuts:
        yield Change(old_at, old_cut, new_at, new_cut)
        old_at, new_at = old_cut, new_cut
    yield Change(old_at, span.old_end, new_at, span.new_end)


def _unique_pairs(old: list[int], new: list[int], span: Change) -> list[tuple[int, int]]:
    old_counts = Counter(old[span.old_start : span.old_end])
    new_counts = Counter(new[span.new_start : span.new_end])
    new_at = {new[at]: at for at in range(span.new_start, span.new_end)}
    pairs = [
        (at, new_at[old[at]])
        for at in range(span.old_start, span.old_end)
        if old_counts[old[at]] == 1 and new_counts.get(old[at]) == 1
    ]
    return [pair for pair in longest_rising(pairs) if pair != (span.old_start, span.new_start)]


def _middle(span: Change) -> tuple[int, int]:
    return (span.old_start + span.old_end) // 2, (span.new_start + span.new_end) // 2


def _joined(found: Iterator[Change]) -> list[Change]:
    """Make one of changes that touch, as a deletion and the insertion at its place do."""
    together: list[Change] = []
    for change in found:
        last = together[-1] if together else None
        if last and last.old_end == change.old_start and last.new_end == change.new_start:
            together[-1] = Change(last.old_start, change.old_end, last.new_start, change.new_end)
        else:
            together.append(change)
    return together
