"""Words counted as AO3 counts them, by vectors that the browser's tests share."""

import json
from contextlib import suppress
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prosemirror.model import Node

from tests.prose.makers import doc, p, words_in
from tests.prose.strategies import documents, step_json
from workshop.prose.counting import count_more_words, count_words
from workshop.prose.documents import BadStep, apply_steps, read_document, read_steps
from workshop.prose.html import document_to_html

VECTORS = json.loads(Path(__file__).with_name("word_count_vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "words"), [(each["text"], each["words"]) for each in VECTORS["texts"]])
def test_words_are_counted_as_the_archive_counts_them(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize("vector", VECTORS["documents"], ids=[each["about"] for each in VECTORS["documents"]])
def test_a_document_is_counted_text_node_by_text_node(vector):
    assert words_in(read_document(vector["document"])) == vector["words"]


@settings(max_examples=300)
@given(documents())
def test_a_document_has_as_many_words_as_the_text_nodes_of_its_html(doc):
    plain = _without_suggestions(doc)
    assert words_in(plain) == sum(count_words(text) for text in _html_text_nodes(plain))


@settings(max_examples=500)
@given(documents(), st.lists(step_json(), max_size=4))
def test_counting_what_changed_gives_what_counting_all_anew_gives(before, history):
    after = before
    for step in history:
        with suppress(BadStep):
            after = apply_steps(after, read_steps([step])).doc
    assert words_in(before) + count_more_words(before, after) == words_in(after)


def test_a_paragraph_that_stands_twice_counts_twice():
    block = p("two words")
    assert count_more_words(doc(block), doc(block, p("one"), block)) == 3
    assert count_more_words(doc(block, block, block), doc(block)) == -4


def _html_text_nodes(doc: Node) -> list[str]:
    texts: list[str] = []
    parser = HTMLParser()
    parser.handle_data = texts.append
    parser.feed(str(document_to_html(doc)))
    parser.close()
    return texts


def _without_suggestions(doc: Node) -> Node:
    return read_document(_strip(doc.to_json()))


def _strip(node: dict[str, Any]) -> dict[str, Any]:
    marks = [mark for mark in node.get("marks", []) if mark["type"] not in {"insertion", "deletion", "modification"}]
    return {**node, "marks": marks, "content": [_strip(child) for child in node.get("content", [])]}
