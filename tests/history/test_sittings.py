"""Which saves make a sitting, and which of them a list shows: decisions over rows alone."""

from datetime import datetime
from itertools import count

from tests.makers import minutes
from workshop.history.sittings import Save, marks_of, one_a_minute, sittings_of
from workshop.works.models import Part
from workshop.works.moments import Moment


def save(
    at: datetime,
    number: int = 1,
    words: int = 0,
    words_before: int = 0,
    person: int = 1,
    document: int = 1,
    chapter: int = 1,
    part: Part = Part.TEXT,
    device: str | None = None,
    origin: str | None = None,
    name: str | None = None,
) -> Save:
    return Save(document, chapter, part, number, person, at, number - 1, words_before, words, device, origin, name)


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
    [sitting] = sittings_of([save(minutes(0)), save(minutes(3)), save(minutes(1))])
    assert (sitting.began_at, sitting.ended_at) == (minutes(0), minutes(3))


def test_no_saves_are_no_sitting() -> None:
    assert list(sittings_of([])) == []


def test_a_sitting_tells_how_many_words_came_and_how_many_went() -> None:
    saves = [save(minutes(2), 9, 150, 120), save(minutes(1), 8, 120, 125), save(minutes(0), 4, 125, 100)]
    [change] = next(sittings_of(saves)).changes
    assert (change.words, change.words_added, change.words_removed) == (150, 55, 5)
    assert (change.number_before, change.number) == (3, 9)


def test_a_sitting_in_several_chapters_tells_of_the_last_one_first_each_text_before_note() -> None:
    saves = [
        save(minutes(2), document=4, chapter=2, part=Part.NOTE_AFTER),
        save(minutes(1), document=1, chapter=1),
        save(minutes(0), document=3, chapter=2),
    ]
    assert [change.document_id for change in next(sittings_of(saves)).changes] == [3, 4, 1]


def test_a_sitting_tells_its_devices_in_the_order_in_which_they_came() -> None:
    devices = (None, "Safari on iPhone", "Firefox on Linux", None, "Safari on iPhone")
    saves = [save(minutes(-at), device=device) for at, device in enumerate(devices)]
    assert next(sittings_of(saves)).devices == ["Safari on iPhone", "Firefox on Linux"]


def commented(at: float, person: int = 1, document: int = 1, deed: str = "commented") -> Moment:
    return Moment(minutes(at), person, document, deed)


def test_comments_of_one_person_at_one_text_are_one_mark_until_a_long_pause() -> None:
    marks = marks_of([commented(100), commented(40), commented(25), commented(0)])
    assert [(mark.ended_at, len(mark.moments)) for mark in marks] == [(minutes(100), 1), (minutes(40), 3)]


def test_what_differs_in_person_text_or_deed_is_a_mark_of_its_own() -> None:
    moments = [commented(3), commented(2, person=2), commented(1, document=2), commented(0, deed="resolved")]
    assert [mark.moments for mark in marks_of(moments)] == [(moment,) for moment in moments]


def test_a_sitting_tells_what_became_of_each_document_text_first() -> None:
    note = save(minutes(1), 2, 12, 0, document=2, part=Part.NOTE_AFTER)
    sitting = next(sittings_of([note, save(minutes(0), 5, 80, 100)]))
    told = [(change.part, change.words_added, change.words_removed) for change in sitting.changes]
    assert told == [(Part.TEXT, 0, 20), (Part.NOTE_AFTER, 12, 0)]


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
