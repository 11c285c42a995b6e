"""Text as the context model reads it: words, numbers and marks with their places. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

_TOKEN = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*|[0-9]+|\.\.\.|[.,!?;:…—–()\-\"“”]")
_SAME_FORM = {"“": '"', "”": '"', "...": "…"}
#: An unknown word still says something by how it ends; the first that fits counts, so the long ones come first.
ENDINGS = "ing ed ly tion ness ment er est ous ful less able al s y e".split()
#: A stem is longer than this.
_STEM_MIN = 2
_CLOSES_SENTENCE = frozenset('.!?…:"—–(')


class Token(NamedTuple):
    """A word, a number or a mark. The places are code points in the text, half-open."""

    start_codepoint: int
    end_codepoint: int
    #: Lower case with straight apostrophes, as the model's vocabulary has it.
    form: str
    is_capital: bool


def read_tokens(text: str) -> list[Token]:
    """Return the tokens of a paragraph. What is neither letter, digit nor mark the model never sees."""
    return [
        Token(found.start(), found.end(), form_of(found.group()), found.group()[0].isupper())
        for found in _TOKEN.finditer(text)
    ]


@lru_cache(maxsize=50_000)
def form_of(words: str) -> str:
    """Return the form under which a word or mark stands in the vocabulary."""
    form = words.lower().replace("’", "'")
    return _SAME_FORM.get(form, form)


def unknown_form(token: Token) -> str:
    """Return the class that stands for a token that the vocabulary does not have: names, numbers, endings."""
    form = token.form
    if form[0].isdigit():
        return "<num>"
    if token.is_capital:
        return "<name's>" if form.endswith("'s") else "<name>"
    if form.endswith("'s"):
        return "<unk's>"
    ending = next((e for e in ENDINGS if form.endswith(e) and len(form) > len(e) + _STEM_MIN), None)
    return f"<unk:{ending}>" if ending else "<unk>"


def begins_sentence(tokens: list[Token], place: int) -> bool:
    """Whether a capital at this token may be there for the sentence's sake, and says nothing about a name."""
    return place == 0 or tokens[place - 1].form in _CLOSES_SENTENCE


def spoken(tokens: Sequence[Token]) -> list[bool]:
    """Tell of each token whether it stands between quotation marks of its paragraph."""
    inside = False
    found = []
    for token in tokens:
        inside ^= token.form == '"'
        found.append(inside)
    return found
