"""Takes a word apart, without asking whether it is right: ending, stutter, drawn-out letters, hyphens. Pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto
from itertools import product

#: What may follow a name: Naruto's, the Uchihas', Sasuke'll.
_ENDING = re.compile(r"(?:'(?:s|ll|d|ve|re|m)?)$", re.IGNORECASE)
#: What a coined verb may end in: apparated, apparating.
_VERB_ENDING = re.compile(r"(?:ed|ing)$", re.IGNORECASE)
#: Thai puts the form of address before the name: P'Korn, N'Chay.
_BEFORE_NAME = re.compile(r"^[PN]'(?=[A-Z])")
#: A drawn-out letter: three or more of a kind never stand together in a word.
DRAWN_OUT = re.compile(r"(.)\1{2,}", re.IGNORECASE)
_SIBILANT = re.compile(r"(?:[sxz]|[cs]h)$", re.IGNORECASE)
_STUTTERED_PIECE_MAX = 4
#: More drawn-out letters than this in one word would make too many spellings to try.
_DRAWN_OUT_MAX = 4


class Last(Enum):
    """What the last piece of a reading has to be."""

    ANYTHING = auto()
    #: A word of the story: "the Uchihas" is right where "informations" is not.
    OURS = auto()
    #: A coinage that is written small.
    COINED = auto()


@dataclass(frozen=True)
class Reading:
    """One way to take a word apart."""

    pieces: tuple[str, ...]
    last: Last = Last.ANYTHING


_PLAIN = str.maketrans({"’": "'", "‘": "'", "\u2010": "-", "\u2011": "-", "\u00ad": None})


def straight(word: str) -> str:
    """Return the word with straight apostrophes, plain hyphens, and each letter with its accent as one character."""
    return unicodedata.normalize("NFC", word.translate(_PLAIN))


def without_ending(word: str) -> str:
    """Return the word, written with straight apostrophes, without 's, 'll and the like."""
    return _ENDING.sub("", word)


def readings(word: str) -> Iterator[Reading]:
    """Give each way to take the word apart, the plainest first."""
    for whole, last in _endings_off(straight(word)):
        pieces = tuple(piece for piece in whole.split("-") if piece)
        for unstuttered in dict.fromkeys((pieces, without_stutter(pieces))) if pieces else ():
            for calmed in product(*map(calmer, unstuttered)):
                yield Reading(calmed, last)
        if len(pieces) > 1:  # called out by the syllable: Na-ru-to
            yield Reading(("".join(pieces),), Last.OURS)


def _endings_off(word: str) -> Iterator[tuple[str, Last]]:
    """Give the word as it is, and without what may follow a name; with each, what its last piece then has to be."""
    yield word, Last.ANYTHING
    if word.endswith("in'"):
        yield word[:-1] + "g", Last.ANYTHING
    bare = without_ending(word)
    if bare != word:
        yield bare, Last.OURS
    yield from ((stem, Last.OURS) for stem in _singulars(bare))
    if _BEFORE_NAME.match(bare):
        yield bare[2:], Last.OURS
    stem = _VERB_ENDING.sub("", bare)
    if stem != bare:
        yield from ((stem, Last.COINED), (stem + "e", Last.COINED))


def _singulars(word: str) -> Iterator[str]:
    """Give what the word may be the plural of: the Okanos, the Besses."""
    if len(word) > 3 and word[-1] in "sS" and not _SIBILANT.search(word[:-1]):
        yield word[:-1]
    if len(word) > 4 and word[-2:] in ("es", "ES") and _SIBILANT.search(word[:-2]):
        yield word[:-2]


def without_stutter(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pieces from the first that the ones before it do not merely begin: N-Na-Naruto-kun is Naruto-kun."""
    first = 0
    while first + 1 < len(pieces) and _is_stutter(pieces[first], pieces[first + 1]):
        first += 1
    return pieces[first:]


def _is_stutter(piece: str, following: str) -> bool:
    begun = DRAWN_OUT.sub(r"\1", piece)
    return 0 < len(begun) <= _STUTTERED_PIECE_MAX and following.lower().startswith(begun.lower())


def calmer(piece: str) -> tuple[str, ...]:
    """Return the piece, and for a drawn-out one the spellings it may stand for: each such letter once, or twice."""
    runs = len(DRAWN_OUT.findall(piece))
    if not 0 < runs <= _DRAWN_OUT_MAX:
        return (piece,)
    parts = DRAWN_OUT.split(piece)  # text and drawn-out letter in turn
    ways = product((1, 2), repeat=runs)
    return (piece, *(_join(parts, way) for way in ways))


def _join(parts: list[str], times: tuple[int, ...]) -> str:
    """Put a split word together again, with each drawn-out letter as often as told."""
    letters = (letter * count for letter, count in zip(parts[1::2], times, strict=True))
    return "".join(text + letter for text, letter in zip(parts[::2], [*letters, ""], strict=True))
