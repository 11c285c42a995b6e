"""Reading documents and sending steps over HTTP, as an editor does."""

import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from tests.makers import add_beta, author_of, client_of, make_author, make_chapter, text_of, typed
from tests.prose.makers import doc
from workshop.db import db
from workshop.works.models import Block, Document, Part, Version
from workshop.works.queries import documents_of
from workshop.works.sealing import seal_document


@dataclass
class Scene:
    """One chapter, and browsers of an author, a beta and a stranger."""

    text: int
    private_note: int
    author: FlaskClient
    beta: FlaskClient
    stranger: FlaskClient
    nobody: FlaskClient


@pytest.fixture
def scene(app: Flask) -> Scene:
    with app.app_context():
        chapter = make_chapter("It rained.", private_note=doc("He dies."))
        people = [author_of(chapter.work), add_beta(chapter.work), make_author()]
        db.session.commit()
        clients = [client_of(app, person.get_id()) for person in people]
        return Scene(text_of(chapter).id, documents_of(chapter)[Part.PRIVATE_NOTE].id, *clients, client_of(app, None))


def send(client: FlaskClient, document: int, version: object, *steps: object, tab: object = "tab"):
    return client.post(f"/documents/{document}/steps", json={"version": version, "steps": list(steps), "client": tab})


def seal(app: Flask, scene: Scene) -> None:
    with app.app_context():
        assert seal_document(scene.text, datetime.now(UTC) + timedelta(days=1))


def version_of(scene: Scene) -> int:
    return scene.author.get(f"/documents/{scene.text}").json["version"]


def words_of(scene: Scene) -> str:
    content = scene.author.get(f"/documents/{scene.text}").json["content"]
    return "\n".join("".join(piece["text"] for piece in block.get("content", ())) for block in content["content"])


def test_document_is_read_with_its_version_and_content(scene: Scene) -> None:
    read = scene.author.get(f"/documents/{scene.text}").json
    assert (read["id"], read["part"]) == (scene.text, "text")
    assert read["content"]["type"] == "doc"
    assert read["version"] >= 1


def test_accepted_steps_are_answered_with_version_and_words(scene: Scene) -> None:
    version = version_of(scene)
    answer = send(scene.author, scene.text, version, typed(11, " All day."))
    assert (answer.status_code, answer.json) == (200, {"version": version + 1, "words": 4})
    assert words_of(scene) == "It rained. All day."


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        ("Mozilla/5.0 (Android 15; Mobile; rv:144.0) Gecko/144.0 Firefox/144.0", "Firefox on Android"),
        ("a script of somebody’s own", None),
        ("Mozilla/5.0 (X11; Linux x86_64) <script>alert(1)</script> 😀 \x1b[31m", "a browser on Linux"),
        ("Mozilla/5.0 (Macintosh) Version/18 Safari/605 " + "9" * 10_000_000, "Safari on Mac"),
    ],
    ids=["a phone", "a script", "markup", "ten million letters"],
)
def test_save_knows_the_device_and_nothing_else_of_what_the_browser_says(
    app: Flask, scene: Scene, user_agent: str, device: str | None
) -> None:
    body = {"version": version_of(scene), "steps": [typed(1, "Oh: ")], "client": "tab"}
    answer = scene.author.post(f"/documents/{scene.text}/steps", json=body, headers={"User-Agent": user_agent})
    with app.app_context():
        assert db.session.get(Version, (scene.text, answer.json["version"])).device == device


def test_editor_that_is_behind_gets_the_steps_to_rebase_on(scene: Scene) -> None:
    version = version_of(scene)
    send(scene.author, scene.text, version, typed(1, "Oh: "), tab="one")
    answer = send(scene.author, scene.text, version, typed(11, " All day."), tab="two")
    assert answer.status_code == 409
    assert answer.json == {"version": version + 1, "steps": [typed(1, "Oh: ")], "clients": ["one"]}
    assert words_of(scene) == "Oh: It rained."


