"""Which blocks belong together."""

import pytest

from tests.prose.makers import doc, p
from workshop.prose.diff.pairing import pairs
from workshop.prose.diff.units import unit_of

LINES = [
    "“You should have told me,” said Mio, and sat down on the wet steps.",
    "“I tried to tell you twice, and both times you were asleep,” he said.",
    "“Then you should have tried a third time, or thrown something.”",
    "“I threw a shoe. You said thank you and turned over.”",
]


def paired(old, new):
    return pairs(*([unit_of(node) for node in doc(*map(p, lines)).children] for lines in (old, new)))


def mended(line):
    return line.replace("you", "thee").replace("a ", "one ")


def test_lines_mended_where_they_stand_are_paired_in_turn():
    assert paired(LINES, [*map(mended, LINES)]) == [(0, 0), (1, 1), (2, 2), (3, 3)]


@pytest.mark.parametrize("at", [0, 1, 4])
def test_lines_are_paired_over_one_that_came_between(at):
    new = [*map(mended, LINES)]
    new.insert(at, "It began to rain.")
    assert paired(LINES, new) == [(i, i + (i >= at)) for i in range(4)]
    assert paired(new, LINES) == [(i + (i >= at), i) for i in range(4)]


def test_lines_are_paired_from_the_end_where_the_start_is_all_new():
    new = [*(f"Something else entirely, number {number}." for number in range(9)), *map(mended, LINES[2:])]
    assert paired(LINES, new) == [(2, 9), (3, 10)]


def test_a_line_is_paired_with_itself_elsewhere_before_a_stranger_in_its_place():
    assert paired([LINES[0], LINES[1]], [LINES[1], LINES[2]]) == [(1, 0)]
