"""Where nodes that follow each other stand."""

from collections.abc import Iterable
from itertools import accumulate

from prosemirror.model import Node


def places_of(nodes: Iterable[Node], at: int = 0) -> list[int]:
    """Return the position before each node and the one after the last; the first stands at `at`."""
    return list(accumulate(map(_size, nodes), initial=at))


def _size(node: Node) -> int:
    # What `node_size` gives; but that looks at the node's type first, and a long text has thousands.
    inside = node.content.size
    return inside + 2 if inside else node.node_size
