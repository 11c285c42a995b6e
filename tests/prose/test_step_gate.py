"""Steps from JSON: what they do, which are refused, and that a refused one changes nothing."""

from typing import Any

import pytest

from tests.prose.makers import doc, p, quote, t
from workshop.prose.documents import (
    MAX_DOCUMENT_SIZE,
    MAX_STEPS,
    BadStep,
    StepsTooLarge,
    apply_steps,
    empty_document,
    read_steps,
)
from workshop.prose.shapes import MAX_DEPTH

TEXT = {"type": "text", "text": "x"}
PARAGRAPH = {"type": "paragraph", "content": [TEXT]}
SHORT = doc("Hi 😀 there", "You")


def with_block(block: Any) -> dict[str, Any]:
    return {"type": "doc", "content": [block]}


def nested(depth: int) -> dict[str, Any]:
    block: dict[str, Any] = {"type": "paragraph"}
    for _ in range(depth):
        block = {"type": "blockquote", "content": [block]}
    return with_block(block)


def replace(start: int, end: int, *content: Any, **open_ends: int) -> dict[str, Any]:
    return {"stepType": "replace", "from": start, "to": end, "slice": {"content": list(content), **open_ends}}


def sets_of_marks(depth: int) -> dict[str, Any]:
    return {"stepType": "markSet", "steps": [sets_of_marks(depth - 1)] if depth else []}


@pytest.mark.parametrize(
    ("steps", "after"),
    [
        ([], SHORT),
        ([replace(1, 3, {"type": "text", "text": "Hello"})], doc("Hello 😀 there", "You")),
        ([replace(4, 6)], doc("Hi  there", "You")),
        ([replace(12, 14)], doc("Hi 😀 thereYou")),
        (
            [replace(3, 3, {"type": "paragraph"}, {"type": "paragraph"}, openStart=1, openEnd=1)],
            doc("Hi", " 😀 there", "You"),
        ),
        ([replace(0, 13)], doc("You")),
        (
            [{"stepType": "addMark", "from": 1, "to": 3, "mark": {"type": "em"}}],
            doc(p(t("Hi", "em"), " 😀 there"), "You"),
        ),
        (
            [{"stepType": "attr", "pos": 0, "attr": "align", "value": "center"}],
            doc(p("Hi 😀 there", align="center"), "You"),
        ),
        (
            [
                {
                    "stepType": "replaceAround",
                    "from": 0,
                    "to": 13,
                    "gapFrom": 0,
                    "gapTo": 13,
                    "insert": 1,
                    "slice": {"content": [{"type": "blockquote"}]},
                    "structure": True,
                }
            ],
            doc(quote("Hi 😀 there"), "You"),
        ),
        ([{"stepType": "addNodeMark", "pos": 0, "mark": {"type": "insertion", "attrs": {"id": 1}}}], None),
        ([{"stepType": "markSet", "steps": []}], SHORT),
        (
            [
                {
                    "stepType": "markSet",
                    "steps": [
                        {"stepType": "addMark", "from": 1, "to": 7, "mark": {"type": "em"}},
                        {"stepType": "removeMark", "from": 3, "to": 6, "mark": {"type": "em"}},
                    ],
                }
            ],
            doc(p(t("Hi", "em"), " 😀", t(" ", "em"), "there"), "You"),
        ),
    ],
)
def test_steps_change_the_document(steps, after):
    applied = apply_steps(SHORT, read_steps(steps))
    if after is not None:
        assert applied.doc.to_json() == after.to_json()
    assert len(applied.mapping.maps) == len(steps)


def test_positions_are_mapped_through_all_steps():
    steps = read_steps([replace(1, 3), replace(1, 1, {"type": "text", "text": "Hey"})])
    assert apply_steps(SHORT, steps).mapping.map(14) == 15


@pytest.mark.parametrize(
    "bad",
    [
        None,
        {},
        "[]",
        [None],
        [[]],
        [{}],
        [{"stepType": None}],
        [{"stepType": "docAttr", "attr": "x", "value": 1}],
        [{"stepType": "eval"}],
        [{"stepType": {"a": 1}}],
        [{"stepType": "replace"}],
        [replace(-1, 3)],
        [replace(3, 1)],
        [replace(True, 3)],
        [{"stepType": "replace", "from": 1.0, "to": 2}],
        [{"stepType": "replace", "from": "1", "to": 2}],
        [{"stepType": "replace", "from": float("nan"), "to": 2}],
        [{"stepType": "replace", "from": 0, "to": float("inf")}],
        [{"stepType": "replace", "from": 1, "to": 10**30}],
        [{"stepType": "replace", "from": 1, "to": 1, "slice": []}],
        [{"stepType": "replace", "from": 1, "to": 1, "slice": {"openStart": 1}}],
        [replace(1, 1, TEXT, openStart=-1)],
        [replace(1, 1, TEXT, openStart=1)],
        [replace(1, 1, PARAGRAPH, openStart=2)],
        [replace(1, 1, {"type": "paragraph"}, openStart=2, openEnd=2)],
        [replace(1, 1, {"type": "text", "text": "\ud83d"})],
        [replace(1, 1, {"type": "text", "text": "x", "marks": [{"type": "link", "attrs": {"href": "javascript:x"}}]})],
        [replace(0, 0, {"type": "paragraph", "attrs": {"align": "up"}})],
        [replace(0, 0, nested(400)["content"][0])],
        [{"stepType": "replaceAround", "from": 0, "to": 9, "gapFrom": 5, "gapTo": 3, "insert": 0}],
        [{"stepType": "replaceAround", "from": 0, "to": 9, "gapFrom": 3, "gapTo": 5, "insert": -1}],
        [{"stepType": "addMark", "from": 1, "to": 2}],
        [{"stepType": "addMark", "from": 1, "to": 2, "mark": {"type": "blink"}}],
        [{"stepType": "addMark", "from": 1, "to": 2, "mark": {"type": "link", "attrs": {"href": "javascript:x"}}}],
        [{"stepType": "addNodeMark", "pos": -1, "mark": {"type": "em"}}],
        [{"stepType": "markSet"}],
        [{"stepType": "markSet", "steps": {}}],
        [{"stepType": "markSet", "steps": [None]}],
        [{"stepType": "markSet", "steps": [replace(1, 3)]}],
        [sets_of_marks(40)],
        [{"stepType": "markSet", "steps": [{"stepType": "addMark", "from": 1, "to": 2, "mark": {"type": "blink"}}]}],
        [{"stepType": "attr", "pos": 0, "attr": "align"}],
        [{"stepType": "attr", "pos": 0, "attr": 1, "value": None}],
        [{"stepType": "attr", "pos": 0, "attr": "align", "value": []}],
        [{"stepType": "attr", "pos": 0, "attr": "align", "value": "\ud83d"}],
    ],
)
def test_a_malformed_step_is_refused_before_it_meets_a_document(bad):
    with pytest.raises(BadStep):
        read_steps(bad)


