"""By how much each word of a set fits better than the one that stands there, at every place of clean books."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

import numpy as np

from training.books import mended_paragraphs
from workshop.grammar.context import slips
from workshop.grammar.context.model import Model
from workshop.grammar.context.tokens import read_tokens

Direction = tuple[str, str]
PARAGRAPHS_AT_ONCE = 256


def measure(
    model: Model, books: Iterable[Path], directions: Sequence[Direction]
) -> tuple[dict[Direction, np.ndarray], int]:
    """Return for (standing, other) the margins of the other at all places of the standing word, and the words read."""
    partners = both_ways(directions)
    found: dict[Direction, list[float]] = {(word, other): [] for word, others in partners.items() for other in others}
    words = 0
    for texts in batches(text for book in books for text in mended_paragraphs(book)):
        words += sum(len(text.split()) for text in texts)
        tokens = [read_tokens(text) for text in texts]
        asked = [slips.in_question(text, own, partners) for text, own in zip(texts, tokens, strict=True)]
        for own, scores in zip(tokens, model.scores(tokens, asked), strict=True):
            for place, here in scores.items():
                form = own[place].form
                for other in partners[form]:
                    found[form, other].append(here.better(other, form))
    return {pair: np.array(margins, dtype=np.float32) for pair, margins in found.items()}, words


def both_ways(directions: Iterable[Direction]) -> dict[str, list[str]]:
    """Return for each word of the directions those that it is told apart from, in order."""
    partners: dict[str, set[str]] = {}
    for one, other in directions:
        partners.setdefault(one, set()).add(other)
        partners.setdefault(other, set()).add(one)
    return {word: sorted(others) for word, others in partners.items()}


def batches(texts: Iterable[str]) -> Iterator[list[str]]:
    """Give the texts, as many as the model reads at once."""
    rest = iter(texts)
    while batch := list(islice(rest, PARAGRAPHS_AT_ONCE)):
        yield batch
