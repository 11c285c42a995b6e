"""What made a save, in words and back."""

import pytest

from workshop.works.origins import IMPORTED, PUT_BACK, RESTORED, Origin, is_origin, read_origin


@pytest.mark.parametrize(
    ("written", "origin"),
    [
        ("imported", Origin(IMPORTED)),
        ("restored 12", Origin(RESTORED, 12)),
        ("put back 3", Origin(PUT_BACK, 3)),
        ("began as the main text", Origin("began as the main text")),
        ("learnt by a later galley 7", Origin("learnt by a later galley", 7)),
    ],
)
def test_origin_is_read_as_it_was_written(written: str, origin: Origin) -> None:
    assert read_origin(written) == origin
    assert origin.written() == written
    assert is_origin(written)


def test_typing_has_no_deed() -> None:
    assert read_origin(None) == read_origin("") == Origin("")


@pytest.mark.parametrize("written", ["restored x", "restored ", "restored -1", "restored 9999999999"])
def test_what_is_no_number_of_a_save_is_read_as_words(written: str) -> None:
    assert read_origin(written) == Origin(written)


@pytest.mark.parametrize(
    "written", ["", " ", "restored", "undid", "restored x", "undid 9999999999", "Imported", "<b>", "imported\n", "1"]
)
def test_what_no_galley_writes_is_no_origin(written: str) -> None:
    assert not is_origin(written)