@pytest.mark.parametrize(
    "step",
    [
        replace(5, 5, TEXT),  # between the two halves of 😀
        replace(4, 5),
        replace(5, 6),
        {"stepType": "addMark", "from": 1, "to": 5, "mark": {"type": "em"}},
        {"stepType": "removeMark", "from": 5, "to": 7, "mark": {"type": "em"}},
        {"stepType": "markSet", "steps": [{"stepType": "addMark", "from": 1, "to": 5, "mark": {"type": "em"}}]},
    ],
)
def test_a_step_that_cuts_a_surrogate_pair_is_refused(step):
    with pytest.raises(BadStep):
        apply_steps(SHORT, read_steps([step]))


@pytest.mark.parametrize(
    "step",
    [
        replace(0, 99),
        replace(99, 99, TEXT),
        replace(0, 0, TEXT),
        replace(0, 18),  # nothing would be left
        replace(1, 1, PARAGRAPH),
        replace(0, 0, {"type": "list_item", "content": [PARAGRAPH]}),
        replace(0, 0, {"type": "bullet_list"}),
        replace(0, 0, {"type": "blockquote", "content": [{"type": "bullet_list"}]}),
        replace(1, 13),
        replace(0, 1),
        {"stepType": "replace", "from": 1, "to": 3, "structure": True},
        {"stepType": "addNodeMark", "pos": 0, "mark": {"type": "em"}},
        {"stepType": "addNodeMark", "pos": 1, "mark": {"type": "em"}},
        {"stepType": "addNodeMark", "pos": 18, "mark": {"type": "em"}},
        {"stepType": "attr", "pos": 0, "attr": "align", "value": "up"},
        {"stepType": "attr", "pos": 1, "attr": "align", "value": None},
        {"stepType": "attr", "pos": 18, "attr": "align", "value": None},
        {"stepType": "replaceAround", "from": 0, "to": 13, "gapFrom": 1, "gapTo": 12, "insert": 40, "slice": {}},
        {"stepType": "replaceAround", "from": 0, "to": 18, "gapFrom": 3, "gapTo": 15, "insert": 0, "slice": {}},
    ],
)
def test_a_step_that_does_not_fit_the_document_is_refused(step):
    with pytest.raises(BadStep):
        apply_steps(SHORT, read_steps([step]))


def test_steps_cannot_nest_deeper_than_a_document_may_be():
    wrap = {"stepType": "replaceAround", "from": 0, "gapFrom": 0, "gapTo": 2, "to": 2, "insert": 1}
    steps = [
        {**wrap, "gapTo": 2 + 2 * deep, "to": 2 + 2 * deep, "slice": {"content": [{"type": "blockquote"}]}}
        for deep in range(MAX_DEPTH)
    ]
    assert apply_steps(empty_document(), read_steps(steps[:-1]))
    with pytest.raises(BadStep):
        apply_steps(empty_document(), read_steps(steps))


def test_steps_cannot_make_a_document_too_long():
    half = replace(1, 1, {"type": "text", "text": "x" * (MAX_DOCUMENT_SIZE // 2)})
    with pytest.raises(StepsTooLarge) as caught:
        apply_steps(empty_document(), read_steps([half, half]))
    assert caught.value.status == 413
    with pytest.raises(StepsTooLarge):
        read_steps([replace(1, 1, TEXT)] * (MAX_STEPS + 1))
    italic = {"stepType": "addMark", "from": 1, "to": 1, "mark": {"type": "em"}}
    with pytest.raises(StepsTooLarge):
        read_steps([{"stepType": "markSet", "steps": [italic] * (MAX_STEPS + 1)}])


def test_a_refused_step_leaves_the_document_as_it_was():
    before = SHORT.to_json()
    with pytest.raises(BadStep):
        apply_steps(SHORT, read_steps([replace(1, 3), replace(0, 99)]))
    assert SHORT.to_json() == before
