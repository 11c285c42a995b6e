"""The small steps that turn one document into another."""

import time
from random import Random

import pytest
from hypothesis import given, settings
from prosemirror.model import Node
from prosemirror.transform import AttrStep, ReplaceStep

from tests.prose.makers import br, bullets, doc, h, image, li, mark, numbers, p, quote, rule, t
from tests.prose.random_edits import random_pair
from tests.prose.strategies import SEEDS
from workshop.prose.anchors import anchor_at, map_anchor
from workshop.prose.diff import steps_between
from workshop.prose.documents import apply_steps, read_steps
from workshop.prose.plain import text_between, text_blocks

FIRST = "The lantern had been out for an hour when Mio-chan finally knocked."
SECOND = "He poured the cold tea into two cups and pushed the bigger one across."
THIRD = "Outside, the bridge-keeper rang his bell for the last boat of the day."
LONG = [
    f"{name} came down the long stairs, counted the {things}, and said nothing at all."
    for name, things in (("Ren", "lamps"), ("Kaede", "boats"), ("Jun", "nets"), ("Plover", "oars"))
]


def states(old: Node, new: Node, *quotes: str) -> list[str]:
    """Return what becomes of anchors on some words when the old document is made the new one."""
    applied = apply_steps(old, steps_between(old, new))
    return [map_anchor(_anchor_on(old, words), applied.mapping, applied.doc).state for words in quotes]


def _anchor_on(document: Node, words: str):
    for start in range(document.content.size):
        if text_between(document, start, min(start + len(words), document.content.size)) == words:
            return anchor_at(document, start, start + len(words))
    raise AssertionError(f"{words} is not in the document")


@settings(max_examples=400)
@given(SEEDS)
def test_steps_make_the_old_document_exactly_the_new_one(seed):
    old, new = random_pair(Random(seed))
    steps = steps_between(old, new)
    assert apply_steps(old, steps).doc.eq(new)
    assert apply_steps(old, read_steps([step.to_json() for step in steps])).doc.eq(new)


@settings(max_examples=300)
@given(SEEDS)
def test_an_anchor_in_a_paragraph_that_stays_in_its_place_is_kept(seed):
    old, new = random_pair(Random(seed))
    lead = p("The first line never changes, whatever comes below it, not even at night.")
    old, new = doc(lead, *old.children), doc(lead, *new.children)
    assert states(old, new, "never changes") == ["anchored"]


@pytest.mark.parametrize(
    ("old", "new", "count"),
    [
        (doc(FIRST), doc(FIRST), 0),
        (doc(FIRST, SECOND), doc(FIRST, SECOND.replace("cold", "hot")), 1),
        (doc(FIRST), doc(p(FIRST, align="center")), 1),
        (doc(FIRST), doc(h(FIRST, level=3)), 1),
        (doc(FIRST), doc(p(t(FIRST, "em"))), 1),
        (doc(p(t(FIRST, "em"))), doc(FIRST), 1),
        (doc(FIRST, SECOND), doc(FIRST), 1),
        (doc(SECOND), doc(FIRST, SECOND), 1),
        (doc(FIRST, SECOND, THIRD), doc(SECOND, THIRD, FIRST), 1),
        (doc(*LONG, FIRST, SECOND), doc(FIRST, SECOND, *LONG), 1),
        (doc(FIRST, SECOND), doc(f"{FIRST} {SECOND}"), 1),
        (doc(f"{FIRST} {SECOND}"), doc(FIRST, SECOND), 1),
        (doc(FIRST, "***", SECOND), doc(FIRST, rule(), SECOND), 1),
        (doc(quote(FIRST, SECOND)), doc(quote(FIRST, SECOND.replace("cold", "hot"))), 1),
        (doc(bullets("one", "two", "three")), doc(bullets("one", "too", "three")), 1),
        (doc(numbers("one", "two", start=1)), doc(numbers("one", "two", start=4)), 1),
        (doc(p("a", br(), "b")), doc(p("a b")), 1),
    ],
)
def test_steps_are_few(old, new, count):
    steps = steps_between(old, new)
    assert len(steps) == count
    assert apply_steps(old, steps).doc.eq(new)


def test_steps_are_small():
    [step] = steps_between(doc(FIRST, SECOND), doc(FIRST, SECOND.replace("bigger", "biggest")))
    assert isinstance(step, ReplaceStep)
    assert (step.to - step.from_, step.slice.size) == (1, 2)


def test_alignment_is_changed_without_touching_a_word():
    [step] = steps_between(doc(FIRST), doc(p(FIRST, align="center")))
    assert isinstance(step, AttrStep)


