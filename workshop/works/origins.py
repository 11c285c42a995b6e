"""What made a save other than typing. Its row, a block and a backup keep that in words, which are written and read here.

A backup may tell of deeds that only another Galley knows; they are kept and shown as they are.
"""

import re
from typing import NamedTuple

IMPORTED = "imported"
BEGAN = "began as the main text"
CORRECTED = "corrected"
NOTES_MOVED = "notes moved"
#: In the main text; the draft's log tells of the same with BROUGHT_OVER or DECIDED.
BROUGHT_FROM_DRAFT = "brought over from a draft"
DECIDED = "decided what stays in the draft"

#: These are about a save of the same document, and have its number.
RESTORED, UNDID, PUT_BACK = "restored", "undid", "put back"
#: This one is about a save of the main text.
BROUGHT_OVER = "brought over"

_NUMBERED = re.compile(r"(.*) ([0-9]{1,9})")
_WORDS = re.compile(r"[a-z]+( [a-z]+)*")


class Origin(NamedTuple):
    """A deed and the number of the save that it is about, None where it is about none."""

    deed: str
    number: int | None = None

    def written(self) -> str:
        return self.deed if self.number is None else f"{self.deed} {self.number}"


def read_origin(written: str | None) -> Origin:
    """Return what made a save by what its row says; for typing, of which it says nothing, the deed is empty."""
    numbered = _NUMBERED.fullmatch(written or "")
    return Origin(numbered[1], int(numbered[2])) if numbered else Origin(written or "")


def is_origin(written: str) -> bool:
    """Whether this is an origin, whichever Galley wrote it: words, and behind some of them a number."""
    deed, number = read_origin(written)
    lacks_number = number is None and deed.startswith((RESTORED, UNDID))
    return _WORDS.fullmatch(deed) is not None and not lacks_number
