import json
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from prosemirror.model import Node

from tests.prose.strategies import documents
from workshop.prose.counting import count_document_words, count_words
from workshop.prose.documents import read_document
from workshop.prose.html import document_to_html

VECTORS = json.loads(Path(__file__).with_name("word_count_vectors.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("text", "words"), [(each["text"], each["words"]) for each in VECTORS["texts"]])
def test_words_are_counted_as_the_archive_counts_them(text, words):
    assert count_words(text) == words


@pytest.mark.parametrize("vector", VECTORS["documents"], ids=[each["about"] for each in VECTORS["documents"]])
def test_a_document_is_counted_text_node_by_text_node(vector):
    assert count_document_words(read_document(vector["document"])) == vector["words"]


@settings(max_examples=300)
@given(documents())
def test_a_document_has_as_many_words_as_the_text_nodes_of_its_html(doc):
    plain = _without_suggestions(doc)
    assert count_document_words(plain) == sum(count_words(text) for text in _html_text_nodes(plain))


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
