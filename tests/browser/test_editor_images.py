"""An image by link in the editor: its words stand there, and nothing is fetched from its host."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.desk import NOW, Desk
from workshop.db import db
from workshop.people.models import Person
from workshop.prose.documents import read_document
from workshop.works.models import Document
from workshop.works.saving import replace_content

IMAGE = {"type": "image", "attrs": {"src": "https://pictures.example/lamp.png", "alt": "the lamp"}}
PARAGRAPH = {"type": "paragraph", "content": [{"type": "text", "text": "Look: "}, IMAGE]}


def test_image_by_link_is_words_and_is_not_fetched(desk: Desk) -> None:
    with desk.server.app.app_context():
        document = db.session.get(Document, desk.document_id)
        person = db.session.get(Person, 1)
        replace_content(document, read_document({"type": "doc", "content": [PARAGRAPH]}), person, NOW, "imported")
        db.session.commit()

    tab = desk.tab()

    # A request to the picture's host would be a complaint, and fail the test.
    expect(tab.words).to_contain_text("Look: Image: the lamp")
    tab.type(" Here.")
    tab.expect_kept()
    assert IMAGE["attrs"]["src"] in str(desk.stored())
