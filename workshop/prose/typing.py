"""Letters typed into a run of text or deleted from one: what nearly every step is, without resolving positions.

ProseMirror finds both positions with all nodes above them and puts the block together anew, which takes ten times as
long. What comes out is the same; tests/prose/test_typing.py compares the two.
"""

from prosemirror.model import Node
from prosemirror.transform import ReplaceStep, Step

from workshop.prose.utf16 import utf16_slice


def type_letters(doc: Node, step: Step) -> Node | None:
    """Return the document after a step that changes letters within one text node; None for any other step.

    Raises ValueError when the step cuts a surrogate pair in half.
    """
    if not isinstance(step, ReplaceStep) or step.structure or step.slice.open_start or step.slice.open_end:
        return None
    typed = step.slice.content.content
    if len(typed) > 1 or (typed and not typed[0].is_text):
        return None
    return _in_block(doc, step.from_, step.to, typed[0] if typed else None)


def _in_block(block: Node, start: int, end: int, typed: Node | None) -> Node | None:
    if block.inline_content:
        return _in_text_block(block, start, end, typed)
    before = 0
    for index, child in enumerate(block.children):
        after = before + child.node_size
        if start < after:
            is_inside = before < start and end < after
            changed = _in_block(child, start - before - 1, end - before - 1, typed) if is_inside else None
            return _with_child(block, index, changed)
        before = after
    return None


def _in_text_block(block: Node, start: int, end: int, typed: Node | None) -> Node | None:
    before, last = 0, len(block.children) - 1
    for index, child in enumerate(block.children):
        after = before + child.node_size
        # Between two nodes it may join either, or both; ProseMirror knows which.
        if (before < start or index == start == 0) and (end < after or (index == last and end == after)):
            return _with_child(block, index, _in_text(child, start - before, end - before, typed))
        before = after
    return None


def _in_text(node: Node, start: int, end: int, typed: Node | None) -> Node | None:
    if node.text is None or (typed is not None and not typed.same_markup(node)):
        return None
    letters = typed.text if typed is not None else ""
    text = utf16_slice(node.text, 0, start) + letters + utf16_slice(node.text, end)
    return node.with_text(text) if text else None


def _with_child(block: Node, index: int, child: Node | None) -> Node | None:
    return None if child is None else block.copy(block.content.replace_child(index, child))