@pytest.mark.parametrize("by", [1, 10**6])
def test_editor_that_is_ahead_of_a_server_set_back_is_told_so(scene: Scene, by: int) -> None:
    ahead = version_of(scene) + by
    sent = send(scene.author, scene.text, ahead, typed(11, " All day."))
    asked = scene.author.get(f"/documents/{scene.text}/steps?since={ahead}", headers={"Accept": "application/json"})
    assert [answer.status_code for answer in (sent, asked)] == [412, 412]
    assert "older copy" in sent.json["error"]
    assert words_of(scene) == "It rained."


@pytest.mark.parametrize("sealed", [False, True])
def test_editor_that_goes_on_from_what_another_made_is_told_so(app: Flask, scene: Scene, sealed: bool) -> None:
    version = version_of(scene)
    # An older copy was laid over, and somebody wrote on beyond where the editor is, in one save.
    for number in range(2):
        send(scene.author, scene.text, version + 2 * number, typed(1, "a"), typed(2, "b"), tab="somebody")
    if sealed:
        seal(app, scene)
    statuses = {}
    for maker in ("another", "somebody"):
        for known in (version + 1, version + 2, version + 4):
            body = {"version": known, "steps": [typed(1, "c")], "client": "tab", "maker": maker}
            asked = scene.author.get(
                f"/documents/{scene.text}/steps?since={known}&maker={maker}", headers={"Accept": "application/json"}
            )
            sent = scene.author.post(f"/documents/{scene.text}/steps", json=body)
            statuses[maker, known - version] = asked.status_code, sent.status_code
    told = {("another", known): (412, 412) for known in (1, 2, 4)}
    assert statuses == told | {("somebody", 1): (200, 409), ("somebody", 2): (200, 409), ("somebody", 4): (200, 200)}


@pytest.mark.parametrize("maker", [None, 7, ["somebody"], {}])
def test_who_made_the_last_step_need_not_be_told(scene: Scene, maker: object) -> None:
    body = {"version": version_of(scene), "steps": [typed(1, "c")], "client": "tab", "maker": maker}
    assert scene.author.post(f"/documents/{scene.text}/steps", json=body).status_code == 200


def test_damaged_block_keeps_nobody_from_writing(app: Flask, scene: Scene) -> None:
    version = version_of(scene)
    seal(app, scene)
    with app.app_context():
        db.session.execute(update(Block).values(saves=b"damaged", steps=b"damaged"))
        db.session.commit()
    for known in (version, version + 1):
        body = {"version": known, "steps": [typed(1, "c")], "client": "tab", "maker": "tab" if known > version else "x"}
        assert scene.author.post(f"/documents/{scene.text}/steps", json=body).status_code == 200


def test_steps_one_lacks_are_sent_with_who_made_each(scene: Scene) -> None:
    version = version_of(scene)
    send(scene.author, scene.text, version, typed(1, "a"), typed(2, "b"))
    answer = scene.author.get(f"/documents/{scene.text}/steps?since={version + 1}")
    assert answer.json == {"version": version + 2, "steps": [typed(2, "b")], "clients": ["tab"]}


@pytest.mark.parametrize("since", ["-1", "999999", "99999999999999999999", "x", "1.5", "", "0x1", "１"])
def test_steps_since_nonsense_are_refused(scene: Scene, since: str) -> None:
    assert scene.author.get(f"/documents/{scene.text}/steps?since={since}").status_code in {400, 412}


def test_old_state_is_read_by_its_version(scene: Scene) -> None:
    version = version_of(scene)
    send(scene.author, scene.text, version, typed(1, "Oh: "))
    read = scene.author.get(f"/documents/{scene.text}/versions/{version}/content").json
    assert read["version"] == version
    assert "Oh: " not in json.dumps(read["content"])


