"""A chapter with an author, a beta and a stranger, and what each hears of it."""

import json
from collections.abc import Iterator

from flask import Flask
from werkzeug.test import TestResponse

from tests.makers import add_beta, author_of, client_of, make_author, make_chapter
from tests.prose.makers import doc
from workshop.db import db
from workshop.people.models import Person
from workshop.works.models import Chapter
from workshop.works.queries import documents_of


class Stage:
    """A chapter, its people's sessions, and the streams that a test opened."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            chapter = make_chapter("The tide was out.", private_note=doc("Secret."))
            people = {"author": author_of(chapter.work), "beta": add_beta(chapter.work), "stranger": make_author()}
            self.chapter_id = chapter.id
            self.documents = {part: document.id for part, document in documents_of(chapter).items()}
            self.sessions = {name: person.get_id() for name, person in people.items()}
            db.session.commit()
        self.opened: list[TestResponse] = []

    def get(self, who: str | None, what: str) -> TestResponse:
        client = client_of(self.app, self.sessions[who] if who else None)
        return client.get(f"/chapters/{self.chapter_id}/{what}", headers={"Accept": "application/json"})

    def listen(self, who: str) -> Iterator[tuple[str, dict]]:
        """Open a stream and give its events, without comments and the reconnection time."""
        answer = self.get(who, "events")
        assert answer.status_code == 200
        self.opened.append(answer)
        return events_of(answer)

    def chapter(self) -> Chapter:
        return db.session.get(Chapter, self.chapter_id)

    def person(self, who: str) -> Person:
        return db.session.get(Person, int(self.sessions[who].partition(":")[0]))


def events_of(answer: TestResponse) -> Iterator[tuple[str, dict]]:
    for message in answer.iter_encoded():
        words = message.decode()
        if words.startswith("event: "):
            first, second = words.strip().split("\n")
            yield first.removeprefix("event: "), json.loads(second.removeprefix("data: "))
