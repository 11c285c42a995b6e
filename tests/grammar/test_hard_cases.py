"""The hard cases of names with LanguageTool itself: what its speller, its tokens and its other rules make of them."""

from __future__ import annotations

import pytest

from tests.lexicon.hard_cases import AREAS, CAST, cases
from tests.lexicon.test_hard_cases import as_written
from workshop.grammar.check import check
from workshop.grammar.engine import Engine
from workshop.grammar.findings import Finding, Kind, Source
from workshop.grammar.judging import Paragraph


def is_about_names(finding: Finding) -> bool:
    return finding.source is Source.LEXICON or finding.kind is Kind.UNKNOWN


@pytest.mark.languagetool
@pytest.mark.parametrize("area", AREAS)
def test_area(languagetool: Engine, area: str) -> None:
    texts = [text for text, _ in cases(area)]
    found = check(languagetool.client, languagetool.speller, [Paragraph(text) for text in texts], "en-US", CAST)
    said = [(text, [as_written(each) for each in findings if is_about_names(each)])
            for text, findings in zip(texts, found, strict=True)]
    assert said == cases(area)
