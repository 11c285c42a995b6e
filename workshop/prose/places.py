"""Where nodes that follow each other stand."""

from collections.abc import Iterable
from itertools import accumulate

from prosemirror.model import Node


def places_of(nodes: Iterable[Node], at: int = 0) -> list[int]:
    """Return the position before each node and the one after the last; the first stands at `at`."""
    return list(accumulate((node.node_size for node in nodes), initial=at))
