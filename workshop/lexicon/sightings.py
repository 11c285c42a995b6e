"""Reads a text for words that may be its own: every word with a capital, every small one that the speller lacks. Pure."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import lru_cache

from workshop.lexicon.names import COMMON, Lexicon
from workshop.lexicon.readings import DRAWN_OUT, straight, without_ending, without_stutter

_WORD = re.compile(r"[^\W\d_]+(?:['’\-\u2010\u2011][^\W\d_]+)*['’]?")
_SENTENCE_BEFORE = re.compile(r"(?:^|[.!?…:—–]|\n)[\s\"'“”‘’«»(\[*]*$")
_SENTENCE_AFTER = re.compile(r"\s*[.!?…—–\"”’»~]|\s*$|\n")
_EXAMPLE_REACH = 45


@dataclass
class Sighting:
    """What was seen of one word while reading the text."""

    forms: Counter[str] = field(default_factory=Counter)
    #: How often a capital there was no sentence's.
    inside: int = 0
    #: How often it was written small.
    small: int = 0
    #: How often an honorific followed.
    honored: int = 0
    #: How often it was all that was said: "Fwoosh!"
    alone: int = 0
    example: str = ""

    @property
    def count(self) -> int:
        return self.forms.total()

    def take_in(self, other: Sighting) -> None:
        """Count what was seen of another form of the same word as seen of this."""
        self.forms += other.forms
        self.inside += other.inside
        self.honored += other.honored
        self.alone += other.alone


@dataclass
class FollowingPiece:
    """What was seen of a piece that stood behind names, as an honorific does."""

    names: set[str] = field(default_factory=set)
    forms: Counter[str] = field(default_factory=Counter)
    example: str = ""


@dataclass(frozen=True)
class Sightings:
    """All that was seen in a text."""

    words: dict[str, Sighting]
    following: dict[str, FollowingPiece]


#: A text has the same few thousand words again and again.
_REMEMBERED = 20_000


@lru_cache(_REMEMBERED)
def pieces_of(word: str) -> tuple[str, ...]:
    """Return the pieces of a word between its hyphens, without stutter and ending."""
    return without_stutter(tuple(piece for piece in without_ending(straight(word)).split("-") if piece))


def read(text: str, strange: frozenset[str], lexicon: Lexicon) -> Sightings:
    """Return what was seen of each candidate; `strange` are the pieces that the speller may not know."""
    words: dict[str, Sighting] = defaultdict(Sighting)
    following: dict[str, FollowingPiece] = defaultdict(FollowingPiece)
    counts = Counter(_WORD.findall(text))
    # Four words of five are nothing but small; they are counted, and the text is read for the others.
    plain = {
        word: count for word, count in counts.items() if word.islower() and "-" not in word and word not in strange
    }
    small = Counter(plain)
    for found in _WORD.finditer(text):
        word = found.group()
        if word in plain:
            continue
        pieces = pieces_of(word)
        starts = bool(_SENTENCE_BEFORE.search(text[max(0, found.start() - 8) : found.start()]))
        for place, piece in enumerate(pieces):
            if piece[0].islower() and place and pieces[0][0].isupper() and _may_follow(piece, strange, lexicon):
                _note_following(following[piece], pieces, found, text)
            elif piece[0].islower() and piece not in strange:
                small[piece] += 1
            else:
                honored = any(lexicon.has_honorific(later) for later in pieces[place + 1 :])
                _note(words[calm(piece, strange)], found, text, starts=starts and place == 0, honored=honored)
    for word, seen in words.items():
        seen.small = small[word.lower()] + (
            words[word.lower()].count if word.lower() in words and word[0].isupper() else 0
        )
    return Sightings(dict(words), dict(following))


def calm(piece: str, strange: Iterable[str]) -> str:
    """Return the word in its ordinary capitals where it is shouted, a plural in the singular where both are strange."""
    calmed = DRAWN_OUT.sub(r"\1", piece)
    if len(calmed) > 1 and (calmed.isupper() or calmed != piece) and calmed.capitalize() in strange:
        return calmed.capitalize()
    if piece.endswith("s") and piece[:-1] in strange:
        return piece[:-1]
    return piece


def _may_follow(piece: str, strange: frozenset[str], lexicon: Lexicon) -> bool:
    known = lexicon.has_honorific(piece) or lexicon.has(piece) or piece in COMMON
    return piece in strange and not known and len(piece) > 1 and not DRAWN_OUT.search(piece)


def _note(seen: Sighting, found: re.Match[str], text: str, *, starts: bool, honored: bool) -> None:
    seen.forms[without_ending(straight(found.group()))] += 1
    seen.inside += not starts
    seen.honored += honored
    seen.alone += starts and _SENTENCE_AFTER.match(text, found.end()) is not None
    if not seen.example or (not starts and seen.inside == 1):
        seen.example = example(text, found.start(), found.end())


def _note_following(seen: FollowingPiece, pieces: tuple[str, ...], found: re.Match[str], text: str) -> None:
    seen.names.add(pieces[0])
    seen.forms["-".join(pieces)] += 1
    seen.example = seen.example or example(text, found.start(), found.end())


def example(text: str, start: int, end: int) -> str:
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
