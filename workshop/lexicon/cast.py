"""Learns the cast of a text: proposes its names and coinages with how often and where they stand. Pure.

What the speller does not know comes from outside, as a mapping of each unknown word to the speller's suggestions.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from rapidfuzz.distance import OSA

from workshop.lexicon.honorifics import HONORIFICS
from workshop.lexicon.names import COMMON, Lexicon
from workshop.lexicon.readings import DRAWN_OUT, straight, without_ending

_WORD = re.compile(r"[^\W\d_]+(?:['’\-\u2010\u2011][^\W\d_]+)*['’]?")
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?…:—–]|\n)[\s\"'“”‘’«»(\[*]*$")
_EXAMPLE_REACH = 45
#: A name that the dictionary has is proposed when it stands this often with a capital inside a sentence.
_KNOWN_NAME_MIN = 3
#: A small word that no dictionary has is a coinage when it comes this often; typing errors seldom do.
_COINAGE_MIN = 3
#: Of two words one slip apart, the one that is this many times rarer is the slip; more often, and it is another name.
_SLIP_RATIO = 3
_SLIPS_MAX = 3

#: Capitals that are no one's name.
_NO_NAMES = frozenset(
    """
    i a an the and but or so oh well yes no ok okay tv dvd cd usa uk us eu pm am mr mrs ms miss dr sir ma'am mom mum dad
    mother father mama papa grandma grandpa god lord lady king queen prince princess captain lieutenant sergeant
    monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december christmas easter halloween english american british french german italian
    spanish russian chinese japanese korean latin greek indian europe england america france germany italy spain russia
    china japan korea india earth internet
    """.split()
)


@dataclass
class _Sighting:
    """What was seen of one word while reading the text."""

    forms: Counter[str] = field(default_factory=Counter)
    inside: int = 0
    small: int = 0
    honored: int = 0
    example: str = ""

    @property
    def count(self) -> int:
        return self.forms.total()


@dataclass(frozen=True)
class Proposal:
    """A word that the text uses as its own, for the author to take or leave."""

    term: str
    count: int
    #: As written in the text, the commonest first: Sakura, Sakura-chan.
    forms: tuple[str, ...]
    #: A piece of the text around one of them.
    example: str
    #: Whether it is very probably right, so that it may be learnt without a second look.
    sure: bool
    #: The commoner name that it is probably a slip of.
    slip_of: str | None = None


def propose(text: str, unknown: Mapping[str, tuple[str, ...]], lexicon: Lexicon = Lexicon()) -> tuple[Proposal, ...]:
    """Return what the text's own words seem to be, the commonest first; what the lexicon has is left out."""
    unknown = {straight(word): suggestions for word, suggestions in unknown.items()}
    strange = _strange_pieces(unknown)
    sightings = _read(text, strange)
    names = {word: seen for word, seen in sightings.items() if _is_name(word, seen, strange)}
    coinages = {word: seen for word, seen in sightings.items() if _is_coinage(word, seen, strange)}
    proposals = [
        *(_name(word, seen, names, unknown) for word, seen in names.items()),
        *(_coinage(word, seen, unknown) for word, seen in coinages.items()),
    ]
    new = (proposal for proposal in proposals if not lexicon.has(proposal.term))
    return tuple(sorted(new, key=lambda proposal: (-proposal.count, proposal.term)))


def _read(text: str, strange: frozenset[str]) -> dict[str, _Sighting]:
    """Return what was seen of each candidate: every word with a capital, and the small ones nobody knows."""
    sightings: dict[str, _Sighting] = defaultdict(_Sighting)
    small: Counter[str] = Counter()
    for found in _WORD.finditer(text):
        pieces = _pieces(found.group())
        starts = bool(_SENTENCE_BEFORE.search(text[max(0, found.start() - 8) : found.start()]))
        for place, piece in enumerate(pieces):
            if piece[0].islower() and piece not in strange:
                small[piece] += 1
                continue
            honored = any(p.lower() in HONORIFICS for p in pieces[place + 1 :])
            _note(sightings[_base(piece, strange)], found, text, inside=not (starts and place == 0), honored=honored)
    for word, seen in sightings.items():
        seen.small = small[word.lower()]
    return dict(sightings)


