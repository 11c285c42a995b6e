"""Copies of the whole database: whole, made beside the writing, once a day, and never onto a full disk."""

from __future__ import annotations

import sqlite3
import stat
import threading
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import close
from tests.makers import NOW, make_text, plain, type_words
from workshop import create_app
from workshop.backup import daily
from workshop.backup.daily import CopyFailed, copies, copy_if_due, get_copy, make_copy
from workshop.db import db, migrate, writing
from workshop.errors import NotFound
from workshop.settings import Settings
from workshop.works.models import Document


def texts_in(path: Path) -> list[str]:
    with sqlite3.connect(path) as copy:
        found = [row[0] for row in copy.execute("SELECT steps FROM versions ORDER BY document_id, number")]
    copy.close()
    return found


def test_copy_is_a_database_with_everything_in_it(app: Flask, settings: Settings) -> None:
    with app.app_context():
        make_text("It began.")
        db.session.commit()
    copy = make_copy(settings, NOW)
    assert "It began." in texts_in(copy.path)[0]
    assert copy.path == settings.instance / "backups" / "galley-20260312-140300.sqlite3"
    assert [path.name for path in copy.path.parent.iterdir()] == [copy.path.name]
    assert stat.S_IMODE(copy.path.stat().st_mode) == 0o600


def test_galley_starts_on_a_copy(app: Flask, settings: Settings, tmp_path: Path) -> None:
    with app.app_context():
        text_id = make_text("It began.").id
        db.session.commit()
    copy = make_copy(settings, NOW)
    other = create_app(replace(settings, database_url=f"sqlite:///{copy.path}"))
    assert migrate(other) is None
    with other.app_context():
        assert plain(db.session.get(Document, text_id)) == "It began."
    close(other)


def test_writers_go_on_while_a_copy_is_made(app: Flask, settings: Settings) -> None:
    """A writer holds its transaction open while the copy is made; the copy has what was kept before it."""
    with app.app_context():
        text = make_text("It began")
        db.session.commit()
        with writing():
            type_words(text, " again")
            worker = threading.Thread(target=make_copy, args=(settings, NOW))
            worker.start()
            worker.join(20)
            assert not worker.is_alive()
            db.session.commit()
        assert plain(text) == "It began again"
    assert len(texts_in(settings.instance / "backups" / "galley-20260312-140300.sqlite3")) == 1


def test_one_copy_a_day_is_made_by_itself(app: Flask, settings: Settings) -> None:
    for hours in (0, 1, 9, 10, 11, 34):
        copy_if_due(settings, NOW + timedelta(hours=hours))
    made = [copy.made_at for copy in copies(settings, NOW).all]
    assert made == [NOW + timedelta(hours=34), NOW + timedelta(hours=10), NOW]


def test_copies_that_the_policy_does_not_keep_are_let_go(app: Flask, settings: Settings) -> None:
    for day in range(60):
        make_copy(settings, NOW + timedelta(days=day))
    assert len(copies(settings, NOW).all) < 7 + 4 + 12


def test_nothing_is_written_onto_a_disk_with_too_little_room(
    app: Flask, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    make_copy(settings, NOW)
    monkeypatch.setattr("workshop.backup.room.ROOM_LEFT_BYTES", 1 << 60)
    copy_if_due(settings, NOW + timedelta(days=1))
    found = copies(settings, NOW + timedelta(days=1))
    assert len(found.all) == 1
    assert "too little" in found.failed
    monkeypatch.undo()
    copy_if_due(settings, NOW + timedelta(days=1))
    assert copies(settings, NOW).failed is None


def test_damaged_database_is_not_passed_off_as_a_copy(app: Flask, settings: Settings) -> None:
    with app.app_context():
        make_text("It began.")
        db.session.commit()
    close(app)
    database = settings.instance / "galley.sqlite3"
    with sqlite3.connect(database) as opened:
        opened.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    opened.close()
    whole = database.read_bytes()
    database.write_bytes(whole[: 4096 * 4] + b"\xff" * 4096 * 6 + whole[4096 * 10 :])
    with pytest.raises(CopyFailed):
        make_copy(settings, NOW)
    assert copies(settings, NOW).all == []
    assert copies(settings, NOW).failed


def test_half_a_copy_is_none(app: Flask, settings: Settings) -> None:
    """What a power cut leaves is neither listed nor in the way."""
    folder = settings.instance / "backups"
    folder.mkdir()
    (folder / "galley-20260312-140300.part").write_bytes(b"half")
    assert copies(settings, NOW).all == []
    make_copy(settings, NOW)
    assert [path.suffix for path in folder.iterdir()] == [".sqlite3"]


@pytest.mark.parametrize("name", ["../galley.sqlite3", "galley.sqlite3", "last-one-failed.txt", ""])
def test_only_copies_can_be_had(app: Flask, settings: Settings, name: str) -> None:
    make_copy(settings, NOW)
    with pytest.raises(NotFound):
        get_copy(settings, name)


def test_postgresql_is_left_to_its_own_tools(settings: Settings) -> None:
    there = replace(settings, database_url="postgresql+psycopg://galley@localhost/galley")
    assert copies(there, NOW) == daily.Copies([], None, None)
    with pytest.raises(CopyFailed, match="pg_dump"):
        make_copy(there, NOW)
