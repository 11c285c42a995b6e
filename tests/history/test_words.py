"""History in words."""

import pytest

from workshop.history.words import origin_words, part_words, signed
from workshop.works.models import Part


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        ("restored 12", "Brought back version 12"),
        ("restored 1204", "Brought back version 1,204"),
        ("restored 7", "Brought back “Sent to my beta”"),
        ("undid 12", "Took back version 12"),
        ("imported", "Imported"),
        ("notes moved", "Notes moved"),
        ("restored", "Restored"),
        ("restored x", "Restored x"),
        ("", ""),
    ],
)
def test_origin_says_what_was_done(origin: str, says: str) -> None:
    assert origin_words(origin, {7: "Sent to my beta"}) == says


def test_change_has_its_sign() -> None:
    assert [signed(number) for number in (1204, 1, 0, -12)] == ["+1,204", "+1", "0", "−12"]


def test_every_part_has_its_words() -> None:
    assert len({part_words(part) for part in Part}) == len(Part)
