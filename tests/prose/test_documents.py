import copy
import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.prose.makers import br, doc, h, image, li, mark, numbers, p, quote, rule, t
from tests.prose.strategies import documents, json_values, step_json
from workshop.prose.checking import MAX_BLOCKS
from workshop.prose.documents import (
    MAX_DOCUMENT_SIZE,
    MAX_STEPS,
    BadDocument,
    BadStep,
    DocumentTooLarge,
    StepsTooLarge,
    apply_steps,
    empty_document,
    read_document,
    read_steps,
)
from workshop.prose.shapes import MAX_DEPTH

RICH = doc(
    h("I know you", align="center"),
    p("She ", t("knew", "em"), br(), t("everything", mark("link", href="https://example.org/")), align="justify"),
    rule(),
    quote("So it was.", numbers("one", li("two", quote("deep")), start=3)),
    p(t("私", mark("ruby", text="わたし")), image(alt="a cat"), t("😀", mark("insertion", id=1))),
)


def with_text(text: Any) -> dict[str, Any]:
    return {"type": "doc", "content": [{"type": "paragraph", "content": [{"type": "text", "text": text}]}]}


def with_marks(*marks: Any) -> dict[str, Any]:
    text = {"type": "text", "text": "word", "marks": list(marks)}
    return {"type": "doc", "content": [{"type": "paragraph", "content": [text]}]}


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


TEXT = {"type": "text", "text": "x"}
PARAGRAPH = {"type": "paragraph", "content": [TEXT]}
SHORT = doc("Hi 😀 there", "You")


def test_empty_document_is_one_empty_paragraph():
    assert empty_document().to_json() == doc("").to_json()
    assert read_document(empty_document().to_json()).eq(empty_document())


def test_document_comes_back_from_its_json_the_same():
    assert read_document(json.loads(json.dumps(RICH.to_json()))).eq(RICH)


def test_unknown_attributes_and_keys_are_dropped():
    read = read_document(with_block({"type": "paragraph", "attrs": {"onclick": "x"}, "junk": 1}))
    assert read.to_json() == doc("").to_json()


@pytest.mark.parametrize(
    "bad",
    [
        None,
        [],
        "doc",
        "{}",
        7,
        {},
        {"type": "doc"},
        {"type": ["doc"]},
        {"type": "doc", "content": {}},
        {"type": "doc", "content": "[]"},
        {"type": "doc", "content": [None]},
        {"type": "paragraph"},
        {"type": "doc", "content": [{"type": "doc", "content": [PARAGRAPH]}]},
        {"type": "doc", "content": [PARAGRAPH], "marks": [{"type": "em"}]},
        with_block({"type": "script"}),
        with_block({"type": "list_item", "content": [PARAGRAPH]}),
        with_block({"type": "bullet_list"}),
        with_block({"type": "blockquote", "content": [TEXT]}),
        with_block({"type": "paragraph", "content": [PARAGRAPH]}),
        with_block({"type": "paragraph", "marks": [{"type": "em"}]}),
        with_block({"type": "paragraph", "attrs": []}),
        with_block({"type": "paragraph", "attrs": {"align": 'left" onclick="x'}}),
        with_block({"type": "paragraph", "attrs": {"align": True}}),
        with_block({"type": "heading", "attrs": {"level": 7}}),
        with_block({"type": "heading", "attrs": {"level": True}}),
        with_block({"type": "heading", "attrs": {"level": 2.0}}),
        with_block({"type": "heading", "attrs": {"level": float("nan")}}),
        with_block(
            {"type": "ordered_list", "attrs": {"start": -1}, "content": [{"type": "list_item", "content": [PARAGRAPH]}]}
        ),
        with_block({"type": "paragraph", "content": [{"type": "image"}]}),
        with_block({"type": "paragraph", "content": [{"type": "image", "attrs": {"src": "data:image/png;base64,AA"}}]}),
        with_block(
            {"type": "paragraph", "content": [{"type": "image", "attrs": {"src": "https://a/", "alt": "x" * 1001}}]}
        ),
        with_text(""),
        with_text(None),
        with_text(7),
        with_text("half \ud83d"),
        with_text("half \ude00 again"),
        with_marks("em"),
        with_marks({"type": "blink"}),
        with_marks({"type": ["em"]}),
        with_marks({"type": "link"}),
        with_marks({"type": "link", "attrs": {"href": None}}),
        with_marks({"type": "em"}, {"type": "em"}),
        with_marks({"type": "sup"}, {"type": "sub"}),
        with_marks({"type": "insertion", "attrs": {"id": 1}}, {"type": "deletion", "attrs": {"id": 1}}),
        with_marks({"type": "insertion", "attrs": {"id": -1}}),
        with_marks({"type": "insertion", "attrs": {"id": 10**20}}),
        with_marks({"type": "insertion", "attrs": {"id": ""}}),
        with_marks({"type": "ruby", "attrs": {"text": "\udc00"}}),
        with_marks({"type": "modification", "attrs": {"id": 1, "type": "evil"}}),
        with_marks({"type": "modification", "attrs": {"id": 1, "type": "attr", "newValue": [1]}}),
        with_marks({"type": "modification", "attrs": {"id": 1, "type": "attr", "newValue": float("inf")}}),
        with_marks(
            {
                "type": "modification",
                "attrs": {
                    "id": 1,
                    "type": "mark",
                    "newValue": {"type": "link", "attrs": {"href": "javascript:alert(1)"}},
                },
            }
        ),
        with_marks(
            {
                "type": "modification",
                "attrs": {
                    "id": 1,
                    "type": "mark",
                    "newValue": {"type": "modification", "attrs": {"id": 1, "type": "mark"}},
                },
            }
        ),
        nested(MAX_DEPTH),
        nested(400),
    ],
)
def test_a_document_outside_the_schema_is_refused(bad):
    with pytest.raises(BadDocument):
        read_document(bad)


