"""Whole numbers and byte strings in few bytes: the columns of which the packed log is made."""

from collections.abc import Iterable, Sequence


def write_numbers(numbers: Iterable[int]) -> bytes:
    """Return the numbers as seven bits a byte, the lowest first; small ones of either sign take one byte."""
    written = bytearray()
    for number in numbers:
        rest = number << 1 if number >= 0 else ~(number << 1)
        while rest > 127:
            written.append(rest & 127 | 128)
            rest >>= 7
        written.append(rest)
    return bytes(written)


def read_numbers(written: bytes) -> list[int]:
    """Return the numbers that `write_numbers` wrote."""
    numbers: list[int] = []
    rest = shift = 0
    for byte in written:
        if byte > 127:
            rest |= (byte & 127) << shift
            shift += 7
            continue
        rest |= byte << shift
        numbers.append(~(rest >> 1) if rest & 1 else rest >> 1)
        rest = shift = 0
    return numbers


def write_differences(numbers: Sequence[int]) -> bytes:
    """Return numbers that lie near their neighbours."""
    return write_numbers(number - before for before, number in zip([0, *numbers], numbers, strict=False))


def read_differences(written: bytes) -> list[int]:
    number = 0
    return [number := number + difference for difference in read_numbers(written)]


def write_parts(parts: Sequence[bytes]) -> bytes:
    """Return the parts in one piece, four bytes of length before each."""
    return b"".join(piece for part in parts for piece in (len(part).to_bytes(4, "little"), part))


def read_parts(written: bytes) -> list[bytes]:
    """Return the parts that `write_parts` wrote."""
    parts, start = [], 0
    while start < len(written):
        end = start + 4 + int.from_bytes(written[start : start + 4], "little")
        parts.append(written[start + 4 : end])
        start = end
    return parts


class Words:
    """Texts that come again and again, each kept once and told by its place."""

    def __init__(self) -> None:
        self._places: dict[str, int] = {}

    def place(self, text: str) -> int:
        return self._places.setdefault(text, len(self._places))

    def written(self) -> bytes:
        return write_parts([text.encode() for text in self._places])


def read_words(written: bytes) -> list[str]:
    return [text.decode() for text in read_parts(written)]
