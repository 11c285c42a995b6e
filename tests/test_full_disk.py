"""A disk that is full while people write: they are told so, nothing breaks, and all goes on once there is room."""

from __future__ import annotations

import errno
import http.client
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import IO

import pytest
from flask import Flask

from tests.live import ServedProcess
from tests.test_kill import Writer, ensure_history_is_whole, make_writers, quick_check
from workshop.db import db
from workshop.settings import Settings
from workshop.works.models import Document

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux lets a test fill a disk")
#: Saves before the disk is full and after it.
SAVES = 20
#: What fits into the log that SQLite has made already goes on a little.
SAVES_ON_THE_LAST_PAGES = 500
REFUSED = 5


@pytest.fixture
def small_disk(settings: Settings) -> Iterator[Path]:
    """The instance folder as a file system of its own, of a few megabytes."""
    folder = settings.instance
    database = (folder / "galley.sqlite3").read_bytes()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=4m", "small", folder], capture_output=True).returncode:
        pytest.skip("only root may mount a small disk")
    try:
        (folder / "galley.sqlite3").write_bytes(database)
        yield folder
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)


def test_full_disk_is_told_and_writing_goes_on_when_there_is_room(
    small_disk: Path, app: Flask, served_process: ServedProcess
) -> None:
    ballast = small_disk / "ballast"
    ensure_writing_survives(app, served_process, fill=lambda: fill(ballast), free=ballast.unlink)


def test_used_up_share_of_the_disk_is_told_and_writing_goes_on_when_there_is_room(
    app: Flask, served_process: ServedProcess
) -> None:
    ensure_writing_survives(app, served_process, fill=served_process.fill_disk, free=served_process.free_disk)


def fill(ballast: Path) -> None:
    with ballast.open("wb", buffering=0) as file:
        with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
            _write_on(file)


def _write_on(file: IO[bytes]) -> None:
    while True:
        file.write(bytes(512))


def ensure_writing_survives(
    app: Flask, process: ServedProcess, fill: Callable[[], None], free: Callable[[], None]
) -> None:
    writer = make_writers(app)[0]
    process.start()
    with closing(http.client.HTTPConnection("127.0.0.1", process.port, timeout=30)) as connection:
        ensure_saves(writer, connection)
        fill()
        ensure_refusals(writer, connection)
        writer.catch_up(connection)
        free()
        ensure_saves(writer, connection)
    process.kill()
    assert quick_check(app) == "ok"
    process.start()
    with closing(http.client.HTTPConnection("127.0.0.1", process.port, timeout=30)) as connection:
        writer.catch_up(connection)
    assert writer.strange == []
    with app.app_context():
        ensure_history_is_whole(db.session.get_one(Document, writer.document_id), writer.acknowledged)


def ensure_saves(writer: Writer, connection: http.client.HTTPConnection) -> None:
    for _ in range(SAVES):
        status, answer = writer.save(connection)
        assert status == 200, answer


def ensure_refusals(writer: Writer, connection: http.client.HTTPConnection) -> None:
    """Save until that fails, and some times more: each time the writer is told why."""
    answers = (writer.save(connection) for _ in range(SAVES_ON_THE_LAST_PAGES))
    refused = [(status, answer) for status, answer in answers if status != 200][:REFUSED]
    assert len(refused) == REFUSED
    for status, answer in refused:
        assert status == 507
        assert "Your text stays in this browser" in answer["error"]
