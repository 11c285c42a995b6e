"""The small plots of a text's length, over time or from frame to frame, as shapes for the page to draw.

Pure: lengths come in.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import ClassVar

from workshop.history.playback import Frame
from workshop.history.sittings import PAUSE
from workshop.works.log import Length

#: The box in which it is drawn. The page stretches it to the room there is.
WIDTH, HEIGHT = 320, 64


@dataclass(frozen=True)
class Plot:
    """How many words there were from one moment to another."""

    width: ClassVar[int] = WIDTH
    height: ClassVar[int] = HEIGHT
    #: The line, as an SVG path that only goes level and up or down: words come with a save, not in between.
    line: str
    #: Where named versions stand, from the left.
    named: list[float]
    began_at: datetime
    ended_at: datetime
    words: int
    words_most: int
    most_at: datetime

    @property
    def area(self) -> str:
        """The same line, closed along the bottom."""
        return f"{self.line}V{HEIGHT}H0Z"


def drawn(curves: Iterable[Sequence[Length]], named_at: Iterable[datetime] = ()) -> Plot | None:
    """Return the plot of all the curves' words together; None where less time than between two sittings lies in them."""
    totals = list(_totals(curves))
    if not totals or totals[-1][0] - totals[0][0] < PAUSE:
        return None
    (began, _), (ended, words) = totals[0], totals[-1]
    most_at, most = max(totals, key=lambda total: total[1])
    span = ended - began

    def across(moment: datetime) -> float:
        return round((moment - began) / span * WIDTH, 1)

    line = _line([(across(moment), total) for moment, total in totals], most)
    named = sorted(across(moment) for moment in named_at if began <= moment <= ended)
    return Plot(line, named, began, ended, words, most, most_at)


def drawn_frames(frames: Sequence[Frame]) -> Plot | None:
    """Return the plot under a playback's slider, as wide for every frame; None for fewer than two."""
    if len(frames) < 2:
        return None
    across = [round(place / (len(frames) - 1) * WIDTH, 1) for place in range(len(frames))]
    fullest = max(frames, key=lambda frame: frame.words)
    line = _line([(x, frame.words) for x, frame in zip(across, frames, strict=True)], fullest.words)
    named = [x for x, frame in zip(across, frames, strict=True) if frame.name]
    first, last = frames[0], frames[-1]
    return Plot(line, named, first.saved_at, last.saved_at, last.words, fullest.words, fullest.saved_at)


def _line(points: Iterable[tuple[float, int]], most: int) -> str:
    """Return the path through these heights in words, each from its place on."""
    # The last of each pixel's: what the eye could not tell apart is not sent.
    seen = {int(x): (x, words) for x, words in points}
    steps = (f"H{x:g}V{round(HEIGHT - HEIGHT * words / max(most, 1), 1):g}" for x, words in seen.values())
    return f"M0 {HEIGHT}{''.join(steps)}H{WIDTH}"


def _totals(curves: Iterable[Sequence[Length]]) -> Iterator[tuple[datetime, int]]:
    """Yield after each save how many words all the texts had together."""
    lengths = [(length.saved_at, place, length.words) for place, curve in enumerate(curves) for length in curve]
    words: dict[int, int] = {}
    total = 0
    for moment, place, now in sorted(lengths):
        total += now - words.get(place, 0)
        words[place] = now
        yield moment, total
