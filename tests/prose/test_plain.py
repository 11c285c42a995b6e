"""A document as plain text, and the way back to its positions."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.prose.makers import br, bullets, doc, h, image, li, p, quote, rule, t
from tests.prose.strategies import documents
from workshop.prose.plain import plain_text, text_between, utf16_length, utf16_slice


@pytest.mark.parametrize(
    ("document", "text"),
    [
        (doc(""), ""),
        (doc("One.", "Two."), "One.\n\nTwo."),
        (doc("", "One.", "", "Two.", ""), "\n\nOne.\n\n\n\nTwo.\n\n"),
        (doc(p("One", br(), "more ", t("time", "em"), "!")), "One\nmore time!"),
        (doc(p("a", image(alt="a cat"), "b")), "a\ufffcb"),
        (doc("One.", rule(), "Two."), "One.\n\nTwo."),
        (doc(rule()), ""),
        (doc(h("Title"), quote("Said.", quote("Deep."))), "Title\n\nSaid.\n\nDeep."),
        (doc(bullets("one", li("two", "three"))), "one\n\ntwo\n\nthree"),
    ],
)
def test_plain_text_is_the_text_blocks_joined_by_blank_lines(document, text):
    assert plain_text(document).text == text


def test_a_paragraph_knows_its_place_in_the_text_and_in_the_document():
    first, second, third = plain_text(doc("Hi 😀", rule(), quote(p("there"), "you"))).paragraphs
    assert (first.text, first.position, first.offset) == ("Hi 😀", 1, 0)
    assert (second.text, second.position, second.offset) == ("there", 10, 7)
    assert (third.text, third.position, third.offset) == ("you", 17, 14)


@pytest.mark.parametrize(
    ("offset", "position"),
    [(-3, 1), (0, 1), (3, 4), (5, 6), (6, 6), (7, 10), (9, 12), (12, 15), (13, 15), (14, 17), (17, 20), (99, 20)],
)
def test_an_offset_leads_to_its_position(offset, position):
    assert plain_text(doc("Hi 😀", rule(), quote(p("there"), "you"))).position_at(offset) == position


@settings(max_examples=200)
@given(documents())
def test_every_offset_in_a_paragraph_names_the_same_character_in_the_document(document):
    plain = plain_text(document)
    assert plain.text == text_between(document, 0, document.content.size)
    for paragraph in plain.paragraphs:
        end = paragraph.offset + utf16_length(paragraph.text)
        assert utf16_slice(plain.text, paragraph.offset, end) == paragraph.text
        assert plain.position_at(paragraph.offset) == paragraph.position
        assert text_between(document, paragraph.position, plain.position_at(end)) == paragraph.text


@pytest.mark.parametrize(
    ("text", "length"),
    [("", 0), ("abc", 3), ("naïve", 5), ("…—私", 3), ("😀", 2), ("👩‍🚀", 5), ("e\u0301", 2), ("\ud83d", 1)],
)
def test_length_is_counted_in_utf16_units(text, length):
    assert utf16_length(text) == length


def test_a_slice_is_cut_in_utf16_units():
    assert utf16_slice("a😀b", 1, 3) == "😀"
    assert utf16_slice("a😀b", 3) == "b"
    assert utf16_slice("plain", 1, 3) == "la"
    for start, end in [(0, 2), (2, 4), (2, 2 + 1)]:
        with pytest.raises(ValueError, match="codec"):
            utf16_slice("a😀b", start, end)


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(st.characters(exclude_categories=["Cs"])))
def test_slices_put_together_are_the_whole(first, second):
    whole, cut = first + second, utf16_length(first)
    assert utf16_slice(whole, 0, cut) + utf16_slice(whole, cut) == whole
    assert utf16_length(whole) == cut + utf16_length(second)
