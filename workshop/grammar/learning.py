"""Learns a text's cast with the speller's help."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.grammar.check import BREAK, paragraph_matches
from workshop.grammar.languagetool.client import Client
from workshop.grammar.offsets import Offsets
from workshop.lexicon.cast import Proposal, propose
from workshop.lexicon.names import Lexicon


def learn(client: Client, texts: Sequence[str], language: str, lexicon: Lexicon) -> tuple[Proposal, ...]:
    """Return the names and coinages that the texts seem to use, besides those in the lexicon.

    Raises CheckerUnavailable.
    """
    return propose(BREAK.join(texts), unknown_words(client, texts, language), lexicon)


def unknown_words(client: Client, texts: Sequence[str], language: str) -> dict[str, tuple[str, ...]]:
    """Return the words that the speller does not know, each with what it would rather have."""
    unknown: dict[str, tuple[str, ...]] = {}
    for text, matches in zip(texts, paragraph_matches(client, texts, language), strict=True):
        offsets = Offsets(text)
        for match in matches:
            if match.is_spelling:
                word = text[offsets.codepoint(match.start) : offsets.codepoint(match.end)]
                unknown.setdefault(word, match.suggestions)
    return unknown
