"""What two states of a document have in common: ProseMirror's trees share every node that a change left alone."""

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from prosemirror.model import Node

_T = TypeVar("_T")


def once_a_node(work: Callable[[Node], _T]) -> Callable[[Node], _T]:
    """Return the function doing its work once for each node: nodes never change. What came out lives as long as the node."""
    name = f"_{work.__module__}.{work.__name__}"

    @wraps(work)
    def remembered(node: Node) -> _T:
        known = node.__dict__.get(name)
        if known is None:
            known = node.__dict__[name] = work(node)
        return known

    return remembered


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
