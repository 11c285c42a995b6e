"""A Galley to measure: a folder of its own, an author with works in it, and the process that serves it."""

from __future__ import annotations

import http.client
import json
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask

from tests.conftest import close
from tests.live import ServedProcess
from workshop import create_app
from workshop.db import db, migrate
from workshop.people.models import Person
from workshop.people.service import found_house
from workshop.prose.documents import document_from_text
from workshop.settings import Settings
from workshop.web import now
from workshop.works.models import Chapter, Part
from workshop.works.queries import text_of
from workshop.works.service import add_chapter, create_work

SAMPLE = Path(__file__).resolve().parent.parent / "workshop" / "desk" / "sample" / "low-water.txt"
#: Nothing listens there: what is measured without grammar must not meet a LanguageTool by accident.
NO_LANGUAGETOOL = "http://127.0.0.1:9"


@dataclass(frozen=True)
class Place:
    """Where a written chapter lies."""

    work_id: int
    chapter_id: int
    document_id: int
    version: int


@dataclass(frozen=True)
class Seeded:
    """An installation with one author. `cookie` is the author's session, as a browser sends it."""

    settings: Settings
    app: Flask
    cookie: str
    person_id: int

    def add_chapters(self, text: str, count: int) -> list[Place]:
        """Write the text into a new chapter of a new work, so many times."""
        with self.app.app_context():
            person = db.session.get_one(Person, self.person_id)
            content = {Part.TEXT: document_from_text(text)}
            chapters = []
            for number in range(1, count + 1):
                work = create_work(person, f"Work {number}", now())
                chapters.append(add_chapter(work, "", person, now(), content))
            db.session.commit()
            return [_place(chapter) for chapter in chapters]

    def process(self) -> ServedProcess:
        return ServedProcess(self.settings)


@contextmanager
def seeded(languagetool_url: str = NO_LANGUAGETOOL) -> Iterator[Seeded]:
    """Give a new installation in a folder that is removed afterwards."""
    with tempfile.TemporaryDirectory(prefix="galley-bench-") as folder:
        settings = Settings.from_environment({"LANGUAGETOOL_URL": languagetool_url}, instance=Path(folder))
        app = create_app(settings)
        migrate(app)
        try:
            yield Seeded(settings, app, *_found(app))
        finally:
            close(app)


def asking_galley(galley: Seeded, port: int, place: Place) -> Callable[..., Any]:
    """Return what asks a served Galley for the findings of paragraphs, as the editor does; waits until it can answer."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=300)
    headers = {"Cookie": galley.cookie, "Content-Type": "application/json", "Accept": "application/json"}

    def ask(paragraphs: Sequence[str], *, whole: bool = False) -> Any:
        rows = [{"key": str(number), "text": text} for number, text in enumerate(paragraphs)]
        body = json.dumps({"paragraphs": rows, "whole": whole})
        connection.request("POST", f"/documents/{place.document_id}/findings", body, headers)
        answer = json.loads(connection.getresponse().read())
        assert answer["state"] == "ready", answer
        return answer

    while True:
        with suppress(AssertionError):
            ask(["Is it there?"])
            return ask
        time.sleep(0.5)


def text_of_words(count: int) -> str:
    """Return so many words of the sample work, over and over, in its paragraphs."""
    paragraphs = SAMPLE.read_text("utf-8").strip().split("\n\n")
    chosen: list[str] = []
    words = 0
    while words < count:
        paragraph = paragraphs[len(chosen) % len(paragraphs)].split()[: count - words]
        chosen.append(" ".join(paragraph))
        words += len(paragraph)
    return "\n\n".join(chosen)


def text_of_characters(count: int) -> str:
    """Return a text of so many characters in the sample work's paragraphs."""
    return text_of_words(count // 3)[:count]


def _found(app: Flask) -> tuple[str, int]:
    with app.app_context():
        person = found_house("Writer", "a password to measure with", now())
        db.session.commit()
        return session_cookie(app, person.get_id()), person.id


def session_cookie(app: Flask, session_id: str) -> str:
    """Return the Cookie header of someone who signed in as `session_id` and has seen a page since, as writers have."""
    client = app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = session_id
        session["_fresh"] = True
        session.permanent = True
    client.get("/")
    name = app.config["SESSION_COOKIE_NAME"]
    return f"{name}={client.get_cookie(name).value}"


def _place(chapter: Chapter) -> Place:
    document = text_of(chapter)
    return Place(chapter.work_id, chapter.id, document.id, document.version)
