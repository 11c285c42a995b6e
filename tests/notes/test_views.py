"""The offer to move notes, and moving them, over HTTP."""

import re
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.makers import add_beta, author_of, client_of, make_author, make_chapter, plain
from workshop.db import db
from workshop.works.models import Chapter, Part
from workshop.works.queries import documents_of

HTMX = {"HX-Request": "true"}
STORY = ("The tide was out when Rin came home that evening.", "Nobody had lit the lamps along the harbour wall.")


@dataclass
class Scene:
    """A chapter whose text begins with a note, and the browsers of four people."""

    app: Flask
    chapter: int
    author: FlaskClient
    beta: FlaskClient
    stranger: FlaskClient
    nobody: FlaskClient

    def words(self) -> dict[Part, str]:
        with self.app.app_context():
            documents = documents_of(db.session.get(Chapter, self.chapter))
            return {part: plain(document) for part, document in documents.items()}


@pytest.fixture
def scene(app: Flask) -> Scene:
    with app.app_context():
        chapter = make_chapter("A/N: Thanks <3", *STORY)
        people = [author_of(chapter.work), add_beta(chapter.work), make_author()]
        db.session.commit()
        clients = [client_of(app, person.get_id()) for person in people]
        return Scene(app, chapter.id, *clients, client_of(app, None))


def test_found_note_is_offered_with_its_words(scene: Scene) -> None:
    offer = scene.author.get(f"/chapters/{scene.chapter}/found-notes", headers=HTMX).text
    assert "A/N: Thanks &lt;3" in offer
    assert "Move to the notes" in offer
    assert "Leave in the text" in offer
    assert "<html" not in offer


def test_nothing_is_offered_where_nothing_is_found(scene: Scene) -> None:
    scene.author.post(f"/chapters/{scene.chapter}/lift-notes")
    offer = scene.author.get(f"/chapters/{scene.chapter}/found-notes", headers=HTMX).text
    assert 'id="found-notes"' in offer
    assert "hidden" in offer
    assert "Move to the notes" not in offer


def test_offer_changes_nothing_by_itself(scene: Scene) -> None:
    before = scene.words()
    scene.author.get(f"/chapters/{scene.chapter}/found-notes", headers=HTMX)
    assert scene.words() == before


def test_moving_leaves_an_undo_line_that_takes_it_back(scene: Scene) -> None:
    before = scene.words()
    answer = scene.author.post(f"/chapters/{scene.chapter}/lift-notes", headers=HTMX)
    assert scene.words() == before | {Part.NOTE_BEFORE: "A/N: Thanks <3", Part.TEXT: "\n".join(STORY)}
    told = re.search(r'name="versions" value="([^"]*)"', answer.text)[1]
    assert len(told.split()) == 2
    scene.author.post(f"/chapters/{scene.chapter}/take-back", data={"versions": told}, headers=HTMX)
    assert scene.words() == before


def test_moving_without_a_script_leads_back_to_the_desk(scene: Scene) -> None:
    answer = scene.author.post(f"/chapters/{scene.chapter}/lift-notes")
    assert (answer.status_code, answer.location) == (303, f"/chapters/{scene.chapter}")


def test_moving_what_is_not_there_any_more_says_so(scene: Scene) -> None:
    scene.author.post(f"/chapters/{scene.chapter}/lift-notes")
    answer = scene.author.post(f"/chapters/{scene.chapter}/lift-notes", headers=HTMX)
    assert answer.status_code == 409
    assert "Nothing was moved" in answer.text


@pytest.mark.parametrize("who", ["beta", "stranger"])
def test_notes_are_moved_by_the_author_alone(scene: Scene, who: str) -> None:
    before, client = scene.words(), getattr(scene, who)
    assert client.get(f"/chapters/{scene.chapter}/found-notes").status_code == 404
    assert client.post(f"/chapters/{scene.chapter}/lift-notes").status_code == 404
    assert scene.words() == before


def test_nobody_moves_nothing(scene: Scene) -> None:
    assert scene.nobody.get(f"/chapters/{scene.chapter}/found-notes", headers=HTMX).status_code == 401
    assert scene.nobody.post(f"/chapters/{scene.chapter}/lift-notes").status_code == 401


def test_another_site_moves_nothing(scene: Scene) -> None:
    before = scene.words()
    answer = scene.author.post(f"/chapters/{scene.chapter}/lift-notes", headers={"Origin": "https://example.org"})
    assert answer.status_code == 403
    assert scene.words() == before


def test_notes_stand_on_the_desk_each_in_an_editor_of_its_own(scene: Scene) -> None:
    page = scene.author.get(f"/chapters/{scene.chapter}").text
    with scene.app.app_context():
        documents = documents_of(db.session.get(Chapter, scene.chapter))
        ids = {part: document.id for part, document in documents.items() if part != Part.TEXT}
    for part, number in ids.items():
        assert re.search(
            rf'id="note-{number}" data-behaviour="document-editor" data-document="{number}" data-part="{part}"', page
        )
    assert page.count('data-behaviour="note-meter"') == 2
    assert "Only you see this" in page


def test_note_with_markup_in_it_cannot_leave_its_block(scene: Scene) -> None:
    with scene.app.app_context():
        note = documents_of(db.session.get(Chapter, scene.chapter))[Part.PRIVATE_NOTE].id
    hostile = "</script><script>alert(1)</script><!--"
    step = {"stepType": "replace", "from": 1, "to": 1, "slice": {"content": [{"type": "text", "text": hostile}]}}
    sent = scene.author.post(f"/documents/{note}/steps", json={"version": 0, "steps": [step], "client": "tab"})
    assert sent.status_code == 200
    page = scene.author.get(f"/chapters/{scene.chapter}").text
    assert "alert(1)" in page
    assert "<script>alert" not in page
    assert "</script><script>" not in page.replace("</script>\n", "")
