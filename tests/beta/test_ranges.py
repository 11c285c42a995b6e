"""Which words a person chose, from any two numbers a browser may send."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.prose.makers import br, bullets, doc, image, p, rule
from tests.prose.strategies import documents
from workshop.beta.ranges import CHOSEN_MAX, NoWords, TooManyWords, chosen_words
from workshop.prose.anchors import BadAnchor
from workshop.prose.plain import text_between


@pytest.mark.parametrize(
    ("document", "start", "end", "quote"),
    [
        (doc("The tide was out."), 5, 9, "tide"),
        (doc("The tide was out."), 4, 10, "tide"),
        (doc("The tide was out."), 0, 19, "The tide was out."),
        (doc("One.", "", "Two."), 1, 13, "One.\n\n\n\nTwo."),
        (doc("One.", "Two."), 5, 11, "Two."),
        (doc("One.", "Two."), 1, 7, "One."),
        (doc(p(br(), "a", br(), "b", br())), 1, 6, "a\nb"),
        (doc(p(image(), "a", image())), 1, 4, "a"),
        (doc(bullets("salt", "rope")), 0, 16, "salt\n\nrope"),
        (doc("Hi 😀!"), 4, 6, "😀"),
        (doc("\u00a0\u3000\u200bah\u2003"), 1, 7, "ah"),
        (doc("one", rule(), "two"), 1, 11, "one\n\ntwo"),
    ],
)
def test_chosen_words_begin_and_end_with_something_to_see(document, start, end, quote):
    chosen = chosen_words(document, start, end)
    assert (chosen.quote, chosen.now, chosen.state) == (quote, quote, "anchored")
    assert text_between(document, chosen.start, chosen.end) == quote


@pytest.mark.parametrize(
    ("document", "start", "end"),
    [
        (doc("a  b"), 2, 4),
        (doc("a", "", "b"), 3, 5),
        (doc("one", rule(), "two"), 5, 6),
        (doc(p(image())), 1, 2),
        (doc(p(br(), br())), 1, 3),
        (doc("\u200b\ufeff"), 1, 3),
    ],
)
def test_blanks_breaks_and_images_alone_are_no_words(document, start, end):
    with pytest.raises(NoWords):
        chosen_words(document, start, end)


@pytest.mark.parametrize(
    ("start", "end"),
    [
        (3, 3), (4, 2), (-1, 3), (0, 8), (1, 10**400), (True, 3), (1, True), ("1", 3), (1.0, 3.0), (None, 3), (1, None),
        ([1], 3), (float("nan"), 3), (1, float("inf")),
    ],
)  # fmt: skip
def test_what_is_no_range_of_the_document_is_refused(start, end):
    with pytest.raises(BadAnchor):
        chosen_words(doc("tide."), start, end)


@pytest.mark.parametrize(("start", "end"), [(1, 2), (2, 3), (2, 5), (1, 5)])
def test_half_a_character_is_refused(start, end):
    with pytest.raises(BadAnchor):
        chosen_words(doc("😀a😀"), start, end)


def test_a_passage_has_a_limit():
    document = doc("a" * (CHOSEN_MAX + 1))
    assert chosen_words(document, 1, CHOSEN_MAX + 1).end == CHOSEN_MAX + 1
    with pytest.raises(TooManyWords):
        chosen_words(document, 1, CHOSEN_MAX + 2)


@given(documents(), st.integers(0, 80), st.integers(0, 80))
def test_any_two_positions_give_words_within_them_or_are_refused(document, start, end):
    try:
        chosen = chosen_words(document, start, end)
    except BadAnchor:
        return
    assert start <= chosen.start < chosen.end <= end
    assert chosen.quote == text_between(document, chosen.start, chosen.end)
    assert chosen.quote.strip()
