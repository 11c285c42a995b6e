"""The chapter whose history the page tests look at."""

from dataclasses import dataclass

from flask import Flask
from flask.testing import FlaskClient

from tests.makers import plain
from workshop.db import db
from workshop.works.models import Document, Version

HTMX = {"HX-Request": "true"}


@dataclass
class Scene:
    """A chapter written in three sittings, the second of which ended with a named version; and four browsers."""

    app: Flask
    work: int
    chapter: int
    text: int
    note: int
    #: The text's versions, oldest first.
    numbers: list[int]
    author: FlaskClient
    beta: FlaskClient
    stranger: FlaskClient
    nobody: FlaskClient

    def words(self) -> str:
        with self.app.app_context():
            return plain(db.session.get(Document, self.text))

    def version(self) -> int:
        with self.app.app_context():
            return db.session.get(Document, self.text).version

    def name_of(self, number: int) -> str | None:
        with self.app.app_context():
            return db.session.get(Version, (self.text, number)).name

    def at(self, number: int, end: str = "") -> str:
        return f"/documents/{self.text}/versions/{number}{end}"