@pytest.mark.parametrize(
    ("old", "new", "words", "state"),
    [
        (doc(FIRST, SECOND), doc(THIRD, FIRST, SECOND), "cold tea", "anchored"),
        (doc(FIRST, SECOND), doc(FIRST, SECOND.replace("poured", "spilled")), "cold tea", "anchored"),
        (doc(FIRST, SECOND), doc(FIRST, SECOND.replace("cold", "hot")), "cold tea", "changed"),
        (doc(FIRST, SECOND), doc(FIRST), "cold tea", "gone"),
        (doc(FIRST), doc(h(t(FIRST, "strong"))), "an hour", "anchored"),
        (doc(f"{FIRST} {SECOND}"), doc(FIRST, SECOND), "cold tea", "anchored"),
        (doc(FIRST, SECOND), doc(f"{FIRST} {SECOND}"), "cold tea", "anchored"),
        (doc(quote(FIRST, SECOND)), doc(quote(THIRD, FIRST, SECOND)), "cold tea", "anchored"),
        (doc(bullets(FIRST, li(SECOND))), doc(bullets(FIRST, THIRD, li(SECOND))), "cold tea", "anchored"),
        (doc(FIRST, SECOND, THIRD), doc(SECOND, THIRD, FIRST), "cold tea", "anchored"),
        (doc(FIRST, SECOND, THIRD), doc(SECOND, THIRD, FIRST), "an hour", "anchored"),
        (doc(FIRST, SECOND, THIRD), doc(THIRD, FIRST, SECOND), "last boat", "anchored"),
        (doc(FIRST, SECOND, THIRD), doc(SECOND, THIRD, FIRST.replace("hour", "age")), "an hour", "changed"),
        (doc(FIRST, SECOND, THIRD), doc(SECOND, THIRD, FIRST.replace("hour", "age")), "lantern", "anchored"),
        (doc(quote(FIRST, SECOND, THIRD)), doc(quote(THIRD, FIRST, SECOND)), "last boat", "anchored"),
        (doc(bullets(FIRST, SECOND, THIRD)), doc(bullets(THIRD, FIRST, SECOND)), "last boat", "anchored"),
    ],
)
def test_a_comment_stays_with_its_words(old, new, words, state):
    assert states(old, new, words) == [state]


def test_a_list_item_that_loses_its_first_paragraph_is_put_in_anew():
    old = doc(bullets(li(FIRST, quote(SECOND), THIRD)))
    new = doc(bullets(li(THIRD, quote(SECOND))))
    assert apply_steps(old, steps_between(old, new)).doc.eq(new)


def test_suggestions_that_change_their_order_are_put_in_anew():
    one, two = (mark("modification", id=number, type="mark") for number in (1, 2))
    old, new = doc(p(t("ever", one))), doc(p(t("ever", two, one)))
    assert apply_steps(old, steps_between(old, new)).doc.eq(new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (doc(p(image())), doc(p(image(alt="a cat")))),
        (doc(p("a😀b")), doc(p("a😃b"))),
        (doc(p("a👩‍🚀b")), doc(p("a👩b"))),
        (doc(p("e\u0301")), doc(p("e"))),
        (doc(p("")), doc(p("x"))),
        (doc(p("")), doc(rule())),
        (doc(rule()), doc(rule().mark([mark("insertion", id=1)]))),
    ],
)
def test_odd_content_is_changed_exactly(old, new):
    assert apply_steps(old, steps_between(old, new)).doc.eq(new)


def test_a_chapter_in_one_paragraph_is_changed_in_time():
    random = Random(1)
    words = [random.choice(FIRST.split()) + str(random.randrange(3)) for _ in range(60_000)]
    old = doc(" ".join(words))
    new = doc(" ".join(word for word in words if random.randrange(9)))
    started = time.process_time()
    steps = steps_between(old, new)
    assert time.process_time() - started < 3
    assert apply_steps(old, steps).doc.eq(new)


def test_a_long_chapter_with_many_edits_is_changed_in_time():
    random = Random(2)
    lines = [" ".join(random.choices(WORDS, k=40)) for _ in range(500)]
    edited = [line if random.randrange(3) else line.replace("a", "o", 1) for line in lines]
    old, new = doc(*lines), doc(*edited[:200], *lines[220:400], *edited[400:])
    started = time.process_time()
    steps = steps_between(old, new)
    assert time.process_time() - started < 2
    assert apply_steps(old, steps).doc.eq(new)
    assert len(list(text_blocks(new))) == 480


WORDS = [f"{word}{number}" for word in FIRST.split() for number in range(40)]
