"""Pairs of texts made to be slow to compare: a list of paragraphs each, of as many words as are asked for."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

Pair = tuple[list[str], list[str]]


def _all_the_same(words: int, _random: Random) -> Pair:
    return _in_paragraphs(["so"] * words), _in_paragraphs(["so"] * (words - words // 129), 49)


def _all_the_same_in_one(words: int, _random: Random) -> Pair:
    return [" ".join(["so"] * words)], [" ".join(["so"] * (words - words // 129))]


def _all_others(words: int, _random: Random) -> Pair:
    return _in_paragraphs(_counted("a", words)), _in_paragraphs(_counted("b", words))


def _all_others_in_one(words: int, _random: Random) -> Pair:
    return [" ".join(_counted("a", words))], [" ".join(_counted("b", words))]


def _upside_down(words: int, random: Random) -> Pair:
    paragraphs = _in_paragraphs(_any_of(9000, words, random))
    return paragraphs, paragraphs[::-1]


def _upside_down_and_changed(words: int, random: Random) -> Pair:
    paragraphs = _in_paragraphs(_any_of(9000, words, random))
    return paragraphs, [f"{paragraph} more" for paragraph in paragraphs[::-1]]


def _thinned(words: int, random: Random) -> Pair:
    return _without_a_ninth(_any_of(3000, words, random), random)


def _thinned_of_few(words: int, random: Random) -> Pair:
    return _without_a_ninth(_any_of(3, words, random), random)


def _shuffled(words: int, random: Random) -> Pair:
    all_words = _any_of(3000, words, random)
    return [" ".join(all_words)], [" ".join(random.sample(all_words, words))]


def _of_few(words: int, random: Random) -> Pair:
    return _in_paragraphs(_any_of(30, words, random)), _in_paragraphs(_any_of(30, words, random))


def _of_one_word(words: int, random: Random) -> Pair:
    return _any_of(2000, words, random), _any_of(2000, words, random)


HARD: dict[str, Callable[[int, Random], Pair]] = {
    "every word the same, some gone": _all_the_same,
    "the same in one paragraph": _all_the_same_in_one,
    "every word another": _all_others,
    "every word another, in one paragraph": _all_others_in_one,
    "paragraphs upside down": _upside_down,
    "paragraphs upside down, each changed": _upside_down_and_changed,
    "one paragraph, a ninth gone": _thinned,
    "one paragraph of few different words, a ninth gone": _thinned_of_few,
    "one paragraph shuffled": _shuffled,
    "few different words, every paragraph changed": _of_few,
    "paragraphs of one word": _of_one_word,
}


def _any_of(different: int, words: int, random: Random) -> list[str]:
    return [f"w{random.randrange(different)}" for _ in range(words)]


def _counted(letter: str, words: int) -> list[str]:
    return [f"{letter}{number}" for number in range(words)]


def _without_a_ninth(words: list[str], random: Random) -> Pair:
    return [" ".join(words)], [" ".join(word for word in words if random.randrange(9))]


def _in_paragraphs(words: list[str], length: int = 50) -> list[str]:
    return [" ".join(words[at : at + length]) for at in range(0, len(words), length)]
