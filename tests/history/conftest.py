"""What the page tests of the history have at hand."""

import pytest
from flask import Flask

from tests.history.scene import Scene
from tests.makers import add_beta, author_of, client_of, make_author, make_chapter, minutes, write
from workshop.db import db
from workshop.history.service import name_version
from workshop.works.models import Part
from workshop.works.queries import documents_of


@pytest.fixture
def scene(app: Flask) -> Scene:
    with app.app_context():
        chapter = make_chapter(title="Low water")
        text, note = (documents_of(chapter)[part] for part in (Part.TEXT, Part.PRIVATE_NOTE))
        numbers = [
            write(text, *blocks, now=minutes(at)).version
            for at, blocks in (
                (0, ["Old."]),
                (60, ["Middle.", "It rained."]),
                (61, ["Middle.", "It rained on."]),
                (200, ["New.", "It snowed."]),
            )
        ]
        write(note, "Nobody else reads this.", now=minutes(205))
        name_version(text, numbers[2], "Sent <b>")
        people = [author_of(chapter.work), add_beta(chapter.work), make_author()]
        db.session.commit()
        clients = [client_of(app, person.get_id()) for person in people]
        return Scene(app, chapter.work_id, chapter.id, text.id, note.id, numbers, *clients, client_of(app, None))
