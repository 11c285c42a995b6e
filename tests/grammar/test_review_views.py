"""The review over HTTP: a text checked stretch by stretch, corrections, and what is refused; who goes first."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.makers import author_of, client_of, make_chapter, make_work, plain, text_of
from workshop.db import db
from workshop.grammar.turns import Turns
from workshop.works.models import Document

MISTAKE = "He walked threw the door."


@pytest.fixture
def document(app: Flask) -> tuple[int, int, str]:
    """A text's id, its work's and its author's session."""
    with app.app_context():
        chapter = make_chapter(
            "😀 Fine.", *[f"Low water {number}, and more of it. " * 40 for number in range(6)], MISTAKE
        )
        db.session.commit()
        return text_of(chapter).id, chapter.work_id, author_of(chapter.work).get_id()


@pytest.fixture
def author(app: Flask, document: tuple[int, int, str]) -> FlaskClient:
    return client_of(app, document[2])


def look(author: FlaskClient, document_id: int, shown: int | None = None) -> list[dict[str, Any]]:
    """Ask until the text is checked; give all answers."""
    answers: list[dict[str, Any]] = []
    while not answers or answers[-1]["findings"] is None:
        answer = author.post(f"/documents/{document_id}/review", json={"shown": shown})
        assert (answer.status_code, answer.json["state"]) == (200, "ready")
        answers.append(answer.json)
    return answers


def threw_in(answer: dict[str, Any]) -> list[dict[str, Any]]:
    return [finding for finding in answer["findings"] if finding["words"] == "threw"]


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_a_long_text_is_checked_in_stretches_and_its_findings_come_with_their_places(
    author: FlaskClient, document: tuple[int, int, str]
) -> None:
    answers = look(author, document[0])
    done = [answer["done"] for answer in answers]
    assert len(done) > 1
    assert done == sorted(done)
    assert done[-1] == answers[-1]["total"]
    (finding,) = threw_in(answers[-1])
    begin, stop = finding["sentence"]
    assert finding["to"] - finding["from"] == len("threw")
    assert (finding["from"] - begin, stop - begin) == (MISTAKE.index("threw"), len(MISTAKE))
    assert MISTAKE in answers[-1]["html"]
    # What was checked is known, and a page that has the text does not get it again.
    (again,) = look(author, document[0], shown=answers[-1]["version"])
    assert again["html"] is None


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_a_finding_is_corrected_and_taken_back(app: Flask, author: FlaskClient, document: tuple[int, int, str]) -> None:
    document_id, work_id, _ = document
    answer = look(author, document_id)[-1]
    (finding,) = threw_in(answer)
    sent = {"document": document_id, "version": answer["version"], "meant": "through", "finding": finding}
    sent |= {"from": finding["from"], "to": finding["to"]}
    made = author.post(f"/works/{work_id}/corrections", json={"corrections": [sent]})
    assert (made.status_code, made.json["passed"]) == (201, [])
    assert "walked through the door" in text(app, document_id)
    assert threw_in(look(author, document_id)[-1]) == []
    undo = f"/works/{work_id}/corrections/take-back"
    assert author.post(undo, json={"saved": made.json["saved"], "decisions": made.json["decisions"]}).status_code == 204
    assert MISTAKE in text(app, document_id)
    assert threw_in(look(author, document_id)[-1])


def test_without_a_checker_the_answer_says_so(author: FlaskClient, document: tuple[int, int, str]) -> None:
    answer = author.post(f"/documents/{document[0]}/review", json={})
    assert (answer.status_code, answer.json["findings"]) == (200, None)
    assert answer.json["state"] != "ready"
    assert answer.json["message"]


FOUND = {"id": "a", "place": "p", "rule": "b", "short": "s", "message": "m", "words": "c", "suggestions": ["d"]}
SENT = {"document": 1, "version": 1, "from": 1, "to": 2, "meant": "d", "finding": FOUND}


@pytest.mark.parametrize(
    "corrections",
    [
        None,
        [],
        "all",
        [None],
        [{}],
        [SENT] * 2_001,
        *(
            [SENT | {name: value}]
            for name in ("document", "version", "from", "to")
            for value in (-1, True, "1", None, 2**31)
        ),
        *([SENT | {"meant": value}] for value in (None, 5, "c", "\ud800", "\x00", "d" * 2_001)),
        *([SENT | {"finding": value}] for value in (None, [], {"words": "\x00"})),
        [SENT | {"from": 2}],
    ],
)
def test_what_is_no_correction_is_refused(
    author: FlaskClient, document: tuple[int, int, str], corrections: object
) -> None:
    answer = author.post(f"/works/{document[1]}/corrections", json={"corrections": corrections})
    assert answer.status_code in (400, 413)
    assert answer.json["error"]


@pytest.mark.parametrize(
    "body",
    [{}, {"saved": [], "decisions": None}, {"saved": [[1]], "decisions": []}, {"saved": ["1.2"], "decisions": []}]
    + [{"saved": [[1, value]], "decisions": []} for value in (-1, "1", None, 2**31, 999)]
    + [{"saved": [], "decisions": [value]} for value in ("1", None, -1, 999)],
)
def test_what_was_never_done_is_not_taken_back(
    author: FlaskClient, document: tuple[int, int, str], body: object
) -> None:
    assert author.post(f"/works/{document[1]}/corrections/take-back", json=body).status_code in (400, 404)


@pytest.mark.parametrize("body", [[], "x", {"shown": "1"}, {"shown": True}, {"shown": 1.5}])
def test_a_review_of_nonsense_is_refused(author: FlaskClient, document: tuple[int, int, str], body: object) -> None:
    assert author.post(f"/documents/{document[0]}/review", json=body).status_code == 400


def test_one_does_not_correct_a_text_through_a_work_of_ones_own(app: Flask, document: tuple[int, int, str]) -> None:
    with app.app_context():
        other = make_work()
        db.session.commit()
        work_id, stranger = other.id, author_of(other).get_id()
    sent = {"corrections": [SENT | {"document": document[0]}]}
    assert client_of(app, stranger).post(f"/works/{work_id}/corrections", json=sent).status_code == 404
    done = {"saved": [[document[0], 1]], "decisions": []}
    assert client_of(app, stranger).post(f"/works/{work_id}/corrections/take-back", json=done).status_code == 404


def test_what_can_wait_waits_for_whoever_types() -> None:
    turns, went = Turns(), threading.Event()
    with turns.first(), turns.first():
        waiting = threading.Thread(target=lambda: turns.stand_back(60) and went.set())
        waiting.start()
        assert not went.wait(0.1)
    assert went.wait(5)
    waiting.join()


def test_nobody_waits_for_ever() -> None:
    turns = Turns()
    with turns.first():
        assert not turns.stand_back(0.01)
    assert turns.stand_back(0)


def text(app: Flask, document_id: int) -> str:
    with app.app_context():
        return plain(db.session.get(Document, document_id))
