"""Small steps that make one document the other, so that comments away from what changed do not move."""

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field

from prosemirror.model import Fragment, Mark, Node, Slice
from prosemirror.transform import AddMarkStep, AttrStep, RemoveMarkStep, ReplaceAroundStep, ReplaceStep, Step, StepMap

from workshop.prose.applying import after_step
from workshop.prose.collecting import collecting_paused
from workshop.prose.diff.alignment import Alignment, align
from workshop.prose.diff.changes import Change, changes, without_chance
from workshop.prose.diff.tokens import SAME_WORD, Tokens, block_tokens
from workshop.prose.diff.units import unit_of
from workshop.prose.moving import move_step
from workshop.prose.places import places_of
from workshop.prose.utf16 import utf16_length

#: Every move copies the list of blocks; beyond so many, as when a text is turned upside down, blocks go and come instead.
_MOST_MOVES = 400
#: Fewer words in a row that stay between changes as large say nothing: "the" is found in every rewritten sentence. Among
#: blocks that have nothing else to do with each other it takes more.
_FEWEST_KEPT, _FEWEST_FOUND = 2, 4
# Changes times size of one run of blocks: each step copies the text, and at this many that takes a second.
_MOST_WORK = 100_000_000


@dataclass(frozen=True)
class _Manner:
    """How steps are made: for anchors, which want small ones and moves, or to see who touched what."""

    most_moves: int
    #: Whether of a mended word only the letters that differ are touched.
    mends_words: bool


_SMALL = _Manner(_MOST_MOVES, mends_words=True)
_WHOLE_WORDS = _Manner(0, mends_words=False)


def steps_between(old: Node, new: Node) -> list[Step]:
    """Return steps that, applied to the old document, give the new one.

    Paragraphs that are the same are not touched, within the others only the words that differ; a change of formatting
    or alignment touches no word. A paragraph that moved is carried to its new place by one step.
    """
    with collecting_paused():
        return _child_steps(old, new, 0, _SMALL)


def word_steps(old: Node, new: Node) -> list[Step]:
    """Return steps as `steps_between` does, but of whole words, each in its place: what moved goes and comes."""
    return _child_steps(old, new, 0, _WHOLE_WORDS)


def _child_steps(old: Node, new: Node, at: int, manner: _Manner) -> list[Step]:
    """Return the steps that make one parent's children the other's; `at` is where the old one's content starts.

    First the blocks that moved are brought to their places. The others run from the end to the start, so that no step
    moves the place of the next.
    """
    alignment = align([*map(unit_of, old.children)], [*map(unit_of, new.children)])
    if len(alignment.moved) > manner.most_moves:
        alignment = Alignment(alignment.sections, {})
    order, sections = alignment.settled()
    steps: list[Step] = [*_moves(old.children, order, alignment.moved, at)]
    old = old.copy(Fragment.from_array([old.children[index] for index in order]))
    places = places_of(old.children, at)
    for section in reversed(sections):
        olds, news = (_part(parent, which) for parent, which in ((old, section.old), (new, section.new)))
        start, end = places[section.old.start], places[section.old.stop]
        within = _steps_within(olds, news, section.matched, manner) if section.old and section.new else None
        if within is None:
            steps.append(ReplaceStep(start, end, Slice(news.content, 0, 0)))
        else:
            steps += [_shifted(step, start) for step in within]
    return steps


def _moves(nodes: Sequence[Node], order: Sequence[int], moved: Container[int], at: int) -> Iterator[Step]:
    """Yield the steps that bring nodes into an order in which only the moved ones stand elsewhere.

    Neighbours that move together are one step, so that a comment on both holds.
    """
    now, before = list(range(len(nodes))), -1
    for run in _runs_together(order, moved):
        if run[0] in moved:
            start, target = now.index(run[0]), now.index(before) + 1 if before >= 0 else 0
            if start != target:
                places = places_of([nodes[index] for index in now], at)
                yield move_step(places[start], Fragment.from_array([nodes[index] for index in run]), places[target])
                del now[start : start + len(run)]
                target -= len(run) if target > start else 0
                now[target:target] = run
        before = run[-1]


def _runs_together(order: Sequence[int], moved: Container[int]) -> Iterator[list[int]]:
    """Yield the order in pieces: each node alone, or several that moved and stood beside each other before too."""
    run: list[int] = []
    for index in order:
        if run and not (index in moved and run[-1] in moved and index == run[-1] + 1):
            yield run
            run = []
        run.append(index)
    if run:
        yield run


def _part(parent: Node, indexes: range) -> Node:
    """Return the parent with some of its children only: a small document to work on."""
    return parent.copy(parent.content.cut_by_index(indexes.start, indexes.stop))


def _shifted(step: Step, by: int) -> Step:
    # As if so much had been inserted before everything; not at 0, where some steps would count as deleted.
    shifted = step.map(StepMap([-1, 0, by]))
    assert shifted is not None
    return shifted


