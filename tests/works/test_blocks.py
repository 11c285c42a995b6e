"""What a block holds of the saves in it, also one that an older Galley sealed."""

from tests.makers import minutes
from workshop.prose.numbers import read_parts, write_parts
from workshop.works.blocks import SealedSave, compress, decompress, pack_saves, unpack_lengths, unpack_saves

SAVES = [
    SealedSave(2, 2, "one", 7, minutes(0), 4, "Firefox on Android", None),
    SealedSave(3, 1, "galley", 8, minutes(1), 3, None, "restored 1"),
    SealedSave(5, 2, "one", 7, minutes(2), 9, "Firefox on Android", None),
    SealedSave(6, 1, "two", 7, minutes(3), 9, "Safari on Mac", None),
]


def test_saves_come_out_as_they_went_in() -> None:
    assert unpack_saves(pack_saves(SAVES)) == SAVES
    assert unpack_saves(pack_saves([])) == []


def test_block_of_before_devices_were_kept_is_read_without_them() -> None:
    parts = read_parts(decompress(pack_saves(SAVES)))
    older = compress(write_parts(parts[:9]))
    assert unpack_saves(older) == [save._replace(device=None) for save in SAVES]
    assert unpack_lengths(older, 10) == [(save.number, save.saved_at, save.words) for save in SAVES]
