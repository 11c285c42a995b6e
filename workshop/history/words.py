"""How history is put into words: what made a version, which part of a chapter it is, how much was written."""

from collections.abc import Mapping

from workshop.works.models import Part

_PARTS = {
    Part.TEXT: "Text",
    Part.NOTE_BEFORE: "Note before",
    Part.NOTE_AFTER: "Note after",
    Part.PRIVATE_NOTE: "Private note",
}

_DEEDS = {"restored": "Brought back", "undid": "Took back", "put back": "Put back words from"}


def part_words(part: str) -> str:
    return _PARTS[Part(part)]


def origin_words(origin: str, names: Mapping[int, str] | None = None) -> str:
    """What made a version, such as "Brought back version 12" of the origin "restored 12".

    `names` has the names of the document's versions by their numbers: a version that has one is called by it.
    """
    kind, _, number = origin.rpartition(" ")
    if kind == "brought over" and number.isdecimal():
        return "Brought over into the main text"  # The number is that of a version there.
    if kind not in _DEEDS or not number.isdecimal():
        return origin[:1].upper() + origin[1:]
    name = (names or {}).get(int(number))
    return f"{_DEEDS[kind]} {f'“{name}”' if name else f'version {int(number):,}'}"


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
