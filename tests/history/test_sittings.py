"""Which saves make a sitting, and which of them a list shows: decisions over rows alone."""

from datetime import datetime
from itertools import count

from tests.makers import minutes
from workshop.history.sittings import Save, one_a_minute, sittings_of
from workshop.works.models import Part


def save(
    at: datetime,
    number: int = 1,
    words: int = 0,
    words_before: int = 0,
    person: int = 1,
    document: int = 1,
    part: Part = Part.TEXT,
    origin: str | None = None,
    name: str | None = None,
) -> Save:
    return Save(document, part, number, person, at, number - 1, words_before, words, origin, name)


def test_saves_with_short_pauses_are_one_sitting() -> None:
    sittings = list(sittings_of([save(minutes(58)), save(minutes(29)), save(minutes(0))]))
    assert [(sitting.began_at, sitting.ended_at) for sitting in sittings] == [(minutes(0), minutes(58))]


def test_half_an_hour_without_a_save_ends_a_sitting() -> None:
    assert [
        len(sitting.saves) for sitting in sittings_of([save(minutes(31)), save(minutes(30)), save(minutes(0))])
    ] == [2, 1]


def test_a_pause_of_a_second_less_does_not() -> None:
    assert len(list(sittings_of([save(minutes(29.98)), save(minutes(0))]))) == 1


def test_another_person_begins_another_sitting() -> None:
    sittings = list(sittings_of([save(minutes(2), person=1), save(minutes(1), person=2), save(minutes(0), person=1)]))
    assert [sitting.person_id for sitting in sittings] == [1, 2, 1]


def test_a_clock_that_was_set_back_does_not_break_a_sitting() -> None:
    assert len(list(sittings_of([save(minutes(0)), save(minutes(3))]))) == 1


def test_no_saves_are_no_sitting() -> None:
    assert list(sittings_of([])) == []


def test_a_sitting_tells_the_words_before_and_after_it() -> None:
    sitting = next(sittings_of([save(minutes(1), 9, 150, 120), save(minutes(0), 4, 120, 100)]))
    [change] = sitting.changes
    assert (change.words_before, change.words, change.change) == (100, 150, 50)
    assert (change.number_before, change.number) == (3, 9)


def test_a_sitting_tells_what_became_of_each_document_text_first() -> None:
    note = save(minutes(1), 2, 12, 0, document=2, part=Part.NOTE_AFTER)
    sitting = next(sittings_of([note, save(minutes(0), 5, 80, 100)]))
    assert [(change.part, change.change) for change in sitting.changes] == [(Part.TEXT, -20), (Part.NOTE_AFTER, 12)]


def test_named_and_made_versions_stand_out() -> None:
    rows = [save(minutes(2), 3, name="Sent"), save(minutes(1), 2), save(minutes(0), 1, origin="imported")]
    assert [each.number for each in next(sittings_of(rows)).standing_out] == [3, 1]


def test_grouping_reads_only_one_row_into_the_next_sitting() -> None:
    read = count()
    rows = (save(minutes(-60 * next(read))) for _ in range(1000))
    sittings = sittings_of(rows)
    next(sittings)
    assert next(read) == 2


def test_list_shows_the_last_save_of_every_minute() -> None:
    rows = [save(minutes(1.5), 4), save(minutes(1.2), 3), save(minutes(0.9), 2), save(minutes(0.1), 1)]
    assert [each.number for each in one_a_minute(rows)] == [4, 2]


def test_list_shows_every_save_that_stands_out() -> None:
    rows = [
        save(minutes(0.9), 4),
        save(minutes(0.8), 3, name="x"),
        save(minutes(0.7), 2, origin="imported"),
        save(minutes(0.6), 1),
    ]
    assert [each.number for each in one_a_minute(rows)] == [4, 3, 2]


def test_list_shows_the_last_of_every_minute_of_each_document() -> None:
    rows = [
        save(minutes(0.9), 4),
        save(minutes(0.8), 2, document=2),
        save(minutes(0.7), 3),
        save(minutes(0.6), 1, document=2),
    ]
    assert [(each.document_id, each.number) for each in one_a_minute(rows)] == [(1, 4), (2, 2)]
