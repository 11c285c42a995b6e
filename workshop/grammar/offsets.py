"""Between the two ways of counting: UTF-16 units, as everything outside counts, and Python's code points."""

from bisect import bisect_right
from functools import cached_property
from itertools import accumulate

from workshop.prose.utf16 import utf16_length


class Offsets:
    """Converts places in one text. For a text without emoji and the like both counts are the same and cost nothing."""

    def __init__(self, text: str) -> None:
        self._text = text

    @cached_property
    def _starts(self) -> list[int] | None:
        # Most paragraphs have nothing to place, so the text is looked at when the first is asked for.
        if utf16_length(self._text) == len(self._text):
            return None
        return [0, *accumulate(2 if character > "\uffff" else 1 for character in self._text)]

    def units(self, codepoint: int) -> int:
        """Return the UTF-16 offset of a code point offset."""
        return codepoint if self._starts is None else self._starts[codepoint]

    def codepoint(self, unit: int) -> int:
        """Return the code point offset of a UTF-16 offset; inside a pair of units, that of its character."""
        if self._starts is None:
            return unit
        return bisect_right(self._starts, unit) - 1
