"""A document as it lies in the database, and the nodes of those that are being worked on."""

import json
import secrets
import threading
from collections import OrderedDict

from prosemirror.model import Node
from prosemirror.transform import Step

from workshop.prose.sharing import once_a_node

#: All remembered texts together, in positions: some hundred chapters. A million takes at most twenty megabytes.
POSITIONS_MAX = 4_000_000

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def new_state() -> int:
    """Return a name for a state that no other state has: 62 random bits, always as long in the database."""
    return 1 << 62 | secrets.randbits(62)


class ReadTexts:
    """The nodes of the states that were read or made last.

    The key is the state's own name, which stands in the database beside it, not document and version: a node can never
    be an old one, whatever was rolled back, deleted, or written by another process. Nodes never change, so all share them.
    """

    def __init__(self, positions_max: int = POSITIONS_MAX) -> None:
        self._positions_max = positions_max
        self._nodes: OrderedDict[int, Node] = OrderedDict()
        self._positions = 0
        self._lock = threading.Lock()

    def find(self, state: int | None) -> Node | None:
        with self._lock:
            node = self._nodes.get(state) if state is not None else None
            if node is not None:
                self._nodes.move_to_end(state)
            return node

    def remember(self, state: int | None, node: Node) -> None:
        """Keep the state's node, and forget those that were not asked for the longest time."""
        with self._lock:
            if state is not None and state not in self._nodes:
                self._nodes[state] = node
                self._positions += node.node_size
            while self._positions > self._positions_max:
                _, forgotten = self._nodes.popitem(last=False)
                self._positions -= forgotten.node_size


read_texts = ReadTexts()


def written(doc: Node) -> str:
    """Return the JSON in which a document is stored."""
    return f'{{"type":"{doc.type.name}","content":[{",".join(written_blocks(doc))}]}}'


def written_blocks(doc: Node) -> list[str]:
    """Return the JSON of each of the document's blocks."""
    return list(map(_written_block, doc.children))


def written_steps(steps: list[Step]) -> str:
    """Return the JSON in which the steps of a version are stored."""
    return _as_json([step.to_json() for step in steps])


# Most blocks are the same in the next state that is written whole.
@once_a_node
def _written_block(block: Node) -> str:
    return _as_json(block.to_json())
