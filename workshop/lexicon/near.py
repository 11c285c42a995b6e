"""Finds words that are nearly a known name or a known honorific: "Saskue", "Sakura-cha". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from workshop.lexicon.honorifics import ORDERED
from workshop.lexicon.names import InDictionary, Lexicon, as_dictionary_word, is_ours, straight

#: Shorter names have too many neighbours that are names themselves: Rin, Ron, Ren.
_SHORTEST_NAME = 4
_TWO_SLIPS_FROM = 9
_SHORTEST_HONORIFIC = 3
_HYPHENATED = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?(?:[-\u2010\u2011][^\W\d_]+)+")


@dataclass(frozen=True)
class NearMiss:
    """A word that is probably mistyped, and what was probably meant, the likeliest first."""

    start_codepoint: int
    end_codepoint: int
    word: str
    meant: tuple[str, ...]


def nearest_names(word: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the word with its mistyped name put right, for each name that is close enough; usually none."""
    plain = straight(word)
    name = re.match(r"[^\W\d_]+", plain)
    if name is None or not name.group()[0].isupper():
        return ()
    written, rest = name.group(), plain[name.end() :]
    close = sorted((slips, term) for term in lexicon.terms if (slips := _slips(written, term)))
    return tuple((term.upper() if written.isupper() else term) + rest for _, term in close)


def near_honorifics(text: str, lexicon: Lexicon, in_dictionary: InDictionary) -> Iterator[NearMiss]:
    """Give the forms in the text where a known name is followed by what is nearly an honorific.

    The dictionary's speller lets "Sakura-cha" pass, since "cha" is a word, so the text itself is looked at.
    """
    for found in hyphenated_names(text, lexicon):
        head, *tail = straight(found.group()).split("-")
        corrected = [_honorifics_meant(piece, lexicon, in_dictionary) for piece in tail]
        if any(corrected):
            pieces = [options[0] if options else piece for options, piece in zip(corrected, tail, strict=True)]
            yield NearMiss(*found.span(), found.group(), _forms(head, pieces, corrected))


def hyphenated_names(text: str, lexicon: Lexicon) -> Iterator[re.Match[str]]:
    """Give the words with hyphens that begin with a known name."""
    for found in _HYPHENATED.finditer(text):
        head = re.split(r"[-\u2010\u2011]", found.group())[0]
        if head[0].isupper() and lexicon.has(head):
            yield found


def tails(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the pieces after names in the text about which the dictionary will have to be asked."""
    pieces = (piece for found in hyphenated_names(text, lexicon) for piece in straight(found.group()).split("-")[1:])
    return frozenset(as_dictionary_word(piece) for piece in pieces if not is_ours(piece, lexicon))


def _honorifics_meant(piece: str, lexicon: Lexicon, in_dictionary: InDictionary) -> tuple[str, ...]:
    """Return the honorifics that the piece nearly is.

    A letter left out, doubled or swapped counts even where that makes a word, as in "cha"; a letter put in another's
    place only where it makes none: the Uchiha-clan is no Uchiha-chan.
    """
    small = re.sub(r"'s?$", "", piece).lower()
    if is_ours(small, lexicon) or len(small) < 2:
        return ()
    word = in_dictionary(as_dictionary_word(small))
    return tuple(
        honorific
        for honorific in ORDERED
        if len(honorific) >= _SHORTEST_HONORIFIC
        and OSA.distance(small, honorific, score_cutoff=1) == 1
        and not (word and _is_replacement(small, honorific))
    )


def _is_replacement(piece: str, honorific: str) -> bool:
    """Whether one letter stands in another's place, or one more was put in to make another word."""
    return (len(piece) == len(honorific) and sorted(piece) != sorted(honorific)) or len(piece) > len(honorific)


def _forms(head: str, pieces: list[str], corrected: list[tuple[str, ...]]) -> tuple[str, ...]:
    """Return the whole word put right; where only its last piece is wrong, in each way it may have been meant."""
    if any(corrected[:-1]):
        return ("-".join([head, *pieces]),)
    return tuple("-".join([head, *pieces[:-1], last]) for last in corrected[-1][:3])


def _slips(written: str, term: str) -> int:
    """Return how many slips of the hand lead from the term to the word; 0 where it is no such slip."""
    if len(term) < _SHORTEST_NAME or not term[0].isupper() or term == written:
        return 0
    if written.isupper():
        written, term = written.lower(), term.lower()
    allowed = 2 if len(term) >= _TWO_SLIPS_FROM else 1
    distance = OSA.distance(written, term, score_cutoff=allowed)
    return distance if distance <= allowed else 0
