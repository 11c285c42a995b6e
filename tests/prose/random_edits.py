"""Edits at random, such as an author makes between two versions."""

from random import Random

from prosemirror.model import Fragment, Node

from tests.prose.makers import doc, h, p
from tests.prose.random_documents import ALIGNS, random_block, random_document, random_inline_node, random_marks


def random_pair(random: Random) -> tuple[Node, Node]:
    """Return two versions of a document; once in a while they have nothing to do with each other."""
    old = random_document(random, 6)
    return old, edited(random, old) if random.randrange(5) else random_document(random, 6)


def edited(random: Random, document: Node) -> Node:
    blocks = list(document.children)
    for _ in range(random.randint(1, 4)):
        _edit(random, blocks)
    return doc(*(blocks or [p()]))


def _edit(random: Random, blocks: list[Node]) -> None:
    at = random.randrange(len(blocks)) if blocks else 0
    kind = random.randrange(5)
    if not blocks or kind == 0:
        blocks.insert(at, random_block(random))
    elif kind == 1:
        blocks.pop(at)
    elif kind == 2:
        blocks.insert(random.randrange(len(blocks)), blocks.pop(at))
    elif blocks[at].is_textblock:
        blocks[at : at + 1] = _edited_block(random, blocks[at])
    elif not blocks[at].is_leaf:
        inner = list(blocks[at].children)
        inner.insert(random.randrange(len(inner)), inner.pop())
        blocks[at] = blocks[at].copy(Fragment.from_array(inner))


def _edited_block(random: Random, block: Node) -> list[Node]:
    content = list(block.children)
    at = random.randrange(len(content)) if content else 0
    kind = random.randrange(6)
    if kind == 0:
        return [p(*content[:at]), p(*content[at:])]
    if kind == 1:
        return [random.choice([p(*content, align=random.choice(ALIGNS)), h(*content, level=3)])]
    if kind == 2 and content:
        content.pop(at)
    elif kind == 3 and content:
        content[at] = content[at].mark(random_marks(random))
    else:
        content.insert(at, random_inline_node(random))
    return [block.copy(Fragment.from_array(content))]
