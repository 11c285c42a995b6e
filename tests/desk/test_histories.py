"""Comments through everything that can become of a chapter and its drafts, in random histories.

Every word is written once, so that it is known where a comment's words are. In each history a version is brought back, a
change is put back, a file replaces the text, a draft begins, and it is brought over, all of it and in part, each at least
once and in any order, among typing, crossing out, and undoing. GALLEY_MANY_HISTORIES=1000 tries so many.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Callable
from datetime import datetime
from itertools import count
from random import Random

import pytest

from tests.beta.makers import cross_out, put_in
from tests.makers import author_of, make_chapter, minutes
from tests.prose.makers import doc
from workshop.beta.models import Thread
from workshop.beta.service import open_thread
from workshop.db import db
from workshop.desk import bringing
from workshop.history.comparing import compared_page
from workshop.history.service import put_change_back, restore_version
from workshop.prose.diff import Keep
from workshop.prose.diff.reverting import ChangedSince, NotByItself
from workshop.prose.plain import text_between
from workshop.works.log import saves_before
from workshop.works.models import Chapter, Document
from workshop.works.queries import text_of
from workshop.works.saving import document_node, replace_content, take_back, version_node
from workshop.works.service import start_draft

HISTORIES = int(os.environ.get("GALLEY_MANY_HISTORIES", "100"))
#: Each happens once in every history, as often again by chance.
DEEDS = ("restore", "put_back", "replace", "branch", "bring_all", "bring_some")
BETWEEN = (*DEEDS, "type", "type", "cross", "cross", "undo", "comment", "comment")
CHUNKS = 4

pytestmark = pytest.mark.usefixtures("session")


class History:
    """A chapter with its drafts, and the threads in all of them."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self._words = (f"w{number}" for number in count(1))
        self._minutes = count(1)
        self.main = make_chapter(*(self.sentence(self.random.randrange(4, 9)) for _ in range(4)))
        self.author = author_of(self.main.work)
        self.threads: list[Thread] = []
        #: What each deed came to.
        self.done: Counter[str] = Counter()
        self.branch()
        for _ in range(5):
            self.comment()

    def run(self) -> None:
        deeds = [*DEEDS, *self.random.choices(BETWEEN, k=8)]
        self.random.shuffle(deeds)
        for deed in deeds:
            getattr(self, deed)()
            self.done[deed] += 1
            self.look(deed)
        db.session.expire_all()
        self.look("read again")

    def sentence(self, words: int) -> str:
        return " ".join(next(self._words) for _ in range(words))

    def now(self) -> datetime:
        return minutes(next(self._minutes))

    @property
    def texts(self) -> list[Document]:
        return [text_of(self.main), *(text_of(draft) for draft in self.main.drafts)]

    def any_text(self) -> Document:
        """Return the main text or a draft's, but for a draft that began empty and was never written."""
        return self.random.choice([text for text in self.texts if text.version])

    def any_draft(self) -> Chapter:
        return self.random.choice(self.main.drafts)

    def any_version(self, text: Document) -> int:
        return self.random.choice([save.number for save in saves_before(text.id)])

    # What happens.

    def comment(self) -> None:
        text = self.any_text()
        lines = [line for line in lines_of(text) if line]
        if not lines:
            return
        line = self.random.choice(lines)
        first = self.random.randrange(len(line))
        start = place_of(text, line[first])
        last = line[min(len(line) - 1, first + self.random.randrange(5))]
        end = place_of(text, last) + len(last)
        self.threads.append(open_thread(text, start, end, text.version, "Hm.", self.author, self.now()))

    def type(self) -> None:
        text = self.any_text()
        words = words_of(text)
        if words:
            put_in(text, self.random.choice(words), f"{self.sentence(self.random.randrange(1, 4))} ")

    def cross(self) -> None:
        text = self.any_text()
        lines = [line for line in lines_of(text) if line]
        if lines:
            line = self.random.choice(lines)
            first = self.random.randrange(len(line))
            cross_out(text, " ".join(line[first : first + self.random.randrange(1, 5)]))

    def replace(self) -> None:
        """Put a file over the text: an older text of either, rewritten here and there."""
        text = self.any_text()
        lines = lines_of(self.random.choice(self.texts)) if self.random.randrange(3) == 0 else lines_of(text)
        replace_content(text, doc(*map(" ".join, self.rewritten(lines))), self.author, self.now(), origin="imported")

    def rewritten(self, lines: list[list[str]]) -> list[list[str]]:
        lines = [[*line] for line in lines]
        for _ in range(self.random.randrange(1, 5)):
            index = self.random.randrange(len(lines))
            line = lines[index]
            at = self.random.randrange(len(line) + 1)
            match self.random.randrange(7):
                case 0:
                    line[at:at] = self.sentence(self.random.randrange(1, 3)).split()
                case 1:
                    del line[at : at + self.random.randrange(1, 4)]
                case 2:
                    line[at : at + 1] = [next(self._words)]
                case 3:
                    lines[index : index + 1] = [line[:at], line[at:]]
                case 4:
                    lines.insert(self.random.randrange(len(lines)), lines.pop(index))
                case 5:
                    lines.insert(index, self.sentence(5).split())
                case 6 if len(lines) > 1:
                    del lines[index]
        return lines

    def restore(self) -> None:
        text = self.any_text()
        restore_version(text, self.any_version(text), self.author, self.now())

    def undo(self) -> None:
        text = self.any_text()
        take_back(text, self.any_version(text), self.author, self.now())

    def put_back(self) -> None:
        text = self.any_text()
        old, new = sorted((self.any_version(text), self.any_version(text)))
        changes = list(compared_page(version_node(text, old), version_node(text, new)).chosen)
        if changes:
            try:
                put_change_back(text, old, new, self.random.choice(changes), self.author, self.now())
            except (ChangedSince, NotByItself):
                self.done["not put back"] += 1

    def branch(self) -> None:
        version = self.any_version(text_of(self.main))
        start_draft(self.main, "", self.random.choice([None, version]), self.author, self.now())

    def bring_all(self) -> None:
        self.bring(lambda: "theirs")

    def bring_some(self) -> None:
        self.bring(lambda: self.random.choice(["ours", "theirs", "both"]))

    def bring(self, keep: Callable[[], Keep]) -> None:
        draft = self.any_draft()
        merged = bringing.merge_of(draft)
        keeps = {index: keep() for index in range(len(merged.differences))}
        try:
            bringing.bring_over(draft, bringing.told_versions(draft), keeps, self.author, self.now())
        except bringing.DoNotFit:
            self.done["did not fit"] += 1
            return
        assert bringing.merge_of(draft).offered == []

    # What holds after each of it.

    def look(self, deed: str) -> None:
        texts = {text.id: text for text in self.texts}
        for thread in self.threads:
            text = texts[thread.document_id]
            there = text_between(document_node(text), thread.start, thread.end)
            assert thread.now == ("" if thread.state == "gone" else there), deed
            assert (thread.state == "anchored") == (there == thread.quote), deed
            self.hold_to_its_words(thread, text, deed)

    def hold_to_its_words(self, thread: Thread, text: Document, deed: str) -> None:
        quote, now, standing = set(thread.quote.split()), set(thread.now.split()), set(words_of(text))
        if thread.state == "gone" or not quote & standing:
            return
        # Never elsewhere: where any of its words stands, it is at one of them.
        assert quote & now, (deed, thread.quote, thread.now, lines_of(text))


def lines_of(text: Document) -> list[list[str]]:
    return [block.text_content.split() for block in document_node(text).children]


def words_of(text: Document) -> list[str]:
    return [word for line in lines_of(text) for word in line]


def place_of(text: Document, word: str) -> int:
    at = 0
    for block in document_node(text).children:
        words = f" {block.text_content} "
        if f" {word} " in words:
            return at + 1 + words.index(f" {word} ")
        at += block.node_size
    raise LookupError(word)


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_comments_are_at_their_words_or_say_what_became_of_them(chunk: int) -> None:
    for seed in range(chunk, HISTORIES, CHUNKS):
        history = History(seed)
        try:
            history.run()
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
        assert all(history.done[deed] for deed in DEEDS)
        db.session.rollback()
