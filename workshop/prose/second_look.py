"""A second look for comments after a change that came from comparing two texts: an import, a restored version, a merge.

Such steps take out words that stand elsewhere now, and put in whole sentences between two that stay. What somebody typed
is never looked at twice: there the steps say all.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from itertools import pairwise

from prosemirror.model import Node

from workshop.prose.anchors import Anchor
from workshop.prose.diff.refinding import Refinder
from workshop.prose.diff.survivors import Words, kept_stretches, surviving_words, words_of
from workshop.prose.documents import Applied
from workshop.prose.plain import text_between

#: The place that the steps tell is kept where it is at most so much longer than the words that are left.
_MOST_LONGER = 1.3
#: Where none is left, what was put in instead may be so many times as long as they were, and so much longer.
_MOST_INSTEAD, _MORE_INSTEAD = 2, 20
#: Words of two blocks are one place where so little lies between.
_BETWEEN_BLOCKS = 200
#: Words that are worth less, and less than such a part of all, are as good as none: "the" of a whole sentence.
_LITTLE, _LITTLE_PART = 5.0, 0.12
#: Where the steps left none of the words, so much of all must be found again: phrases of three words are everywhere.
_FOUND_PART = 0.4
#: Words at an end that are worth no more, and so many times less than the rest, may be there by chance.
_STRAY, _STRAY_TIMES = 4.0, 3
#: They are where each word put in after them, beyond so many and those that it replaces, outweighs them by so much.
_PUT_IN_FREE, _PUT_IN_WORD = 3, 0.7


class SecondLook:
    """Looks for the words of anchors. What it needs to know of the two texts is found out when it is first asked."""

    def __init__(self, before: Node, applied: Applied) -> None:
        self._before, self._applied = before, applied

    def at(self, was: Anchor, stepped: Anchor) -> Anchor:
        """Return where an anchor's words stand that the steps brought from one place to another, or say are gone.

        That is from the first to the last of them that is left. The words are those that the steps left and, of those
        that they took out, what is clearly found again. An anchor whose words are as before stays where the steps
        brought it, and one that was gone before stays gone.
        """
        if was.start == was.end or stepped.state == "anchored" or stepped.now == was.now:
            return stepped
        wanted = self._old.between(was.start, was.end)
        survivors = {i: self._survivors[i] for i in wanted if i in self._survivors}
        found = survivors | self._refinder.find(wanted)
        if not found:
            return stepped if _is_instead(was, stepped) else _gone(stepped)
        left = self._without_strays(self._place(found.values()), found)
        if self._is_little(left, wanted):
            return _gone(stepped)
        place = self._new.starts[left[0]], self._new.ends[left[-1]]
        longest = _MOST_LONGER * (place[1] - place[0])
        if stepped.start <= place[0] and place[1] <= stepped.end and stepped.end - stepped.start <= longest:
            return stepped
        return self._anchor(was, *place)

    @cached_property
    def _old(self) -> Words:
        return words_of(self._before)

    @cached_property
    def _new(self) -> Words:
        return words_of(self._applied.doc)

    @cached_property
    def _survivors(self) -> dict[int, int]:
        stretches = kept_stretches(self._applied.mapping, self._before.content.size)
        return surviving_words(self._old, self._new, stretches)

    @cached_property
    def _refinder(self) -> Refinder:
        return Refinder(self._old, self._new, self._survivors)

    def _place(self, found: Iterable[int]) -> list[int]:
        """Return those of the words that stand together; where they stand apart, those that say most."""
        together: list[list[int]] = [[]]
        for j in sorted(found):
            if together[-1] and not self._are_near(together[-1][-1], j):
                together.append([])
            together[-1].append(j)
        return max(together, key=self._worth)

    def _without_strays(self, left: list[int], found: Mapping[int, int]) -> list[int]:
        """Return the words without those at either end that stand there by chance: a quotation mark, a "the"."""
        origins = {j: i for i, j in found.items()}
        left = self._from_first_sure(left, origins, -1)
        return self._from_first_sure(left[::-1], origins, 1)[::-1]

    def _from_first_sure(self, left: list[int], origins: Mapping[int, int], outside: int) -> list[int]:
        """Return the words from the first that is no stray; `outside` is the way from it out of the passage."""
        if self._goes_on(origins[left[0]], left[0], outside):
            return left
        stray, first = 0.0, 0
        for index, (one, other) in enumerate(pairwise(left), 1):
            stray += self._worth([one])
            if stray > _STRAY:
                break
            lost = abs(origins[other] - origins[one]) - 1
            put_in = abs(other - one) - 1 - max(0, lost)
            if _PUT_IN_WORD * (put_in - _PUT_IN_FREE) >= stray:
                first = index
        sure = left[first:]
        return sure if self._worth(sure) >= _STRAY_TIMES * self._worth(left[:first]) else left

    def _goes_on(self, i: int, j: int, outside: int) -> bool:
        """Tell whether the word that stood beside another in its block stands there still."""
        near_i, near_j = i + outside, j + outside
        return (
            self._survivors.get(near_i) == near_j
            and self._old.blocks[i] == self._old.blocks[near_i]
            and self._new.blocks[j] == self._new.blocks[near_j]
        )

    def _is_little(self, left: Sequence[int], wanted: range) -> bool:
        worth = self._worth(left)
        part = worth / sum(self._refinder.worth(self._old.texts[i]) for i in wanted)
        if not {self._survivors.get(i) for i in wanted}.isdisjoint(left):
            return worth < _LITTLE and part < _LITTLE_PART
        return part < _FOUND_PART

    def _worth(self, words: Iterable[int]) -> float:
        return sum(self._refinder.worth(self._new.texts[j]) for j in words)

    def _are_near(self, one: int, other: int) -> bool:
        new = self._new
        return new.blocks[one] == new.blocks[other] or new.starts[other] - new.ends[one] <= _BETWEEN_BLOCKS

    def _anchor(self, was: Anchor, start: int, end: int) -> Anchor:
        now = text_between(self._applied.doc, start, end)
        return Anchor(start, end, "anchored" if now == was.quote else "changed", was.quote, now)


def _is_instead(was: Anchor, stepped: Anchor) -> bool:
    """Tell whether what stands where all words went can be what they were replaced by."""
    return stepped.end - stepped.start <= _MOST_INSTEAD * (was.end - was.start) + _MORE_INSTEAD


def _gone(anchor: Anchor) -> Anchor:
    return replace(anchor, start=anchor.end, state="gone", now="")
