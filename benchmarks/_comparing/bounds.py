"""How few words a comparison could show as changed, whatever program made it: what no other one can be better than."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import LCSseq

from benchmarks._comparing.hard import Pair
from workshop.prose.diff.tokens import text_words


@dataclass(frozen=True)
class Least:
    """Words and signs, as the comparison cuts them, that must come or go to make one text the other."""

    #: Where those that stay keep their order, from the longest run that both texts have in common, over all paragraphs.
    in_order: int
    #: Where any of them may move anywhere: those that one text has more of than the other.
    anywhere: int


def least_changed(pair: Pair) -> Least:
    old, new = map(_words, pair)
    before, after = Counter(old), Counter(new)
    return Least(
        in_order=len(old) + len(new) - 2 * LCSseq.similarity(old, new),
        anywhere=(before - after).total() + (after - before).total(),
    )


def _words(paragraphs: Sequence[str]) -> list[str]:
    return [word for paragraph in paragraphs for word in text_words(paragraph)]
