"""What of a paragraph stands far from a difference: a narrow page leaves it out until it is asked for. Pure."""

import re
from collections.abc import Iterator
from dataclasses import replace

from workshop.history.comparing import ShownBlock, ShownRun
from workshop.prose.diff import Piece

#: Fewer characters beside a change are no sentence to know its place by.
NEAR_LEAST = 40
#: Fewer characters are shown: leaving them out would save no line.
FAR_LEAST = 160

_SENTENCE_END = re.compile(r"[.!?…]+[”’\"')\]]*\s+")


def with_far_apart(row: ShownBlock) -> ShownBlock:
    """Return the row with what is far from its changes, in whole sentences, in runs of its own.

    Of an unchanged paragraph the last sentence is near: what comes or goes does so behind it.
    """
    changed = [index for index, run in enumerate(row.runs) if not _is_same(run)]
    if row.block.change == "same":
        changed = [len(row.runs)]
    if not changed:
        return row
    runs = (
        part
        for index, run in enumerate(row.runs)
        for part in (_parted(run, index > changed[0], index < changed[-1]) if _is_same(run) else [run])
    )
    return replace(row, runs=tuple(runs))


def _is_same(run: ShownRun) -> bool:
    return all(piece.change == "same" for piece in run.pieces)


def _parted(run: ShownRun, after_change: bool, before_change: bool) -> Iterator[ShownRun]:
    text = "".join(piece.text for piece in run.pieces)
    ends = [match.end() for match in _SENTENCE_END.finditer(text)]
    start = min((end for end in ends if end >= NEAR_LEAST), default=len(text)) if after_change else 0
    end = max((end for end in ends if len(text) - end >= NEAR_LEAST), default=0) if before_change else len(text)
    if end - start < FAR_LEAST:
        yield run
        return
    for first, last, is_far in ((0, start, False), (start, end, True), (end, len(text), False)):
        if first < last:
            yield replace(run, pieces=tuple(_within(run.pieces, first, last)), is_far=is_far)


def _within(pieces: tuple[Piece, ...], first: int, last: int) -> Iterator[Piece]:
    """Yield what of the pieces stands between two characters; where it stands in the documents is not told anew."""
    at = 0
    for piece in pieces:
        text = piece.text[max(0, first - at) : max(0, last - at)]
        at += len(piece.text)
        if text:
            yield piece._replace(text=text)
