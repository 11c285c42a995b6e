"""Three-way merging: what theirs changed since both texts began as one base, to be brought into ours. Pure.

Words are brought over as stretches that theirs holds, forms as the steps that set them. Where both sides changed the same
words or the same form it is a conflict, which a person decides; until then ours stands and theirs is in its own text.
"""

from collections.abc import Iterable, Sequence
from collections.abc import Mapping as Table
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import groupby
from typing import Literal, get_args

from prosemirror.model import Fragment, Node, Slice
from prosemirror.transform import AddMarkStep, AttrStep, Mapping, RemoveMarkStep, ReplaceAroundStep, ReplaceStep, Step

from workshop.prose.diff.compare import Span
from workshop.prose.diff.steps import word_steps
from workshop.prose.schema import schema

#: What becomes of a difference; "both" puts their words behind ours.
Keep = Literal["ours", "theirs", "both"]


@dataclass(frozen=True)
class Difference:
    """One thing that theirs changed and ours has not: where it stands in either text, and whether ours changed it too.

    `forms` are steps on ours, where only the form of words or of a block changed.
    """

    ours: Span
    theirs: Span
    is_conflict: bool = False
    forms: tuple[Step, ...] = ()


@dataclass(frozen=True)
class Merge:
    """Both texts and, in reading order, what can be brought from theirs into ours."""

    ours: Node
    theirs: Node
    differences: tuple[Difference, ...]

    @property
    def is_clean(self) -> bool:
        return not any(difference.is_conflict for difference in self.differences)

    def brought_over(self, keeps: Table[int, Keep]) -> Node:
        """Return ours with some differences brought over, told by their indexes; the others stay as ours has them.

        Raises ValueError for choices that do not fit together. Whether the schema allows the whole, the gate tells.
        """
        chosen = [(self.differences[index], keep) for index, keep in keeps.items() if keep != "ours"]
        doc = self.ours
        # A form moves no position, and from the end to the start no stretch moves the next one.
        for difference, _ in chosen:
            for step in difference.forms:
                doc = _after(doc, step)
        for difference, keep in sorted(chosen, key=lambda each: each[0].ours.start, reverse=True):
            if not difference.forms:
                doc = _with_theirs(doc, self.theirs.slice(*_ends(difference.theirs)), difference.ours, keep)
        return doc


def merge(base: Node, ours: Node, theirs: Node) -> Merge:
    """Return what theirs changed since the base, word by word; where that cannot be done, block by block."""
    for whole_blocks in (False, True):
        found = _checked(base, ours, theirs, whole_blocks)
        if found is not None:
            return found
    whole = Difference(Span(0, ours.content.size), Span(0, theirs.content.size), is_conflict=not base.eq(ours))
    return Merge(ours, theirs, (whole,))


def _checked(base: Node, ours: Node, theirs: Node, whole_blocks: bool) -> Merge | None:
    """Return the merge if every choice gives a document, and one with an unchanged side the other side; else None."""
    try:
        found = Merge(ours, theirs, _differences(base, ours, theirs, whole_blocks))
        alone = found if base.eq(ours) else Merge(base, theirs, _differences(base, base, theirs, whole_blocks))
        for keep in get_args(Keep):
            found.brought_over(_all(found, keep)).check()
        return found if alone.brought_over(_all(alone, "theirs")).eq(theirs) else None
    except ValueError:
        return None


def _all(merged: Merge, keep: Keep) -> dict[int, Keep]:
    return dict.fromkeys(range(len(merged.differences)), keep)


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _after(doc: Node, step: Step) -> Node:
    result = step.apply(doc)
    if result.doc is None:
        raise ValueError(result.failed)
    return result.doc


def _with_theirs(doc: Node, content: Slice, at: Span, keep: Keep) -> Node:
    if keep == "theirs":
        return _after(doc, ReplaceStep(at.start, at.end, content))
    doc = _after(doc, ReplaceStep(at.end, at.end, content))
    if at.start < at.end and content.size and doc.resolve(at.end).parent.is_textblock:
        blank = Slice(Fragment.from_(schema.text(" ")), 0, 0)
        doc = _after(doc, ReplaceStep(at.end, at.end, blank))
    return doc


@dataclass(frozen=True)
class _Touch:
    """What one step touched, in positions of the base; `form` is the step there where it changed no words."""

    span: Span
    form: Step | None = None


@dataclass(frozen=True)
class _Side:
    """What one side made of the base."""

    base: Node
    doc: Node

    @cached_property
    def steps(self) -> list[Step]:
        return word_steps(self.base, self.doc)

    @cached_property
    def mapping(self) -> Mapping:
        return Mapping([step.get_map() for step in self.steps])

    @cached_property
    def touches(self) -> list[_Touch]:
        back = Mapping()
        found: list[_Touch] = []
        for step in self.steps:
            found += _touches(step, back)
            back = Mapping([step.get_map().invert(), *back.maps])
        return found

    def image(self, span: Span, *, wide: bool) -> Span:
        """Return where a stretch of the base stands here; `wide` is with what was put in at its ends."""
        if wide:
            return Span(self.mapping.map(span.start, -1), self.mapping.map(span.end, 1))
        start = self.mapping.map(span.start, 1)
        return Span(start, max(start, self.mapping.map(span.end, -1)))


