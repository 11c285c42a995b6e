"""A chapter as it is written: autosave by autosave, with the steps that an editor sends for each key."""

from __future__ import annotations

import re
import tarfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from itertools import count
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

from benchmarks._galley import SAMPLE
from workshop.prose.utf16 import utf16_length

CORPUS = Path(__file__).resolve().parents[2] / "shared" / "corpus" / "fiction.tar.xz"
BOOK = "f-scott-fitzgerald_the-great-gatsby"
BEGAN = datetime(2026, 1, 5, 19, tzinfo=UTC)

Step = dict[str, Any]


class Autosave(NamedTuple):
    """What one pause in typing sends. Without steps it is the restoration of the version `back` saves ago."""

    steps: list[Step]
    saved_at: datetime
    client: str
    back: int = 0


def paragraphs_of_a_book() -> list[str]:
    """Return a novel's paragraphs where the corpus lies beside the project; else the sample work's, over and over."""
    if not CORPUS.exists():
        return SAMPLE.read_text("utf-8").split("\n\n") * 40
    with tarfile.open(CORPUS) as corpus:
        member = next(each for each in corpus if BOOK in each.name)
        text = corpus.extractfile(member).read().decode()
    return [line for line in text.split("\n") if len(line) > 1]


class Writer:
    """Writes the book's words into a chapter: mostly at its end, with slips of the fingers, and goes back to change things.

    Of the saves 70 % go on writing, 22 % mend a few words, 4 % move a paragraph, 3 % delete, 1 % bring back old text.
    """

    def __init__(self, seed: int, paragraphs: list[str], words_a_save: float) -> None:
        self.random = Random(seed)
        self.paragraphs = [""]
        self.words_a_save = words_a_save
        self._coming = iter(_words_in_turn(paragraphs))
        self._words = " ".join(paragraphs).split()
        self._moment = BEGAN
        self._client = "0"
        self._steps: list[Step] = []

    def begin_with(self, words: int) -> str:
        """Return the text of so many words that is there before the first save."""
        written: list[list[str]] = [[]]
        for _ in range(words):
            word, ends = next(self._coming)
            written[-1].append(word)
            if ends:
                written.append([])
        self.paragraphs = [" ".join(each) for each in written if each]
        return "\n\n".join(self.paragraphs)

    def saves(self) -> Iterator[Autosave]:
        for number in count():
            self._pause(number)
            self._steps = []
            kind = self.random.random()
            if kind > 0.99 and number > 60:
                yield Autosave([], self._moment, "galley", back=self.random.randrange(2, 50))
                continue
            if kind < 0.70 or len(self.paragraphs) < 5:
                self._go_on()
            elif kind < 0.92:
                for _ in range(self.random.choice([1, 1, 1, 2, 3])):
                    self._mend()
            elif kind < 0.96:
                self._move()
            else:
                self._delete()
            if self._steps:
                yield Autosave(self._steps, self._moment, self._client)

    def _pause(self, number: int) -> None:
        """Let some seconds pass, or a day; a new sitting is a new tab of the editor."""
        seconds = self.random.lognormvariate(2.5, 0.9)
        if number % 60 == 0:
            seconds += 86_400 * self.random.uniform(0.8, 1.2)
            self._client = f"{self.random.getrandbits(64):016x}"
        self._moment += timedelta(seconds=seconds)

    def _go_on(self) -> None:
        for _ in range(max(1, round(self.words_a_save * self.random.uniform(0.3, 1.7)))):
            word, ends = next(self._coming)
            last = len(self.paragraphs) - 1
            if self.paragraphs[last]:
                word = " " + word
            if self.random.random() < 0.03 and len(word) > 3:
                slip = word[: self.random.randrange(2, len(word))] + self.random.choice("etaoin")
                self._type(last, len(self.paragraphs[last]), slip)
                self._erase(last, len(self.paragraphs[last]), 2)
                word = word[len(slip) - 2 :]
            self._type(last, len(self.paragraphs[last]), word)
            if ends:
                self._break(last)

    def _mend(self) -> None:
        """Change a word, put one in or take one out."""
        block = self.random.choice([n for n, text in enumerate(self.paragraphs) if text])
        found = self.random.choice(list(re.finditer(r"\S+", self.paragraphs[block])))
        kind, other = self.random.random(), self.random.choice(self._words)
        if kind < 0.25:
            self._erase(block, found.end(), len(found[0]))
            self._type(block, found.start(), other)
        elif kind < 0.5:
            self._type(block, found.start(), other, over=len(found[0]))
        elif kind < 0.75:
            self._type(block, found.start(), other + " ")
        else:
            self._cut(block, found.start(), len(found[0]))

    def _move(self) -> None:
        block = self.random.randrange(len(self.paragraphs) - 1)
        start, text = self._at(block, 0) - 1, self.paragraphs[block]
        self._steps.append({"stepType": "replace", "from": start, "to": start + utf16_length(text) + 2})
        del self.paragraphs[block]
        block = self.random.randrange(len(self.paragraphs))
        self._steps.append(_inserted(self._at(block, 0) - 1, [{"type": "paragraph", **_content(text)}]))
        self.paragraphs.insert(block, text)

    def _delete(self) -> None:
        """Delete a sentence, or a short paragraph's words."""
        block = self.random.choice([n for n, text in enumerate(self.paragraphs) if text])
        sentence = self.random.choice(list(re.finditer(r"[^.!?]+[.!?”]*\s*", self.paragraphs[block])) or [None])
        if sentence:
            self._cut(block, sentence.start(), len(sentence[0]))

    def _type(self, block: int, at: int, text: str, over: int = 0) -> None:
        place = self._at(block, at)
        replaced = utf16_length(self.paragraphs[block][at : at + over])
        self._put(block, at, over, text)
        for letter in text:
            self._steps.append(_inserted(place, [{"type": "text", "text": letter}], replaced))
            place, replaced = place + utf16_length(letter), 0

    def _erase(self, block: int, end: int, letters: int) -> None:
        place = self._at(block, end)
        for letter in reversed(self.paragraphs[block][end - letters : end]):
            self._steps.append({"stepType": "replace", "from": place - utf16_length(letter), "to": place})
            place -= utf16_length(letter)
        self._put(block, end - letters, letters, "")

    def _cut(self, block: int, at: int, letters: int) -> None:
        place = self._at(block, at)
        units = utf16_length(self.paragraphs[block][at : at + letters])
        self._steps.append({"stepType": "replace", "from": place, "to": place + units})
        self._put(block, at, letters, "")

    def _break(self, block: int) -> None:
        paragraph = {"type": "paragraph"}
        step = _inserted(self._at(block, len(self.paragraphs[block])), [paragraph, paragraph])
        step["slice"] |= {"openStart": 1, "openEnd": 1}
        self._steps.append(step | {"structure": True})
        self.paragraphs.insert(block + 1, "")

    def _put(self, block: int, at: int, over: int, text: str) -> None:
        old = self.paragraphs[block]
        self.paragraphs[block] = old[:at] + text + old[at + over :]

    def _at(self, block: int, at: int) -> int:
        before = sum(utf16_length(text) + 2 for text in self.paragraphs[:block])
        return before + 1 + utf16_length(self.paragraphs[block][:at])


def _words_in_turn(paragraphs: list[str]) -> Iterator[tuple[str, bool]]:
    """Yield each word, and whether its paragraph ends with it."""
    for paragraph in paragraphs:
        words = paragraph.split()
        for place, word in enumerate(words, start=1):
            yield word, place == len(words)


def _inserted(at: int, content: list[Any], over: int = 0) -> Step:
    return {"stepType": "replace", "from": at, "to": at + over, "slice": {"content": content}}


def _content(text: str) -> dict[str, Any]:
    return {"content": [{"type": "text", "text": text}]} if text else {}
