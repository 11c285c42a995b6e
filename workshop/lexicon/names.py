"""Which forms of a name are right: honorifics, possessive, plural, stutter, shout, compounds. Pure.

A word is taken apart into readings; a reading is a tuple of pieces, and the word is right when one of its readings has
only pieces that are known. "N-Naruto-kun's" has the reading (Naruto, kun), "SAKURAAA" has (SAKURA,).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import product
from pathlib import Path

from workshop.lexicon.honorifics import HONORIFICS

#: Says whether the dictionary has a piece. It knows neither names nor honorifics.
InDictionary = Callable[[str], bool]

#: What may follow a name: Naruto's, the Uchihas', Sasuke'll.
_ENDING = re.compile(r"(?:'(?:s|ll|d|ve|re|m)?)$", re.IGNORECASE)
#: A drawn-out letter: three or more of a kind never stand together in a word.
DRAWN_OUT = re.compile(r"(.)\1{2,}", re.IGNORECASE)
_STUTTERED_PIECE_MAX = 3
#: More drawn-out letters than this in one word would make too many spellings to try.
_DRAWN_OUT_MAX = 4
_INITIALS_MAX = 4

@dataclass(frozen=True)
class Reading:
    """One way to take a word apart."""

    pieces: tuple[str, ...]
    #: Only names take this form freely: "the Uchihas" is right where "informations" is not.
    name_last: bool = False


@dataclass(frozen=True)
class Lexicon:
    """The words of a work, as the author wrote them. A name in several words counts word by word."""

    terms: frozenset[str] = frozenset()

    @classmethod
    def of(cls, terms: Iterable[str]) -> Lexicon:
        return cls(frozenset(piece for term in terms for piece in straight(term).replace("-", " ").split()))

    def has(self, piece: str) -> bool:
        """Whether the piece is a term in a form that its capitals allow.

        A shout is in capitals. Only a term written small may begin with a capital: "Sage" leaves "sage" a mistake.
        """
        return piece in self.terms or (piece.isupper() and piece in self._shouted) or _lowered(piece) in self.terms

    @cached_property
    def _shouted(self) -> frozenset[str]:
        return frozenset(term.upper() for term in self.terms)


def common_words() -> frozenset[str]:
    """Return the sounds, slang and fan words that every work may use, in small letters."""
    lines = (Path(__file__).parent / "words" / "common.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


COMMON = common_words()


def straight(word: str) -> str:
    """Return the word with straight apostrophes and plain hyphens."""
    return word.replace("’", "'").replace("‘", "'").replace("\u2010", "-").replace("\u2011", "-").replace("\u00ad", "")


def without_ending(word: str) -> str:
    """Return the word, written with straight apostrophes, without 's, 'll and the like."""
    return _ENDING.sub("", word)


def readings(word: str) -> Iterator[Reading]:
    """Give each way to take the word apart, the plainest first."""
    for whole, name_last in _endings_off(straight(word)):
        pieces = tuple(piece for piece in whole.split("-") if piece)
        for unstuttered in dict.fromkeys((pieces, _without_stutter(pieces))) if pieces else ():
            for calmed in product(*map(_calmed, unstuttered)):
                yield Reading(calmed, name_last)


def is_known(word: str, lexicon: Lexicon, in_dictionary: InDictionary) -> bool:
    """Whether one of the word's readings has only pieces that are terms, honorifics, common, or in the dictionary."""
    return any(_is_right(reading, lexicon, in_dictionary) for reading in readings(word))


def to_look_up(word: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the pieces about which the dictionary will have to be asked."""
    pieces = (piece for reading in readings(word) for piece in reading.pieces if not is_ours(piece, lexicon))
    return frozenset(map(as_dictionary_word, pieces))


def term_in(word: str) -> str:
    """Return the term that "it's a name" means: without stutter, honorific and what follows a name.

    "N-Naruto-kun's" teaches Naruto. A shout is calmed; capitals of up to four letters may be initials and stay.
    """
    pieces = _without_stutter(tuple(piece for piece in without_ending(straight(word)).split("-") if piece))
    while len(pieces) > 1 and pieces[-1].lower() in HONORIFICS:
        pieces = pieces[:-1]
    return "-".join(_calm_shout(piece) for piece in pieces)


def _calm_shout(piece: str) -> str:
    calmed = DRAWN_OUT.sub(r"\1", piece)
    return calmed.capitalize() if calmed.isupper() and len(calmed) > _INITIALS_MAX else calmed


def as_dictionary_word(piece: str) -> str:
    """Return the piece as the dictionary would have it: a shouted word is an ordinary one."""
    return piece.lower() if piece.isupper() else piece


def _is_right(reading: Reading, lexicon: Lexicon, in_dictionary: InDictionary) -> bool:
    if reading.name_last and not is_ours(reading.pieces[-1], lexicon):
        return False
    return all(is_ours(piece, lexicon) or in_dictionary(as_dictionary_word(piece)) for piece in reading.pieces)


def is_ours(piece: str, lexicon: Lexicon) -> bool:
    """Whether the piece is a term, an honorific, or a word that every work may use."""
    return lexicon.has(piece) or piece.lower() in HONORIFICS or piece.lower() in COMMON


def _endings_off(word: str) -> Iterator[tuple[str, bool]]:
    """Give the word as it is, and without what may follow a name; with each, whether only a name may take that form."""
    yield word, False
    if word.endswith("in'"):
        yield word[:-1] + "g", False
    bare = without_ending(word)
    if bare != word:
        yield bare, True
    if len(bare) > 3 and bare[-1] in "sS":
        yield bare[:-1], True
    if len(bare) > 4 and bare[-2:] in ("es", "ES"):
        yield bare[:-2], True


def _without_stutter(pieces: tuple[str, ...]) -> tuple[str, ...]:
    """Return the pieces from the first that the ones before it do not merely begin: N-Na-Naruto-kun is Naruto-kun."""
    first = 0
    while first + 1 < len(pieces) and _is_stutter(pieces[first], pieces[first + 1]):
        first += 1
    return pieces[first:]


def _is_stutter(piece: str, following: str) -> bool:
    return len(piece) <= _STUTTERED_PIECE_MAX and following.lower().startswith(piece.lower())


def _calmed(piece: str) -> tuple[str, ...]:
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


def _lowered(piece: str) -> str:
    """Return the piece as it would be written small, where its capitals are those of a sentence start or a shout."""
    return piece.lower() if piece.isupper() or piece[1:].islower() else piece
