"""What two states of a document have in common: ProseMirror's trees share every node that a change left alone."""

from prosemirror.model import Node


def unshared_children(before: Node, after: Node) -> tuple[list[Node], list[Node]]:
    """Return the blocks of each document between those that both begin with and those that both end with."""
    old, new = before.children, after.children
    start = _shared(old, new)
    end = _shared(old[start:][::-1], new[start:][::-1])
    return old[start : len(old) - end], new[start : len(new) - end]


def _shared(old: list[Node], new: list[Node]) -> int:
    """Return how many nodes at the start of both lists are the very same."""
    count = 0
    for one, other in zip(old, new, strict=False):
        if one is not other:
            break
        count += 1
    return count
