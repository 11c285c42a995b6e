"""The browser's counting, plain text and positions agree with the server's."""

from __future__ import annotations

import json
from pathlib import Path
from random import Random

from playwright.sync_api import expect

from tests.browser.desk import Desk
from tests.browser.modules import own
from tests.prose.makers import words_in
from tests.prose.random_documents import random_document
from workshop.prose.plain import plain_text

VECTORS = json.loads((Path(__file__).parent.parent / "prose" / "word_count_vectors.json").read_text())

_COUNT_TEXTS = own("""async (texts) => {
  const { countWords } = await import("/static/js/desk/counting.js");
  return texts.map(countWords);
}""")
_READ_DOCUMENTS = own("""async (documents) => {
  const { countDocumentWords } = await import("/static/js/desk/counting.js");
  const { plainText } = await import("/static/js/desk/position-map.js");
  const { loadSchema } = await import("/static/js/desk/schema.js");
  const schema = await loadSchema();
  return documents.map((json) => {
    const doc = schema.nodeFromJSON(json);
    doc.check();
    const plain = plainText(doc);
    const positions = Array.from({ length: plain.text.length + 1 }, (_, offset) => plain.positionAt(offset));
    return { words: countDocumentWords(doc), text: plain.text, positions };
  });
}""")


def test_words_are_counted_as_on_the_server(desk: Desk) -> None:
    tab = desk.tab()
    texts = VECTORS["texts"]

    counted = tab.page.evaluate(_COUNT_TEXTS, [vector["text"] for vector in texts])

    assert [(vector["text"], words) for vector, words in zip(texts, counted, strict=True)] == [
        (vector["text"], vector["words"]) for vector in texts
    ]


def test_documents_have_the_same_words_text_and_positions_in_both_languages(desk: Desk) -> None:
    tab = desk.tab()
    grown = (random_document(Random(seed)) for seed in range(150))
    documents = [document for document in grown if plain_text(document).paragraphs]

    read = tab.page.evaluate(_READ_DOCUMENTS, [document.to_json() for document in documents])

    for document, in_browser in zip(documents, read, strict=True):
        plain = plain_text(document)
        units = len(plain.text.encode("utf-16-le")) // 2
        assert in_browser["text"] == plain.text
        assert in_browser["positions"] == [plain.position_at(offset) for offset in range(units + 1)]
        assert in_browser["words"] == words_in(document)


def test_count_follows_the_typing_and_the_selection(desk: Desk) -> None:
    tab = desk.tab()
    count = tab.page.locator("[data-behaviour~='word-count']")
    expect(count).to_have_text("0 words")

    tab.type("one")
    expect(count).to_have_text("1 word")
    tab.type(" two--three Sasuke-teme")
    expect(count).to_have_text("4 words")
    in_list = tab.page.get_by_role("navigation", name="Chapters").get_by_role("link", name="Low Water")
    expect(in_list).to_contain_text("4 words")
    tab.select("Sasuke-teme")
    expect(count).to_have_text("1 of 4 words")
    tab.expect_kept()
    tab.open()
    expect(count).to_have_text("4 words")
