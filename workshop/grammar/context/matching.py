"""The context model beside LanguageTool: its slips as matches, from one model that a process loads once."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from functools import cache

from workshop.grammar.context.model import DamagedModel, Model
from workshop.grammar.context.slips import LOWERED, Slip, find_slips
from workshop.grammar.context.tokens import form_of
from workshop.grammar.languagetool.languages import is_english
from workshop.grammar.languagetool.matches import CONTEXT, CONTEXT_FAINT, CONTEXT_SURE, Match
from workshop.grammar.offsets import Offsets

#: So far beyond its threshold a slip is said even where the author speaks to friends.
SURE_MARGIN = 2.0
_log = logging.getLogger(__name__)


def context_matches(texts: Sequence[str], language: str) -> list[tuple[Match, ...]]:
    """Return the model's matches in each text: none in a language that it has not read, or without its weights.

    Faint ones are among them: what they mean is decided by who has mistaken those words often (judging.py). So one
    answer is kept for all, whoever asks.
    """
    model = the_model() if is_english(language) else None
    if model is None:
        return [() for _ in texts]
    return [matches_of(text, slips) for text, slips in zip(texts, find_slips(model, texts, LOWERED), strict=True)]


@cache
def the_model() -> Model | None:
    """Return the process's model, None where its file is damaged; the log says so once."""
    try:
        return Model.load()
    except DamagedModel as damage:
        _log.error("Grammar goes on without the context model: %s.", damage)
        return None


def matches_of(text: str, slips: Sequence[Slip]) -> tuple[Match, ...]:
    offsets = Offsets(text)
    return tuple(_match(slip, offsets) for slip in slips)


def _match(slip: Slip, offsets: Offsets) -> Match:
    """Return the slip as a match; its words for the author are found when it is shown."""
    return Match(
        start=offsets.units(slip.start_codepoint),
        end=offsets.units(slip.end_codepoint),
        rule=f"CONTEXT_{form_of(slip.written).replace(chr(39), '').upper()}",
        category=_category(slip.margin),
        issue="misspelling",
        message="",
        short="",
        suggestions=slip.meant,
    )


def _category(margin: float) -> str:
    if margin >= SURE_MARGIN:
        return CONTEXT_SURE
    return CONTEXT if margin > 0 else CONTEXT_FAINT
