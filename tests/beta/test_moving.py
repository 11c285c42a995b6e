"""Threads moved all at once in the database stand where each would stand if it were mapped by itself."""

from dataclasses import replace
from random import Random

import pytest
from prosemirror.transform import Mapping

from tests.beta.makers import make_thread
from tests.makers import NOW, author_of, make_text
from tests.prose.makers import doc, p, t
from workshop.beta.models import Thread
from workshop.beta.ranges import BadAnchor, chosen_words, touched_stretch, whole_words
from workshop.beta.service import open_thread
from workshop.db import db
from workshop.prose.anchors import Anchor, map_anchor
from workshop.prose.diff import steps_between
from workshop.prose.second_look import SecondLook
from workshop.works.models import Document
from workshop.works.saving import document_changed, document_node, replace_content

WORDS = "tide lamp slip rope salt boat 😀 harbour wait net".split()


def random_text(random: Random) -> list[str]:
    return [" ".join(random.choices(WORDS, k=random.randrange(9))) for _ in range(random.randrange(1, 7))]


def edited(random: Random, lines: list[str]) -> list[str]:
    """Return the lines after up to three changes: words put in, crossed out or replaced, lines split, joined, moved."""
    lines = list(lines)
    for _ in range(random.randrange(1, 4)):
        index = random.randrange(len(lines))
        words = lines[index].split()
        at = random.randrange(len(words) + 1)
        kind = random.choice(["in", "out", "instead", "letters", "split", "line", "gone", "moved"])
        if kind == "in":
            words[at:at] = random.choices(WORDS, k=random.randrange(1, 3))
        elif kind == "out":
            del words[at : at + random.randrange(1, 4)]
        elif kind == "instead":
            words[at : at + 1] = [random.choice(WORDS)]
        elif kind == "letters" and words:
            words[at - 1] = words[at - 1][: random.randrange(3)] + random.choice(["", "a", "ing"])
        lines[index] = " ".join(words)
        if kind == "split":
            lines[index : index + 1] = [" ".join(words[:at]), " ".join(words[at:])]
        elif kind == "line":
            lines.insert(index, random.choice(WORDS))
        elif kind == "gone" and len(lines) > 1:
            del lines[index]
        elif kind == "moved":
            lines.insert(random.randrange(len(lines)), lines.pop(index))
    return lines


def anchor_of(thread: Thread) -> Anchor:
    return Anchor(thread.start, thread.end, thread.state, thread.quote, thread.now)


def open_threads(text: Document, random: Random) -> list[Thread]:
    size = document_node(text).content.size
    threads = []
    for _ in range(12):
        start, end = sorted(random.choices(range(size + 1), k=2))
        try:
            chosen_words(document_node(text), start, end)
        except BadAnchor:
            continue
        threads.append(open_thread(text, start, end, text.version, "Hm.", author_of(text.chapter.work), NOW))
    return threads


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("seed", range(12))
def test_every_thread_moves_as_if_it_were_the_only_one(seed: int) -> None:
    random = Random(seed)
    lines = random_text(random)
    text = make_text(*lines)
    wanted: dict[int, Anchor] = {}

    def map_each(_: Document, applied) -> None:
        for number, anchor in wanted.items():
            stepped = whole_words(map_anchor(anchor, applied.mapping, applied.doc), applied.doc)
            wanted[number] = SecondLook(applied.compared_with, applied).at(anchor, stepped)

    with document_changed.connected_to(map_each, text):
        for _ in range(15):
            wanted |= {thread.id: anchor_of(thread) for thread in open_threads(text, random)}
            lines = edited(random, lines)
            replace_content(text, doc(*lines), author_of(text.chapter.work), NOW, origin="tested")
            db.session.expire_all()
            assert {number: anchor_of(db.session.get(Thread, number)) for number in wanted} == wanted


@pytest.mark.parametrize("seed", range(30))
def test_what_was_not_touched_stays_or_moves_as_one(seed: int) -> None:
    random = Random(seed)
    lines = random_text(random)
    old = doc(*lines)
    new = doc(*edited(random, lines))
    mapping = Mapping([step.get_map() for step in steps_between(old, new)])
    touched = touched_stretch(mapping)
    if touched is None:
        assert old.content.size == new.content.size
        return
    assert touched.growth == new.content.size - old.content.size
    for position in range(touched.start):
        assert mapping.map(position, 1) == mapping.map(position, -1) == position
    for position in range(touched.end + 1, old.content.size + 1):
        assert mapping.map(position, 1) == mapping.map(position, -1) == position + touched.growth


def test_marks_touch_nothing() -> None:
    steps = steps_between(doc("The tide."), doc(p("The ", t("tide", "em"), ".")))
    assert steps
    assert touched_stretch(Mapping([step.get_map() for step in steps])) is None


@pytest.mark.usefixtures("session")
def test_threads_that_are_loaded_know_that_they_moved() -> None:
    text = make_text("The tide was out.", "She waited.")
    thread = make_thread(text, "waited")
    before = anchor_of(thread)
    replace_content(
        text, doc("Now the tide was out.", "She waited."), author_of(text.chapter.work), NOW, origin="tested"
    )
    assert anchor_of(thread) == replace(before, start=before.start + 4, end=before.end + 4)
