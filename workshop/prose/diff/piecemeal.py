"""A document changed in many places: each step is done on the blocks it concerns alone. Pure.

Done on the whole, each would copy the list of all blocks, which in a long text takes most of the time.
"""

from itertools import chain

from prosemirror.model import Fragment, Node, Slice
from prosemirror.transform import Mapping, ReplaceStep, Step, StepMap

from workshop.prose.applying import after_step
from workshop.prose.diff.compare import Span
from workshop.prose.diff.outline import Outline
from workshop.prose.moving import move_step
from workshop.prose.schema import schema


class Piecemeal:
    """A document on its way: forms first, then other words from the end to the start, then moves.

    All places are those in the document as it was. Raises ValueError where a change does not fit.
    """

    def __init__(self, doc: Node) -> None:
        # With an empty paragraph at the end, so that on the way all others may go.
        self._outline = Outline(doc.copy(doc.content.add_to_end(_empty())))
        #: What has become of each block.
        self._pieces: list[list[Node]] = [[block] for block in self._outline.doc.children]
        self._mapping = Mapping()

    def set_form(self, step: Step, span: Span) -> None:
        """Do a step that puts no words in and takes none out."""
        blocks = self._outline.blocks_of(span)
        for index, block in zip(blocks, self._after(step, blocks), strict=True):
            self._pieces[index] = [block]

    def put_instead(self, content: Slice, at: Span) -> None:
        self._put(ReplaceStep(at.start, at.end, content), at)

    def put_behind(self, content: Slice, at: Span) -> None:
        self._put(ReplaceStep(at.end, at.end, content), at)
        if at.start < at.end and content.size and self._outline.is_in_paragraph(at.end):
            self._put(ReplaceStep(at.end, at.end, Slice(Fragment.from_(schema.text(" ")), 0, 0)), at)

    def move(self, blocks: Span, to: int) -> None:
        """Carry blocks to another place."""
        start, end = self._mapping.map(blocks.start, 1), self._mapping.map(blocks.end, -1)
        at = self._mapping.map(to, 1)
        if start < end and not start <= at <= end:
            doc = self._whole()
            step = move_step(start, doc.slice(start, end).content, at)
            self._pieces = [[block] for block in after_step(doc, step).children]
            self._mapping.append_map(step.get_map())

    def result(self) -> Node:
        blocks = list(chain.from_iterable(self._pieces))
        return self._with(blocks if len(blocks) == 1 else blocks[:-1])

    def _put(self, step: ReplaceStep, at: Span) -> None:
        blocks = self._outline.blocks_of(at)
        after = self._after(step, blocks)
        self._pieces[blocks.start : blocks.stop] = [after, *([] for _ in blocks[1:])]
        self._mapping.append_map(step.get_map())

    def _after(self, step: Step, blocks: range) -> list[Node]:
        """Return what the step makes of some blocks."""
        start = self._outline.starts[blocks.start]
        part = self._with([*chain.from_iterable(self._pieces[blocks.start : blocks.stop]), _empty()])
        # As if all before them had been deleted; not up to 0, where some steps would count as deleted.
        there = step.map(StepMap([-1 - start, start, 0]))
        assert there is not None
        return after_step(part, there).children[:-1]

    def _with(self, blocks: list[Node]) -> Node:
        return self._outline.doc.copy(Fragment.from_array(blocks))

    def _whole(self) -> Node:
        return self._with(list(chain.from_iterable(self._pieces)))


def _empty() -> Node:
    return schema.node("paragraph")
