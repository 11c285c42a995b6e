"""How two texts begin and end the same. Found letter by letter in one go, it spares most words from being cut and compared."""

from rapidfuzz.distance import Postfix, Prefix


def shared_ends(one: str, other: str) -> tuple[int, int]:
    """Return how many characters two texts have in common at their start, and at their end after that."""
    before = Prefix.similarity(one, other)
    return before, min(Postfix.similarity(one, other), len(one) - before, len(other) - before)


def shared_words(one: str, other: str) -> tuple[int, int]:
    """Return the same, less what would cut a token in two: up to a blank after a word, and from one on."""
    before, after = shared_ends(one, other)
    # Only where the character before the blank is shared too does a token end there in both.
    start, end = one.rfind(" ", 0, before), one.find(" ", len(one) - after + 1)
    while start > 0 and one[start - 1].isspace():
        start = one.rfind(" ", 0, start)
    while end > 0 and one[end - 1].isspace():
        end = one.find(" ", end + 1)
    return max(start, 0), len(one) - end if end > 0 else 0
