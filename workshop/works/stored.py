"""A document's stored JSON as nodes, read once for as long as it is being worked on."""

import json
import threading
from collections import OrderedDict

from prosemirror.model import Node
from prosemirror.transform import Step

from workshop.prose.documents import read_document
from workshop.prose.sharing import once_a_node

#: All remembered texts together: some hundred chapters, at most as many megabytes as this has millions, times twenty.
CHARACTERS_MAX = 4_000_000


class ReadTexts:
    """The nodes of the texts that were read last.

    The key is the stored text itself, not its document and version: what stands in the database decides, so a node can
    never be an old one, whatever was rolled back or written by another process. Nodes never change, so all may share them.
    """

    def __init__(self, characters_max: int = CHARACTERS_MAX) -> None:
        self._characters_max = characters_max
        self._nodes: OrderedDict[str, Node] = OrderedDict()
        self._characters = 0
        self._lock = threading.Lock()

    def node(self, content: str) -> Node:
        """Return the document that the stored JSON describes."""
        with self._lock:
            node = self._nodes.get(content)
            if node is not None:
                self._nodes.move_to_end(content)
                return node
        node = read_document(json.loads(content))
        self.remember(content, node)
        return node

    def remember(self, content: str, node: Node) -> None:
        """Keep the node that this JSON was written from, and forget those that were not asked for the longest time."""
        with self._lock:
            if content not in self._nodes:
                self._nodes[content] = node
                self._characters += len(content)
            while self._characters > self._characters_max:
                forgotten, _ = self._nodes.popitem(last=False)
                self._characters -= len(forgotten)


read_texts = ReadTexts()

_as_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


def written(doc: Node) -> str:
    """Return the JSON in which a document is stored; read again, it gives this very node while it is remembered."""
    content = f'{{"type":"{doc.type.name}","content":[{",".join(map(_written_block, doc.children))}]}}'
    read_texts.remember(content, doc)
    return content


def written_steps(steps: list[Step]) -> str:
    """Return the JSON in which the steps of a version are stored."""
    return _as_json([step.to_json() for step in steps])


# A keystroke changes one block: the JSON of the others is still known from the save before.
@once_a_node
def _written_block(block: Node) -> str:
    return _as_json(block.to_json())
