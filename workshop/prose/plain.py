"""A document as plain text, and the way back from an offset in it to a position in the document.

Text blocks are joined by a blank line, a hard break is one newline, an image is U+FFFC; scene breaks leave no trace.
The browser makes the same text (textBetween with the same arguments), so that findings fit on both sides.
"""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from prosemirror.model import Node

from workshop.prose.utf16 import utf16_length, utf16_slice

__all__ = [
    "BLOCK_SEPARATOR",
    "Paragraph",
    "PlainText",
    "block_text",
    "plain_text",
    "text_between",
    "utf16_length",
    "utf16_slice",
]

BLOCK_SEPARATOR = "\n\n"


@dataclass(frozen=True)
class Paragraph:
    """One text block: its text, the position of its first character in the document, its offset in the plain text."""

    text: str
    position: int
    offset: int


@dataclass(frozen=True)
class PlainText:
    """A document's text blocks in order, empty ones included. Positions and offsets are UTF-16 units."""

    paragraphs: tuple[Paragraph, ...]

    @cached_property
    def text(self) -> str:
        return BLOCK_SEPARATOR.join(paragraph.text for paragraph in self.paragraphs)

    def position_at(self, offset: int) -> int:
        """Return the document position of an offset; one inside a separator belongs to the end of the block before."""
        paragraph = self.paragraphs[max(0, bisect_right(self._offsets, offset) - 1)]
        return paragraph.position + min(max(0, offset - paragraph.offset), utf16_length(paragraph.text))

    @cached_property
    def _offsets(self) -> list[int]:
        return [paragraph.offset for paragraph in self.paragraphs]


def plain_text(doc: Node) -> PlainText:
    """Return the document's text, paragraph by paragraph."""
    blocks = [(block_text(node), position + 1) for node, position in text_blocks(doc)]
    ends = accumulate(utf16_length(text) + len(BLOCK_SEPARATOR) for text, _ in blocks)
    offsets = [0, *ends]
    return PlainText(tuple(Paragraph(text, at, offset) for (text, at), offset in zip(blocks, offsets, strict=False)))


def text_between(doc: Node, start: int, end: int) -> str:
    """Return the plain text between two positions; raises ValueError when one cuts a surrogate pair in half."""
    return doc.text_between(start, end, BLOCK_SEPARATOR, _leaf_text)


def block_text(block: Node) -> str:
    """Return the text of one text block."""
    children = block.children
    if len(children) == 1 and children[0].text:
        return children[0].text  # As nearly every paragraph is, and a comparison asks for all of them.
    return "".join(child.text or _leaf_text(child) for child in children)


def text_blocks(node: Node, position: int = 0) -> Iterator[tuple[Node, int]]:
    """Yield every text block and the position before it; `position` is where the node's content starts."""
    for child in node.children:
        if child.is_textblock:
            yield child, position
        elif not child.is_leaf:
            yield from text_blocks(child, position + 1)
        position += child.node_size


def _leaf_text(node: Node) -> str:
    if node.is_block:
        return ""
    return "\n" if node.type.name == "hard_break" else "\ufffc"
