"""How a hand slips: which word is probably another one, mistyped, and which is simply a different name. Pure."""

from __future__ import annotations

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import combinations
from pathlib import Path

from rapidfuzz.distance import OSA

#: Shorter names have too many neighbours that are names themselves: Rin, Ron, Ren.
SHORTEST = 4
_TWO_SLIPS_FROM = 9
#: The pairs of letters that can be left out of a word grow with its square; no name is longer than this.
_LONGEST_FOR_TWO = 24
#: In a shorter name another last letter makes another name: Kira and Kiran, Mio and Miou.
_LAST_LETTER_FROM = 6
_VOWELS = frozenset("aeiouy")


@cache
def other_names() -> frozenset[str]:
    """Return names, in small letters, that many people bear and no English dictionary has: none of them is a slip."""
    lines = (Path(__file__).parent / "words" / "names.txt").read_text("utf-8").splitlines()
    return frozenset(name for line in lines if not line.startswith("#") for name in line.split())


def fold(word: str) -> str:
    """Return the word in small letters without accents."""
    parts = unicodedata.normalize("NFD", word)
    return "".join(part for part in parts if not unicodedata.combining(part)).lower()


def slips(written: str, meant: str) -> int:
    """Return how many slips of the hand lead from one word to the other; 0 where it is the same, or no such slip.

    Other capitals and left-out accents are one slip. Names that differ in their first letter, or in their last vowel,
    are two people: Kira and Mira, Mario and Maria.
    """
    if written == meant:
        return 0
    hand, head = fold(written), fold(meant)
    if hand == head:
        return 1
    if len(head) < SHORTEST or hand in other_names():
        return 0
    allowed = 2 if len(head) >= _TWO_SLIPS_FROM else 1
    distance = OSA.distance(hand, head, score_cutoff=allowed)
    return distance if distance <= allowed and _is_probable(hand, head) else 0


def is_replacement(written: str, meant: str) -> bool:
    """Whether a letter stands in another's place: the least probable slip."""
    return len(written) == len(meant) and sorted(written) != sorted(meant)


def _rank(hand: str, head: str) -> int:
    return 0 if hand == head else 2 if is_replacement(hand, head) else 1


class Neighbours:
    """Finds the words of a list that are a slip or two away, without comparing with each of them.

    Two words that near have a rest in common once a letter or two are taken out of each; words are filed by their
    rests. A look-up takes as many steps as the word has rests, however long the list is.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self._by_rest: dict[str, list[str]] = defaultdict(list)
        for word in words:
            folded = fold(word)
            for rest in _rests(folded, 2 if _TWO_SLIPS_FROM <= len(folded) <= _LONGEST_FOR_TWO else 1):
                self._by_rest[rest].append(word)

    def nearest(self, written: str) -> tuple[str, ...]:
        """Return the words that were probably meant, the likeliest first."""
        folded = fold(written)
        taken = 2 if _TWO_SLIPS_FROM - 2 <= len(folded) <= _LONGEST_FOR_TWO + 2 else 1
        found = {word for rest in _rests(folded, taken) for word in self._by_rest.get(rest, ())}
        counted = ((slips(written, word), _rank(folded, fold(word)), word) for word in found)
        return tuple(word for count, _, word in sorted(counted) if count)


def _rests(word: str, most_taken: int) -> Iterator[str]:
    """Give the word, and what is left of it without one letter, or two, each once."""
    letters = range(len(word))
    for taken in range(most_taken + 1):
        yield from {"".join(map(word.__getitem__, kept)) for kept in combinations(letters, max(len(word) - taken, 0))}


def _is_probable(hand: str, head: str) -> bool:
    """Whether the words, which are near, are one name and not two."""
    if sorted(hand) == sorted(head):
        return True
    if hand[0] != head[0]:
        return False
    if hand[:-1] == head or hand == head[:-1]:
        return len(head) >= _LAST_LETTER_FROM or hand[-1] == head[-1]
    if is_replacement(hand, head):
        return len(head) > SHORTEST and not _differs_in_last_vowel(hand, head)
    return True


def _differs_in_last_vowel(hand: str, head: str) -> bool:
    return len(head) < _TWO_SLIPS_FROM and hand[-1] != head[-1] and {hand[-1], head[-1]} <= _VOWELS
