"""What two texts begin and end with in common, which is never cut into words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.prose.diff.ends import shared_ends, shared_words
from workshop.prose.diff.tokens import text_tokens

#: Texts that have much in common, and whatever words are cut at.
TEXTS = st.text("ab’-. \t😀_", max_size=12)


@pytest.mark.parametrize(
    ("one", "other", "ends"),
    [
        ("", "", (0, 0)),
        ("so it is", "so it is", (8, 0)),
        ("so it is", "so it was", (6, 1)),
        ("aaa", "aa", (2, 0)),
        ("abc", "xbc", (0, 2)),
    ],
)
def test_ends_are_shared_letter_by_letter_and_do_not_overlap(one, other, ends):
    assert shared_ends(one, other) == ends


@pytest.mark.parametrize(
    ("one", "other", "ends"),
    [
        ("the cat sat here", "the cats sat here", (3, 5)),
        ("the cat", "the cat's", (3, 0)),
        ("end.  Now it rains on", "end.  No it rains on", (4, 9)),
        ("one", "two", (0, 0)),
        ("same same", "same same", (4, 0)),
    ],
)
def test_no_word_is_cut_where_texts_begin_to_differ(one, other, ends):
    assert shared_words(one, other) == ends


@given(TEXTS, TEXTS, TEXTS, TEXTS)
def test_shared_words_are_whole_tokens_of_both_texts(start, one, other, end):
    one, other = start + one + end, start + other + end
    before, after = shared_words(one, other)
    for text in (one, other):
        parts = text[:before], text[before : len(text) - after], text[len(text) - after :]
        assert "".join(parts) == text
        assert [token for part in parts for token in text_tokens(part)] == text_tokens(text)
    assert (one[:before], one[len(one) - after :]) == (other[:before], other[len(other) - after :])
