"""Where words that steps took out stand among those that they put in: only where they clearly do.

A step that comes from comparing does not know everything: half a paragraph that was parted off and moved is taken out
and put in. Here it is looked for with what stood around it, by the words that are rare.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from math import log

from rapidfuzz.distance import Indel

from workshop.prose.diff.survivors import Words

#: So many words on either side say where the words belong.
_CONTEXT = 12
#: A word, or two in a row, that was put in more often says nothing.
_RARE = 12
_CANDIDATES = 5
#: Votes for shifts that differ by less are for one place: words came or went in between.
_ONE_PLACE, _WIDEST_PLACE = 25, 60
#: What words in a row must be worth together to be known again, and how much more than at any other place. Below that
#: every second place is a wrong one.
_LEAST, _CLEARLY = 15.0, 1.5
#: What it costs when words lie between two that are known again: at all, and each.
_GAP, _GAP_WORD = 2.0, 0.5
#: So many matches before one are tried as the one that it follows.
_BACK = 4
_SIGN_WORTH, _LEAST_WORTH = 0.3, 0.5


@dataclass(frozen=True)
class Found:
    """New words by the old ones that they are, and how much speaks for it."""

    words: dict[int, int]
    worth: float


@dataclass(frozen=True)
class _Match:
    old: int
    new: int
    worth: float


class Refinder:
    """Finds lost words of one document in another, of which some words are known to be the old ones."""

    def __init__(self, old: Words, new: Words, survivors: Mapping[int, int]) -> None:
        self._old, self._new, self._survivors = old, new, survivors
        self._taken = set(survivors.values())

    def find(self, wanted: range) -> dict[int, int]:
        """Return the new words that lost ones of the wanted are, none where that is not clear."""
        if all(index in self._survivors for index in wanted):
            return {}
        around = range(max(0, wanted.start - _CONTEXT), min(len(self._old.texts), wanted.stop + _CONTEXT))
        places = (self._found_at(wanted, around, shifts) for shifts in self._shifts(around))
        found = sorted((each for each in places if each), key=lambda each: -each.worth)
        if not found or found[0].worth < _LEAST:
            return {}
        best = found[0]
        rivals = (each for each in found[1:] if any(each.words.get(i, j) != j for i, j in best.words.items()))
        rival = next(rivals, None)
        return best.words if rival is None or best.worth >= _CLEARLY * rival.worth else {}

    def worth(self, text: str) -> float:
        """Return how much a word says about where it belongs: the rarer, the more."""
        if not text[0].isalnum():
            return _SIGN_WORTH
        return max(_LEAST_WORTH, log((len(self._old.texts) + len(self._new.texts)) / self._counts[text]) - 2)

    @cached_property
    def _counts(self) -> Counter[str]:
        return Counter(self._old.texts) + Counter(self._new.texts)

    @cached_property
    def _put_in(self) -> dict[str | tuple[str, str], list[int]]:
        """Where each word, and each two in a row, was put in, if that is seldom."""
        places: dict[str | tuple[str, str], list[int]] = defaultdict(list)
        for j, (text, following) in enumerate(pairwise([*self._new.texts, ""])):
            if j not in self._taken:
                places[text].append(j)
                places[text, following].append(j)
        return {key: found for key, found in places.items() if len(found) <= _RARE}

    def _shifts(self, around: range) -> list[range]:
        """Return how far away from their old index the words may be now, the likeliest first."""
        votes: Counter[int] = Counter()
        for i in around:
            votes.update(j - i for j in self._may_be(i))
        places: list[list[int]] = []
        for shift in sorted(votes):
            if places and shift - places[-1][-1] <= _ONE_PLACE and shift - places[-1][0] <= _WIDEST_PLACE:
                places[-1].append(shift)
            else:
                places.append([shift])
        places.sort(key=lambda shifts: -sum(votes[shift] for shift in shifts))
        return [range(shifts[0], shifts[-1] + 1) for shifts in places[:_CANDIDATES]]

    def _may_be(self, i: int) -> set[int]:
        if i in self._survivors:
            return {self._survivors[i]}
        two = tuple(self._old.texts[i : i + 2])
        return {j for key in (self._old.texts[i], two) for j in self._put_in.get(key, ())}

    def _found_at(self, wanted: range, around: range, shifts: range) -> Found | None:
        """Return which of the wanted words stand at one place, None if none does."""
        matches = list(self._matches(around, shifts))
        chain = _best_chain(matches, [self._is_lost(match, wanted) for match in matches])
        if not chain:
            return None
        worth = sum(match.worth for match in chain) - sum(_gap(one, other) for one, other in pairwise(chain))
        words = {match.old: match.new for match in chain if match.old in wanted and match.old not in self._survivors}
        return Found(words, worth)

    def _is_lost(self, match: _Match, wanted: range) -> bool:
        return match.old in wanted and match.old not in self._survivors and self._old.texts[match.old][0].isalnum()

    def _matches(self, around: range, shifts: range) -> Iterator[_Match]:
        """Yield the words that are the same on both sides, in order, but those known to be others."""
        first = max(0, around.start + shifts.start)
        there = self._new.texts[first : around.stop + shifts.stop]
        for block in Indel.opcodes(self._old.texts[around.start : around.stop], there):
            if block.tag != "equal":
                continue
            for i, j in zip(
                range(around.start + block.src_start, around.start + block.src_end),
                range(first + block.dest_start, first + block.dest_end),
                strict=True,
            ):
                if self._survivors.get(i, j) == j and (i in self._survivors or j not in self._taken):
                    yield _Match(i, j, self.worth(self._old.texts[i]))


def _best_chain(matches: Sequence[_Match], wanted: Sequence[bool]) -> list[_Match]:
    """Return the matches in a row that are worth most together and hold a wanted one, without those that are chance.

    A match is chance when the row is worth more without it.
    """
    before = _rows(matches)
    after = [(worth, len(matches) - 1 - at if at >= 0 else -1) for worth, at in _rows(_mirrored(matches))][::-1]
    best, best_worth = -1, 0.0
    for at, match in enumerate(matches):
        if wanted[at]:
            worth = before[at][0] + after[at][0] - match.worth
            if worth > best_worth and worth >= _without(matches, at, before, after):
                best, best_worth = at, worth
    return [matches[at] for at in [*_followed(best, before)][::-1] + [*_followed(best, after)][1:]]


def _rows(matches: Sequence[_Match]) -> list[tuple[float, int]]:
    """Return for each match what the best row that ends with it is worth, and which it follows there, -1 for none."""
    rows: list[tuple[float, int]] = []
    for at, match in enumerate(matches):
        led = ((rows[one][0] - _gap(matches[one], match), one) for one in range(max(0, at - _BACK), at))
        worth, one = max(led, default=(0.0, -1))
        rows.append((match.worth + worth, one) if worth > 0 else (match.worth, -1))
    return rows


def _mirrored(matches: Sequence[_Match]) -> list[_Match]:
    return [_Match(-match.old, -match.new, match.worth) for match in reversed(matches)]


def _without(
    matches: Sequence[_Match], at: int, before: Sequence[tuple[float, int]], after: Sequence[tuple[float, int]]
) -> float:
    """Return what the best row is worth that leaves one match out."""
    return max(
        (
            before[one][0] + after[other][0] - _gap(matches[one], matches[other])
            for one in range(max(0, at - _BACK), at)
            for other in range(at + 1, min(len(matches), at + _BACK + 1))
        ),
        default=0.0,
    )


def _followed(at: int, rows: Sequence[tuple[float, int]]) -> Iterator[int]:
    while at >= 0:
        yield at
        at = rows[at][1]


def _gap(one: _Match, other: _Match) -> float:
    between = other.old - one.old + other.new - one.new - 2
    return _GAP + _GAP_WORD * between if between else 0.0
