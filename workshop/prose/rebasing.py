"""Carrying steps over other steps, so that both hold."""

from functools import reduce

from prosemirror.model import Node
from prosemirror.transform import Mapping, Step, StepMap

from workshop.prose.applying import after_step


def rebase_steps(doc: Node, steps: list[Step], over: list[Step]) -> list[Step]:
    """Return `steps`, which were made on `doc`, so that they fit after `over`, which were made on it too.

    A step whose place is gone by then is left out. Text that `over` put inside a stretch that a step deletes goes
    with it.
    """
    if not over:
        return steps
    # As prosemirror-collab does it in the browser: back over the own steps, forth over the others, and over the own
    # ones again as they have become. The mirrors tell that a stretch which goes and comes back is the same one.
    mapping = Mapping(
        [step.get_map().invert() for step in reversed(steps)] + _joined([step.get_map() for step in over])
    )
    now = reduce(after_step, over, doc)
    rebased: list[Step] = []
    for index, step in enumerate(steps):
        start = len(steps) - index
        carried = step.map(mapping.slice(start))
        result = carried.apply(now) if carried else None
        if carried and result and result.doc:
            now = result.doc
            mapping.append_map(carried.get_map(), start - 1)
            rebased.append(carried)
    return rebased


def _joined(maps: list[StepMap]) -> list[StepMap]:
    """Return fewer maps that move every position alike: what was typed letter by letter is one insertion.

    Each own step goes over each map, so for hundreds over ten thousand it is their number that takes the time.
    """
    joined: list[StepMap] = []
    for step_map in maps:
        if joined and (both := _joined_insertion(joined[-1], step_map)):
            joined[-1] = both
        else:
            joined.append(step_map)
    return joined


def _joined_insertion(first: StepMap, second: StepMap) -> StepMap | None:
    """Return both as one where the second inserts into, or at either end of, what the first inserted."""
    if len(first.ranges) != 3 or len(second.ranges) != 3 or first.ranges[1] or second.ranges[1]:
        return None
    start, _, size = first.ranges
    at, _, more = second.ranges
    return StepMap([start, 0, size + more]) if start <= at <= start + size else None
