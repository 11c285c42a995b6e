"""Changes within a paragraph: words, and the form of words."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from workshop.prose.diff.changes import Change, changes, longest_rising
from workshop.prose.diff.tokens import text_tokens


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("", []),
        ("I've been", ["I've", " ", "been"]),
        ("Tsunade-baa-chan’s", ["Tsunade-baa-chan’s"]),
        ("d-don’t—you", ["d-don’t", "—", "you"]),
        ("“Oh…”  she\tsaid.", ["“", "Oh", "…", "”", "  ", "she", "\t", "said", "."]),
        ("-chan 'Course", ["-", "chan", " ", "'", "Course"]),
        ("snake_case", ["snake", "_", "case"]),
        ("so”it, so.", ["so", "”", "it", ",", " ", "so", "."]),
        ("café cafés", ["café", " ", "cafés"]),
        ("👩‍🚀", ["👩", "\u200d", "🚀"]),
        ("私は", ["私は"]),
    ],
)
def test_text_is_cut_into_words_blanks_and_signs(text, tokens):
    assert text_tokens(text) == tokens


@given(st.text())
def test_tokens_put_together_are_the_text(text):
    assert "".join(text_tokens(text)) == text


@pytest.mark.parametrize(
    ("old", "new", "found"),
    [
        ("", "", []),
        ("abc", "abc", []),
        ("", "abc", [Change(0, 0, 0, 3)]),
        ("abc", "", [Change(0, 3, 0, 0)]),
        ("abc", "axc", [Change(1, 2, 1, 2)]),
        ("abc", "abxc", [Change(2, 2, 2, 3)]),
        ("abcd", "bcde", [Change(0, 1, 0, 0), Change(4, 4, 3, 4)]),
        ("aaaa", "aa", [Change(2, 4, 2, 2)]),
    ],
)
def test_changes_say_what_to_replace(old, new, found):
    assert changes(old, new) == found


@settings(max_examples=300)
@given(st.text("abcd", max_size=30), st.text("abcd", max_size=30))
def test_changes_make_one_run_the_other(old, new):
    result, at = "", 0
    for change in changes(old, new):
        assert change.old_start > at or at == 0
        result += old[at : change.old_start] + new[change.new_start : change.new_end]
        at = change.old_end
    assert result + old[at:] == new


@pytest.mark.parametrize("words", [["ha"], ["ha", "ho"], [f"w{number}" for number in range(5000)]])
def test_runs_far_too_long_for_the_aligner_are_still_compared_in_time(words):
    old = [words[index * 7 % len(words)] for index in range(60_000)]
    new = [words[index * index % len(words)] for index in range(60_000)]
    started = time.process_time()
    result: list[str] = []
    at = 0
    for change in changes(old, new):
        result += old[at : change.old_start] + new[change.new_start : change.new_end]
        at = change.old_end
    assert result + old[at:] == new
    assert time.process_time() - started < 4


@pytest.mark.parametrize(
    ("pairs", "chain"),
    [
        ([], []),
        ([(0, 5)], [(0, 5)]),
        ([(0, 0), (1, 1), (2, 2)], [(0, 0), (1, 1), (2, 2)]),
        ([(0, 2), (1, 0), (2, 1)], [(1, 0), (2, 1)]),
        ([(0, 3), (1, 1), (2, 2), (3, 0)], [(1, 1), (2, 2)]),
    ],
)
def test_the_longest_rising_choice_is_found(pairs, chain):
    assert longest_rising(pairs) == chain
