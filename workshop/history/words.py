"""How history is put into words: what made a version, which part of a chapter it is, how much was written."""

from collections.abc import Mapping

from workshop.works.models import Part
from workshop.works.origins import BROUGHT_OVER, IMPORTED, PUT_BACK, RESTORED, UNDID, read_origin

_PARTS = {
    Part.TEXT: "Text",
    Part.NOTE_BEFORE: "Note before",
    Part.NOTE_AFTER: "Note after",
    Part.PRIVATE_NOTE: "Private note",
}

_BACK = {RESTORED: "Brought back", UNDID: "Took back", PUT_BACK: "Put back words from"}


def part_words(part: str) -> str:
    return _PARTS[Part(part)]


def origin_words(origin: str, names: Mapping[int, str] | None = None) -> str:
    """What made a version, such as "Brought back version 12" of the origin "restored 12".

    `names` has the names of the document's versions by their numbers: a version that has one is called by it.
    """
    deed, number = read_origin(origin)
    if deed == BROUGHT_OVER and number is not None:
        return "Brought over into the main text"  # The number is that of a version there.
    if deed not in _BACK or number is None:
        return origin[:1].upper() + origin[1:]
    name = (names or {}).get(number)
    return f"{_BACK[deed]} {f'“{name}”' if name else f'version {number:,}'}"


def origin_icon(origin: str) -> str:
    """The name of the icon that stands before these words."""
    deed = read_origin(origin).deed
    if deed in _BACK:
        return "rotate-ccw"
    return "upload" if deed == IMPORTED else "corner-down-left"


def mark_words(deed: str, times: int) -> str:
    """What somebody did beside writing, such as "left 3 comments", for a sentence that begins with their name."""
    match deed:
        case "commented":
            return "left a comment" if times == 1 else f"left {times:,} comments"
        case "read":
            return "read to the end"
        case "resolved":
            return "resolved a thread" if times == 1 else f"resolved {times:,} threads"
    return deed


def signed(number: int) -> str:
    """A change with its sign, as "+1,204" or "−12"; 0 has none."""
    return f"{number:+,}".replace("-", "−") if number else "0"