def _steps_within(olds: Node, news: Node, matched: bool, manner: _Manner) -> list[Step] | None:
    """Return the steps that change blocks from within, None where that cannot be done.

    Of blocks that were not matched whole sentences may still be the same: one rewritten beyond likeness, or two made three.
    """
    editing = _Editing(olds, news)
    old, new = olds.children[0], news.children[0]
    try:
        if all(node.is_textblock for node in (*olds.children, *news.children)):
            _change_text(editing, _FEWEST_KEPT if matched else _FEWEST_FOUND, manner)
        elif not matched:
            return None
        elif old.type == new.type and not old.is_leaf:
            for step in _child_steps(old, new, 1, manner):
                editing.do(step)
        _change_markup(editing)
    except ValueError:
        return None  # On the way the schema is broken, as when a list item's first paragraph goes.
    return editing.steps if editing.doc.content.eq(news.content) else None


@dataclass
class _Editing:
    """The old blocks on their way to the new ones, each alone in a parent."""

    doc: Node
    new: Node
    steps: list[Step] = field(default_factory=list)

    def do(self, step: Step) -> None:
        self.doc = after_step(self.doc, step)
        self.steps.append(step)


def _change_text(editing: _Editing, fewest: int, manner: _Manner) -> None:
    """Give the blocks the new text, from the end to the start, then the marks; at least so many words in a row stay."""
    old, new = block_tokens(editing.doc.children), block_tokens(editing.new.children)
    places, new_places = old.places(1), new.places(1)
    found = without_chance(changes(old.keys, new.keys), old.texts, fewest)
    if len(found) * places[-1] > _MOST_WORK:
        found = [Change(found[0].old_start, found[-1].old_end, found[0].new_start, found[-1].new_end)]
    for change in reversed(found):
        before, after = _common_ends(old, new, change) if manner.mends_words else (0, 0)
        start, end = places[change.old_start] + before, places[change.old_end] - after
        content = editing.new.slice(new_places[change.new_start] + before, new_places[change.new_end] - after)
        if start < end or content.size:
            editing.do(ReplaceStep(start, end, content))
    place = 0
    for block, wanted in zip(editing.doc.children, editing.new.children, strict=True):
        _change_marks(editing, block, wanted, place + 1)
        place += block.node_size


def _common_ends(old: Tokens, new: Tokens, change: Change) -> tuple[int, int]:
    """Return how many UTF-16 units the words of a change share at their start and at their end.

    That is nothing where they are other words, which begin or end alike by chance: a comment on "the" is not on "that".
    """
    words, new_words = old.keys[change.old_start : change.old_end], new.keys[change.new_start : change.new_end]
    if not all(isinstance(word, str) for word in (*words, *new_words)):
        return 0, 0
    text, new_text = "".join(map(str, words)), "".join(map(str, new_words))
    before = _common_prefix(text, new_text)
    after = _common_prefix(text[before:][::-1], new_text[before:][::-1])
    if before + after < SAME_WORD * max(len(text), len(new_text)):
        return 0, 0
    return utf16_length(text[:before]), utf16_length(text[len(text) - after :])


def _common_prefix(text: str, other: str) -> int:
    length = 0
    for one, two in zip(text, other, strict=False):
        if one != two:
            break
        length += 1
    return length


def _change_marks(editing: _Editing, block: Node, wanted: Node, at: int) -> None:
    """Give the content of a block, which has the wanted text, the wanted marks as well."""
    for start, end, marks, wanted_marks in _mark_runs(block, wanted, at):
        for mark in marks:
            if not mark.is_in_set(wanted_marks):
                editing.do(RemoveMarkStep(start, end, mark))
        for mark in wanted_marks:
            if not mark.is_in_set(marks):
                editing.do(AddMarkStep(start, end, mark))


def _mark_runs(block: Node, wanted: Node, at: int) -> Iterator[tuple[int, int, list[Mark], list[Mark]]]:
    """Yield the ranges over which neither block changes its marks."""
    runs, wanted_runs = _runs(block, at), _runs(wanted, at)
    start, i, j = at, 0, 0
    while i < len(runs) and j < len(wanted_runs):
        end = min(runs[i][0], wanted_runs[j][0])
        yield start, end, runs[i][1], wanted_runs[j][1]
        i, j, start = i + (runs[i][0] == end), j + (wanted_runs[j][0] == end), end


def _runs(block: Node, at: int) -> list[tuple[int, list[Mark]]]:
    return list(zip(places_of(block.children, at)[1:], (node.marks for node in block.children), strict=True))


def _change_markup(editing: _Editing) -> None:
    """Give blocks that have the new content the new type, attributes and marks too."""
    place = 0
    for block, wanted in zip(editing.doc.children, editing.new.children, strict=True):
        end = place + block.node_size
        if block.type != wanted.type or not Mark.same_set(block.marks, wanted.marks):
            shell = Slice(Fragment.from_(wanted.type.create(wanted.attrs, None, wanted.marks)), 0, 0)
            editing.do(ReplaceAroundStep(place, end, place + 1, end - 1, shell, 1, True))
        else:
            for name in (name for name, value in wanted.attrs.items() if block.attrs[name] != value):
                editing.do(AttrStep(place, name, wanted.attrs[name]))
        place = end
