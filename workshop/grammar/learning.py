"""Learns a text's cast with the speller's help."""

from __future__ import annotations

from collections.abc import Sequence

from workshop.grammar.check import BREAK, Matches
from workshop.grammar.languagetool.languages import group_of
from workshop.grammar.offsets import Offsets
from workshop.grammar.speller import Speller
from workshop.lexicon.cast import Proposal, propose
from workshop.lexicon.names import Lexicon

#: The languages that write every noun with a capital.
_CAPITAL_NOUNS = frozenset({"de"})


def proposals_from(
    speller: Speller, texts: Sequence[str], matches: Sequence[Matches], language: str, lexicon: Lexicon
) -> tuple[Proposal, ...]:
    """Return the names and coinages that the texts seem to use, besides those in the lexicon.

    `matches` is what LanguageTool found in each text. Raises CheckerUnavailable.
    """
    unknown = unknown_words(texts, matches)
    return propose(
        BREAK.join(texts),
        unknown,
        lexicon,
        lambda words: speller.known(words, language),
        capitals_tell=group_of(language) not in _CAPITAL_NOUNS,
    )


def unknown_words(texts: Sequence[str], matches: Sequence[Matches]) -> dict[str, tuple[str, ...]]:
    """Return the words that the speller does not know, each with what it would rather have."""
    unknown: dict[str, tuple[str, ...]] = {}
    for text, found in zip(texts, matches, strict=True):
        offsets = Offsets(text)
        for match in found:
            if match.is_spelling:
                word = text[offsets.codepoint(match.start) : offsets.codepoint(match.end)]
                # In a sentence full of unknown words the last ones have no suggestions.
                unknown[word] = unknown.get(word) or match.suggestions
    return unknown
