"""The hard cases of names with LanguageTool itself: what its speller, its tokens and its other rules make of them."""

from __future__ import annotations

import pytest

from tests.grammar.makers import check
from tests.lexicon.hard_cases import AREAS, CAST, cases
from tests.lexicon.test_hard_cases import as_written
from workshop.grammar.engine import Engine
from workshop.grammar.findings import Finding, Kind, Source
from workshop.grammar.judging import Paragraph


def is_about_names(finding: Finding) -> bool:
    return finding.source is Source.LEXICON or finding.kind is Kind.UNKNOWN


def without_unknown(found: list[str]) -> list[str]:
    """Leave out what nobody knows: LanguageTool has more words than the tables suppose."""
    return [each for each in found if not each.endswith("?")]


@pytest.mark.languagetool
@pytest.mark.parametrize("area", AREAS)
def test_area(languagetool: Engine, area: str) -> None:
    texts = [text for text, _ in cases(area)]
    found = check(languagetool, [Paragraph(text) for text in texts], lexicon=CAST)
    said = [[as_written(finding) for finding in findings if is_about_names(finding)] for findings in found]
    wanted = [(text, without_unknown(expected)) for text, expected in cases(area)]
    assert [(text, without_unknown(each)) for text, each in zip(texts, said, strict=True)] == wanted
    # Where nothing is to be found, nothing is unknown either.
    assert [text for (text, expected), each in zip(cases(area), said, strict=True) if each and not expected] == []