@pytest.mark.parametrize("number", ["999999", "99999999999999", "-1", "x"])
def test_state_that_never_was_is_not_found(scene: Scene, number: str) -> None:
    assert scene.author.get(f"/documents/{scene.text}/versions/{number}/content").status_code == 404


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"null",
        b"[]",
        b"7",
        b'"steps"',
        b"{",
        b"{}",
        b'{"version": 1}',
        b'{"version": "1", "steps": [], "client": "tab"}',
        b'{"version": 1e999, "steps": [{}], "client": "tab"}',
        b'{"version": NaN, "steps": [{}], "client": "tab"}',
        b'{"version": 1, "steps": {}, "client": "tab"}',
        b'{"version": 1, "steps": [{"stepType": "replace"}], "client": "tab"}',
        b'{"version": 1, "steps": [{"stepType": "replace", "from": 1e9, "to": 1}], "client": "tab"}',
        b'{"version": 1, "steps": [{"stepType": "replace", "from": true, "to": 1}], "client": "tab"}',
        b'{"version": 1, "steps": [null], "client": "\\ud800"}',
        b"\xff\xfe",
        b"[" * 100_000,
    ],
)
def test_unreadable_body_gets_400_in_json_and_changes_nothing(scene: Scene, body: bytes) -> None:
    answer = scene.author.post(f"/documents/{scene.text}/steps", data=body, content_type="application/json")
    assert (answer.status_code, answer.is_json) == (400, True)
    assert words_of(scene) == "It rained."


def test_too_large_a_body_gets_413_in_json(scene: Scene) -> None:
    answer = send(scene.author, scene.text, version_of(scene), typed(1, "x" * 9_000_000))
    assert (answer.status_code, answer.is_json) == (413, True)


def test_steps_that_would_make_the_text_too_long_get_413(scene: Scene) -> None:
    answer = send(scene.author, scene.text, version_of(scene), typed(1, "x" * 2_100_000))
    assert answer.status_code == 413
    assert words_of(scene) == "It rained."


def test_stranger_cannot_tell_a_document_from_none(scene: Scene) -> None:
    there, nowhere = (
        scene.stranger.get(f"/documents/{number}", headers={"Accept": "application/json"})
        for number in (scene.text, 999)
    )
    assert (there.status_code, there.data) == (nowhere.status_code, nowhere.data) == (404, there.data)
    assert send(scene.stranger, scene.text, 1, typed(1, "x")).data == there.data


def test_beta_reads_the_text_and_never_the_private_note(scene: Scene) -> None:
    assert scene.beta.get(f"/documents/{scene.text}").status_code == 200
    for path in ("", "/steps?since=0"):
        assert scene.beta.get(f"/documents/{scene.private_note}{path}").status_code == 404


def test_beta_gets_no_steps_and_no_old_state_which_hold_what_was_deleted(scene: Scene) -> None:
    assert scene.beta.get(f"/documents/{scene.text}/steps?since=0").status_code == 404
    assert send(scene.beta, scene.text, version_of(scene), typed(1, "x")).status_code == 404
    assert scene.beta.get(f"/documents/{scene.text}/versions/0/content").status_code == 404
    assert words_of(scene) == "It rained."


def test_nobody_is_asked_to_sign_in(scene: Scene) -> None:
    answer = send(scene.nobody, scene.text, 1, typed(1, "x"))
    assert (answer.status_code, answer.is_json) == (401, True)


def test_another_site_cannot_send_steps(scene: Scene) -> None:
    answer = scene.author.post(
        f"/documents/{scene.text}/steps",
        json={"version": version_of(scene), "steps": [typed(1, "x")], "client": "tab"},
        headers={"Origin": "https://example.org"},
    )
    assert answer.status_code == 403
    assert words_of(scene) == "It rained."


def test_private_note_of_a_chapter_in_the_bin_cannot_be_read(app: Flask, scene: Scene) -> None:
    with app.app_context():
        chapter = db.session.get(Document, scene.text).chapter_id
    scene.author.post(f"/chapters/{chapter}/bin")
    assert scene.author.get(f"/documents/{scene.private_note}").status_code == 404
    scene.author.post(f"/chapters/{chapter}/unbin")
    assert scene.author.get(f"/documents/{scene.private_note}").status_code == 200


def test_desk_opens_with_what_was_typed_last(app: Flask, scene: Scene) -> None:
    with app.app_context():
        chapter = db.session.get(Document, scene.text).chapter_id
    for letter in "yM":
        assert send(scene.author, scene.text, version_of(scene), typed(1, letter)).status_code == 200
    assert '"text":"MyIt rained."' in scene.author.get(f"/chapters/{chapter}").text
