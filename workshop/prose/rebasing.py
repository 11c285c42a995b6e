"""Carrying steps over other steps, so that both hold."""

from prosemirror.model import Node
from prosemirror.transform import Mapping, Step


def rebase_steps(doc: Node, steps: list[Step], over: list[Step]) -> list[Step]:
    """Return `steps`, which were made on `doc`, so that they fit after `over`, which were made on it too.

    A step whose place is gone by then is left out. Text that `over` put inside a stretch that a step deletes goes
    with it.
    """
    if not over:
        return steps
    # As prosemirror-collab does it in the browser: back over the own steps, forth over the others, and over the own
    # ones again as they have become. The mirrors tell that a stretch which goes and comes back is the same one.
    mapping = Mapping([step.get_map().invert() for step in reversed(steps)] + [step.get_map() for step in over])
    now = _after(doc, over)
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


def _after(doc: Node, steps: list[Step]) -> Node:
    for step in steps:
        result = step.apply(doc)
        if result.doc is None:
            raise ValueError(result.failed)
        doc = result.doc
    return doc
