"""Comments through everything that can become of a chapter and its drafts, in random histories.

Every word is written once, so that it is known where a comment's words are. In each history a version is brought back, a
change is put back, a file replaces the text, a draft begins, it is brought over, all of it and in part, and one of these is
undone, each at least once and in any order, among typing and crossing out. GALLEY_MANY_HISTORIES=1000 tries so many.
"""

from __future__ import annotations

import os
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import count
from random import Random

import pytest

from tests.beta.makers import save
from tests.makers import author_of, make_chapter, minutes, typed
from tests.prose.makers import doc
from workshop.beta.models import Thread
from workshop.beta.service import open_thread
from workshop.db import db
from workshop.desk import bringing
from workshop.desk.merge_base import standing_bringings
from workshop.history.comparing import compared_page
from workshop.history.service import put_change_back, restore_version
from workshop.prose.diff import Keep
from workshop.prose.diff.reverting import ChangedSince, NotByItself
from workshop.prose.plain import text_between
from workshop.works.log import made_saves, saves_before
from workshop.works.models import Chapter, Document
from workshop.works.queries import text_of
from workshop.works.saving import document_node, replace_content, take_back, version_node
from workshop.works.service import start_draft

HISTORIES = int(os.environ.get("GALLEY_MANY_HISTORIES", "60"))
#: Each happens once in every history, as often again by chance.
DEEDS = ("restore", "put_back", "replace", "branch", "bring_all", "bring_some", "undo_deed")
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
        #: The document in which each thread was opened, by its id.
        self.homes: dict[int, int] = {}
        #: Those of its words that each thread held last.
        self.held: dict[int, set[str]] = {}
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
        words = self.some_words(text)
        if words:
            self.comment_on(text, *words)

    def comment_on(self, text: Document, start: int, end: int) -> None:
        thread = open_thread(text, start, end, text.version, "Hm.", self.author, self.now())
        self.threads.append(thread)
        self.homes[thread.id] = text.id

    def type(self) -> None:
        text = self.any_text()
        words = self.some_words(text)
        if words:
            save(text, [typed(words[0], f"{self.sentence(self.random.randrange(1, 4))} ")])

    def cross(self) -> None:
        text = self.any_text()
        words = self.some_words(text)
        if words:
            start, end = words
            save(text, [{"stepType": "replace", "from": start, "to": end}])

    def some_words(self, text: Document) -> tuple[int, int] | None:
        """Return where a few words of one paragraph start and end, None in a text without words."""
        paragraphs = [found for found in map(list, words_with_places(text)) if found]
        if not paragraphs:
            return None
        words = self.random.choice(paragraphs)
        first = self.random.randrange(len(words))
        last = min(len(words) - 1, first + self.random.randrange(5))
        return words[first][0], words[last][1]

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

    def undo_deed(self) -> None:
        """Undo what last came of anything but typing in the main text, be it an undoing itself."""
        text = text_of(self.main)
        deeds = [save.number for save in made_saves(text.id)]
        if len(deeds) > 1:  # the first is how the chapter began
            take_back(text, deeds[-1], self.author, self.now())

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
        self.write_in(draft)
        merged = bringing.merge_of(draft)
        keeps = {index: keep() for index in range(len(merged.differences))}
        try:
            bringing.bring_over(draft, bringing.told_versions(draft), keeps, self.author, self.now())
        except bringing.DoNotFit:
            self.done["did not fit"] += 1
            return
        assert bringing.merge_of(draft).offered == []

    def write_in(self, draft: Chapter) -> None:
        """Write a little in a draft and comment on it, so that there is something to bring over and to go along."""
        text = text_of(draft)
        words = self.some_words(text)
        if words:
            sentence = self.sentence(2)
            save(text, [typed(words[1], f" {sentence}")])
            self.comment_on(text, words[1] + 1, words[1] + 1 + len(sentence))

    # What holds after each of it.

    def look(self, deed: str) -> None:
        texts = {text.id: text for text in self.texts}
        main = text_of(self.main).id
        standing = standing_bringings(made_saves(text_of(self.main).id))
        for thread in self.threads:
            home = self.homes[thread.id]
            # From a draft it goes to the main text with a bringing over, and back with that.
            went_over = thread.document_id != home
            assert not went_over or (thread.document_id == main and thread.version in standing), deed
            self.done["gone over"] += went_over
            text = texts[thread.document_id]
            there = text_between(document_node(text), thread.start, thread.end)
            assert thread.now == ("" if thread.state == "gone" else there), deed
            assert (thread.state == "anchored") == (there == thread.quote), deed
            self.hold_to_its_words(thread, text, deed)

    def hold_to_its_words(self, thread: Thread, text: Document, deed: str) -> None:
        quote, now = set(thread.quote.split()), set(thread.now.split())
        standing = self.held.get(thread.id, quote) & set(words_of(text))
        # Never elsewhere: where any of the words that it held stands, it is at one of them. Once lost, they stay so.
        at_its_words = thread.state == "gone" or not standing or standing & now
        assert at_its_words, (deed, thread.quote, thread.now, lines_of(text))
        self.held[thread.id] = quote & now


def lines_of(text: Document) -> list[list[str]]:
    return [block.text_content.split() for block in document_node(text).children]


def words_of(text: Document) -> list[str]:
    return [word for line in lines_of(text) for word in line]


def words_with_places(text: Document) -> Iterator[Iterator[tuple[int, int]]]:
    """Yield where the words of each paragraph start and end."""
    at = 1
    for block in document_node(text).children:
        yield ((at + word.start(), at + word.end()) for word in re.finditer(r"\S+", block.text_content))
        at += block.node_size


@pytest.mark.parametrize("chunk", range(CHUNKS))
def test_comments_are_at_their_words_or_say_what_became_of_them(chunk: int) -> None:
    done: Counter[str] = Counter()
    for seed in range(chunk, HISTORIES, CHUNKS):
        history = History(seed)
        try:
            history.run()
        except AssertionError as error:
            raise AssertionError(f"seed {seed}: {error}") from error
        assert all(history.done[deed] for deed in DEEDS)
        done += history.done
        db.session.rollback()
    assert done["gone over"]
