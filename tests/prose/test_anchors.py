"""Anchors through edits: with their words, changed, or honestly gone."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prosemirror.model import Fragment, Node
from prosemirror.transform import Mapping

from tests.prose.makers import doc, image, p, quote, rule, t
from tests.prose.strategies import documents, step_json
from workshop.prose.anchors import Anchor, BadAnchor, anchor_at, map_anchor
from workshop.prose.documents import BadStep, apply_steps, read_steps
from workshop.prose.moving import move_step
from workshop.prose.plain import text_between, text_blocks

STORY = doc("You don't want too.", rule(), "She knew 😀 it.")
TOO = (16, 19)  # "too"
WANT_TOO = (11, 19)  # "want too"


def replace(start: int, end: int, text: str = "") -> dict[str, Any]:
    content = [{"type": "text", "text": text}] if text else []
    return {"stepType": "replace", "from": start, "to": end, "slice": {"content": content}}


def split(at: int) -> dict[str, Any]:
    halves = [{"type": "paragraph"}, {"type": "paragraph"}]
    return {"stepType": "replace", "from": at, "to": at, "slice": {"content": halves, "openStart": 1, "openEnd": 1}}


ITALIC = {"stepType": "addMark", "from": 1, "to": 20, "mark": {"type": "em"}}
WRAP = {
    "stepType": "replaceAround",
    "from": 0,
    "to": 21,
    "gapFrom": 0,
    "gapTo": 21,
    "insert": 1,
    "slice": {"content": [{"type": "blockquote"}]},
}


def moved(anchor: Anchor, *steps: dict[str, Any], document: Node = STORY) -> Anchor:
    applied = apply_steps(document, read_steps(list(steps)))
    return map_anchor(anchor, applied.mapping, applied.doc)


def test_a_new_anchor_holds_its_words():
    assert anchor_at(STORY, *TOO) == Anchor(16, 19, "anchored", "too", "too")


@pytest.mark.parametrize(
    ("start", "end", "words"),
    [
        (0, 20, "You don't want too."),
        (0, 22, "You don't want too."),
        (16, 28, "too.\n\nShe k"),
        (20, 28, "She k"),
        (0, 999, "You don't want too.\n\nShe knew 😀 it."),
        (-5, 4, "You"),
        (32, 34, "😀"),
    ],
)
def test_a_new_anchor_is_drawn_in_to_its_text(start, end, words):
    anchor = anchor_at(STORY, start, end)
    assert anchor.quote == words
    assert text_between(STORY, anchor.start, anchor.end) == words


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (3, 3),
        (9, 3),
        (20, 22),
        (4, 5),
        (99, 120),
        (33, 36),
        (30, 33),
        (None, 3),
        (True, 3),
        ("1", "3"),
        (1.0, 3.0),
        (float("nan"), 3),
        (-(10**40), 0),
        (10**40, 10**41),
    ],
)
def test_an_anchor_without_words_is_refused(start, end):
    with pytest.raises(BadAnchor):
        anchor_at(STORY, start, end)


@pytest.mark.parametrize(
    ("steps", "start", "end", "state", "now"),
    [
        ([], 16, 19, "anchored", "too"),
        # elsewhere
        ([replace(1, 1, "And ")], 20, 23, "anchored", "too"),
        ([replace(1, 5)], 12, 15, "anchored", "too"),
        ([replace(25, 27, "x")], 16, 19, "anchored", "too"),
        ([split(11)], 18, 21, "anchored", "too"),
        ([WRAP], 17, 20, "anchored", "too"),
        ([ITALIC], 16, 19, "anchored", "too"),
        # at the edges
        ([replace(16, 16, "not ")], 20, 23, "anchored", "too"),
        ([replace(19, 19, " much")], 16, 19, "anchored", "too"),
        ([split(16)], 18, 21, "anchored", "too"),
        ([split(19)], 16, 19, "anchored", "too"),
        ([replace(15, 16)], 15, 18, "anchored", "too"),
        ([replace(19, 20)], 16, 19, "anchored", "too"),
        # inside
        ([replace(17, 17, "x")], 16, 20, "changed", "txoo"),
        ([replace(18, 19)], 16, 18, "changed", "to"),
        ([replace(16, 17)], 16, 18, "changed", "oo"),
        ([replace(14, 17)], 14, 16, "changed", "oo"),
        ([split(17)], 16, 21, "changed", "t\n\noo"),
        ([replace(16, 19, "to")], 16, 18, "changed", "to"),
        ([replace(17, 17, "x"), replace(17, 18)], 16, 19, "anchored", "too"),
        # all of it
        ([replace(16, 19)], 16, 16, "gone", ""),
        ([replace(15, 20)], 15, 15, "gone", ""),
        ([replace(15, 20, "nothing else")], 15, 15, "gone", ""),
        ([replace(0, 21)], 0, 0, "gone", ""),
        ([replace(16, 18), replace(16, 17)], 16, 16, "gone", ""),
        ([replace(16, 19), replace(16, 16, "too")], 16, 16, "gone", ""),
        ([replace(16, 19), replace(1, 1, "too ")], 20, 20, "gone", ""),
    ],
)
def test_an_anchor_moves_with_its_words(steps, start, end, state, now):
    assert moved(anchor_at(STORY, *TOO), *steps) == Anchor(start, end, state, "too", now)


def test_an_anchor_over_several_paragraphs_is_gone_when_only_their_border_is_left():
    anchor = anchor_at(STORY, 16, 26)
    assert anchor.quote == "too.\n\nShe"
    after = moved(anchor, replace(23, 26), replace(16, 20))
    assert (after.state, after.now, after.start, after.end) == ("gone", "", 16, 19)


def test_an_anchor_does_not_jump_to_the_same_words_elsewhere():
    twins = doc("too", "too")
    after = moved(anchor_at(twins, 6, 9), replace(5, 10), document=twins)
    assert after.state == "gone"


def test_an_anchor_notices_that_a_picture_in_it_is_gone():
    pictured = doc(p("a", image(), "b"))
    after = moved(anchor_at(pictured, 1, 4), replace(2, 3), document=pictured)
    assert (after.quote, after.now, after.state) == ("a\ufffcb", "ab", "changed")


def test_an_anchor_in_a_quotation_follows_its_words_out_of_it():
    quoted = doc(quote("It was."), "x")
    lift = {"stepType": "replaceAround", "from": 0, "to": 11, "gapFrom": 1, "gapTo": 10, "insert": 0, "structure": True}
    assert moved(anchor_at(quoted, 2, 4), lift, document=quoted) == Anchor(1, 3, "anchored", "It", "It")


def test_formatting_alone_changes_no_anchor():
    bold = doc(p("You ", t("know", "strong")))
    step = {"stepType": "removeMark", "from": 5, "to": 9, "mark": {"type": "strong"}}
    assert moved(anchor_at(bold, 3, 7), step, document=bold).state == "anchored"


histories = st.lists(step_json(), min_size=1, max_size=8)


@settings(max_examples=250)
@given(documents(3), histories, st.integers(0, 60), st.integers(1, 30))
def test_an_anchor_tells_the_truth_about_its_text(document, history, start, length):
    anchor = _anchor_or_none(document, start, start + length)
    if anchor is None:
        return
    for doc_after, mapping in _applied_one_by_one(document, history):
        anchor = map_anchor(anchor, mapping, doc_after)
        text = text_between(doc_after, anchor.start, anchor.end)
        assert anchor.now == (text if text.strip() else "")
        assert (anchor.state == "anchored") == (text == anchor.quote)
        assert (anchor.state == "gone") == (not text.strip())


@settings(max_examples=250)
@given(documents(3), histories, st.integers(0, 60), st.integers(1, 30))
def test_an_anchor_ends_the_same_however_the_steps_were_grouped(document, history, start, length):
    anchor = _anchor_or_none(document, start, start + length)
    if anchor is None:
        return
    one_by_one, together, after = anchor, Mapping(), document
    for after, mapping in _applied_one_by_one(document, history):
        one_by_one = map_anchor(one_by_one, mapping, after)
        together.append_mapping(mapping)
    assert map_anchor(anchor, together, after) == one_by_one


def _anchor_or_none(document: Node, start: int, end: int) -> Anchor | None:
    try:
        return anchor_at(document, start, end)
    except BadAnchor:
        return None


def _applied_one_by_one(document: Node, history: list[dict[str, Any]]) -> Any:
    for step in history:
        try:
            applied = apply_steps(document, read_steps([step]))
        except BadStep:
            continue
        document = applied.doc
        yield applied.doc, applied.mapping


A, B, C = "The first paragraph of three.", "The second of them is longer.", "And a third one."


@pytest.mark.parametrize(
    ("moving", "to", "words", "state"),
    [
        (A, C, "first", "anchored"),
        (A, C, A, "anchored"),
        (C, A, "third", "anchored"),
        (A, C, "longer", "anchored"),
        (C, A, "longer", "anchored"),
        (A, C, f"three.\n\n{B[:10]}", "changed"),
        (C, A, f"{B[-7:]}\n\nAnd", "changed"),
    ],
)
def test_words_in_a_block_that_moves_go_with_it(moving: str, to: str, words: str, state: str) -> None:
    document = doc(A, B, C)
    blocks = {text: (place, block) for block, place in text_blocks(document) for text in [block.text_content]}
    place, block = blocks[moving]
    target, beside = blocks[to]
    step = move_step(place, Fragment.from_(block), target if target < place else target + beside.node_size)
    start = place_of(document, words)
    applied = apply_steps(document, read_steps([step.to_json()]))
    anchor = map_anchor(anchor_at(document, start, start + len(words)), applied.mapping, applied.doc)
    assert anchor.state == state
    assert anchor.now == text_between(applied.doc, anchor.start, anchor.end)
    assert anchor.now in words
    back = apply_steps(applied.doc, [step.invert(document)])
    assert back.doc.eq(document)
    assert map_anchor(anchor, back.mapping, back.doc).now == anchor.now


def place_of(document: Node, words: str) -> int:
    size = document.content.size
    return next(at for at in range(size) if text_between(document, at, min(at + len(words), size)) == words)
