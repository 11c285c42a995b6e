"""Matches and texts, as short as a test can ask for them."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.grammar.check import judge_all, paragraph_matches, with_marks
from workshop.grammar.engine import Engine
from workshop.grammar.findings import Finding
from workshop.grammar.judging import Paragraph
from workshop.grammar.languagetool.matches import Match
from workshop.grammar.learning import proposals_from
from workshop.grammar.levels import Level
from workshop.lexicon.cast import Proposal
from workshop.lexicon.names import Lexicon
from workshop.prose.utf16 import utf16_length

SPELLING_RULE = "MORFOLOGIK_RULE_EN_US"


def match(text: str, words: str, rule: str = SPELLING_RULE, category: str = "TYPOS", **fields: object) -> Match:
    """Return a match on the first place of the words in the text."""
    start = utf16_length(text[: text.index(words)])
    values = {"issue": "misspelling", "message": "Possible mistake.", "short": "", "suggestions": ()} | fields
    return Match(start=start, end=start + utf16_length(words), rule=rule, category=category, **values)


def check(
    engine: Engine,
    paragraphs: Sequence[Paragraph],
    language: str = "en-US",
    lexicon: Lexicon = Lexicon(),
    level: Level = Level.ESSENTIAL,
) -> list[tuple[Finding, ...]]:
    """Return the findings of each paragraph of a whole text."""
    texts = [paragraph.text for paragraph in paragraphs]
    matches = with_marks(texts, paragraph_matches(engine.client, texts, language))
    return judge_all(engine.speller, paragraphs, matches, language, lexicon, level)


def learn(engine: Engine, texts: Sequence[str], language: str = "en-US") -> tuple[Proposal, ...]:
    """Return the names and coinages that the texts seem to use."""
    return proposals_from(engine.speller, texts, paragraph_matches(engine.client, texts, language), language, Lexicon())


def findings_in(engine: Engine, text: str, lexicon: Lexicon = Lexicon(), language: str = "en-US") -> list[Finding]:
    """Return what the whole path finds in a text of one paragraph."""
    return list(check(engine, [Paragraph(text)], language, lexicon)[0])


def said(findings: list[Finding]) -> list[tuple[str, str]]:
    """Return the words of each finding with its first suggestion."""
    return [(finding.words, next(iter(finding.suggestions), "")) for finding in findings]
