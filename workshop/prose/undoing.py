"""Undoing old steps on a document that has been edited since."""

from prosemirror.model import Node
from prosemirror.transform import Mapping, Step


def undo_steps(before: Node, steps: list[Step], later: list[Step]) -> list[Step]:
    """Return the steps that take `steps` back, to be applied after `later`, and leave what `later` did.

    `before` is the document that `steps` were made on. Each step is inverted and carried over everything after it, as
    an editor's undo does among other people's edits; one whose place is gone by then has nothing left to take back.
    """
    inverted: list[Step] = []
    mapping = Mapping()
    doc = before
    for step in steps:
        inverted.append(step.invert(doc))
        doc = _after(doc, step, mapping)
    for step in later:
        doc = _after(doc, step, mapping)
    undone: list[Step] = []
    for index in reversed(range(len(steps))):
        carried = inverted[index].map(mapping.slice(index + 1))
        result = carried.apply(doc) if carried else None
        if carried and result and result.doc:
            # The mirror tells the next one that what this step took away and this one brought back is the same.
            mapping.append_map(carried.get_map(), index)
            doc = result.doc
            undone.append(carried)
    return undone


def _after(doc: Node, step: Step, mapping: Mapping) -> Node:
    result = step.apply(doc)
    if result.doc is None:
        raise ValueError(result.failed)
    mapping.append_map(step.get_map())
    return result.doc