def _touches(step: Step, back: Mapping) -> list[_Touch]:
    if isinstance(step, AddMarkStep | RemoveMarkStep):
        there = step.map(back)
        return [_Touch(Span(there.from_, there.to), there)] if there else [_Touch(_back(back, step.from_, step.to))]
    if isinstance(step, AttrStep):
        there = step.map(back)
        return [_Touch(Span(there.pos, there.pos + 1), there)] if there else [_Touch(_back(back, step.pos, step.pos))]
    if isinstance(step, ReplaceAroundStep):
        there = step.map(back)
        if there:
            return [_Touch(Span(there.from_, there.from_ + 1), there)]
    ranges = step.get_map().ranges
    return [_Touch(_back(back, at, at + size)) for at, size in zip(ranges[::3], ranges[1::3], strict=True)]


def _back(back: Mapping, start: int, end: int) -> Span:
    return Span(back.map(start, -1), back.map(end, 1))


def _differences(base: Node, ours: Node, theirs: Node, whole_blocks: bool) -> tuple[Difference, ...]:
    mine, yours = _Side(base, ours), _Side(base, theirs)
    stretches = _Stretches(mine, yours, whole_blocks)
    found = [stretches.difference(stretch) for stretch in stretches.grown()]
    found = [each for each in found if not _is_same(each, ours, theirs)]
    if not whole_blocks:
        found += _forms(mine, yours)
    return tuple(sorted(found, key=lambda each: (each.ours.start, each.ours.end)))


def _is_same(difference: Difference, ours: Node, theirs: Node) -> bool:
    return ours.slice(*_ends(difference.ours)).eq(theirs.slice(*_ends(difference.theirs)))


def _forms(mine: _Side, yours: _Side) -> list[Difference]:
    """Return the forms that theirs gave to what ours left alone, those of one block together."""
    clear = [touch for touch in yours.touches if touch.form and not _clashes(touch, mine.touches)]
    clear.sort(key=lambda touch: _ends(touch.span))
    found: list[Difference] = []
    for _, together in groupby(clear, key=lambda touch: mine.base.resolve(touch.span.start).index(0)):
        touches = list(together)
        steps = [touch.form.map(mine.mapping) for touch in touches if touch.form]
        steps = [step for step in steps if step and not _after(mine.doc, step).eq(mine.doc)]
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

    mine: _Side
    yours: _Side
    whole_blocks: bool

    def grown(self) -> list[_Stretch]:
        found = [
            _Stretch(touch.span, touch.form is not None and not self.whole_blocks)
            for touch in self.yours.touches
            if touch.form is None or self.whole_blocks or _clashes(touch, self.mine.touches)
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
        is_conflict = stretch.is_conflict or _clashes(_Touch(stretch.span), self.mine.touches)
        taken = [each.span for each in self.yours.touches if each.form is None and _meet(each.span, stretch.span)]
        if is_conflict:
            taken += [each.span for each in self.mine.touches if _meet(each.span, stretch.span)]
        grown = replace(stretch, span=_hull([stretch.span, *taken]), is_conflict=is_conflict)
        return grown if self._fits(grown) else replace(grown, span=self._widened(grown))

    def _fits(self, stretch: _Stretch) -> bool:
        """Whether it can be cut out of each text: inside paragraphs of the first level, or whole blocks there."""
        difference = self.difference(stretch)
        spans = (self.mine.base, stretch.span), (self.mine.doc, difference.ours), (self.yours.doc, difference.theirs)
        whole = all(_is_between_blocks(doc, place) for doc, span in spans for place in _ends(span))
        if whole or self.whole_blocks:
            return whole
        return all(_is_in_paragraph(doc, place) for doc, span in spans for place in _ends(span))

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
            _overlap(last.span, stretch.span) or (_meet(last.span, stretch.span) and _has_place(last, stretch))
        ):
            joined[-1] = _Stretch(_hull([last.span, stretch.span]), last.is_conflict or stretch.is_conflict)
        else:
            joined.append(stretch)
    return joined


def _has_place(*stretches: _Stretch) -> bool:
    return any(each.span.start == each.span.end for each in stretches)


def _is_between_blocks(doc: Node, place: int) -> bool:
    return doc.resolve(place).depth == 0


def _is_in_paragraph(doc: Node, place: int) -> bool:
    resolved = doc.resolve(place)
    return resolved.depth == 1 and resolved.parent.is_textblock


def _hull(spans: Sequence[Span]) -> Span:
    return Span(min(span.start for span in spans), max(span.end for span in spans))


def _meet(one: Span, other: Span) -> bool:
    return one.start <= other.end and other.start <= one.end


def _overlap(one: Span, other: Span) -> bool:
    """Whether they have words in common, or one is a place inside the other, or both are the same place."""
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return one.start < other.end and other.start < one.end


def _clashes(touch: _Touch, others: Iterable[_Touch]) -> bool:
    return any(_overlap(touch.span, other.span) and not _agree(touch, other) for other in others)


def _agree(one: _Touch, other: _Touch) -> bool:
    """Whether two touches at one place go together: words put among others that got a form, or two different forms."""
    if one.form is None or other.form is None:
        words = one if one.form is None else other
        return one.form is not other.form and words.span.start == words.span.end
    return _is_of_form(one.form, other.form)


def _is_of_form(one: Step, other: Step) -> bool:
    if one.to_json() == other.to_json():
        return True
    if isinstance(one, AddMarkStep | RemoveMarkStep) and isinstance(other, AddMarkStep | RemoveMarkStep):
        return one.mark.type != other.mark.type or (type(one) is type(other) and one.mark.eq(other.mark))
    if isinstance(one, AttrStep) and isinstance(other, AttrStep):
        return one.attr != other.attr
    return isinstance(one, AddMarkStep | RemoveMarkStep) or isinstance(other, AddMarkStep | RemoveMarkStep)
