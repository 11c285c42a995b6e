"""What is in a sealed block: the saves of a stretch of the log and their steps, in as few bytes as they go into.

Saves, steps and states are packed apart, so that a timeline never reads a step. Each part carries its checksum.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import zstandard

from workshop.prose.numbers import (
    Words,
    read_differences,
    read_numbers,
    read_parts,
    read_words,
    write_differences,
    write_numbers,
    write_parts,
)
from workshop.prose.runs import Run, letters_of, pack_runs, unpack_runs, within

#: Sealing happens once, in the background.
LEVEL = 19
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)


class Garbled(Exception):
    """Bytes that are not what was once written."""


class SealedSave(NamedTuple):
    """One save as a block keeps it, without its steps."""

    number: int
    #: How many steps it holds: the version before it has so much lower a number.
    steps: int
    client: str
    person_id: int
    saved_at: datetime
    words: int
    device: str | None
    origin: str | None


def pack_saves(saves: Sequence[SealedSave]) -> bytes:
    clients, devices, origins = Words(), Words(), Words()
    columns = [
        write_differences([save.number for save in saves]),
        write_numbers(save.steps for save in saves),
        write_numbers(clients.place(save.client) for save in saves),
        write_differences([save.person_id for save in saves]),
        write_differences([(save.saved_at - _EPOCH) // _MICROSECOND for save in saves]),
        write_differences([save.words for save in saves]),
        # "" is no origin, and below no device.
        write_numbers(origins.place(save.origin or "") for save in saves),
    ]
    device_places = write_numbers(devices.place(save.device or "") for save in saves)
    return compress(write_parts([*columns, clients.written(), origins.written(), device_places, devices.written()]))


def unpack_saves(packed: bytes) -> list[SealedSave]:
    """Return the saves, oldest first; raises Garbled."""
    numbers, steps, client_places, people, moments, words, origin_places, clients, origins, *rest = read_parts(
        decompress(packed)
    )
    # A block of before devices were kept ends here.
    device_places, devices = rest or (write_numbers([0] * len(read_numbers(steps))), write_parts([b""]))
    client_of, origin_of, device_of = read_words(clients), read_words(origins), read_words(devices)
    rows = zip(
        read_differences(numbers),
        read_numbers(steps),
        read_numbers(client_places),
        read_differences(people),
        read_differences(moments),
        read_differences(words),
        read_numbers(device_places),
        read_numbers(origin_places),
        strict=True,
    )
    return [
        SealedSave(
            number,
            steps,
            client_of[client],
            person,
            _EPOCH + moment * _MICROSECOND,
            words,
            device_of[device] or None,
            origin_of[origin] or None,
        )
        for number, steps, client, person, moment, words, device, origin in rows
    ]


def unpack_lengths(packed: bytes, most: int) -> list[tuple[int, datetime, int]]:
    """Return number, moment and words of at most so many saves, the last among them, oldest first; raises Garbled."""
    numbers, _, _, _, moments, words, *_ = read_parts(decompress(packed))
    rows = list(zip(read_differences(numbers), read_differences(moments), read_differences(words), strict=True))
    kept = rows[:: -(-(-len(rows) // most) or 1)][::-1]
    return [(number, _EPOCH + moment * _MICROSECOND, words) for number, moment, words in kept]


def unpack_made(packed: bytes) -> list[tuple[int, datetime, str]]:
    """Return number, moment and origin of the saves that have an origin, oldest first; raises Garbled."""
    numbers, _, _, _, moments, _, origin_places, _, origins, *_ = read_parts(decompress(packed))
    origin_of = read_words(origins)
    if not any(origin_of):
        return []
    rows = zip(read_differences(numbers), read_differences(moments), read_numbers(origin_places), strict=True)
    return [
        (number, _EPOCH + moment * _MICROSECOND, origin_of[place]) for number, moment, place in rows if origin_of[place]
    ]


def pack_steps(runs: Sequence[Run]) -> bytes:
    return compress(pack_runs(runs))


def unpack_steps(packed: bytes) -> list[Run]:
    """Return the runs of steps, oldest first; raises Garbled."""
    return unpack_runs(decompress(packed))


class States:
    """Whole states of a block by their versions, each compressed beside the one before it, the first one beside `root`.

    Raises Garbled where the parts do not fit.
    """

    def __init__(self, packed: bytes = b"") -> None:
        numbers, *self._frames = read_parts(packed) if packed else [b""]
        self.numbers = read_differences(numbers)
        if len(self.numbers) != len(self._frames):
            raise Garbled

    def packed(self) -> bytes:
        return write_parts([write_differences(self.numbers), *self._frames])

    def add(self, number: int, text: bytes, before: bytes) -> None:
        """Keep the state of a version; `before` is the last one that is kept, or the root; raises Garbled."""
        self.numbers.append(number)
        self._frames.append(compress(text, before))
        if decompress(self._frames[-1], before) != text:
            raise Garbled

    def nearest(self, number: int, root: bytes) -> tuple[int, bytes] | None:
        """Return the last state that is kept up to a version, None where there is none; raises Garbled."""
        near, text = None, root
        for kept, frame in zip(self.numbers, self._frames, strict=True):
            if kept > number:
                break
            near, text = kept, decompress(frame, text)
        return None if near is None else (near, text)


def root_of(start: bytes, runs: Iterable[Run], count: int) -> bytes:
    """Return beside what a block's first state is compressed: the state before the block, and all that so many steps put in."""
    return start + letters_of(within(runs, 0, count)).encode()


def compress(content: bytes, like: bytes = b"") -> bytes:
    """Return the content as one frame of zstd with its checksum; `like` is what the reader has that looks like it."""
    size = len(content) + len(like)
    parameters = zstandard.ZstdCompressionParameters.from_level(
        LEVEL, source_size=size, window_log=max(10, size.bit_length()), write_checksum=True
    )
    return zstandard.ZstdCompressor(dict_data=_prefix(like), compression_params=parameters).compress(content)


def decompress(packed: bytes, like: bytes = b"") -> bytes:
    """Return what `compress` was given, with the same `like`; raises Garbled."""
    try:
        return zstandard.ZstdDecompressor(dict_data=_prefix(like)).decompress(packed)
    except zstandard.ZstdError as error:
        raise Garbled from error


def _prefix(content: bytes) -> zstandard.ZstdCompressionDict | None:
    return zstandard.ZstdCompressionDict(content, dict_type=zstandard.DICT_TYPE_RAWCONTENT) if content else None
