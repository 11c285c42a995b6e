"""Many editors that save at the same moment: each save is kept once, and none builds on a version that another took."""

from concurrent.futures import ThreadPoolExecutor

from flask import Flask

from tests.makers import author_of, client_of, make_chapter, plain, text_of, typed
from workshop.db import db
from workshop.works.models import Document, Version

TABS = "abcdefgh"
SAVES_A_TAB = 12


def test_tabs_that_save_at_once_lose_and_double_nothing(app: Flask) -> None:
    with app.app_context():
        chapter = make_chapter()
        text, session_id = text_of(chapter).id, author_of(chapter.work).get_id()
        db.session.commit()

    def write(letter: str) -> list[int]:
        """Type a letter again and again, as a tab does: what comes back as behind is sent again on the newer version."""
        client, version, statuses = client_of(app, session_id), 0, []
        while statuses.count(200) < SAVES_A_TAB:
            body = {"version": version, "steps": [typed(1, letter)], "client": letter}
            answer = client.post(f"/documents/{text}/steps", json=body)
            statuses.append(answer.status_code)
            version = answer.json["version"]
        return statuses

    with ThreadPoolExecutor(len(TABS)) as threads:
        statuses = {status for found in threads.map(write, TABS) for status in found}
    assert statuses == {200, 409}
    with app.app_context():
        document = db.session.get(Document, text)
        assert sorted(plain(document)) == sorted(TABS * SAVES_A_TAB)
        numbers = [number for (number,) in db.session.query(Version.number).order_by(Version.number)]
        assert numbers == list(range(1, len(TABS) * SAVES_A_TAB + 1))
