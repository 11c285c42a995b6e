"""Backups over HTTP: downloaded, looked into, restored; and the copies of the house."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.makers import NOW, client_of, make_author, make_chapter, make_work, text_of, type_words
from workshop.backup import layout, views
from workshop.backup.staging import find_staged
from workshop.beta.service import open_thread
from workshop.db import db
from workshop.settings import Settings
from workshop.web import now
from workshop.works.models import Work


@dataclass(frozen=True)
class Desk:
    client: FlaskClient
    work: int
    person: int


@pytest.fixture
def desk(app: Flask) -> Desk:
    """An author with a work, in their browser."""
    with app.app_context():
        author = make_author("tidewrack")
        author.keeps_house = True
        work = make_work(author, "What the Tide Keeps")
        text = text_of(make_chapter("The harbour had been quiet", work=work))
        type_words(text, " for most of the week.")
        open_thread(text, 5, 12, text.version, "Which?", author, NOW)
        db.session.commit()
        return Desk(client_of(app, author.get_id()), work.id, author.id)


def downloaded(desk: Desk) -> TestResponse:
    answer = desk.client.post(f"/works/{desk.work}/backup")
    assert answer.content_length == len(answer.data)
    return answer


def send(desk: Desk, content: bytes) -> TestResponse:
    # By hand: the test client would leave a file behind that nobody closes.
    head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="a.galley.zip"\r\n\r\n'
    body = head + content + b"\r\n--x--\r\n"
    return desk.client.post("/restore", data=body, content_type="multipart/form-data; boundary=x")


def digest_shown(desk: Desk) -> str:
    page = desk.client.get("/restore").text
    return page.partition('name="digest" value="')[2].partition('"')[0]


def works(app: Flask) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(Work))


def test_work_is_downloaded_looked_into_and_restored(app: Flask, desk: Desk) -> None:
    file = downloaded(desk)
    assert f"what-the-tide-keeps-{now():%Y%m%d}" in file.headers["Content-Disposition"]
    assert send(desk, file.data).status_code == 303
    page = desk.client.get("/restore").text
    assert "What the Tide Keeps" in page
    assert re.search(r"<span class=.figures.>10</span>\s+words", page)
    assert works(app) == 1
    answer = desk.client.post("/restore/confirm", data={"digest": digest_shown(desk)})
    assert works(app) == 2
    assert "every version, note and comment" in desk.client.get(answer.location).text


def test_what_was_restored_is_not_there_to_be_restored_twice(app: Flask, desk: Desk, settings: Settings) -> None:
    send(desk, downloaded(desk).data)
    digest = digest_shown(desk)
    desk.client.post("/restore/confirm", data={"digest": digest})
    assert desk.client.post("/restore/confirm", data={"digest": digest}).status_code == 409
    assert list((settings.instance / "restoring").iterdir()) == []


def test_only_the_file_that_was_looked_into_is_restored(app: Flask, desk: Desk) -> None:
    send(desk, downloaded(desk).data)
    seen = digest_shown(desk)
    desk.client.post(f"/works/{desk.work}", data={"title": "Another title", "summary": ""})
    send(desk, downloaded(desk).data)
    assert desk.client.post("/restore/confirm", data={"digest": seen}).status_code == 409
    assert works(app) == 1


def test_file_that_is_none_is_refused_on_the_page_and_kept_nowhere(app: Flask, desk: Desk, settings: Settings) -> None:
    answer = send(desk, b"PK\x03\x04 no zip at all")
    assert answer.status_code == 400
    assert "not a whole backup" in answer.text
    assert "Look into it" in answer.text
    assert find_staged(settings.instance / "restoring", desk.person) is None


def test_broken_file_takes_the_place_of_none(app: Flask, desk: Desk) -> None:
    """Who sends a second file does not restore the first one by mistake."""
    send(desk, downloaded(desk).data)
    assert send(desk, b"broken").status_code == 400
    assert "Restore it as a new work" not in desk.client.get("/restore").text


def test_another_file_can_be_taken(app: Flask, desk: Desk) -> None:
    send(desk, downloaded(desk).data)
    desk.client.post("/restore/drop")
    assert "Look into it" in desk.client.get("/restore").text


def test_file_may_be_larger_than_other_requests_but_not_as_large_as_it_likes(
    app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert send(desk, b"0" * (app.config["MAX_CONTENT_LENGTH"] + 1)).status_code == 400
    monkeypatch.setattr(views, "UPLOAD_BYTES_MAX", 1000)
    assert send(desk, b"0" * 2000).status_code == 413


def test_nothing_is_taken_in_by_a_full_disk(app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    file = downloaded(desk).data
    monkeypatch.setattr("workshop.backup.room.ROOM_LEFT_BYTES", 1 << 60)
    assert send(desk, file).status_code == 507


def test_nobody_sees_what_another_person_sent(app: Flask, desk: Desk) -> None:
    send(desk, downloaded(desk).data)
    with app.app_context():
        other = client_of(app, _committed(make_author("nightjar")).get_id())
    assert "What the Tide Keeps" not in other.get("/restore").text
    assert other.post("/restore/confirm", data={"digest": digest_shown(desk)}).status_code == 409


def _committed(person: object) -> object:
    db.session.commit()
    return person


def test_copy_is_made_listed_and_downloaded(app: Flask, desk: Desk, settings: Settings) -> None:
    assert "No copy yet" in desk.client.get("/house/copies").text
    assert desk.client.post("/house/copies").status_code == 303
    [path] = (settings.instance / "backups").iterdir()
    assert path.name in desk.client.get("/house/copies").text
    with desk.client.get(f"/house/copies/{path.name}") as answer:
        assert answer.data == Path(path).read_bytes()
        assert answer.headers["Cache-Control"] == "no-store"


def test_page_says_that_the_last_copy_failed(app: Flask, desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("workshop.backup.room.ROOM_LEFT_BYTES", 1 << 60)
    assert desk.client.post("/house/copies").status_code == 507
    assert "The last copy failed" in desk.client.get("/house/copies").text


def test_members_are_only_those_that_a_backup_names() -> None:
    names = ["manifest.json", "works/1/saves/../../x.jsonl", "people.jsonl\n", "works/1/read/001-a.html.exe"]
    assert not [name for name in names if layout.KNOWN_NAME.fullmatch(name)]
