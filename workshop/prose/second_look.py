"""A second look for comments after a change that came from comparing two texts: an import, a restored version, a merge.

Such steps take out words that stand elsewhere now, and put in whole sentences between two that stay. What somebody typed
is never looked at twice: there the steps say all.
"""

from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

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
_LITTLE, _LITTLE_PART = 5.0, 0.2


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
        found = [*survivors.values(), *self._refinder.find(wanted).values()]
        if not found:
            return stepped if _is_instead(was, stepped) else _gone(stepped)
        left = self._place(found)
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

    def _is_little(self, left: Iterable[int], wanted: Iterable[int]) -> bool:
        worth = self._worth(left)
        return worth < _LITTLE and worth < _LITTLE_PART * sum(self._refinder.worth(self._old.texts[i]) for i in wanted)

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
