"""Texts made to be slow to compare: counts of work, so that no machine decides."""

import sys
from random import Random

import pytest

from benchmarks._comparing.edits import document_of
from benchmarks._comparing.hard import HARD
from workshop.prose.diff import compare

#: So many that work which grows with their square shows, and that a paragraph of them is aligned in parts.
WORDS = 12_000


def calls(name: str, words: int) -> int:
    """Return how many functions are called, Python's own included, to compare a pair of so many words."""
    old, new = map(document_of, HARD[name](words, Random(5)))
    count = 0

    def note(_frame: object, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    before = sys.getprofile()
    sys.setprofile(note)
    try:
        compare(old, new)
    finally:
        sys.setprofile(before)
    return count


@pytest.mark.parametrize("name", HARD)
def test_a_word_is_a_limited_amount_of_work_however_many_there_are(name: str) -> None:
    assert calls(name, WORDS) < 200 * WORDS
