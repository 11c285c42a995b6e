"""Asking the dictionary: a few words at a time, and each of them once."""

from __future__ import annotations

from collections.abc import Iterable

from tests.grammar.makers import match
from workshop.grammar.check import judge_all
from workshop.grammar.judging import Paragraph
from workshop.grammar.speller import ASKED_AT_ONCE, Speller
from workshop.lexicon.names import Lexicon


class Dictionary:
    """A client whose dictionary has every word but those that begin with z."""

    def __init__(self) -> None:
        self.asked: list[tuple[str, ...]] = []

    def unknown_words(self, words: Iterable[str], language: str) -> frozenset[str]:
        self.asked.append(tuple(words))
        return frozenset(word for word in self.asked[-1] if word.startswith("z"))


def test_many_words_are_asked_by_the_few_hundred_and_each_once() -> None:
    dictionary = Dictionary()
    speller = Speller(dictionary)
    words = [f"{letter}{number}" for letter in "az" for number in range(ASKED_AT_ONCE)]
    assert speller.known(words, "en-US") == frozenset(words[:ASKED_AT_ONCE])
    assert [len(asked) for asked in dictionary.asked] == [ASKED_AT_ONCE, ASKED_AT_ONCE]
    assert speller.known(words, "en-US") == frozenset(words[:ASKED_AT_ONCE])
    assert len(dictionary.asked) == 2


def test_word_that_the_speller_complained_about_is_not_asked_about_again() -> None:
    dictionary = Dictionary()
    texts = ["The zorvath sang.", "The moon-zorvath sang. ZORVATH!"]
    matches = [
        (match(texts[0], "zorvath"),),
        (match(texts[1], "moon-zorvath"), match(texts[1], "ZORVATH")),
    ]
    paragraphs = [Paragraph(text) for text in texts]
    found = judge_all(Speller(dictionary), paragraphs, matches, "en-US", Lexicon())
    assert [[finding.words for finding in each] for each in found] == [["zorvath"], ["moon-zorvath", "ZORVATH"]]
    assert [set(asked) for asked in dictionary.asked] == [{"moon"}]
