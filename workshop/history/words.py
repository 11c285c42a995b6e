"""How history is put into words: what made a version, which part of a chapter it is, how much was written."""

from workshop.works.models import Part

_PARTS = {
    Part.TEXT: "Text",
    Part.NOTE_BEFORE: "Note before",
    Part.NOTE_AFTER: "Note after",
    Part.PRIVATE_NOTE: "Private note",
}


def part_words(part: str) -> str:
    return _PARTS[Part(part)]


def origin_words(origin: str) -> str:
    """What made a version, such as "Brought back version 12" of the origin "restored 12"."""
    kind, _, number = origin.partition(" ")
    match kind:
        case "restored":
            return f"Brought back version {number}"
        case "undid":
            return f"Took back version {number}"
    return origin[:1].upper() + origin[1:]


def signed(number: int) -> str:
    """A change with its sign, as "+1,204" or "−12"; 0 has none."""
    return f"{number:+,}".replace("-", "−") if number else "0"
