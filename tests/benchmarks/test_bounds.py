"""How few words any comparison could show."""

import pytest

from benchmarks._comparing.bounds import Least, least_changed


@pytest.mark.parametrize(
    ("old", "new", "least"),
    [
        (["one two"], ["one two"], Least(0, 0)),
        (["one two"], ["one three two"], Least(1, 1)),
        (["one two."], ["one three!"], Least(4, 4)),
        # Another paragraph's end changes no word; what moved stays, if it may stand anywhere.
        (["one two three"], ["one", "two three"], Least(0, 0)),
        (["one two", "three"], ["three", "one two"], Least(2, 0)),
        (["so so so"], ["so"], Least(2, 2)),
    ],
)
def test_no_fewer_words_than_these_can_change(old, new, least):
    assert least_changed((old, new)) == least
