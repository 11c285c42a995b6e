"""Three-way merging: what theirs changed since both texts began as one base, to be brought into ours. Pure.

Words are brought over as stretches that theirs holds, forms as the steps that set them. Where both sides changed the same
words or the same form it is a conflict, which a person decides; until then ours stands and theirs is in its own text.
"""

from collections.abc import Iterable, Iterator, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Literal, get_args

from prosemirror.model import Node
from prosemirror.transform import Step, StepMap

from workshop.prose.applying import after_step
from workshop.prose.diff.compare import Span
from workshop.prose.diff.outline import Outline
from workshop.prose.diff.piecemeal import Piecemeal
from workshop.prose.diff.touches import Side, Touch, clashes, overlap
from workshop.prose.diff.unmoving import Unmoved, unmoved
from workshop.prose.places import places_of

#: What becomes of a difference; "both" puts their words behind ours.
Keep = Literal["ours", "theirs", "both"]


@dataclass(frozen=True)
class Difference:
    """One thing that theirs changed and ours has not: where it stands in either text, and whether ours changed it too.

    `forms` are steps on ours, where only the form of words or of a block changed; `moves` are blocks of ours that theirs has
    elsewhere, each with the place to which it goes. Of both, keeping both is bringing them over.
    """

    ours: Span
    theirs: Span
    is_conflict: bool = False
    forms: tuple[Step, ...] = ()
    moves: tuple[tuple[Span, int], ...] = ()
    #: Whether it was left in theirs when both were merged before.
    is_left: bool = False


@dataclass(frozen=True)
class Merge:
    """Both texts and, in reading order, what can be brought from theirs into ours; last what was left in theirs before."""

    ours: Node
    theirs: Node
    differences: tuple[Difference, ...]

    @property
    def offered(self) -> list[Difference]:
        return [difference for difference in self.differences if not difference.is_left]

    def brought_over(self, keeps: Table[int, Keep]) -> Node:
        """Return ours with some differences brought over, told by their indexes; the others stay as ours has them.

        Raises ValueError for choices that do not fit together. Whether the schema allows the whole, the gate tells.
        """
        chosen = [(self.differences[index], keep) for index, keep in keeps.items() if keep != "ours"]
        editing = Piecemeal(self.ours)
        # A form moves no position, and from the end to the start no stretch moves the next one.
        for difference, _ in chosen:
            for step in difference.forms:
                editing.set_form(step, difference.ours)
        for difference, keep in sorted(chosen, key=lambda each: each[0].ours.start, reverse=True):
            if not (difference.forms or difference.moves):
                content = self._theirs.cut(difference.theirs)
                (editing.put_behind if keep == "both" else editing.put_instead)(content, difference.ours)
        for difference, _ in chosen:
            for blocks, to in difference.moves:
                editing.move(blocks, to)
        return editing.result()

    @cached_property
    def _theirs(self) -> Outline:
        return Outline(self.theirs)


def merge(base: Node, ours: Node, theirs: Node) -> Merge:
    """Return what theirs changed since the base, word by word; where that cannot be done, block by block.

    Where both moved a block, theirs tells where it goes if its move is brought over.
    """
    for manner in (_Manner(), _Manner(moves=False), _Manner(moves=False, whole_blocks=True)):
        found = _checked(base, ours, theirs, manner)
        if found is not None:
            return found
    whole = Difference(Span(0, ours.content.size), Span(0, theirs.content.size), is_conflict=not base.eq(ours))
    return Merge(ours, theirs, (whole,))


@dataclass(frozen=True)
class _Manner:
    """How finely two texts are merged."""

    moves: bool = True
    whole_blocks: bool = False


def _checked(base: Node, ours: Node, theirs: Node, manner: _Manner) -> Merge | None:
    """Return the merge if every choice gives a document, and one with an unchanged side the other side; else None."""
    try:
        nobody, we, they = (_Changed.since(base, doc, manner) for doc in (base, ours, theirs))
        found = Merge(ours, theirs, _differences(we, they, manner))
        alone = Merge(base, theirs, _differences(nobody, they, manner))
        for keep in get_args(Keep):
            found.brought_over(_all(found, keep)).check()
        return found if alone.brought_over(_all(alone, "theirs")).eq(theirs) else None
    except ValueError:
        return None


