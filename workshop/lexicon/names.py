"""Which forms of a name are right: honorifics, possessive, plural, stutter, shout, compounds. Pure.

A word is taken apart into readings; a reading is a tuple of pieces, and the word is right when one of its readings has
only pieces that are known. "N-Naruto-kun's" has the reading (Naruto, kun), "SAKURAAA" has (SAKURA,).
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from workshop.lexicon.honorifics import ORDERED, is_honorific
from workshop.lexicon.readings import DRAWN_OUT, Last, Reading, readings, straight, without_ending, without_stutter
from workshop.lexicon.slips import Neighbours

#: Says whether the dictionary has a piece. It knows neither names nor honorifics.
InDictionary = Callable[[str], bool]

_INITIALS_MAX = 4
#: The small words inside a name, as in "Will of Fire", are no names; as terms they would be safe from every check.
_SMALL_WORDS = frozenset(
    "a an and as at but by for from in into is it no not of off on or so than that the to with".split()
)


@dataclass(frozen=True)
class Lexicon:
    """The words of a work, as the author wrote them. A name in several words counts word by word."""

    terms: frozenset[str] = frozenset()
    #: Those of the author's own, in small letters; every story has the usual ones.
    honorifics: tuple[str, ...] = ()

    @classmethod
    def of(cls, terms: Iterable[str]) -> Lexicon:
        """Return the terms as a value. One that begins with a hyphen is an honorific: "-dattebane"."""
        written = tuple(map(straight, terms))
        honorifics = (piece.lower() for term in written if term.startswith("-") for piece in _words_of(term))
        names = (piece for term in written if not term.startswith("-") for piece in _words_of(term))
        return cls(frozenset(names), tuple(dict.fromkeys(honorifics)))

    def has(self, piece: str) -> bool:
        """Whether the piece is a term in a form that its capitals allow.

        A shout is in capitals. Only a term written small may begin with a capital: "Sage" leaves "sage" a mistake.
        """
        return piece in self.terms or (piece.isupper() and piece in self._shouted) or _lowered(piece) in self.terms

    def has_honorific(self, piece: str) -> bool:
        """Whether the piece may follow any name."""
        return is_honorific(piece) or piece.lower() in self.honorifics

    def has_beginning(self, piece: str) -> bool:
        """Whether a name begins like this, as where somebody is cut short: "Sasu—"."""
        place = bisect_left(self._in_order, piece)
        return bool(piece) and place < len(self._in_order) and self._in_order[place].startswith(piece)

    @cached_property
    def neighbours(self) -> Neighbours:
        return Neighbours(self.terms)

    @cached_property
    def _shouted(self) -> frozenset[str]:
        return frozenset(term.upper() for term in self.terms)

    @cached_property
    def _in_order(self) -> tuple[str, ...]:
        return tuple(sorted({*self.terms, *self._shouted}))


def _words_of(term: str) -> list[str]:
    """Return the words of a term; in a name of several words, without the small ones between them."""
    pieces = term.replace("-", " ").split()
    # The speller takes D'Arvit for two words, and asks about the second.
    pieces += [later for piece in pieces for later in piece.split("'")[1:] if len(later) > 2]
    return [piece for piece in pieces if piece.lower() not in _SMALL_WORDS] or pieces


def common_words() -> frozenset[str]:
    """Return the sounds, slang and fan words that every work may use, in small letters."""
    lines = (Path(__file__).parent / "words" / "common.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


COMMON = common_words()


def is_known(word: str, lexicon: Lexicon, in_dictionary: InDictionary) -> bool:
    """Whether one of the word's readings has only pieces that are terms, honorifics, common, or in the dictionary."""
    return any(_is_right(reading, lexicon, in_dictionary) for reading in readings(word))


def is_cut_short(word: str, lexicon: Lexicon, in_dictionary: InDictionary) -> bool:
    """Whether the word is the beginning of a right one: "Sasu", "N-Naru", "Sasuke-ku"."""
    *first, last = without_stutter(tuple(straight(word).split("-")))
    begun = lexicon.has_beginning(last) or (bool(first) and begins_honorific(last, lexicon))
    return begun and all(is_ours(piece, lexicon) or in_dictionary(as_dictionary_word(piece)) for piece in first)


def begins_honorific(piece: str, lexicon: Lexicon) -> bool:
    return any(word.startswith(piece.lower()) for word in (*lexicon.honorifics, *ORDERED))


def to_look_up(word: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the pieces about which the dictionary will have to be asked."""
    possible = (reading for reading in readings(word) if _may_end(reading, lexicon))
    pieces = (piece for reading in possible for piece in reading.pieces if not is_ours(piece, lexicon))
    return frozenset(map(as_dictionary_word, pieces))


def term_in(word: str, lexicon: Lexicon = Lexicon()) -> str:
    """Return the term that "it's a name" means: without stutter, honorific and what follows a name.

    "N-Naruto-kun's" teaches Naruto. A shout is calmed; capitals of up to four letters may be initials and stay.
    """
    pieces = without_stutter(tuple(piece for piece in without_ending(straight(word)).split("-") if piece))
    while len(pieces) > 1 and lexicon.has_honorific(pieces[-1]):
        pieces = pieces[:-1]
    return "-".join(_calm_shout(piece) for piece in pieces)


def _calm_shout(piece: str) -> str:
    calmed = DRAWN_OUT.sub(r"\1", piece)
    return calmed.capitalize() if calmed.isupper() and len(calmed) > _INITIALS_MAX else calmed


def as_dictionary_word(piece: str) -> str:
    """Return the piece as the dictionary would have it: a shouted word is an ordinary one."""
    return piece.lower() if piece.isupper() else piece


def _is_right(reading: Reading, lexicon: Lexicon, in_dictionary: InDictionary) -> bool:
    if not _may_end(reading, lexicon):
        return False
    return all(is_ours(piece, lexicon) or in_dictionary(as_dictionary_word(piece)) for piece in reading.pieces)


def _may_end(reading: Reading, lexicon: Lexicon) -> bool:
    last = reading.pieces[-1]
    if reading.last is Last.COINED:
        return last.lower() in lexicon.terms
    return reading.last is Last.ANYTHING or is_ours(last, lexicon)


def is_ours(piece: str, lexicon: Lexicon) -> bool:
    """Whether the piece is a term, an honorific, or a word that every work may use."""
    return lexicon.has(piece) or lexicon.has_honorific(piece) or piece.lower() in COMMON


def _lowered(piece: str) -> str:
    """Return the piece as it would be written small, where its capitals are those of a sentence start or a shout."""
    return piece.lower() if piece.isupper() or piece[1:].islower() else piece
