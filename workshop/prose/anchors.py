"""Anchors: ranges that a comment is pinned to. They are mapped through every step, and here never searched for again.

What an anchor becomes depends on the steps alone, not on how many of them are mapped at a time.
"""

from dataclasses import dataclass
from typing import Any, Literal

from prosemirror.model import Node
from prosemirror.transform import Mapping, StepMap

from workshop.errors import BadInput
from workshop.prose.moving import find_move
from workshop.prose.plain import text_between, text_blocks

State = Literal["anchored", "changed", "gone"]


class BadAnchor(BadInput):
    sentence = "Select the words that the comment is about, then try again."


@dataclass(frozen=True)
class Anchor:
    """A half-open range of positions in a document, UTF-16 units, and what it says of its text.

    `quote` is the text when the anchor was made, `now` what stands there; "anchored" means they are the same.
    "gone" means no text is left: `now` is empty, and start and end are where it was.
    """

    start: int
    end: int
    state: State
    quote: str
    now: str


def anchor_at(doc: Node, start: Any, end: Any) -> Anchor:
    """Return a new anchor on the text between two positions, drawn in to where that text begins and ends.

    Raises BadAnchor when there is no text, a position is none, or one cuts a surrogate pair in half.
    """
    if type(start) is not int or type(end) is not int:
        raise BadAnchor
    spans = [(max(start, at + 1), min(end, at + 1 + block.content.size)) for block, at in text_blocks(doc)]
    spans = [(low, high) for low, high in spans if low < high]
    if not spans:
        raise BadAnchor
    low, high = spans[0][0], spans[-1][1]
    try:
        quote = text_between(doc, low, high)
    except ValueError as error:
        raise BadAnchor from error
    if not quote.strip():
        raise BadAnchor
    return Anchor(low, high, "anchored", quote, quote)


def map_anchor(anchor: Anchor, mapping: Mapping, doc: Node) -> Anchor:
    """Return the anchor's place after the steps; `doc` is the document after them.

    Text typed at either edge stays outside. Once all that lay between start and end has been deleted, the anchor stays
    gone, even when undo brings the same words back: the step that inserts them does not say that they are the same.
    Text put in by the very step that took words out is inside, so a correction shows as "then → now".
    Words in blocks that one step carries elsewhere go with them.
    """
    start, end, touched = _mapped(anchor.start, anchor.end, mapping)
    if start >= end:
        return Anchor(end, end, "gone", anchor.quote, "")
    if not touched:
        return Anchor(start, end, anchor.state, anchor.quote, anchor.now)
    now = text_between(doc, start, end)
    return Anchor(start, end, _state(anchor.quote, now), anchor.quote, now if now.strip() else "")


def _state(quote: str, now: str) -> State:
    if now == quote:
        return "anchored"
    return "changed" if now.strip() else "gone"


def _mapped(start: int, end: int, mapping: Mapping) -> tuple[int, int, bool]:
    """Return both ends after the steps, and whether a step reached between them: only then is the text read again."""
    touched = False
    for step_map in mapping.maps[mapping.from_ : mapping.to]:
        if step_map.ranges:
            carried = _carried(step_map, start, end)
            touched = touched or (carried is None and _reaches_inside(step_map, start, end))
            start, end = carried or (step_map.map(start, 1), step_map.map(end, -1))
    return start, end, touched


def _carried(step_map: StepMap, start: int, end: int) -> tuple[int, int] | None:
    """Return both ends after a step that took all between them elsewhere, None for any other step.

    Where only a part of the words goes, the anchor stays with the rest.
    """
    move = find_move(step_map)
    return (start + move.by, end + move.by) if move and move.start <= start and end <= move.end else None


def _reaches_inside(step_map: StepMap, start: int, end: int) -> bool:
    changed: list[tuple[int, int]] = []
    step_map.for_each(lambda old_start, old_end, _new_start, _new_end: changed.append((old_start, old_end)))
    return any(low < end and high > start for low, high in changed)
