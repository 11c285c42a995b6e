"""One change of a comparison put back: it alone, in the newest text, or plainly refused."""

from contextlib import suppress
from random import Random

import pytest
from hypothesis import given, settings
from prosemirror.model import Node

from tests.prose.makers import br, bullets, doc, h, p, quote, rule, t
from tests.prose.random_edits import random_pair
from tests.prose.strategies import SEEDS
from workshop.history.comparing import compared_page
from workshop.prose.anchors import anchor_at, map_anchor
from workshop.prose.diff import reverting_steps, steps_between
from workshop.prose.diff.reverting import ChangedSince, NotByItself
from workshop.prose.documents import Applied, apply_steps
from workshop.prose.plain import text_between

FIRST = "The lantern had been out for an hour when Mio-chan finally knocked."
SECOND = "He poured the cold tea into two cups and pushed the bigger one across."
THIRD = "Outside, the bridge-keeper rang his bell for the last boat of the day."


def put_back(old: Node, new: Node, number: int, head: Node | None = None) -> Applied:
    """Return the newest document, which became `head` since the comparison, after a change was put back."""
    head = head or new
    later = steps_between(new, head)
    return apply_steps(head, reverting_steps(old, new, compared_page(old, new).chosen[number], later))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (doc(FIRST), doc(FIRST.replace("hour", "age"))),
        (doc(FIRST), doc(FIRST.replace("finally ", ""))),
        (doc(FIRST), doc(p(t("The", "em"), FIRST[3:]))),
        (doc(p(t("The", "em"), FIRST[3:])), doc(FIRST)),
        (doc(p(FIRST, align="center")), doc(FIRST)),
        (doc(h(FIRST, level=2)), doc(FIRST)),
        (doc(FIRST, SECOND), doc(FIRST)),
        (doc(FIRST, SECOND), doc(SECOND)),
        (doc(FIRST), doc(FIRST, SECOND, THIRD)),
        (doc(FIRST, SECOND, THIRD), doc(THIRD)),
        (doc(FIRST), doc(THIRD, FIRST)),
        (doc(FIRST, SECOND), doc(f"{FIRST} {SECOND}")),
        (doc(f"{FIRST} {SECOND}"), doc(FIRST, SECOND)),
        (doc(FIRST, "***", SECOND), doc(FIRST, rule(), SECOND)),
        (doc(FIRST, rule(), SECOND), doc(FIRST, "* * *", SECOND)),
        (doc(FIRST, rule(), SECOND), doc(FIRST, SECOND)),
        (doc(quote(FIRST)), doc(FIRST)),
        (doc(FIRST), doc(quote(FIRST))),
        (doc(FIRST), doc(bullets(FIRST))),
        (doc(bullets(FIRST, SECOND, THIRD)), doc(bullets(FIRST, THIRD))),
        (doc(bullets(FIRST, THIRD)), doc(bullets(FIRST, SECOND, THIRD))),
        (doc(FIRST, bullets(SECOND, THIRD)), doc(FIRST)),
        (doc(FIRST), doc(FIRST, bullets(SECOND, THIRD))),
        (doc(quote(FIRST, SECOND)), doc(quote(FIRST))),
        (doc(p("a b", br(), "c d")), doc("a b c d")),
        (doc("so 😀 it"), doc("so 😃 it")),
        (doc(p()), doc(FIRST, SECOND)),
    ],
)
def test_the_only_change_put_back_gives_the_old_version(old: Node, new: Node) -> None:
    # An empty page that was filled is two: its empty paragraph went, and others came.
    assert put_back(old, new, compared_page(old, new).changes).doc.eq(old)


def test_moved_paragraph_goes_back_from_either_place() -> None:
    old, new = doc(THIRD, FIRST, SECOND), doc(FIRST, SECOND, THIRD)
    assert compared_page(old, new).changes == 2
    for number in (1, 2):
        assert put_back(old, new, number).doc.eq(old)


