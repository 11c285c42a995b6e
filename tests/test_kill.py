"""The server killed at once, again and again, while people save: what it acknowledged is on disk."""

from __future__ import annotations

import http.client
import json
import os
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import closing
from dataclasses import dataclass, field
from itertools import count
from pathlib import Path
from random import Random

import pytest
from flask import Flask

from tests.live import FOLDER, ServedProcess
from tests.makers import client_of, make_author, make_chapter, make_text, make_work, text_of, type_words, typed
from workshop.db import db
from workshop.prose.documents import apply_steps, empty_document, read_document, read_steps
from workshop.settings import Settings
from workshop.works.command import verify
from workshop.works.models import Document
from workshop.works.saving import document_node, steps_since, version_node
from workshop.works.stored import written

WRITERS = 6
ROUNDS = 5
#: In every round each writer gets so many saves through before the server is killed under the next ones.
SAVES_BEFORE_THE_KILL = 12


@dataclass
class Writer:
    """Types letter by letter at the end of one text, and remembers which letters the server said it had kept."""

    document_id: int
    cookie: str
    version: int = 0
    acknowledged: str = ""
    strange: list[str] = field(default_factory=list)

    def write(self, process: ServedProcess, enough: threading.Semaphore) -> None:
        """Save until the connection breaks."""
        connection = http.client.HTTPConnection("127.0.0.1", process.port, timeout=30)
        try:
            self.catch_up(connection)
            for number in count(1):
                self._save(connection)
                if number == SAVES_BEFORE_THE_KILL:
                    enough.release()
        except (OSError, http.client.HTTPException):
            pass  # it was killed, as it was meant to be
        finally:
            connection.close()

    def catch_up(self, connection: http.client.HTTPConnection) -> None:
        """A save whose answer the kill swallowed may have been kept: go on from what the server has."""
        status, answer = self._ask(connection, "GET", f"/documents/{self.document_id}")
        assert status == 200, answer
        self.version = answer["version"]
        text = read_document(answer["content"]).text_content
        if text[:-1] == self.acknowledged:
            self.acknowledged = text
        elif text != self.acknowledged:
            self.strange.append(f"{len(self.acknowledged)} letters were acknowledged, {len(text)} are there")

    def save(self, connection: http.client.HTTPConnection) -> tuple[int, dict]:
        """Type one letter, and return the answer's status and JSON."""
        letter = chr(ord("a") + self.version % 26)
        body = {"version": self.version, "steps": [typed(self.version + 1, letter)], "client": "tab-1"}
        status, answer = self._ask(connection, "POST", f"/documents/{self.document_id}/steps", body)
        if status == 200:
            self.version = answer["version"]
            self.acknowledged += letter
        return status, answer

    def _save(self, connection: http.client.HTTPConnection) -> None:
        status, answer = self.save(connection)
        if status != 200:
            self.strange.append(f"{status} {answer}")
            raise http.client.HTTPException

    def _ask(
        self, connection: http.client.HTTPConnection, method: str, path: str, body: object = None
    ) -> tuple[int, dict]:
        headers = {"Cookie": self.cookie, "Content-Type": "application/json", "Accept": "application/json"}
        connection.request(method, path, json.dumps(body) if body else None, headers)
        answer = connection.getresponse()
        return answer.status, json.loads(answer.read())


def test_killed_server_has_every_acknowledged_step(app: Flask, served_process: ServedProcess) -> None:
    writers = make_writers(app)
    for _ in range(ROUNDS):
        served_process.start()
        write_until_killed(served_process, writers)
        assert quick_check(app) == "ok"

    served_process.start()
    for writer in writers:
        with closing(http.client.HTTPConnection("127.0.0.1", served_process.port, timeout=30)) as connection:
            writer.catch_up(connection)
    assert [strange for writer in writers for strange in writer.strange] == []
    assert all(len(writer.acknowledged) >= ROUNDS * SAVES_BEFORE_THE_KILL for writer in writers)
    with app.app_context():
        for writer in writers:
            ensure_history_is_whole(db.session.get(Document, writer.document_id), writer.acknowledged)


def make_writers(app: Flask) -> list[Writer]:
    with app.app_context():
        author = make_author()
        work = make_work(author)
        documents = [text_of(make_chapter(work=work)) for _ in range(WRITERS)]
        db.session.commit()
        client = client_of(app, author.get_id())
        name = app.config["SESSION_COOKIE_NAME"]
        cookie = f"{name}={client.get_cookie(name).value}"
        return [Writer(document.id, cookie) for document in documents]


def write_until_killed(process: ServedProcess, writers: list[Writer]) -> None:
    enough = threading.Semaphore(0)
    threads = [threading.Thread(target=writer.write, args=(process, enough)) for writer in writers]
    for thread in threads:
        thread.start()
    for _ in writers:
        assert enough.acquire(timeout=60), "a writer got nothing through"
    process.kill()
    for thread in threads:
        thread.join(timeout=60)


def quick_check(app: Flask) -> str:
    path = Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    with closing(sqlite3.connect(path)) as connection:
        return connection.execute("PRAGMA quick_check").fetchone()[0]


def ensure_history_is_whole(document: Document, text: str) -> None:
    """The newest state, the log replayed from the beginning, and any version in between say the same."""
    assert document_node(document).text_content == text
    assert document.version == len(text)
    steps = steps_since(document, 0).steps
    assert apply_steps(empty_document(), read_steps(steps)).doc.text_content == text
    for number in range(0, document.version, 7):
        assert version_node(document, number).text_content == text[:number]


def test_sealing_killed_at_any_moment_loses_no_version(app: Flask, settings: Settings) -> None:
    states: dict[tuple[int, int], str] = {}
    with app.app_context():
        texts = [make_text(f"Salt {number}.") for number in range(4)]
        for text in texts:
            for number in range(80):
                type_words(text, f" {number} and some more.")
                states[text.id, text.version] = written(document_node(text))
        db.session.commit()
    random = Random(1)
    environ = os.environ | {"GALLEY_INSTANCE": str(settings.instance), "DATABASE_URL": settings.database_url}
    for _ in range(6):
        command = [sys.executable, str(FOLDER / "app.py"), "seal"]
        process = subprocess.Popen(command, env=environ, stdout=subprocess.DEVNULL)
        time.sleep(random.uniform(0.8, 2.5))
        process.kill()
        process.wait()
        assert quick_check(app) == "ok"
        with app.app_context():
            assert verify() == 0
            for (document_id, number), state in states.items():
                assert written(version_node(db.session.get(Document, document_id), number)) == state


@pytest.mark.parametrize("signal_name", ["kill", "stop"])
def test_restarted_server_serves_where_it_did_before(
    app: Flask, served_process: ServedProcess, signal_name: str
) -> None:
    writer = make_writers(app)[0]
    served_process.start()
    port = served_process.port
    getattr(served_process, signal_name)()
    served_process.start()
    assert served_process.port == port
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        writer.catch_up(connection)