def _all(merged: Merge, keep: Keep) -> dict[int, Keep]:
    return dict.fromkeys(range(len(merged.differences)), keep)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


@dataclass(frozen=True)
class _Changed:
    """What one side made of the base: with its moved blocks put back, and as it is."""

    side: Side
    unmoved: Unmoved

    @staticmethod
    def since(base: Node, doc: Node, manner: _Manner) -> "_Changed":
        found = unmoved(base, doc, looks_for_moves=manner.moves)
        return _Changed(Side(base, found.node), found)


def _differences(we: _Changed, they: _Changed, manner: _Manner) -> tuple[Difference, ...]:
    """Return the differences of both texts with their moved blocks put back, told by their places in both as they are."""
    mine, yours = we.side, they.side
    stretches = _Stretches(mine, yours, manner.whole_blocks)
    found = [stretches.difference(stretch) for stretch in stretches.grown()]
    found = [each for each in found if not _is_same(each, mine, yours)]
    if not manner.whole_blocks:
        found += _forms(mine, yours)
    placed = [_placed(each, we.unmoved, they.unmoved) for each in found]
    placed += _moves(mine, we.unmoved, they.unmoved)
    return tuple(sorted(placed, key=lambda each: (each.ours.start, each.ours.end)))


def _placed(difference: Difference, here: Unmoved, there: Unmoved) -> Difference:
    ours, theirs = here.place_of(difference.ours), there.place_of(difference.theirs)
    by = StepMap([-1, 0, ours.start - difference.ours.start])
    forms = tuple(step for each in difference.forms if (step := each.map(by)))
    return replace(difference, ours=ours, theirs=theirs, forms=forms)


def _moves(mine: Side, here: Unmoved, there: Unmoved) -> Iterator[Difference]:
    """Yield what theirs moved, those blocks together that went together, unless they stand there in ours too."""
    starts, their_starts = places_of(mine.base.children), places_of(there.doc.children)

    def placed(old: int) -> Span:
        return here.place_of(mine.image(Span(starts[old], starts[old + 1]), wide=False))

    for run in _runs(there.moved):
        before = there.old_before(there.moved[run[0]])
        if run[0] in here.moved and here.old_before(here.moved[run[0]]) == before:
            continue  # Ours moved it there too.
        to = placed(before).end if before is not None else 0
        blocks = [block for block in map(placed, run) if block.start < block.end]
        if blocks and blocks[0].start != to:
            new = there.moved[run[0]]
            theirs = Span(their_starts[new], their_starts[new + len(run)])
            yield Difference(blocks[0], theirs, moves=tuple((block, to) for block in blocks))


def _runs(moved: Table[int, int]) -> list[list[int]]:
    """Return the blocks that moved, by their old indexes, those in one list that stand in a row in both texts."""
    runs: list[list[int]] = []
    for old in sorted(moved):
        if runs and runs[-1][-1] == old - 1 and moved[old] == moved[old - 1] + 1:
            runs[-1].append(old)
        else:
            runs.append([old])
    return runs


def _is_same(difference: Difference, mine: Side, yours: Side) -> bool:
    return mine.outline.cut(difference.ours).eq(yours.outline.cut(difference.theirs))


def _forms(mine: Side, yours: Side) -> list[Difference]:
    """Return the forms that theirs gave to what ours left alone, those of one block together."""
    clear = [touch for touch in yours.touches if touch.form and not clashes(touch, mine.touches_at(touch.span))]
    clear.sort(key=lambda touch: _ends(touch.span))
    found: list[Difference] = []
    for _, together in groupby(clear, key=lambda touch: mine.base.resolve(touch.span.start).index(0)):
        touches = list(together)
        steps = [touch.form.map(mine.mapping) for touch in touches if touch.form]
        steps = [step for step in steps if step and not after_step(mine.doc, step).eq(mine.doc)]
        if steps:
            span = Span(touches[0].span.start, max(touch.span.end for touch in touches))
            found.append(Difference(mine.image(span, wide=False), yours.image(span, wide=False), forms=tuple(steps)))
    return found