@pytest.mark.parametrize("depth", [0, 5, MAX_DEPTH - 1])
def test_quotations_may_be_nested_some_way(depth):
    assert read_document(nested(depth)).to_json() == read_document(nested(depth)).to_json()


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JavaScript:alert(1)",
        " javascript:alert(1)",
        "java\tscript:alert(1)",
        "\x01https://example.org",
        "https://exa mple.org",
        "https://example.org\n",
        "data:text/html,<script>",
        "vbscript:x",
        "file:///etc/passwd",
        "//example.org",
        "/relative",
        "https:",
        "",
        "https://" + "a" * 2000,
    ],
)
def test_a_link_that_could_run_or_go_astray_is_refused(href):
    with pytest.raises(BadDocument):
        read_document(with_marks({"type": "link", "attrs": {"href": href}}))


@pytest.mark.parametrize("href", ["https://example.org/ü?a=1&b#c", "http://a", "HTTPS://A", "mailto:beta@example.org"])
def test_an_ordinary_link_is_kept(href):
    assert (
        read_document(with_marks({"type": "link", "attrs": {"href": href}})).child(0).child(0).marks[0].attrs["href"]
        == href
    )


def test_a_document_that_is_too_long_says_so():
    with pytest.raises(DocumentTooLarge) as caught:
        read_document(with_text("x" * MAX_DOCUMENT_SIZE))
    assert caught.value.status == 413
    with pytest.raises(DocumentTooLarge):
        read_document({"type": "doc", "content": [{"type": "paragraph"}] * MAX_BLOCKS})


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


@settings(max_examples=250)
@given(json_values())
def test_any_json_is_a_document_or_refused(value):
    try:
        read_document(value).check()
    except BadDocument:
        pass


@settings(max_examples=250)
@given(json_values() | st.lists(json_values(), max_size=2))
def test_any_json_is_steps_or_refused(value):
    try:
        apply_steps(RICH, read_steps(value)).doc.check()
    except BadStep:
        pass


@settings(max_examples=200)
@given(documents(), st.data())
def test_a_document_with_one_thing_wrong_is_a_document_or_refused(node, data):
    try:
        read_document(_spoiled(node.to_json(), data)).check()
    except BadDocument:
        pass


@settings(max_examples=200)
@given(st.lists(step_json(), min_size=1, max_size=2), st.data())
def test_a_step_with_one_thing_wrong_applies_or_is_refused(steps, data):
    try:
        apply_steps(RICH, read_steps(_spoiled(steps, data))).doc.check()
    except BadStep:
        pass


@settings(max_examples=600)
@given(documents(3), step_json())
def test_a_step_leaves_a_valid_document_or_is_refused(node, step):
    try:
        applied = apply_steps(node, read_steps([step]))
    except BadStep:
        return
    applied.doc.check()
    assert applied.mapping.map(node.content.size) == applied.doc.content.size
    assert read_document(applied.doc.to_json()).eq(applied.doc)


def _spoiled(value: Any, data: st.DataObject) -> Any:
    """Return a copy of the JSON with the value at one place changed to something else."""
    value = copy.deepcopy(value)
    paths = list(_paths(value))
    *way, last = data.draw(st.sampled_from(paths))
    inner = value
    for key in way:
        inner = inner[key]
    inner[last] = data.draw(json_values())
    return value


def _paths(value: Any, way: tuple[Any, ...] = ()) -> Any:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (*way, key)
        yield from _paths(child, (*way, key))
