"""How the other side of the ocean spells a word. Characters come from both, and so do the people who write them. Pure."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

_PAIRS = Path(__file__).with_name("words") / "oceans.txt"
_SHORTEST_BEGINNING = 3
#: What can follow a British -our with its u; "humourous" and "honourary" are wrong on both sides.
_NEVER_AFTER_OUR = re.compile(r"(?:ous|ary|ation|ific|i[sz])")
#: -ise for -ize. Shorter beginnings are other words: prise, seise.
_ISE = re.compile(r"(?<=\w{3})([iy])([sz])(?=(?:e[drs]?|ers|ing|ingly|ations?|able)$)")
_SWAPPED = {"s": "z", "z": "s"}


def twin(word: str) -> str | None:
    """Return the word as English's other side spells it, None where both spell it alike. The word need not be one.

    >>> twin("Neighbourhood"), twin("gray"), twin("realise"), twin("tree")
    ('Neighborhood', 'grey', 'realize', None)
    """
    small = word.lower()
    for length in range(len(small), _SHORTEST_BEGINNING - 1, -1):
        other = _beginnings().get(small[:length])
        if other and not (small[:length].endswith("our") and _NEVER_AFTER_OUR.match(small[length:])):
            return _as_written(word, other + small[length:])
    swapped = _ISE.sub(lambda found: found[1] + _SWAPPED[found[2]], small)
    return None if swapped == small else _as_written(word, swapped)


def _as_written(word: str, other: str) -> str:
    return other.upper() if word.isupper() else other.capitalize() if word[:1].isupper() else other


@cache
def _beginnings() -> dict[str, str]:
    lines = _PAIRS.read_text("utf-8").splitlines()
    pairs = [line.split() for line in lines if line and not line.startswith("#")]
    return {british: american for british, american in pairs} | {american: british for british, american in pairs}
