"""The steps that put one change back: the old version's words, form or place, and nothing else of it. Pure."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import groupby

from prosemirror.model import Fragment, Mark, Node, ResolvedPos, Slice
from prosemirror.transform import AddMarkStep, Mapping, RemoveMarkStep, ReplaceAroundStep, ReplaceStep, Step

from workshop.errors import Conflict
from workshop.prose.applying import after_step
from workshop.prose.diff.compare import ComparedBlock, Piece, Span
from workshop.prose.documents import BadStep, apply_steps, empty_document
from workshop.prose.moving import move_step
from workshop.prose.rebasing import rebase_steps


class ChangedSince(Conflict):
    sentence = "The text has been changed there since, so this was not put back. Nothing was changed."


class NotByItself(Conflict):
    sentence = "This change can’t be put back by itself. Bring the whole version back, or mend it on the desk."


@dataclass(frozen=True)
class Chosen:
    """One change of a comparison: some of its blocks, or only some pieces of one block."""

    blocks: Sequence[ComparedBlock]
    #: The indexes of the blocks that came, went, moved or changed their form together.
    indexes: range
    #: The words that changed, where the block did not.
    pieces: Sequence[Piece] = ()


@dataclass
class _Reverting:
    """The newer document on its way, and what of it must still be the same when the steps are carried further."""

    old: Node
    new: Node
    doc: Node
    steps: list[Step] = field(default_factory=list)
    mapping: Mapping = field(default_factory=Mapping)
    touched: list[Span] = field(default_factory=list)

    def do(self, step: Step) -> None:
        self.doc = after_step(self.doc, step)
        self.steps.append(step)
        self.mapping.append_map(step.get_map())


def reverting_steps(old: Node, new: Node, change: Chosen, later: list[Step]) -> list[Step]:
    """Return the steps that put the change back in the text as it is after `later`, which was made on `new`.

    Raises ChangedSince where `later` touched the same words, NotByItself where the old form does not fit any more.
    """
    reverting = _Reverting(old, new, new)
    try:
        _revert(reverting, change)
        apply_steps(new, reverting.steps)
    except (ValueError, BadStep) as error:
        raise NotByItself from error
    _ensure_untouched(reverting, later)
    steps = rebase_steps(new, reverting.steps, later)
    if len(steps) < len(reverting.steps):
        raise ChangedSince
    return steps


def _revert(reverting: _Reverting, change: Chosen) -> None:
    first = change.blocks[change.indexes.start]
    if change.pieces:
        _put_words_back(reverting, change.pieces)
    elif first.change == "added":
        _take_blocks_out(reverting, [change.blocks[index] for index in change.indexes])
    elif first.change == "removed":
        _put_blocks_in(reverting, change)
    elif first.change in {"moved", "moved_away"}:
        for index in change.indexes:
            _move_back(reverting, change.blocks, index)
    else:
        _put_form_back(reverting, first)


def _put_words_back(reverting: _Reverting, pieces: Sequence[Piece]) -> None:
    """Change only what differs, from the end to the start: a word that was made italic stays the word it is."""
    runs = [list(run) for _, run in groupby(pieces, key=lambda piece: piece.change == "formatted")]
    for run in reversed(runs):
        if run[0].change == "formatted":
            for piece in run:
                _put_marks_back(reverting, piece)
            continue
        span = Span(run[0].new.start, run[-1].new.end)
        reverting.touched.append(span)
        content = reverting.old.slice(run[0].old.start, run[-1].old.end)
        reverting.do(ReplaceStep(span.start, span.end, content))


def _put_marks_back(reverting: _Reverting, piece: Piece) -> None:
    reverting.touched.append(piece.new)
    start, shift = piece.new.start, piece.new.start - piece.old.start
    before, after = (_marked(doc, span) for doc, span in ((reverting.old, piece.old), (reverting.new, piece.new)))
    for low, high, mark in after:
        reverting.do(RemoveMarkStep(low, high, mark))
    for low, high, mark in before:
        reverting.do(AddMarkStep(max(start, low + shift), high + shift, mark))


def _marked(doc: Node, span: Span) -> list[tuple[int, int, Mark]]:
    """Return each mark in a span, with the stretch of one node that has it."""
    found: list[tuple[int, int, Mark]] = []

    def look(node: Node, at: int, *_: object) -> None:
        if node.is_inline:
            found.extend((max(at, span.start), min(at + node.node_size, span.end), mark) for mark in node.marks)

    doc.nodes_between(span.start, span.end, look)
    return found


def _take_blocks_out(reverting: _Reverting, blocks: Iterable[ComparedBlock]) -> None:
    for block in reversed(list(blocks)):
        assert block.new
        reverting.touched.append(block.new)
        _take_out(reverting, block.new)


def _take_out(reverting: _Reverting, span: Span) -> None:
    """Delete a block with all that would be empty without it."""
    start = reverting.doc.resolve(span.start)
    depth = start.depth
    while depth and start.node(depth).child_count == 1:
        depth -= 1
    low, high = (span.start, span.end) if depth == start.depth else (start.before(depth + 1), start.after(depth + 1))
    is_all = low == 0 and high == reverting.doc.content.size
    left = Slice(empty_document().content, 0, 0) if is_all else Slice.empty
    reverting.do(ReplaceStep(low, high, left))


def _put_blocks_in(reverting: _Reverting, change: Chosen) -> None:
    first, last = (change.blocks[index].old for index in (change.indexes.start, change.indexes.stop - 1))
    assert first
    assert last
    was = reverting.old.resolve(first.start)
    at, depth = _place(reverting, change.blocks, change.indexes, was, was.shared_depth(last.end))
    start = was.start(depth)
    content = was.node(depth).content.cut(first.start - start, last.end - start)
    reverting.touched.append(Span(at, at))
    reverting.do(ReplaceStep(at, at, Slice(content, 0, 0)))


def _move_back(reverting: _Reverting, blocks: Sequence[ComparedBlock], index: int) -> None:
    old = blocks[index].old
    left, stands = (
        next(at for at, block in enumerate(blocks) if block.old == old and block.change == change)
        for change in ("moved_away", "moved")
    )
    span = blocks[stands].new
    assert old
    assert span
    was = reverting.old.resolve(old.start)
    at, depth = _place(reverting, blocks, range(left, left + 1), was, was.depth)
    reverting.touched += [span, Span(at, at)]
    start, at = (reverting.mapping.map(position, 1) for position in (span.start, at))
    here, there = reverting.doc.resolve(start), reverting.doc.resolve(at)
    block = here.node_after
    assert block
    if start <= at <= start + block.node_size:
        return
    if here.same_parent(there):
        reverting.do(move_step(start, Fragment.from_(block), at))
        return
    reverting.do(ReplaceStep(at, at, Slice(Fragment.from_(_wrapped(block, was, depth)), 0, 0)))
    start = reverting.mapping.map(span.start, 1)
    _take_out(reverting, Span(start, start + block.node_size))


def _put_form_back(reverting: _Reverting, block: ComparedBlock) -> None:
    assert block.old
    assert block.new
    was, stands = reverting.old.resolve(block.old.start), reverting.new.resolve(block.new.start)
    old, new = was.node_after, stands.node_after
    assert old
    assert new
    depth = _shared_depth(was, stands, was.depth)
    if any(stands.node(level).child_count > 1 for level in range(depth + 1, stands.depth + 1)):
        raise NotByItself
    low, high = stands.pos, stands.pos + new.node_size
    if depth < stands.depth:
        low, high = stands.before(depth + 1), stands.after(depth + 1)
    if old.is_textblock and new.is_textblock:
        shell = Slice(Fragment.from_(_wrapped(old.copy(Fragment.empty), was, depth)), 0, 0)
        content = stands.pos + 1
        reverting.do(
            ReplaceAroundStep(low, high, content, content + new.content.size, shell, was.depth - depth + 1, True)
        )
    else:
        reverting.touched.append(Span(low, high))
        reverting.do(ReplaceStep(low, high, Slice(Fragment.from_(_wrapped(old, was, depth)), 0, 0)))


def _place(
    reverting: _Reverting, blocks: Sequence[ComparedBlock], gone: range, was: ResolvedPos, deepest: int
) -> tuple[int, int]:
    """Return where in the newer document blocks would stand that are gone, and how many of their wrappers are there."""
    before = next((block.new for block in reversed(blocks[: gone.start]) if block.new), None)
    after = next((block.new for block in blocks[gone.stop :] if block.new), None)
    beside = reverting.new.resolve(before.end if before else after.start if after else 0)
    depth = _shared_depth(was, beside, deepest)
    # What was the first in its item is an item of its own.
    while depth and was.node(depth).type.name == "list_item" and was.index(depth) == 0:
        depth -= 1
    if depth == beside.depth:
        return beside.pos, depth
    return (beside.after(depth + 1) if before else beside.before(depth + 1)), depth


def _shared_depth(one: ResolvedPos, other: ResolvedPos, deepest: int) -> int:
    depth = 0
    while depth < min(one.depth, other.depth, deepest) and one.node(depth + 1).type == other.node(depth + 1).type:
        depth += 1
    return depth


def _wrapped(node: Node, was: ResolvedPos, depth: int) -> Node:
    """Return the node in what stood around it below a depth."""
    for level in range(was.depth, depth, -1):
        node = was.node(level).copy(Fragment.from_(node))
    return node


def _ensure_untouched(reverting: _Reverting, later: list[Step]) -> None:
    mapping = Mapping([step.get_map() for step in later])
    now = apply_steps(reverting.new, later).doc if later else reverting.new
    for span in reverting.touched:
        if span.start == span.end:
            if mapping.map_result(span.start).deleted_across:
                raise ChangedSince
            continue
        start, end = mapping.map(span.start, 1), mapping.map(span.end, -1)
        if start >= end or not reverting.new.slice(span.start, span.end).eq(now.slice(start, end)):
            raise ChangedSince