def _note(seen: _Sighting, found: re.Match[str], text: str, *, inside: bool, honored: bool) -> None:
    seen.forms[without_ending(straight(found.group()))] += 1
    seen.inside += inside
    seen.honored += honored
    if not seen.example or (inside and seen.inside == 1):
        seen.example = _example(text, found.start(), found.end())


def _pieces(word: str) -> list[str]:
    return [piece for piece in without_ending(straight(word)).split("-") if piece]


def _strange_pieces(unknown: Iterable[str]) -> frozenset[str]:
    """Return the pieces of the unknown words; which piece of a compound is the unknown one, the speller does not say."""
    return frozenset(piece for word in unknown for piece in _pieces(word))


def _base(piece: str, strange: frozenset[str]) -> str:
    """Return the word as a term: a shout in its ordinary capitals, a plural in the singular where both are seen."""
    calmed = DRAWN_OUT.sub(r"\1", piece)
    if len(calmed) > 1 and (calmed.isupper() or calmed != piece) and calmed.capitalize() in strange:
        return calmed.capitalize()
    if piece.endswith("s") and piece[:-1] in strange:
        return piece[:-1]
    return piece


def _is_name(word: str, seen: _Sighting, strange: frozenset[str]) -> bool:
    small = word.lower()
    if word[0].islower() or len(word) < 2 or small in HONORIFICS or small in COMMON or small in _NO_NAMES:
        return False
    if seen.honored or (word in strange and not _is_drawn_out(word)):
        return True
    return seen.inside >= _KNOWN_NAME_MIN and not seen.small and not word.isupper()


def _is_coinage(word: str, seen: _Sighting, strange: frozenset[str]) -> bool:
    fitting = word[0].islower() and len(word) > 2 and word not in HONORIFICS and word not in COMMON
    return fitting and word in strange and seen.count >= _COINAGE_MIN and not _is_drawn_out(word)


def _is_drawn_out(word: str) -> bool:
    return DRAWN_OUT.search(word) is not None


def _name(word: str, seen: _Sighting, names: Mapping[str, _Sighting], unknown: Mapping[str, tuple[str, ...]]) -> Proposal:
    slip_of = _slip_of(word, seen, names)
    # What only ever begins a sentence may be an ordinary word, capitalised and mistyped.
    sure = slip_of is None and (seen.inside > 0 or seen.honored > 0 or not _is_mistyped(word, unknown))
    return _proposal(word, seen, sure=sure, slip_of=slip_of)


def _coinage(word: str, seen: _Sighting, unknown: Mapping[str, tuple[str, ...]]) -> Proposal:
    return _proposal(word, seen, sure=not _is_mistyped(word, unknown))


def _proposal(word: str, seen: _Sighting, *, sure: bool, slip_of: str | None = None) -> Proposal:
    forms = tuple(form for form, _ in seen.forms.most_common())
    return Proposal(word, seen.count, forms, seen.example, sure, slip_of)


def _slip_of(word: str, seen: _Sighting, names: Mapping[str, _Sighting]) -> str | None:
    """Return the name, one slip of the hand away, that the text has far more often."""
    if len(word) < 4 or seen.count > _SLIPS_MAX:
        return None
    for name, other in names.items():
        if other.count >= _SLIP_RATIO * seen.count and OSA.distance(word, name, score_cutoff=1) == 1:
            return name
    return None


def _is_mistyped(word: str, unknown: Mapping[str, tuple[str, ...]]) -> bool:
    """Whether the speller's first thought is an ordinary word, a slip or two away."""
    first = next(iter(unknown.get(word, ())), "")
    reach = 2 if len(word) >= 8 else 1
    return bool(first) and OSA.distance(word.lower(), first.lower(), score_cutoff=reach) <= reach


def _example(text: str, start: int, end: int) -> str:
    """Return the words with some of their line around them, cut between words."""
    line_start = text.rfind("\n", 0, start) + 1
    line_end = text.find("\n", end)
    line_end = len(text) if line_end < 0 else line_end
    left, right = max(line_start, start - _EXAMPLE_REACH), min(line_end, end + _EXAMPLE_REACH)
    if left > line_start:
        left = text.find(" ", left, start) + 1 or start
    if right < line_end:
        cut = text.rfind(" ", end, right)
        right = cut if cut > 0 else end
    return f"{'… ' if left > line_start else ''}{text[left:right].strip()}{' …' if right < line_end else ''}"
