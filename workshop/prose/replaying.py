"""A document on which a long log is played again: each step sees only the blocks that it touches.

ProseMirror looks for a step's places from the start of the document on and puts the whole together anew. What a step does
depends on nothing but the blocks between its places, so it is applied to a document of these, and of one on either side
for a step that leaves nothing of them.
"""

from bisect import bisect_right
from collections.abc import Iterable

from prosemirror.model import Node

from workshop.prose.documents import BadStep, apply_steps, document_of
from workshop.prose.places import places_of
from workshop.prose.runs import Run, moved, reach, replay_steps


def replay(doc: Node, runs: Iterable[Run]) -> Node:
    """Return the document after the runs' steps; raises BadStep where one does not fit."""
    blocks = list(doc.children)
    starts = places_of(blocks)
    for run in runs:
        first, after = _touched(starts, reach(run))
        part = document_of(blocks[first:after], starts[after] - starts[first])
        made = apply_steps(part, replay_steps([moved(run, -starts[first])])).doc.children
        blocks[first:after] = made
        made_starts = places_of(made, starts[first])
        growth = made_starts[-1] - starts[after]
        starts[first:] = made_starts + [start + growth for start in starts[after + 1 :]]
    return document_of(blocks, starts[-1])


def _touched(starts: list[int], places: tuple[int, int] | None) -> tuple[int, int]:
    """Return the first block that a step sees, and the one after its last."""
    last = len(starts) - 1
    if places is None:
        return 0, last
    start, end = places
    if not 0 <= start <= end <= starts[-1]:
        raise BadStep(reason="A step reaches beyond the text")
    return max(bisect_right(starts, start) - 2, 0), min(bisect_right(starts, end) + 1, last)
