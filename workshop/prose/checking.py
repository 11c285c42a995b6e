"""Whether a document keeps the schema, at the price of what is new in it."""

from collections.abc import Collection, Iterator

from prosemirror.model import Mark, Node

from workshop.prose.shapes import MAX_DEPTH, MAX_DOCUMENT_SIZE

#: Far beyond any chapter; a million empty paragraphs would make every later save slow.
MAX_BLOCKS = 50_000


class TooBig(ValueError):
    """A document within the schema that is larger than we keep."""


def check_document(doc: Node, known: Collection[int] = frozenset()) -> None:
    """Raise ValueError when the document breaks the schema, TooBig when it is too large.

    `known` holds the ids of nodes that were checked before. ProseMirror's trees share what did not change, so a
    keystroke costs the check of one paragraph, and of its place among the others.
    """
    if doc.type != doc.type.schema.top_node_type or doc.marks:
        raise ValueError("The outermost node is no document")
    if doc.content.size > MAX_DOCUMENT_SIZE:
        raise TooBig("The document is too long")
    blocks = sum(_check_block(node, depth, known) for node, depth in _blocks(doc))
    if blocks > MAX_BLOCKS:
        raise TooBig("The document has too many blocks")


def check_change(before: Node, after: Node) -> None:
    """Raise as `check_document` does, for a document that was made from a checked one.

    Typing changes the words of text blocks and nothing around them; then nothing else is looked at.
    """
    retyped = _retyped_blocks(before, after)
    if retyped is None:
        check_document(after, {id(node) for node, _ in _blocks(before)})
        return
    if after.content.size > MAX_DOCUMENT_SIZE:
        raise TooBig("The document is too long")
    for block in retyped:
        _check_with_text(block)


def _retyped_blocks(before: Node, after: Node) -> list[Node] | None:
    """Return the text blocks whose content is new, None when more than that is: a block's kind, form, number or order."""
    if before.type is not after.type or before.attrs is not after.attrs or before.marks is not after.marks:
        return None
    if after.inline_content:
        return [after]
    if len(before.children) != len(after.children):
        return None
    found: list[Node] = []
    for old, new in zip(before.children, after.children, strict=True):
        if old is not new:
            inside = _retyped_blocks(old, new)
            if inside is None:
                return None
            found += inside
    return found


def _blocks(doc: Node) -> Iterator[tuple[Node, int]]:
    """Yield every block and its depth; text and what stands within it is left out."""
    open_nodes = [(doc, 0)]
    while open_nodes:
        node, depth = open_nodes.pop()
        yield node, depth
        if not node.inline_content:
            open_nodes.extend((child, depth + 1) for child in node.children)


def _check_block(node: Node, depth: int, known: Collection[int]) -> bool:
    if depth > MAX_DEPTH:
        raise ValueError("Nodes are nested too deep")
    if id(node) not in known:
        _check_with_text(node)
    return True


def _check_with_text(block: Node) -> None:
    _check_node(block)
    if block.inline_content:
        for child in block.children:
            _check_node(child)


def _check_node(node: Node) -> None:
    node.type.check_content(node.content)
    node.type.check_attrs(node.attrs)
    marks: list[Mark] = []
    for mark in node.marks:
        mark.type.check_attrs(mark.attrs)
        marks = mark.add_to_set(marks)
    if not Mark.same_set(marks, node.marks):
        raise ValueError("Marks stand together that exclude each other, or in the wrong order")
