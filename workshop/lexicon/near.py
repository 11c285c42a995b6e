"""Finds words that are nearly a known name or a known honorific: "Saskue", "Sakura-cha". Pure."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice, product

from rapidfuzz.distance import OSA

from workshop.lexicon.honorifics import ORDERED
from workshop.lexicon.names import InDictionary, Lexicon, as_dictionary_word, begins_honorific, is_ours
from workshop.lexicon.readings import DRAWN_OUT, calmer, straight, without_ending, without_stutter
from workshop.lexicon.slips import is_replacement

_SHORTEST_HONORIFIC = 3
_MOST_MEANT = 5
_HYPHENS = "-\u2010\u2011"
_HYPHEN = f"[{_HYPHENS}]"
_HYPHENATED = re.compile(rf"[^\W\d_]+(?:['’][^\W\d_]+)?(?:{_HYPHEN}[^\W\d_]+)+")
_CUT_SHORT = re.compile(r"\s?(?:[—–…]|--|-(?!\w)|\.\.\.)")


@dataclass(frozen=True)
class NearMiss:
    """A word that is probably mistyped, and what was probably meant, the likeliest first."""

    start_codepoint: int
    end_codepoint: int
    word: str
    meant: tuple[str, ...]


def breaks_off(text: str, end_codepoint: int) -> bool:
    """Whether a word that ends here is left unfinished by its speaker: "Sasu—", "Naru…"."""
    return _CUT_SHORT.match(text, end_codepoint) is not None


def nearest_names(word: str, lexicon: Lexicon, in_dictionary: InDictionary = lambda piece: False) -> tuple[str, ...]:
    """Return the word with its mistyped names and honorifics put right, the likeliest first; usually none.

    What else the word holds, a stutter or the other half of a compound, stays as it is. If it holds anything that
    neither is right nor nearly is, there is no telling what was meant.
    """
    plain = straight(word)
    bare = without_ending(plain)
    pieces = tuple(bare.split("-"))
    name = without_stutter(pieces)
    options = [
        _pieces_meant(piece, lexicon, in_dictionary, behind_name=place > 0 and piece[:1].islower())
        for place, piece in enumerate(name)
    ]
    if not all(options):
        return ()
    stutter, ending = pieces[: -len(name)], plain[len(bare) :]
    meant = ("-".join([*_stuttered(stutter, name[0], chosen[0]), *chosen]) for chosen in product(*options))
    return tuple(form + ending for form in islice(meant, _MOST_MEANT) if form + ending != plain)


def near_honorifics(text: str, lexicon: Lexicon, in_dictionary: InDictionary) -> Iterator[NearMiss]:
    """Give the forms in the text where a known name is followed by what is nearly an honorific.

    The dictionary's speller lets "Sakura-cha" pass, since "cha" is a word, so the text itself is looked at.
    """
    for found in hyphenated_names(text, lexicon):
        pieces = straight(found.group()).split("-")
        head, tail = pieces[: -len(_tail(pieces))], _tail(pieces)
        options = [_honorifics_meant(piece, lexicon, in_dictionary) for piece in tail]
        if not any(options) or (breaks_off(text, found.end()) and begins_honorific(tail[-1], lexicon)):
            continue
        filled = [meant or (piece,) for meant, piece in zip(options, tail, strict=True)]
        forms = tuple("-".join([*head, *chosen]) for chosen in islice(product(*filled), 3))
        yield NearMiss(*found.span(), found.group(), forms)


def hyphenated_names(text: str, lexicon: Lexicon) -> Iterator[re.Match[str]]:
    """Give the words with hyphens that begin with a known name, stuttered or not."""
    if not any(hyphen in text for hyphen in _HYPHENS):  # most have none, and to look for the words takes much longer
        return
    for found in _HYPHENATED.finditer(text):
        name = _name_and_tail(straight(found.group()).split("-"))[0]
        if name[0].isupper() and lexicon.has(name):
            yield found


def tails(text: str, lexicon: Lexicon) -> frozenset[str]:
    """Return the pieces after names in the text about which the dictionary will have to be asked."""
    pieces = (piece for found in hyphenated_names(text, lexicon) for piece in _tail(straight(found.group()).split("-")))
    return frozenset(as_dictionary_word(piece) for piece in pieces if not is_ours(piece, lexicon))


def _name_and_tail(pieces: list[str]) -> tuple[str, ...]:
    rest = without_stutter(tuple(pieces))
    return rest if len(rest) > 1 else tuple(pieces)


def _tail(pieces: list[str]) -> list[str]:
    return list(_name_and_tail(pieces)[1:])


def _pieces_meant(piece: str, lexicon: Lexicon, in_dictionary: InDictionary, *, behind_name: bool) -> tuple[str, ...]:
    """Return what the piece may stand for: itself where it is right, else the names it nearly is; none where neither."""
    forms = calmer(piece)
    if any(is_ours(form, lexicon) for form in forms):
        return (piece,)
    if behind_name and (meant := _honorifics_meant(piece, lexicon, in_dictionary)):
        return meant
    if any(in_dictionary(as_dictionary_word(form)) for form in forms):
        return (piece,)
    names = _names_meant(piece, lexicon)
    if not names and piece.endswith("s"):
        names = tuple(f"{name}s" for name in _names_meant(piece[:-1], lexicon))
    return names


def _names_meant(piece: str, lexicon: Lexicon) -> tuple[str, ...]:
    """Return the names that the piece nearly is, shouted and drawn out as it is."""
    calmed = DRAWN_OUT.sub(r"\1", piece)
    near = lexicon.neighbours.nearest(calmed)
    # A word written small is no slip of a name, unless it is the name itself without its capital.
    fitting = (term for term in near if term[0].isupper() and (piece[0].isupper() or term.lower() == calmed))
    return tuple(_written_like(term, piece) for term in fitting)


def _written_like(term: str, piece: str) -> str:
    """Return the term in the capitals of a shout, with its last letter as long as the piece has it."""
    shouted = term.upper() if piece.isupper() and len(piece) > 1 else term
    last = DRAWN_OUT.search(piece)
    drawn = last is not None and last.end() == len(piece) and last.group(1).lower() == term[-1].lower()
    return shouted + last.group()[1:] if drawn else shouted


def _stuttered(pieces: tuple[str, ...], name: str, meant: str) -> tuple[str, ...]:
    """Return the stutter, with a capital where the name after it has got one: n-naruto, N-Naruto."""
    got_capital = name[:1].islower() and meant[:1].isupper()
    return tuple(piece[:1].upper() + piece[1:] if got_capital else piece for piece in pieces)


def _honorifics_meant(piece: str, lexicon: Lexicon, in_dictionary: InDictionary) -> tuple[str, ...]:
    """Return the honorifics that the piece nearly is, the likeliest first, with what stands behind them.

    A letter left out, doubled or swapped counts even where that makes a word, as in "cha"; a letter put in another's
    place only where it makes none: the Uchiha-clan is no Uchiha-chan.
    """
    small = without_ending(piece)
    ending, small = piece[len(small) :], small.lower()
    if is_ours(small, lexicon) or len(small) < 2:
        return ()
    word = in_dictionary(as_dictionary_word(small))
    close = (
        honorific
        for honorific in (*lexicon.honorifics, *ORDERED)
        if len(honorific) >= _SHORTEST_HONORIFIC
        and OSA.distance(small, honorific, score_cutoff=1) == 1
        and not (word and _makes_another_word(small, honorific))
    )
    likeliest = sorted(close, key=lambda honorific: is_replacement(small, honorific))
    return tuple(_shouted(honorific, piece) + ending for honorific in likeliest[:3])


def _shouted(honorific: str, piece: str) -> str:
    return honorific.upper() if piece.isupper() else honorific


def _makes_another_word(piece: str, honorific: str) -> bool:
    """Whether one letter stands in another's place, or one more was put in."""
    return is_replacement(piece, honorific) or len(piece) > len(honorific)
