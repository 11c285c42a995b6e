"""What each side of a merge touched of the base, words or forms, and whether two such touches can both be. Pure."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate

from prosemirror.model import Node
from prosemirror.transform import AddMarkStep, AttrStep, RemoveMarkStep, ReplaceAroundStep, Step
from prosemirror.transform.map import Mappable

from workshop.prose.diff.compare import Span
from workshop.prose.diff.composing import ComposedMap
from workshop.prose.diff.outline import Outline
from workshop.prose.diff.steps import word_steps


@dataclass(frozen=True)
class Touch:
    """What one step touched, in positions of the base; `form` is the step there where it changed no words."""

    span: Span
    form: Step | None = None


@dataclass(frozen=True)
class Side:
    """What one side made of the base."""

    base: Node
    doc: Node

    @cached_property
    def outline(self) -> Outline:
        return Outline(self.doc)

    @cached_property
    def base_outline(self) -> Outline:
        return Outline(self.base)

    @property
    def mapping(self) -> ComposedMap:
        """Where the places of the base are here."""
        return self._read[0]

    @property
    def touches(self) -> list[Touch]:
        return self._read[1]

    @cached_property
    def _read(self) -> tuple[ComposedMap, list[Touch]]:
        mapping = ComposedMap(self.base.content.size)
        touches: list[Touch] = []
        for step in word_steps(self.base, self.doc):
            touches += _touches(step, mapping.back)
            mapping.add(step.get_map())
        return mapping, touches

    def touches_at(self, span: Span) -> list[Touch]:
        """Return the touches that share a place with a stretch of the base, its ends included."""
        touches, starts, reach = self._sorted
        near = touches[bisect_left(reach, span.start) : bisect_right(starts, span.end)]
        return [touch for touch in near if span.start <= touch.span.end]

    @cached_property
    def _sorted(self) -> tuple[list[Touch], list[int], list[int]]:
        """The touches by their starts, these, and how far each and those before it reach."""
        touches = sorted(self.touches, key=lambda touch: touch.span.start)
        reach = list(accumulate((touch.span.end for touch in touches), max))
        return touches, [touch.span.start for touch in touches], reach

    def image(self, span: Span, *, wide: bool) -> Span:
        """Return where a stretch of the base stands here; `wide` is with what was put in at its ends."""
        if wide:
            return Span(self.mapping.map(span.start, -1), self.mapping.map(span.end, 1))
        start = self.mapping.map(span.start, 1)
        return Span(start, max(start, self.mapping.map(span.end, -1)))


def _touches(step: Step, back: Mappable) -> list[Touch]:
    if isinstance(step, AddMarkStep | RemoveMarkStep):
        there = step.map(back)
        return [Touch(Span(there.from_, there.to), there)] if there else [Touch(_back(back, step.from_, step.to))]
    if isinstance(step, AttrStep):
        there = step.map(back)
        return [Touch(Span(there.pos, there.pos + 1), there)] if there else [Touch(_back(back, step.pos, step.pos))]
    if isinstance(step, ReplaceAroundStep):
        there = step.map(back)
        if there:
            return [Touch(Span(there.from_, there.from_ + 1), there)]
    ranges = step.get_map().ranges
    return [Touch(_back(back, at, at + size)) for at, size in zip(ranges[::3], ranges[1::3], strict=True)]


def _back(back: Mappable, start: int, end: int) -> Span:
    return Span(back.map(start, -1), back.map(end, 1))


def overlap(one: Span, other: Span) -> bool:
    """Whether they have words in common, or one is a place inside the other, or both are the same place."""
    if one.start == one.end and other.start == other.end:
        return one.start == other.start
    return one.start < other.end and other.start < one.end


def clashes(touch: Touch, others: Iterable[Touch]) -> bool:
    return any(overlap(touch.span, other.span) and not _agree(touch, other) for other in others)


def _agree(one: Touch, other: Touch) -> bool:
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
