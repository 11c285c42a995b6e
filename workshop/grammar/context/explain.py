"""Why another word fits, in a sentence for the popover, from what meanings.tsv says of both. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from workshop.grammar.context.tokens import form_of

_FILE = Path(__file__).with_name("meanings.tsv")


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a word means, short enough to stand beside another's, and a sentence in which it is right."""

    words: str
    example: str


def explain(written: str, meant: str) -> tuple[str, str]:
    """Return the sentence for the popover and the few words for the list."""
    short = f"{written} / {meant}"
    fits, does_not = (_meanings().get(form_of(word)) for word in (meant, written))
    if fits is None:
        return f"From the words around it, “{meant}” fits here better than “{written}”.", short
    other = f" ({does_not.words})" if does_not else ""
    return f"“{meant}” fits here ({fits.words}), not “{written}”{other}. As in: “{fits.example}”", short


@cache
def _meanings() -> Mapping[str, Meaning]:
    lines = (line for line in _FILE.read_text("utf-8").splitlines() if line and not line.startswith("#"))
    return {word: Meaning(words, example) for word, words, example in (line.split("\t") for line in lines)}
