"""The short way for typed and deleted letters does what ProseMirror does."""

from random import Random

import pytest
from prosemirror.model import Fragment, Node, Slice
from prosemirror.transform import ReplaceStep

from tests.prose.makers import doc, p, quote, t
from tests.prose.random_documents import random_document, random_marks
from workshop.prose.schema import schema
from workshop.prose.typing import type_letters


def step(start: int, end: int, words: str = "", *marks: str) -> ReplaceStep:
    return ReplaceStep(start, end, Slice(Fragment.from_([t(words, *marks)] if words else None), 0, 0))


def by_prosemirror(document: Node, change: ReplaceStep) -> Node | None:
    try:
        return change.apply(document).doc
    except UnicodeDecodeError:
        return None


def test_typing_anywhere_gives_what_prosemirror_gives() -> None:
    random = Random(7)
    tried = [change_and_compare(random, document) for document in documents(random) for _ in range(200)]
    assert tried.count(True) > 500
    assert tried.count(False) > 500


def documents(random: Random) -> list[Node]:
    return [random_document(random, 5) for _ in range(40)]


def change_and_compare(random: Random, document: Node) -> bool:
    """Type or delete somewhere; tell whether it went the short way, having compared what came out."""
    start = random.randrange(document.content.size + 1)
    end = min(document.content.size, start + random.choice([0, 0, 1, 2, 5]))
    typed = [schema.text(random.choice("ab—🦋"), random_marks(random))] if random.randrange(3) else None
    change = ReplaceStep(start, end, Slice(Fragment.from_(typed), 0, 0))
    try:
        found = type_letters(document, change)
    except UnicodeDecodeError:
        assert by_prosemirror(document, change) is None
        return True
    if found is None:
        return False
    expected = by_prosemirror(document, change)
    assert found.to_json() == expected.to_json()
    assert found.content.size == expected.content.size
    return True


@pytest.mark.parametrize(
    ("document", "change", "after"),
    [
        (doc("rain"), step(1, 1, "t"), doc("train")),
        (doc("rain"), step(5, 5, "s"), doc("rains")),
        (doc("rain"), step(2, 4), doc("rn")),
        (doc(quote("🦋 rain")), step(4, 5, "—"), doc(quote("🦋—rain"))),
        (doc(p("a", t("em", "em"), "b")), step(3, 3, "x", "em"), doc(p("a", t("exm", "em"), "b"))),
    ],
)
def test_letters_within_a_run_of_text_go_the_short_way(document: Node, change: ReplaceStep, after: Node) -> None:
    assert type_letters(document, change).to_json() == after.to_json()


@pytest.mark.parametrize(
    ("document", "change"),
    [
        (doc("rain"), step(1, 5)),
        (doc(""), step(1, 1, "t")),
        (doc("rain"), step(0, 0, "t")),
        (doc("rain"), step(9, 9, "t")),
        (doc("rain", "snow"), step(3, 9)),
        (doc("rain"), step(2, 2, "x", "em")),
        (doc(p("a", t("em", "em"))), step(2, 2, "x")),
        (doc(p("a", t("em", "em"))), step(1, 3)),
        (doc("rain"), ReplaceStep(2, 3, Slice.empty, structure=True)),
    ],
)
def test_every_other_step_is_left_to_prosemirror(document: Node, change: ReplaceStep) -> None:
    assert type_letters(document, change) is None
