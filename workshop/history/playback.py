"""At which versions a playback stops. Pure: lengths come in."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime

from workshop.works.log import Length

#: A longer history is shown in larger steps: nobody watches more, and a slider has no more places for a finger.
FRAMES_MAX = 300


@dataclass(frozen=True)
class Frame:
    """One version that is shown."""

    number: int
    saved_at: datetime
    words: int
    name: str | None = None


def frames_of(lengths: Iterable[Length], names: Mapping[int, str]) -> list[Frame]:
    """Return, oldest first, the last version of each minute, all named ones and the newest, as even as FRAMES_MAX allows."""
    by_number = {length.number: length for length in lengths}
    ordered = [by_number[number] for number in sorted(by_number)]
    minutes = {length.saved_at.replace(second=0, microsecond=0): length.number for length in ordered}
    kept = _thinned(sorted(minutes.values()), FRAMES_MAX) | names.keys()
    return [
        Frame(length.number, length.saved_at, length.words, names.get(length.number))
        for length in ordered
        if length.number in kept
    ]


def _thinned(numbers: list[int], most: int) -> set[int]:
    """Return the last of them and others at even distances, at most so many."""
    stride = -(-len(numbers) // most) or 1
    return set(numbers[::-1][::stride])
