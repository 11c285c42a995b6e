"""A text edited at random, of which each word is known again: the truth that a comparison and an anchor are held to."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from random import Random

from prosemirror.model import Node

from workshop.prose.schema import schema

#: What one edit does, and how often, of a hundred: small mends, or a rewriting with its moves and splits.
LIGHT = {"put": 50, "add": 20, "cut": 18, "add_sentence": 6, "cut_sentence": 4, "move": 1, "join": 1}
HEAVY = {"put": 35, "add": 15, "cut": 15, "add_sentence": 15, "cut_sentence": 10, "move": 4, "split": 3, "join": 3}
REWRITING = {
    "put": 33, "add": 14, "cut": 13, "add_sentence": 14, "cut_sentence": 10, "move": 6, "split": 4, "join": 3, "rewrite": 3,
}  # fmt: skip

_SENTENCE_END = re.compile(r"(?<=[.!?])[”’]?\s+")


@dataclass(frozen=True, eq=False)
class Word:
    """One word as it was written once. Two that read the same are two."""

    text: str


Paragraph = list[Word]


@dataclass
class Edited:
    """A text before and after its edits."""

    old: list[Paragraph]
    new: list[Paragraph]
    #: How often each kind of edit was made.
    made: dict[str, int] = field(default_factory=dict)
    #: What was put in for a word.
    instead: dict[Word, Word] = field(default_factory=dict)


def cut_to_words(paragraphs: Sequence[str], words: int) -> list[str]:
    """Return whole paragraphs from the beginning that have so many words, or a few more."""
    total, chosen = 0, []
    for paragraph in paragraphs:
        if total >= words:
            break
        chosen.append(paragraph)
        total += len(paragraph.split())
    return chosen


def edited(paragraphs: Sequence[str], donors: Sequence[str], edits: int, kinds: Mapping[str, int], seed: int) -> Edited:
    """Return the text with so many edits, whose words come from the donors: paragraphs of the same author."""
    old = [[Word(text) for text in paragraph.split()] for paragraph in paragraphs]
    editor = _Editor(Random(seed), [list(paragraph) for paragraph in old], donors)
    made: dict[str, int] = {}
    for _ in range(edits):
        kind = editor.random.choices([*kinds], [*kinds.values()])[0]
        made[kind] = made.get(kind, 0) + editor.edit(kind)
    return Edited(old, [paragraph for paragraph in editor.text if paragraph], made, editor.instead)


class _Editor:
    """Edits a text in place; every kind of edit is a method that is given a paragraph's index and a place in it."""

    def __init__(self, random: Random, text: list[Paragraph], donors: Sequence[str]) -> None:
        self.random, self.text = random, text
        self.instead: dict[Word, Word] = {}
        self._words = [word for donor in donors for word in donor.split()]
        self._sentences = [sentence.split() for donor in donors for sentence in _SENTENCE_END.split(donor) if sentence]

    def edit(self, kind: str) -> bool:
        """Make one edit somewhere, if there is anything to edit there."""
        index = self.random.randrange(len(self.text))
        paragraph = self.text[index]
        if not paragraph:
            return False
        getattr(self, f"_{kind}")(index, self.random.randrange(len(paragraph)))
        return True

    def _put(self, index: int, at: int) -> None:
        word = Word(self.random.choice(self._words))
        self.instead[self.text[index][at]] = word
        self.text[index][at] = word

    def _add(self, index: int, at: int) -> None:
        self.text[index][at:at] = map(Word, self.random.choices(self._words, k=self.random.choice([1, 1, 2, 3])))

    def _cut(self, index: int, at: int) -> None:
        del self.text[index][at : at + self.random.choice([1, 1, 2, 4])]

    def _add_sentence(self, index: int, at: int) -> None:
        self.text[index][at:at] = map(Word, self.random.choice(self._sentences))

    def _cut_sentence(self, index: int, at: int) -> None:
        del self.text[index][at : at + self.random.randint(6, 20)]

    def _move(self, index: int, _at: int) -> None:
        paragraph = self.text.pop(index)
        self.text.insert(self.random.randrange(len(self.text) + 1), paragraph)

    def _split(self, index: int, at: int) -> None:
        paragraph = self.text[index]
        if at:
            self.text[index : index + 1] = [paragraph[:at], paragraph[at:]]

    def _join(self, index: int, _at: int) -> None:
        self.text[index : index + 2] = [[word for paragraph in self.text[index : index + 2] for word in paragraph]]

    def _rewrite(self, index: int, _at: int) -> None:
        self.text[index] = [Word(text) for sentence in self.random.sample(self._sentences, 3) for text in sentence]


def lines(text: Sequence[Paragraph]) -> list[str]:
    """Return each paragraph's words, one paragraph a line."""
    return [" ".join(word.text for word in paragraph) for paragraph in text]


def document_of(paragraphs: Sequence[str]) -> Node:
    """Return the document of these paragraphs, taken as they are."""
    nodes = [schema.node("paragraph", None, [schema.text(text)] if text else None) for text in paragraphs]
    return schema.node("doc", None, nodes)


def places(text: Sequence[Paragraph]) -> dict[Word, tuple[int, int]]:
    """Return where each word starts and ends in the document: UTF-16 units, as no book here has a letter beyond them."""
    found: dict[Word, tuple[int, int]] = {}
    at = 0
    for paragraph in text:
        at += 1
        for number, word in zip(count(), paragraph, strict=False):
            at += number > 0
            found[word] = (at, at + len(word.text))
            at += len(word.text)
        at += 1
    return found
