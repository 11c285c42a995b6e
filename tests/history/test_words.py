"""History in words."""

import pytest

from workshop.history.words import mark_words, origin_icon, origin_words, part_words, signed
from workshop.works.models import Part


@pytest.mark.parametrize(
    ("origin", "says"),
    [
        ("restored 12", "Brought back version 12"),
        ("restored 1204", "Brought back version 1,204"),
        ("restored 7", "Brought back “Sent to my beta”"),
        ("undid 12", "Took back version 12"),
        # The number is one of another text's.
        ("brought over 7", "Brought over into the main text"),
        ("imported", "Imported"),
        ("notes moved", "Notes moved"),
        ("restored", "Restored"),
        ("restored x", "Restored x"),
        ("", ""),
    ],
)
def test_origin_says_what_was_done(origin: str, says: str) -> None:
    assert origin_words(origin, {7: "Sent to my beta"}) == says


def test_version_that_goes_back_and_one_of_a_file_have_their_own_icons() -> None:
    assert {origin_icon(origin) for origin in ("restored 12", "undid 12", "put back 12")} == {"rotate-ccw"}
    assert origin_icon("imported") == "upload"
    assert {origin_icon(origin) for origin in ("brought over 12", "corrected", "")} == {"corner-down-left"}


def test_mark_says_what_was_done_and_how_often() -> None:
    assert mark_words("read", 1) == mark_words("read", 2) == "read to the end"
    assert mark_words("commented", 1) == "left a comment"
    assert mark_words("resolved", 1200) == "resolved 1,200 threads"


def test_change_has_its_sign() -> None:
    assert [signed(number) for number in (1204, 1, 0, -12)] == ["+1,204", "+1", "0", "−12"]


def test_every_part_has_its_words() -> None:
    assert len({part_words(part) for part in Part}) == len(Part)
