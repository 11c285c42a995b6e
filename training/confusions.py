"""Which words are confused with which, as confusions.txt lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

FILE = Path(__file__).with_name("confusions.txt")
#: What a corrected slip is worth in each section, when alarms are traded for corrections.
WORTH = {"common": 3.0, "other": 1.0, "slips": 1.0, "rare": 0.2}


def read_directions(text: str | None = None) -> dict[tuple[str, str], float]:
    """Return for each (written, meant) what correcting it is worth."""
    worth = 0.0
    found: dict[tuple[str, str], float] = {}
    for line in (FILE.read_text("utf-8") if text is None else text).splitlines():
        if line.startswith("["):
            worth = WORTH[line.strip("[]")]
        elif line and not line.startswith("#"):
            for direction in _directions(line):
                found.setdefault(direction, worth)
    return found


def _directions(line: str) -> list[tuple[str, str]]:
    written, arrow, meant = line.partition(" > ")
    if arrow:
        return [(written, meant)]
    one, other = line.split()
    return [(one, other), (other, one)]


def among(words: Sequence[str], directions: Mapping[tuple[str, str], float]) -> dict[tuple[str, str], float]:
    """Return the directions between these words."""
    known = set(words)
    return {pair: worth for pair, worth in directions.items() if known.issuperset(pair)}
