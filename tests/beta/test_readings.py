"""When a beta has read a chapter to its end: what is kept of it, and what is not."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from tests.beta.stage import JSON, Stage
from tests.makers import add_beta, author_of, make_chapter, make_text, minutes, text_of, type_words
from workshop.beta.models import Reading
from workshop.beta.readings import PAUSE, note_reading, readings_of
from workshop.db import db
from workshop.errors import BadInput
from workshop.works.models import Document
from workshop.works.saving import NoSuchVersion
from workshop.works.sealing import seal_document
from workshop.works.service import bin_work, delete_for_good


def kept(text: Document) -> list[tuple[int, float]]:
    """Return the versions that were read, and when, in minutes."""
    return [(each.version, (each.read_at - minutes(0)).total_seconds() / 60) for each in readings_of(text)]


@pytest.mark.usefixtures("session")
def test_version_is_read_once_however_often_it_is_opened() -> None:
    text = make_text("It rained.")
    beta = add_beta(text.chapter.work)
    for at in (0, 5, 90, 5_000):
        note_reading(text, text.version, beta, minutes(at))
    assert kept(text) == [(text.version, 0)]


@pytest.mark.usefixtures("session")
def test_each_later_version_is_a_reading_of_its_own_unless_it_is_the_same_sitting() -> None:
    text = make_text("It rained.")
    beta = add_beta(text.chapter.work)
    first = text.version
    note_reading(text, first, beta, minutes(0))
    type_words(text, " And")
    note_reading(text, text.version, beta, minutes(PAUSE.total_seconds() / 60))
    type_words(text, " again")
    note_reading(text, text.version, beta, minutes(50))
    assert kept(text) == [(first, 0), (text.version, 50)]


@pytest.mark.usefixtures("session")
def test_page_that_shows_an_older_version_than_was_read_is_no_news() -> None:
    text = make_text("It rained.")
    beta = add_beta(text.chapter.work)
    first = text.version
    type_words(text, " And")
    note_reading(text, text.version, beta, minutes(0))
    note_reading(text, first, beta, minutes(500))
    assert kept(text) == [(text.version, 0)]


@pytest.mark.usefixtures("session")
def test_two_readers_of_one_version_are_two_readings() -> None:
    text = make_text("It rained.")
    for at in (0, 1):
        note_reading(text, text.version, add_beta(text.chapter.work), minutes(at))
    assert kept(text) == [(text.version, 0), (text.version, 1)]


@pytest.mark.usefixtures("session")
def test_what_an_author_reads_of_their_own_is_not_kept() -> None:
    text = make_text("It rained.")
    note_reading(text, text.version, author_of(text.chapter.work), minutes(0))
    assert kept(text) == []


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("sealed", [False, True])
def test_only_what_was_ever_kept_can_be_read(sealed: bool) -> None:
    text = make_text("It rained.")
    type_words(text, " And")
    beta = add_beta(text.chapter.work)
    version, other = text.version, text_of(make_chapter(work=text.chapter.work))
    db.session.commit()
    if sealed:
        seal_document(text.id, minutes(100_000))
    for wrong in (0, -1, version + 1, 10**30):
        with pytest.raises(NoSuchVersion):
            note_reading(text, wrong, beta, minutes(0))
    for wrong in (None, True, "1", 1.0, [1], {"version": 1}):
        with pytest.raises(BadInput):
            note_reading(text, wrong, beta, minutes(0))
    with pytest.raises(NoSuchVersion):
        note_reading(other, 1, beta, minutes(0))
    note_reading(text, version, beta, minutes(0))
    assert kept(text) == [(version, 0)]


@pytest.mark.usefixtures("session")
def test_readings_go_with_the_work() -> None:
    text = make_text("It rained.")
    note_reading(text, text.version, add_beta(text.chapter.work), minutes(0))
    bin_work(text.chapter.work, minutes(1))
    delete_for_good(text.chapter.work)
    db.session.flush()
    assert db.session.scalars(select(Reading)).all() == []


def test_reader_is_told_that_the_author_sees_it(stage: Stage) -> None:
    page = stage.get("beta", "/chapters/{chapter}/read").text
    assert "Tidewater can see that you have read to here." in page
    assert "to here" not in stage.get("author", "/chapters/{chapter}/read").text
    assert "Tidewater can see when you have read a chapter to its end." in stage.get(None, "/invitations/{token}").text


def test_page_tells_that_it_was_read(stage: Stage) -> None:
    answer = stage.post("beta", "/chapters/{chapter}/read", {"version": stage.version})
    assert (answer.status_code, answer.data) == (204, b"")
    for wrong in (None, [], {"version": stage.version + 1}, {"version": None}):
        answer = stage.client("beta").post(stage.path("/chapters/{chapter}/read"), json=wrong, headers=JSON)
        assert answer.status_code in (400, 404)
    with stage.app.app_context():
        [reading] = readings_of(db.session.get(Document, stage.ids["text"]))
        assert (reading.person_id, reading.version) == (stage.ids["beta"], stage.version)
