"""When an error counts as corrected or found, and when a finding is a false alarm about a confused word. Pure."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_WORD = re.compile(r"\w+(?:'\w+)*|[^\s\w]")
_STRAIGHT = str.maketrans("’‘“”\u00a0", "''\"\" ")
#: A finding about more than this points at no word.
LONGEST_CODEPOINTS = 40
SUGGESTIONS_READ = 5

#: Two words that are taken for each other, either way round.
Pairs = frozenset[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Hit:
    """What a checker says about a place in a paragraph; places are code points, half-open."""

    start: int
    end: int
    rule: str
    #: Whose it is: "context", "languagetool", "rules", "lexicon" or "harper".
    source: str
    is_spelling: bool
    suggestions: tuple[str, ...]
    message: str = ""


@dataclass(frozen=True, slots=True)
class Case:
    """A paragraph with one wrong word in it. Places are code points, half-open."""

    id: str
    #: Which words are confused, as the tables name it.
    set: str
    text: str
    start: int
    end: int
    wrong: str
    right: str
    clean: str
    clean_start: int
    clean_end: int


@dataclass(frozen=True, slots=True)
class Score:
    """How a checker did on one case."""

    #: The first suggestion of a finding gives the clean paragraph's words again.
    corrected: bool
    #: One of the first five does.
    offered: bool
    #: A finding, which the clean paragraph does not have, touches the wrong word.
    found: bool


def score(case: Case, hits: Iterable[Hit], clean_hits: Iterable[Hit]) -> Score:
    """Return how the hits on the case's text do; `clean_hits` are those on its clean paragraph."""
    near = [hit for hit in hits if hit.start <= case.end + 1 and hit.end >= case.start - 1]
    offers = [_place_of_right_word(case, hit) for hit in near]
    usual = {hit.rule for hit in clean_hits if hit.start < case.clean_end and case.clean_start < hit.end}
    touching = (hit for hit in near if touches(case, hit) and hit.rule not in usual)
    found = any(hit.end - hit.start <= LONGEST_CODEPOINTS for hit in touching)
    offered = any(place is not None for place in offers)
    return Score(corrected=0 in offers, offered=offered, found=found or offered)


def touches(case: Case, hit: Hit) -> bool:
    """Whether the hit lies on the wrong word."""
    return hit.start < case.end and case.start < hit.end


def confused(paragraph: str, hit: Hit, pairs: Pairs) -> tuple[str, str] | None:
    """Return the word and what the hit would put in its place, where both are words of one set; else None."""
    old = _letters(paragraph[hit.start : hit.end])
    for suggestion in hit.suggestions[:SUGGESTIONS_READ]:
        new = _letters(suggestion)
        changed = [pair for pair in zip(old, new, strict=False) if pair[0] != pair[1]]
        if len(old) == len(new) and len(changed) == 1 and changed[0] in pairs:
            return changed[0]
    return None


def both_ways(pairs: Iterable[tuple[str, str]]) -> Pairs:
    """Return the pairs and their reverse, as `confused` compares them."""
    plain = [(_plain(a), _plain(b)) for a, b in pairs]
    return frozenset([*plain, *((b, a) for a, b in plain)])


def words_of(text: str) -> list[str]:
    """Return the words and marks of a text; capitals, spaces and the shape of quotation marks do not count."""
    return _WORD.findall(text.lower().translate(_STRAIGHT))


def _place_of_right_word(case: Case, hit: Hit) -> int | None:
    """Return which of the suggestions gives the clean words again."""
    wanted = _wanted(case)
    for place, suggestion in enumerate(hit.suggestions[:SUGGESTIONS_READ]):
        if words_of(case.text[: hit.start] + suggestion + case.text[hit.end :]) in wanted:
            return place
    return None


def _wanted(case: Case) -> Sequence[list[str]]:
    """Return the words that count as right: for "should of", "should have" is as good as the published "should've"."""
    wanted = [words_of(case.clean)]
    if case.right.translate(_STRAIGHT) == "'ve":
        wanted.append(words_of(case.clean[: case.clean_start] + " have" + case.clean[case.clean_end :]))
    return wanted


def _letters(text: str) -> list[str]:
    return [word for word in words_of(text) if word[0].isalnum()]


def _plain(word: str) -> str:
    plain = word.lower().translate(_STRAIGHT)
    return "have" if plain == "'ve" else plain
