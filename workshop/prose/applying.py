"""One step applied to a document that is known to be sound. What comes from outside goes through documents.py."""

from prosemirror.model import Node
from prosemirror.transform import Step


def after_step(doc: Node, step: Step) -> Node:
    """Return the document after a step; raises ValueError where it does not fit."""
    result = step.apply(doc)
    if result.doc is None:
        raise ValueError(result.failed)
    return result.doc
