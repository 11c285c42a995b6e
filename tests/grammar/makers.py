"""Matches and texts, as short as a test can ask for them."""

from __future__ import annotations

from workshop.grammar.check import check
from workshop.grammar.engine import Engine
from workshop.grammar.findings import Finding
from workshop.grammar.judging import Paragraph
from workshop.grammar.languagetool.matches import Match
from workshop.lexicon.names import Lexicon
from workshop.prose.utf16 import utf16_length

SPELLING_RULE = "MORFOLOGIK_RULE_EN_US"


def match(text: str, words: str, rule: str = SPELLING_RULE, category: str = "TYPOS", **fields: object) -> Match:
    """Return a match on the first place of the words in the text."""
    start = utf16_length(text[: text.index(words)])
    values = {"issue": "misspelling", "message": "Possible mistake.", "short": "", "suggestions": ()} | fields
    return Match(start=start, end=start + utf16_length(words), rule=rule, category=category, **values)


def findings_in(engine: Engine, text: str, lexicon: Lexicon = Lexicon(), language: str = "en-US") -> list[Finding]:
    """Return what the whole path finds in a text of one paragraph."""
    return list(check(engine.client, engine.speller, [Paragraph(text)], language, lexicon)[0])


def said(findings: list[Finding]) -> list[tuple[str, str]]:
    """Return the words of each finding with its first suggestion."""
    return [(finding.words, next(iter(finding.suggestions), "")) for finding in findings]