def test_paragraph_that_moved_and_changed_goes_back_with_its_new_words() -> None:
    changed = THIRD.replace("last", "only")
    old, new = doc(THIRD, FIRST, SECOND), doc(FIRST, SECOND, changed)
    assert put_back(old, new, 1).doc.eq(doc(changed, FIRST, SECOND))
    assert put_back(old, new, 3).doc.eq(doc(FIRST, SECOND, THIRD))


def test_one_of_several_changes_is_put_back_alone() -> None:
    old, new = (
        doc(FIRST, SECOND),
        doc(FIRST.replace("hour", "age"), SECOND.replace("cold", "hot").replace("two", "six")),
    )
    assert put_back(old, new, 2).doc.eq(doc(new.child(0), SECOND.replace("two", "six")))


@settings(max_examples=300, deadline=None)
@given(SEEDS)
def test_all_changes_put_back_one_after_the_other_give_the_old_version(seed: int) -> None:
    """Blocks alone: what went from inside a list or a quotation may come back beside it."""
    random = Random(seed)
    old, new = (_flat(document) for document in random_pair(random))
    now, refused = new, 0
    for _ in range(80):
        page = compared_page(old, now)
        if not page.changes or refused > 5:
            break
        number = random.randint(1, page.changes)
        try:
            now = put_back(old, now, number).doc
        except NotByItself:
            refused += 1
    assert refused or now.eq(old) or not compared_page(old, now).changes


def _flat(document: Node) -> Node:
    return doc(*[block for block in document.children if block.is_textblock or block.is_leaf] or [p()])


@settings(max_examples=200, deadline=None)
@given(SEEDS)
def test_any_change_put_back_leaves_a_sound_document(seed: int) -> None:
    random = Random(seed)
    old, new = random_pair(random)
    for number in range(1, compared_page(old, new).changes + 1):
        with suppress(NotByItself):
            put_back(old, new, number).doc.check()


def test_change_is_put_back_where_it_stands_in_the_newest_text() -> None:
    old, new = doc(FIRST, SECOND), doc(FIRST, SECOND.replace("cold", "hot"))
    head = doc(THIRD, FIRST.replace("hour", "age"), f"So. {new.child(1).text_content} And.")
    assert put_back(old, new, 1, head).doc.eq(
        doc(THIRD, head.child(1), head.child(2).text_content.replace("hot", "cold"))
    )


@pytest.mark.parametrize(
    ("old", "new", "head"),
    [
        (doc(SECOND), doc(SECOND.replace("cold", "hot")), doc(SECOND.replace("cold", "warm"))),
        (doc(SECOND), doc(SECOND.replace("cold", "hot")), doc("Something else altogether, without a word of it.")),
        (doc(FIRST), doc(FIRST, SECOND), doc(FIRST, SECOND.replace("cold", "hot"))),
        (doc(p(t(FIRST, "em"))), doc(FIRST), doc(p(t(FIRST, "strong")))),
    ],
)
def test_words_that_changed_since_are_not_written_over(old: Node, new: Node, head: Node) -> None:
    with pytest.raises(ChangedSince):
        put_back(old, new, 1, head)


def test_comment_beside_the_change_keeps_its_words() -> None:
    old, new = doc(FIRST, SECOND), doc(p(t(FIRST, "em")), SECOND.replace("cold", "hot"))
    for number, words in ((1, "an hour"), (2, "into two cups")):
        size = new.content.size
        start = next(at for at in range(size) if text_between(new, at, min(at + len(words), size)) == words)
        applied = put_back(old, new, number)
        anchor = map_anchor(anchor_at(new, start, start + len(words)), applied.mapping, applied.doc)
        assert (anchor.state, anchor.now) == ("anchored", words)


def test_form_that_does_not_fit_any_more_is_refused() -> None:
    with pytest.raises(NotByItself):
        put_back(doc(FIRST, SECOND), doc(quote(FIRST, SECOND)), 1)
