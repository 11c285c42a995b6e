"""One map for many steps says what each of them, one after the other, says."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from prosemirror.transform import Mapping, StepMap

from tests.prose.random_edits import random_pair
from tests.prose.strategies import SEEDS
from workshop.prose.diff.composing import ComposedMap
from workshop.prose.diff.steps import steps_between, word_steps

SIZE = 40


def told(map_result) -> tuple[int, int]:
    return map_result.pos, map_result.del_info


def holds(maps: list[StepMap], size: int) -> None:
    """Hold the one map, after each step, against all steps, at every position and to either side, there and back."""
    composed, there = ComposedMap(size), Mapping()
    for step_map in [StepMap([]), *maps]:
        composed.add(step_map)
        there.append_map(step_map)
    back = there.invert()
    grown = sum(sum(each.ranges[2::3]) - sum(each.ranges[1::3]) for each in maps)
    for assoc in (-1, 1):
        for pos in range(size + 1):
            assert told(composed.map_result(pos, assoc)) == told(there.map_result(pos, assoc))
            assert composed.map(pos, assoc) == there.map(pos, assoc)
        for pos in range(size + grown + 1):
            assert told(composed.back.map_result(pos, assoc)) == told(back.map_result(pos, assoc))
            assert composed.back.map(pos, assoc) == back.map(pos, assoc)


@settings(max_examples=300)
@given(st.data())
def test_any_ranges_in_any_order_touching_or_in_each_other(data):
    size, maps = SIZE, []
    for _ in range(data.draw(st.integers(1, 8))):
        ranges, at = [], 0
        for _ in range(data.draw(st.integers(1, 3))):
            start = data.draw(st.integers(at, size))
            at = data.draw(st.integers(start, min(size, start + 6)))
            ranges += [start, at - start, data.draw(st.integers(0, 4))]
        maps.append(StepMap(ranges))
        size += sum(ranges[2::3]) - sum(ranges[1::3])
    holds(maps, SIZE)


@settings(max_examples=150)
@given(SEEDS)
def test_steps_of_a_comparison(seed):
    old, new = random_pair(Random(seed))
    for steps in (word_steps(old, new), steps_between(old, new)):
        holds([step.get_map() for step in steps], old.content.size)
