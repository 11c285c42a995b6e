"""The hard cases of names, through the judgement, with a dictionary of a hundred words in the speller's place."""

from __future__ import annotations

import re

import pytest

from tests.lexicon.hard_cases import AREAS, CAST, cases
from workshop.grammar.findings import Finding, Kind
from workshop.grammar.judging import Paragraph, judge_paragraph, pieces_to_look_up
from workshop.grammar.languagetool.matches import Match

#: As LanguageTool cuts words, which leaves 's and the like to the next one.
_TOKEN = re.compile(r"(?<![\w'’])[^\W\d_]+(?:-[^\W\d_]+|['’](?!(?:s|ll|d|ve)\b)[^\W\d_]+)*", re.IGNORECASE)
DICTIONARY = frozenset(
    """
    a all an and at boat came can cha clan cold dark drove esque eyes fan fire for forbidden frowned gone half hat he
    home hope hoped house hurts i is jean jutsus khun kind know leaf masks never no not office of on once or quite
    rain ramen ran red said saga sage sages sakura she so sort sword the them these they three time two very was were
    will wills world
    """.split()
)


def knows(word: str) -> bool:
    return word in DICTIONARY or (word[:1].isupper() and word.lower() in DICTIONARY)


def found_in(text: str) -> list[str]:
    """Return what is found, as the tables write it."""
    unknown = [found for found in _TOKEN.finditer(text) if not knows(found.group())]
    matches = [
        Match(found.start(), found.end(), "MORFOLOGIK_RULE_EN_US", "TYPOS", "misspelling", "Unknown.", "", ())
        for found in unknown
    ]
    dictionary = frozenset(filter(knows, pieces_to_look_up(text, matches, CAST)))
    return [as_written(finding) for finding in judge_paragraph(Paragraph(text), matches, CAST, dictionary)]


def as_written(finding: Finding) -> str:
    return f"{finding.words} > {'?' if finding.kind is Kind.UNKNOWN else finding.suggestions[0]}"


@pytest.mark.parametrize("area", AREAS)
def test_area_has_thirty_cases_and_more(area: str) -> None:
    assert len(cases(area)) >= 30


@pytest.mark.parametrize(("text", "expected"), [case for area in AREAS for case in cases(area)])
def test_hard_case(text: str, expected: list[str]) -> None:
    assert found_in(text) == expected
