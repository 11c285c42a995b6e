"""The inline content of a text block as a run of events, in which neighbours share the marks that they have in common."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from prosemirror.model import Mark, Node


class Opened(NamedTuple):
    mark: Mark


class Closed(NamedTuple):
    mark: Mark


def inline_events(nodes: Iterable[Node]) -> Iterator[Opened | Closed | Node]:
    """Yield each node with the marks that open before it and close after it, as HTML nests them."""
    active: list[Mark] = []
    for node in nodes:
        shared = _shared_length(active, node.marks)
        yield from (Closed(mark) for mark in reversed(active[shared:]))
        yield from (Opened(mark) for mark in node.marks[shared:])
        yield node
        active = node.marks
    yield from (Closed(mark) for mark in reversed(active))


def _shared_length(some: list[Mark], others: list[Mark]) -> int:
    length = 0
    for one, other in zip(some, others, strict=False):
        if not one.eq(other):
            break
        length += 1
    return length
