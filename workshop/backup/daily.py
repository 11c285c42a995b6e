"""A copy of the whole database a day, made beside the writing through SQLite's own backup, in instance/backups.

A copy is a database like any other: laid in the place of galley.sqlite3, Galley starts with it. PostgreSQL has tools of
its own for that (pg_dump), so nothing is done there.
"""

from __future__ import annotations

import logging
import os
import re
import shutil
import sqlite3
import threading
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import make_url

from workshop.backup.keeping import kept
from workshop.backup.room import has_room
from workshop.errors import Conflict, NotFound, WorkshopError
from workshop.settings import Settings
from workshop.web import now

#: How often it is looked whether a copy is due; and the first time, when the first pages have arrived.
LOOK_EVERY_SECONDS = 15 * 60
FIRST_LOOK_SECONDS = 60

_NAME = re.compile(r"galley-(\d{8}-\d{6})\.sqlite3")
_FORM = "%Y%m%d-%H%M%S"
_FAILED = "last-one-failed.txt"

_log = logging.getLogger(__name__)
_one_at_a_time = threading.Lock()


class CopyFailed(WorkshopError):
    """Why there is no copy of today; the sentence says what to do."""

    status = 507


class BeingMade(Conflict):
    sentence = "A copy is being made at this moment. Reload the page in a while."


@dataclass(frozen=True)
class Copy:
    """One kept copy of the database."""

    path: Path
    made_at: datetime
    bytes: int


@dataclass(frozen=True)
class Copies:
    """What the house's page tells of them."""

    #: The newest first.
    all: list[Copy]
    #: When one is made again, if Galley runs then; None where it makes none.
    next_at: datetime | None
    #: Why the last try failed, and None since one has not.
    failed: str | None


def copies(settings: Settings, moment: datetime) -> Copies:
    """Return the copies that are kept, and how things stand."""
    folder = _folder(settings)
    if _database(settings) is None:
        return Copies([], None, None)
    found = _all(folder)
    note = folder / _FAILED
    failed = note.read_text("utf-8") if note.exists() else None
    return Copies(found, _due_at(found, moment), failed)


def get_copy(settings: Settings, name: str) -> Copy:
    """Return the copy with this file name; raises NotFound."""
    for copy in _all(_folder(settings)):
        if copy.path.name == name:
            return copy
    raise NotFound(name=name[:80])


def make_copy(settings: Settings, moment: datetime) -> Copy:
    """Copy the database now, and let go of the copies that the policy does not keep.

    Writers go on meanwhile: SQLite copies the state at one moment. Raises CopyFailed, and BeingMade.
    """
    database = _database(settings)
    if database is None:
        raise CopyFailed("Galley copies SQLite databases. For PostgreSQL use its own tools, such as pg_dump.")
    if not _one_at_a_time.acquire(blocking=False):
        raise BeingMade
    try:
        return _made_copy(_folder(settings), database, moment)
    finally:
        _one_at_a_time.release()


def keep_daily(settings: Settings) -> None:
    """Make a copy whenever one is due, as long as the server runs."""
    if _database(settings) is None:
        return
    time.sleep(FIRST_LOOK_SECONDS)
    while True:
        copy_if_due(settings, now())
        time.sleep(LOOK_EVERY_SECONDS)


def copy_if_due(settings: Settings, moment: datetime) -> None:
    """Make a copy if there is none of this day. A failure is noted for the house's page, and tried again."""
    if _due_at(_all(_folder(settings)), moment) <= moment:
        try:
            make_copy(settings, moment)
        except WorkshopError as error:
            _log.warning("No copy of the database was made: %s", error.sentence)


def _made_copy(folder: Path, database: Path, moment: datetime) -> Copy:
    note = folder / _FAILED
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = folder / f"galley-{moment.astimezone(UTC):{_FORM}}.sqlite3"
        _copy_database(database, path)
        note.unlink(missing_ok=True)
    except (OSError, sqlite3.Error, CopyFailed) as error:
        sentence = error.sentence if isinstance(error, CopyFailed) else f"The copy could not be written ({error})."
        _note_failure(note, f"{moment:%d %B %Y, %H:%M UTC}: {sentence}")
        raise CopyFailed(sentence) from error
    _let_go(folder)
    return Copy(path, moment, path.stat().st_size)


def _copy_database(database: Path, path: Path) -> None:
    size = sum(each.stat().st_size for each in (database, Path(f"{database}-wal")) if each.exists())
    if not has_room(path.parent, size):
        free = shutil.disk_usage(path.parent).free // 1_000_000
        raise CopyFailed(f"The disk has {free:,} MB left, too little for a copy. Make room, or take older copies away.")
    part = path.with_suffix(".part")
    # SQLite opens what is there; this way nobody else of this machine can read it.
    os.close(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
    try:
        _copy_into(database, part)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _copy_into(database: Path, part: Path) -> None:
    source, target = sqlite3.connect(database), sqlite3.connect(part)
    try:
        # In one go: in pieces, it would begin anew after each save of anybody. A write-ahead log lets them save meanwhile.
        source.backup(target)
        # One file and no log beside it.
        target.execute("PRAGMA journal_mode=DELETE")
        found = target.execute("PRAGMA quick_check(1)").fetchone()[0]
        if found != "ok":
            raise CopyFailed(
                f"The copy is not whole ({found}). The database may be damaged: python3 app.py verify tells."
            )
    finally:
        target.close()
        source.close()


def _let_go(folder: Path) -> None:
    found = _all(folder)
    staying = kept(copy.made_at for copy in found)
    for copy in found:
        if copy.made_at not in staying:
            copy.path.unlink(missing_ok=True)


def _note_failure(note: Path, words: str) -> None:
    try:
        note.write_text(words, "utf-8")
    except OSError:  # a full disk; the log has it
        _log.warning("%s", words)


def _all(folder: Path) -> list[Copy]:
    matches = [(path, _NAME.fullmatch(path.name)) for path in folder.glob("galley-*.sqlite3")]
    found = [
        Copy(path, datetime.strptime(match[1], _FORM).replace(tzinfo=UTC), path.stat().st_size)
        for path, match in matches
        if match
    ]
    return sorted(found, key=lambda copy: copy.made_at, reverse=True)


def _due_at(found: list[Copy], moment: datetime) -> datetime:
    """Return when the next copy is due: at the first moment of the day after the newest one's."""
    if not found:
        return moment
    day = found[0].made_at.replace(hour=0, minute=0, second=0, microsecond=0)
    return max(day + timedelta(days=1), moment)


def _folder(settings: Settings) -> Path:
    return settings.instance / "backups"


def _database(settings: Settings) -> Path | None:
    url = make_url(settings.database_url)
    return Path(url.database) if url.get_backend_name() == "sqlite" and url.database else None
