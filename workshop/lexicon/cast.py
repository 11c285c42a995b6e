"""Learns the cast of a text: proposes its names, coinages and honorifics with how often and where they stand. Pure.

What the speller does not know comes from outside, as a mapping of each unknown word to the speller's suggestions.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from workshop.lexicon.honorifics import HONORIFICS, is_honorific
from workshop.lexicon.names import COMMON, Lexicon, as_dictionary_word, is_known
from workshop.lexicon.readings import DRAWN_OUT, straight
from workshop.lexicon.sightings import FollowingPiece, Sighting, Sightings, pieces_of, read
from workshop.lexicon.slips import Neighbours, slips

#: Gives those of the words that the dictionary has. Of a compound the speller does not say which piece it misses.
AskDictionary = Callable[[frozenset[str]], frozenset[str]]

#: A name that the dictionary has is proposed when it stands this often with a capital inside a sentence.
_KNOWN_NAME_MIN = 3
#: A small word that no dictionary has is a coinage when it comes this often; typing errors seldom do.
_COINAGE_MIN = 3
_HONORIFIC_MIN = 2
#: Of two words one slip apart, the one that is this many times rarer is the slip; more often, and it is another name.
_SLIP_RATIO = 3
_SLIPS_MAX = 3
_INITIALS_MAX = 4
_VOWEL = re.compile(r"[aeiouyàáâäãåèéêëìíîïòóôöõùúûüýāēīōū]", re.IGNORECASE)

#: Capitals that are no one's name.
_NO_NAMES = frozenset(
    """
    i a an the and but or so oh well yes no ok okay tv dvd cd usa uk us eu pm am mr mrs ms miss dr sir ma'am mom mum dad
    mother father mama papa grandma grandpa granny god lord lady king queen prince princess captain lieutenant sergeant
    professor doctor detective inspector agent general colonel major commander admiral director president minister
    mister madam madame master mistress majesty highness lordship ladyship sister brother aunt auntie uncle mommy mummy
    daddy headmaster headmistress officer nurse reverend saint
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter halloween english american british french german italian
    spanish russian chinese japanese korean latin greek indian europe england america france germany italy spain russia
    china japan korea india earth internet
    """.split()
)


@dataclass(frozen=True)
class Proposal:
    """A word that the text uses as its own, for the author to take or leave."""

    #: As a term is written; an honorific with its hyphen.
    term: str
    count: int
    #: As written in the text, the commonest first: Sakura, Sakura-chan.
    forms: tuple[str, ...]
    #: A piece of the text around one of them.
    example: str
    #: Why it may be none; empty where it is very probably right and may be learnt without a second look.
    doubt: str = ""

    @property
    def sure(self) -> bool:
        return not self.doubt


def propose(
    text: str,
    unknown: Mapping[str, tuple[str, ...]],
    lexicon: Lexicon = Lexicon(),
    ask: AskDictionary = lambda words: frozenset(),
    *,
    capitals_tell: bool = True,
) -> tuple[Proposal, ...]:
    """Return what the text's own words seem to be, the commonest first; what the lexicon has is left out.

    Where capitals tell nothing, as in German, a word that the dictionary has is no name for its capital's sake.
    """
    unknown = {straight(word): suggestions for word, suggestions in unknown.items()}
    pieces = frozenset(piece for word in unknown for piece in pieces_of(word))
    sightings = read(text, pieces, lexicon)
    return _Cast(sightings, unknown, pieces, lexicon, ask, capitals_tell).proposals()


class _Cast:
    """One text's words, while it is decided which of them are its own."""

    def __init__(
        self,
        sightings: Sightings,
        unknown: Mapping[str, tuple[str, ...]],
        pieces: frozenset[str],
        lexicon: Lexicon,
        ask: AskDictionary,
        capitals_tell: bool,
    ) -> None:
        self._words = sightings.words
        self._following = sightings.following
        self._unknown = unknown
        self._lexicon = lexicon
        self._capitals_tell = capitals_tell
        self._dictionary = ask(frozenset(self._to_ask(pieces)))
        self._strange = frozenset(
            piece for piece in pieces if piece in unknown or as_dictionary_word(piece) not in self._dictionary
        )
        self._join_shouts()
        self._names = {word: seen for word, seen in self._words.items() if self._is_name(word, seen)}
        self._neighbours = Neighbours([*self._names, *lexicon.terms])

    def _to_ask(self, pieces: frozenset[str]) -> Iterator[str]:
        """Give what the dictionary must be asked. Each word that it lacks costs it a search, so it hears of none twice."""
        yield from (as_dictionary_word(piece) for piece in pieces if piece not in self._unknown)
        for word, seen in self._words.items():
            if seen.inside >= _KNOWN_NAME_MIN and word not in self._unknown:
                yield word.lower()
        yield from (meant.lower() for word in self._unknown if (meant := self._mistyped(word))[:1].isupper())

    def proposals(self) -> tuple[Proposal, ...]:
        found = [*self._name_proposals(), *self._coinages(), *self._honorifics()]
        new = (each for each in found if each.term.startswith("-") or not is_known(each.term, self._lexicon, _nothing))
        return tuple(sorted(new, key=lambda proposal: (-proposal.count, proposal.term)))

    def _join_shouts(self) -> None:
        """Count a shout under the name that is shouted, and let one that is only ever shouted have ordinary capitals."""
        for word in [word for word in self._words if word.isupper() and len(word) > 1]:
            calmed = DRAWN_OUT.sub(r"\1", word).capitalize()
            if calmed in self._words:
                self._words[calmed].take_in(self._words.pop(word))
            elif len(word) > _INITIALS_MAX and not DRAWN_OUT.search(word) and word in self._strange:
                self._words[calmed] = self._words.pop(word)
                self._strange |= {calmed}

    def _is_name(self, word: str, seen: Sighting) -> bool:
        small = word.lower()
        if word[0].islower() or len(word) < 2 or is_honorific(word) or small in COMMON or small in _NO_NAMES:
            return False
        if seen.honored or (word in self._strange and not DRAWN_OUT.search(word)):
            return bool(_VOWEL.search(word) or seen.inside or seen.honored)
        return self._capitals_tell and seen.inside >= _KNOWN_NAME_MIN and not seen.small and not word.isupper()

    def _name_proposals(self) -> Iterator[Proposal]:
        for word, seen in self._names.items():
            slip_of = self._slip_of(word, seen)
            doubt = f"a slip of {slip_of}?" if slip_of else self._doubt_about_name(word, seen)
            yield _proposal(word, seen, doubt)

    def _doubt_about_name(self, word: str, seen: Sighting) -> str:
        if seen.honored:
            return ""
        if word not in self._strange:
            return "an ordinary word with a capital" if word.lower() in self._dictionary else ""
        meant = self._mistyped(word)
        # What only ever begins a sentence may be an ordinary word, capitalised and mistyped; inside one, another name.
        name_meant = seen.count < _SLIPS_MAX and self._is_name_of_others(meant) and slips(word, meant)
        if meant and (not seen.inside or name_meant):
            return f"a slip of “{meant}”?"
        if all(form.isupper() for form in seen.forms) and len(word) > _INITIALS_MAX:
            return "only ever shouted"
        return "a name, or a sound?" if seen.alone == seen.count else ""

    def _is_name_of_others(self, word: str) -> bool:
        """Whether the dictionary has the word as a name only. The speller gives each suggestion the capital it was asked with."""
        return word[:1].isupper() and " " not in word and word.lower() not in self._dictionary

    def _coinages(self) -> Iterator[Proposal]:
        for word, seen in self._words.items():
            fitting = word[0].islower() and len(word) > 2 and not is_honorific(word) and word not in COMMON
            if fitting and word in self._strange and seen.count >= _COINAGE_MIN and not DRAWN_OUT.search(word):
                meant = self._mistyped(word)
                doubt = f"a name without its capital? {word.capitalize()}" if word.capitalize() in self._names else ""
                yield _proposal(word, seen, doubt or (f"a slip of “{meant}”?" if meant else ""))

    def _honorifics(self) -> Iterator[Proposal]:
        for piece, seen in self._following.items():
            count = seen.forms.total()
            if piece in self._strange and count >= _HONORIFIC_MIN:
                yield Proposal(f"-{piece}", count, _commonest(seen), seen.example, _doubt_about_honorific(piece, seen))

    def _slip_of(self, word: str, seen: Sighting) -> str | None:
        """Return the name, a slip of the hand away, that the text has far more often or the lexicon has."""
        if seen.count > _SLIPS_MAX or word in self._lexicon.terms:
            return None
        for name in self._neighbours.nearest(word):
            often = self._names[name].count >= _SLIP_RATIO * seen.count if name in self._names else True
            if often and name[0].isupper():
                return name
        return None

    def _mistyped(self, word: str) -> str:
        """Return the speller's first thought where it is a slip or two away, else nothing."""
        first = next(iter(self._unknown.get(word, ())), "")
        reach = 2 if len(word) >= 8 else 1
        near = first and OSA.distance(word.lower(), first.lower(), score_cutoff=reach) <= reach
        return first if near else ""


def _doubt_about_honorific(piece: str, seen: FollowingPiece) -> str:
    near = next((each for each in HONORIFICS if len(each) > 2 and OSA.distance(piece, each, score_cutoff=1) == 1), None)
    if near:
        return f"a slip of -{near}?"
    return "" if len(seen.names) > 1 else "after one name only"


def _proposal(word: str, seen: Sighting, doubt: str) -> Proposal:
    return Proposal(word, seen.count, _commonest(seen), seen.example, doubt)


def _commonest(seen: Sighting | FollowingPiece) -> tuple[str, ...]:
    return tuple(form for form, _ in seen.forms.most_common())


def _nothing(_word: str) -> bool:
    return False
