"""Findings and decisions over HTTP, with LanguageTool behind the app."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from tests.makers import author_of, client_of, make_chapter, text_of
from workshop import live
from workshop.db import db
from workshop.grammar.languagetool import status
from workshop.grammar.memory import Memory
from workshop.grammar.models import CheckedParagraph, Decision, WorkCheck
from workshop.grammar.telling import Telling
from workshop.works.models import Work

MISTAKE = "He walked threw the door."
NAMES = "Tavira-chan laughed."

#: As the editor sends it back.
FOUND = {
    "id": "a", "place": "p", "rule": "b", "short": "s", "message": "m",
    "before": "", "words": "c", "after": "", "suggestions": ["d"],
}  # fmt: skip

Ask = Callable[..., dict[str, Any]]


@dataclass(frozen=True)
class Scene:
    """The ids of a work with one chapter. Two people in one app context would be taken for one: so no context here."""

    document: int
    work: int
    person: str


@pytest.fixture
def make_scene(app: Flask) -> Callable[..., Scene]:
    def make(*paragraphs: str) -> Scene:
        with app.app_context():
            chapter = make_chapter(*paragraphs)
            db.session.commit()
            return Scene(text_of(chapter).id, chapter.work_id, author_of(chapter.work).get_id())

    return make


@pytest.fixture
def scene(make_scene: Callable[..., Scene]) -> Scene:
    return make_scene("Low water.", NAMES, "So Tavira ran.")


@pytest.fixture
def author(app: Flask, scene: Scene) -> FlaskClient:
    return client_of(app, scene.person)


@pytest.fixture
def ask(author: FlaskClient, scene: Scene) -> Ask:
    """Ask for the findings of some paragraphs, keyed 0, 1, …; more fields of the request by name."""
    path = f"/documents/{scene.document}/findings"

    def ask(*texts: str, **fields: object) -> dict[str, Any]:
        paragraphs = [{"key": str(number), "text": text} for number, text in enumerate(texts)]
        answer = author.post(path, json={"paragraphs": paragraphs} | fields)
        assert answer.status_code == 200
        return answer.json

    return ask


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_findings_come_by_paragraph_with_all_that_the_editor_shows(ask: Ask) -> None:
    answer = ask("Fine.", f"😀 {MISTAKE}")
    assert (answer["state"], answer["findings"]["0"]) == ("ready", [])
    (finding,) = answer["findings"]["1"]
    assert {name: finding[name] for name in ("start", "end", "kind", "source", "words", "suggestions")} == {
        "start": 13, "end": 18, "kind": "mistake", "source": "rules", "words": "threw", "suggestions": ["through"],
    }  # fmt: skip
    assert len(finding["id"]) == 16
    assert finding["message"]
    assert finding["short"]


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_notes_are_heard_as_notes(ask: Ask) -> None:
    assert len(ask("He don't care.")["findings"]["0"]) == 1
    rows = [{"key": "0", "text": "He don't care.", "part": "note_after"}]
    assert ask(paragraphs=rows)["findings"]["0"] == []


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_ignored_finding_stays_away_until_it_is_taken_back(ask: Ask, author: FlaskClient, scene: Scene) -> None:
    (finding,) = ask(MISTAKE)["findings"]["0"]
    decisions = f"/works/{scene.work}/decisions"
    made = author.post(decisions, json={"finding": finding, "decision": "leave"})
    assert (made.status_code, made.json["decision"]) == (201, "leave")
    again = author.post(decisions, json={"finding": finding, "decision": "leave"})
    assert again.json["id"] == made.json["id"]

    assert ask(MISTAKE)["findings"]["0"] == []
    assert ask(f"It rained. {MISTAKE} She followed.")["findings"]["0"] == []
    assert len(ask("She walked threw the door.")["findings"]["0"]) == 1

    assert "threw" in author.get(decisions).text
    assert author.post(f"{decisions}/{made.json['id']}/take-back", json={}).status_code == 204
    assert len(ask(MISTAKE)["findings"]["0"]) == 1


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_ignored_rule_is_silent_in_its_work_only(
    app: Flask, ask: Ask, author: FlaskClient, scene: Scene, make_scene: Callable[..., Scene]
) -> None:
    (finding,) = ask(MISTAKE)["findings"]["0"]
    author.post(f"/works/{scene.work}/decisions", json={"finding": finding, "decision": "never"})
    assert ask("She walked threw a wall.")["findings"]["0"] == []

    other = make_scene("Another work.")
    rows = {"paragraphs": [{"key": "a", "text": MISTAKE}]}
    answer = client_of(app, other.person).post(f"/documents/{other.document}/findings", json=rows)
    assert len(answer.json["findings"]["a"]) == 1


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_level_of_a_work_chooses_what_is_shown_without_asking_again(
    app: Flask, ask: Ask, author: FlaskClient, scene: Scene
) -> None:
    text = f"An old fashioned clock. {MISTAKE}"
    (quiet,) = ask(text, whole=True)["findings"]["0"]
    kept = count(app, CheckedParagraph)
    decided = {"finding": quiet, "decision": "leave"}
    author.post(f"/works/{scene.work}/decisions", json=decided)
    assert author.post(f"/works/{scene.work}/level", json={"level": "thorough"}).status_code == 204
    assert [finding["words"] for finding in ask(text, whole=True)["findings"]["0"]] == ["old fashioned"]
    assert count(app, CheckedParagraph) == kept
    author.post(f"/works/{scene.work}/level", data={"level": "essential"})
    assert ask(text)["findings"]["0"] == []


@pytest.mark.parametrize("level", ["loud", "", None, 3, ["essential"]])
def test_unknown_level_is_refused(app: Flask, author: FlaskClient, scene: Scene, level: object) -> None:
    assert author.post(f"/works/{scene.work}/level", json={"level": level}).status_code == 400
    assert author.post(f"/works/{scene.work}/level", data={}).status_code == 400
    assert count(app, WorkCheck) == 0


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_name_is_learnt_with_all_its_forms(ask: Ask, author: FlaskClient, scene: Scene) -> None:
    (finding,) = ask(NAMES)["findings"]["0"]
    answer = author.post(f"/works/{scene.work}/decisions", json={"finding": finding, "decision": "name"})
    assert answer.json["term"]["text"] == "Tavira"
    assert ask(NAMES, "T-Tavira’s TAVIRAAA")["findings"] == {"0": [], "1": []}


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_spelling_as_a_whole_cannot_be_switched_off(ask: Ask, author: FlaskClient, scene: Scene) -> None:
    (finding,) = ask(NAMES)["findings"]["0"]
    answer = author.post(f"/works/{scene.work}/decisions", json={"finding": finding, "decision": "never"})
    assert answer.status_code == 400
    assert "names and words" in answer.json["error"]


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_whole_text_gets_the_rules_that_look_across_it(ask: Ask) -> None:
    texts = ("She had a plan (a bad one.", "He never knew.")
    assert ask(*texts)["findings"]["0"] == []
    (finding,) = ask(*texts, whole=True)["findings"]["0"]
    assert (finding["rule"], finding["words"]) == ("GALLEY_OPEN_BRACKET", "(")


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_whole_text_is_remembered_for_its_next_opening(app: Flask, ask: Ask, monkeypatch: pytest.MonkeyPatch) -> None:
    engine = app.extensions["grammar"]

    def forget_what_is_not_on_disk() -> None:
        monkeypatch.setattr(engine, "memory", Memory(b"of this test"))

    forget_what_is_not_on_disk()
    ask(MISTAKE)
    assert count(app, CheckedParagraph) == 0  # what is typed is not kept with every keystroke
    first = ask(MISTAKE, "A sentence for the memory.", whole=True)
    assert count(app, CheckedParagraph) == 2
    forget_what_is_not_on_disk()
    with app.app_context():
        recalled = engine.memory.recall([engine.memory.key(MISTAKE, "en-US")])
    rules = [match.rule for matches in recalled.values() for match in matches]
    assert rules == ["GALLEY_THROUGH_THREW", "CONTEXT_THREW"]
    assert ask(MISTAKE, "A sentence for the memory.", whole=True) == first
    assert count(app, CheckedParagraph) == 2


@pytest.mark.languagetool
@pytest.mark.usefixtures("checking_app")
def test_cast_of_all_chapters_is_proposed_and_learnt_in_one_click(
    app: Flask, author: FlaskClient, scene: Scene
) -> None:
    with app.app_context():
        make_chapter("Then Miroku-sama came, and Tavira.", work=db.session.get(Work, scene.work))
        db.session.commit()
    page = author.post(f"/works/{scene.work}/lexicon/learn").text
    assert 'value="Tavira" checked' in page
    assert 'value="Miroku" checked' in page
    assert "Then Miroku-sama came" in page
    learnt = author.post(f"/works/{scene.work}/terms", data={"term": ["Tavira", "Miroku"]}, follow_redirects=True).text
    assert "Learnt 2 words." in learnt
    fragment = author.post(f"/works/{scene.work}/lexicon/learn", headers={"HX-Request": "true"}).text
    assert "every name in your chapters is known" in fragment
    assert "<html" not in fragment


def test_without_a_checker_the_page_is_told_and_nothing_fails(ask: Ask, author: FlaskClient, scene: Scene) -> None:
    answer = ask(MISTAKE, whole=True)
    assert (answer["state"], answer["findings"]) == ("off", {})
    assert answer["message"]
    assert author.get("/grammar").json["state"] == "off"
    assert author.post(f"/works/{scene.work}/lexicon/learn").status_code == 503


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"paragraphs": "text"},
        {"paragraphs": ["text"]},
        {"paragraphs": [{"key": "a"}]},
        {"paragraphs": [{"key": "a", "text": 3}]},
        {"paragraphs": [{"key": ["a"], "text": "b"}]},
        {"paragraphs": [{"key": "a" * 100, "text": "b"}]},
        {"paragraphs": [{"key": "a", "text": "\ud83d"}]},
        {"paragraphs": [{"key": "\udc00", "text": "b"}]},
        {"paragraphs": [{"key": "a", "text": "b", "part": "cover"}]},
        {"paragraphs": [{"key": "a", "text": "b", "part": []}]},
    ],
)
def test_unreadable_request_is_refused(author: FlaskClient, scene: Scene, body: object) -> None:
    assert author.post(f"/documents/{scene.document}/findings", json=body).status_code == 400


def test_more_text_than_any_chapter_has_is_refused(author: FlaskClient, scene: Scene) -> None:
    rows = [{"key": "a", "text": "word " * 200_001}]
    assert author.post(f"/documents/{scene.document}/findings", json={"paragraphs": rows}).status_code == 413


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"finding": "x", "decision": "leave"},
        {"finding": FOUND, "decision": "burn"},
        {"finding": FOUND, "decision": "ask"},
        {"finding": FOUND, "decision": []},
        {"finding": FOUND, "decision": "accept", "meant": ["x"]},
        {"finding": FOUND, "decision": "accept", "meant": "\ud83d"},
        *(
            {"finding": FOUND | wrong, "decision": "leave"}
            for wrong in (
                {"id": None},
                {"id": "a" * 101},
                {"id": "a\u0000"},
                {"rule": 3},
                {"rule": ""},
                {"words": "\ud83d"},
                {"words": ""},
                {"place": "p" * 17},
                {"place": ""},
                {"before": 3},
                {"after": None},
                {"short": []},
                {"message": {}},
                {"suggestions": "x"},
                {"suggestions": [3]},
                {"suggestions": ["\ud83d"]},
                {"suggestions": {"a": 1}},
            )
        ),
        {"finding": {"words": "123"}, "decision": "name"},
        {"finding": {}, "decision": "name"},
    ],
)
def test_unreadable_decision_is_refused(app: Flask, author: FlaskClient, scene: Scene, body: object) -> None:
    assert author.post(f"/works/{scene.work}/decisions", json=body).status_code == 400
    assert count(app, Decision) == 0


def test_decision_of_another_work_is_not_found(
    app: Flask, author: FlaskClient, scene: Scene, make_scene: Callable[..., Scene]
) -> None:
    made = author.post(f"/works/{scene.work}/decisions", json={"finding": FOUND, "decision": "leave"}).json["id"]
    other = make_scene("Another work.")
    stranger = client_of(app, other.person)
    for what in ("take-back", "restore"):
        assert stranger.post(f"/works/{other.work}/decisions/{made}/{what}").status_code == 404
        assert stranger.post(f"/works/{scene.work}/decisions/{made}/{what}").status_code == 404
        assert author.post(f"/works/{scene.work}/decisions/{made}/{what}").status_code == 303


def count(app: Flask, table: type) -> int:
    with app.app_context():
        return db.session.scalar(select(func.count()).select_from(table))


def test_pages_hear_when_the_state_changes_and_of_some_of_the_progress() -> None:
    told = Telling()
    with live.hub.stream(999_999) as queue:
        for new in [status.fetching(n, 200) for n in range(0, 201)] + [status.STARTING, status.READY, status.READY]:
            told(new)
        heard = [queue.get_nowait() for _ in range(queue.qsize())]
    assert [event.payload["state"] for event in heard[-3:]] == ["starting", "starting", "ready"]
    assert 40 < len(heard) < 60
