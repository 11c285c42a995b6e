"""Documents from JSON: what is kept, what is refused, and nothing else that can happen."""

import json
from typing import Any

import pytest

from tests.prose.makers import br, doc, h, image, li, mark, numbers, p, quote, rule, t
from workshop.prose.checking import MAX_BLOCKS
from workshop.prose.documents import (
    MAX_DOCUMENT_SIZE,
    BadDocument,
    DocumentTooLarge,
    empty_document,
    read_document,
)
from workshop.prose.shapes import MAX_DEPTH

RICH = doc(
    h("I know you", align="center"),
    p("She ", t("knew", "em"), br(), t("everything", mark("link", href="https://example.org/")), align="justify"),
    rule(),
    quote("So it was.", numbers("one", li("two", quote("deep")), start=3)),
    p(t("私", mark("ruby", text="わたし")), image(alt="a cat"), t("😀", mark("insertion", id=1))),
)
TEXT = {"type": "text", "text": "x"}
PARAGRAPH = {"type": "paragraph", "content": [TEXT]}


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