@dataclass(frozen=True)
class _Stretch:
    """A stretch of the base whose words theirs changed, and whether ours did so too."""

    span: Span
    is_conflict: bool = False


@dataclass(frozen=True)
class _Stretches:
    """Finds the stretches that go as one: until none cuts through a change or through a block's end."""

    mine: Side
    yours: Side
    whole_blocks: bool

    def grown(self) -> list[_Stretch]:
        found = [
            _Stretch(touch.span, touch.form is not None and not self.whole_blocks)
            for touch in self.yours.touches
            if touch.form is None or self.whole_blocks or clashes(touch, self.mine.touches_at(touch.span))
        ]
        settled: set[_Stretch] = set()
        while not settled.issuperset(found):
            grown = [stretch if stretch in settled else self._grown(stretch) for stretch in found]
            settled.update(set(found).intersection(grown))
            found = _joined(grown)
        return found

    def difference(self, stretch: _Stretch) -> Difference:
        ours = self.mine.image(stretch.span, wide=stretch.is_conflict)
        return Difference(ours, self.yours.image(stretch.span, wide=True), stretch.is_conflict)

    def _grown(self, stretch: _Stretch) -> _Stretch:
        is_conflict = stretch.is_conflict or clashes(Touch(stretch.span), self.mine.touches_at(stretch.span))
        taken = [each.span for each in self.yours.touches_at(stretch.span) if each.form is None]
        if is_conflict:
            taken += [each.span for each in self.mine.touches_at(stretch.span)]
        grown = replace(stretch, span=_hull([stretch.span, *taken]), is_conflict=is_conflict)
        return grown if self._fits(grown) else replace(grown, span=self._widened(grown))

    def _fits(self, stretch: _Stretch) -> bool:
        """Whether it can be cut out of each text: inside paragraphs of the first level, or whole blocks there."""
        difference = self.difference(stretch)
        spans = (
            (self.mine.base_outline, stretch.span),
            (self.mine.outline, difference.ours),
            (self.yours.outline, difference.theirs),
        )
        whole = all(outline.is_between_blocks(place) for outline, span in spans for place in _ends(span))
        if whole or self.whole_blocks:
            return whole
        return all(outline.is_in_paragraph(place) for outline, span in spans for place in _ends(span))

    def _widened(self, stretch: _Stretch) -> Span:
        """Return the stretch to the borders of its blocks, with one block more on either side if it has those."""
        start, end = (self.mine.base.resolve(place) for place in _ends(stretch.span))
        if start.depth or end.depth:
            return Span(start.before(1) if start.depth else start.pos, end.after(1) if end.depth else end.pos)
        before, after = start.node_before, end.node_after
        return Span(start.pos - (before.node_size if before else 0), end.pos + (after.node_size if after else 0))


def _joined(stretches: Iterable[_Stretch]) -> list[_Stretch]:
    """Return the stretches in order, those made one that overlap, or of which one is a mere place at the other's end."""
    joined: list[_Stretch] = []
    for stretch in sorted(stretches, key=lambda each: _ends(each.span)):
        last = joined[-1] if joined else None
        if last and (
            overlap(last.span, stretch.span) or (_meet(last.span, stretch.span) and _has_place(last, stretch))
        ):
            joined[-1] = _Stretch(_hull([last.span, stretch.span]), last.is_conflict or stretch.is_conflict)
        else:
            joined.append(stretch)
    return joined


def _has_place(*stretches: _Stretch) -> bool:
    return any(each.span.start == each.span.end for each in stretches)


def _hull(spans: Sequence[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _meet(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end
