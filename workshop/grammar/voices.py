"""Words that are right in a story though no English dictionary has them: sounds, neighbours' words, dialect in speech. Pure."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_WORDS = Path(__file__).with_name("words")
_MARKS = "'’‘"
_H_MAY_BE_DROPPED = re.compile(r"[aeiou]", re.IGNORECASE)


def is_everywhere(word: str) -> bool:
    """Whether any story may use the word: a sound, a call, a word of another language."""
    return word.lower() in _words("everywhere.txt")


def is_dialect(word: str) -> bool:
    """Whether people say so, as a narrator would not."""
    return word.lower() in _words("dialect.txt")


def full_forms(text: str, start_codepoint: int, word: str) -> tuple[str, ...]:
    """Return what the word may be short for in speech, where it stands: runnin for running, ’ouse for house."""
    forms = (word + "g",) if word.endswith("in") else ()
    if text[start_codepoint - 1 : start_codepoint] in tuple(_MARKS) and _H_MAY_BE_DROPPED.match(word):
        forms += (f"h{word}",)
    return forms


@cache
def _words(name: str) -> frozenset[str]:
    lines = (_WORDS / name).read_text("utf-8").splitlines()
    return frozenset(word for line in lines if not line.startswith("#") for word in line.split())
