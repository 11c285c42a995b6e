"""Which words of a paragraph are, by the model's scores, another word of their set, and what to write instead. Pure."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache

from workshop.grammar.context import THRESHOLDS
from workshop.grammar.context.model import Array, Model
from workshop.grammar.context.tokens import Token, begins_sentence, read_tokens

#: For each word, what it may be mistaken for, and by how much that must fit better before anything is said.
Directions = Mapping[str, Sequence[tuple[str, float]]]


@dataclass(frozen=True, slots=True)
class Slip:
    """A word that stands where another of its set belongs. The places are code points, half-open."""

    start_codepoint: int
    end_codepoint: int
    written: str
    #: What fits, best first, in the text's own capitals and apostrophes.
    meant: tuple[str, ...]
    #: How far the best one is beyond its threshold.
    margin: float


@cache
def directions() -> Directions:
    """Return what each word may be mistaken for."""
    read: dict[str, list[tuple[str, float]]] = {}
    for line in THRESHOLDS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            written, meant, threshold = line.split("\t")
            read.setdefault(written, []).append((meant, float(threshold)))
    return read


def find_slips(model: Model, texts: Sequence[str]) -> list[list[Slip]]:
    """Return the slips of each paragraph in their order."""
    tokens = [read_tokens(text) for text in texts]
    asked = [_in_question(text, own) for text, own in zip(texts, tokens, strict=True)]
    scores = model.scores(tokens, asked)
    return [
        [slip for place in places if (slip := _slip(model, text, own[place], rows[place]))]
        for text, own, places, rows in zip(texts, tokens, asked, scores, strict=True)
    ]


def _in_question(text: str, tokens: list[Token]) -> list[int]:
    """Return the places of words that have a set, unless they are names or parts of compounds."""
    return [
        place
        for place, token in enumerate(tokens)
        if token.form in directions() and _stands_alone(text, token) and not _is_name(text, tokens, place)
    ]


def _stands_alone(text: str, token: Token) -> bool:
    before = text[token.start_codepoint - 1 : token.start_codepoint]
    after = text[token.end_codepoint : token.end_codepoint + 1]
    return not any(character in "-‐‑_'’" or character.isalnum() for character in before + after if character)


def _is_name(text: str, tokens: list[Token], place: int) -> bool:
    """Whether the word has a capital that neither its sentence nor shouting explains: Rose, Will, Mark."""
    word = text[tokens[place].start_codepoint : tokens[place].end_codepoint]
    if not word[0].isupper() or word.startswith(("I'", "I’")) or begins_sentence(tokens, place):
        return False
    return not (word.isupper() and len(word) > 1)


def _slip(model: Model, text: str, token: Token, scores: Array) -> Slip | None:
    own = scores[model.outputs[token.form]]
    found = [
        (margin, meant)
        for meant, threshold in directions()[token.form]
        if (margin := float(scores[model.outputs[meant]] - own) - threshold) > 0
    ]
    if not found:
        return None
    found.sort(reverse=True)
    written = text[token.start_codepoint : token.end_codepoint]
    meant = tuple(in_style_of(written, word, text) for _, word in found)
    return Slip(token.start_codepoint, token.end_codepoint, written, meant, found[0][0])


def in_style_of(written: str, meant: str, text: str) -> str:
    """Return the word with the capitals of the one that is written and the apostrophes of its text."""
    if "’" in written or ("'" not in written and "’" in text):
        meant = meant.replace("'", "’")
    if written.isupper() and len(written) > 1:
        return meant.upper()
    return meant[0].upper() + meant[1:] if written[0].isupper() or meant in _ALWAYS_CAPITAL else meant


_ALWAYS_CAPITAL = frozenset({"i", "i'm", "i'd", "i'll", "i've", "i’m", "i’d", "i’ll", "i’ve"})
