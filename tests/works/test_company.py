"""Who is at a chapter: what authors are told of each other's carets, and what betas and strangers are not."""

from collections.abc import Callable

import pytest
from werkzeug.test import TestResponse

from tests.makers import NOW, client_of, make_author
from tests.works.stage import Stage
from workshop import live
from workshop.db import db
from workshop.people.views import limiter
from workshop.works import company
from workshop.works.company import TABS_MAX, Caret, Company
from workshop.works.models import Membership, Part, Role


def caret(tab: str = "tab-1", person: int = 1) -> Caret:
    return Caret(tab, person, "mothwing", document=2, version=3, anchor=1, head=4)


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Callable[[float], None]:
    """Sets the time, in seconds."""
    moment = [0.0]
    monkeypatch.setattr(company, "monotonic", lambda: moment[0])
    return lambda seconds: moment.__setitem__(0, seconds)


def place(stage: Stage, who: str, part: Part = Part.TEXT, **body: object) -> TestResponse:
    told = {"tab": "tab-1", "version": 0, "anchor": 1, "head": 4} | body
    return client_of(stage.app, stage.sessions[who]).post(f"/documents/{stage.documents[part]}/caret", json=told)


def leave(stage: Stage, who: str, tab: str = "tab-1") -> TestResponse:
    return client_of(stage.app, stage.sessions[who]).post(f"/chapters/{stage.chapter_id}/leave", json={"tab": tab})


def add_author(stage: Stage) -> None:
    with stage.app.app_context():
        person = make_author("nightjar")
        work_id = stage.chapter().work_id
        db.session.add(Membership(work_id=work_id, person_id=person.id, role=Role.AUTHOR, joined_at=NOW))
        db.session.commit()
        stage.sessions["second"] = person.get_id()


def test_caret_of_an_author_reaches_the_other_and_stands_in_the_pulse(stage: Stage) -> None:
    add_author(stage)
    heard = stage.listen("author")
    assert next(heard)[1]["company"] == []
    assert place(stage, "second").status_code == 204
    name, told = next(heard)
    assert (name, told["name"], told["tab"], told["anchor"], told["head"]) == ("caret", "nightjar", "tab-1", 1, 4)
    assert stage.get("author", "pulse").json["company"] == [told]
    leave(stage, "second")
    assert next(heard) == ("left", {"tab": "tab-1", "person": told["person"]})
    assert stage.get("author", "pulse").json["company"] == []


def test_betas_hear_of_nobody(stage: Stage) -> None:
    heard = stage.listen("beta")
    assert "company" not in next(heard)[1]
    place(stage, "author")
    leave(stage, "author")
    assert "company" not in stage.get("beta", "pulse").json
    live.hub.publish(stage.chapter_id, live.Event("threads", {}))
    assert next(heard) == ("threads", {})


@pytest.mark.parametrize("who", ["beta", "stranger"])
def test_only_authors_tell_of_carets(stage: Stage, who: str) -> None:
    assert place(stage, who).status_code == 404
    assert leave(stage, who).status_code == 404
    assert stage.get("author", "pulse").json["company"] == []


def test_nobody_can_speak_for_the_tab_of_another(stage: Stage) -> None:
    add_author(stage)
    place(stage, "author")
    leave(stage, "second")
    place(stage, "second", anchor=2)
    names = [each["name"] for each in stage.get("author", "pulse").json["company"]]
    assert len(names) == len(set(names)) == 2


@pytest.mark.parametrize(
    "wrong",
    [
        {"version": -1}, {"version": 10**10}, {"version": None}, {"version": True}, {"version": "1"},
        {"anchor": -1}, {"anchor": 1.5}, {"anchor": None}, {"head": None}, {"head": 10**12}, {"head": "4"},
        {"head": [4]},
        {"tab": ""}, {"tab": None}, {"tab": "x" * 41}, {"tab": "\n"}, {"tab": {}},
    ],
)  # fmt: skip
def test_place_that_cannot_be_is_refused_in_plain_words(stage: Stage, wrong: dict) -> None:
    answer = place(stage, "author", **wrong)
    assert (answer.status_code, answer.json["error"][:2]) == (400, "A ")
    assert stage.get("author", "pulse").json["company"] == []


def test_caret_of_a_page_ahead_of_the_server_has_no_place_and_is_no_error(stage: Stage) -> None:
    heard = stage.listen("author")
    next(heard)
    answer = place(stage, "author", version=10**6)
    assert (answer.status_code, answer.data) == (204, b"")
    live.hub.publish(stage.chapter_id, live.Event("threads", {}))
    assert next(heard) == ("threads", {})
    assert stage.get("author", "pulse").json["company"] == []


def test_author_without_a_caret_is_there_too(stage: Stage) -> None:
    assert place(stage, "author", anchor=None, head=None).status_code == 204
    assert [each["head"] for each in stage.get("author", "pulse").json["company"]] == [None]


def test_flood_of_carets_is_stopped(stage: Stage) -> None:
    limiter.enabled = True
    limiter.reset()
    statuses = {place(stage, "author").status_code for _ in range(905)}
    limiter.reset()
    assert statuses == {204, 429}


def test_silent_tab_is_forgotten(clock: Callable[[float], None]) -> None:
    here = Company()
    here.place(7, caret("early"))
    clock(50)
    here.place(7, caret("late"))
    clock(61)
    assert [each["tab"] for each in here.carets(7)] == ["late"]
    clock(111)
    assert here.carets(7) == []


def test_chapter_whose_last_page_vanished_is_forgotten_when_any_other_is_asked_about(
    clock: Callable[[float], None],
) -> None:
    here = Company()
    here.place(7, caret())
    clock(61)
    here.place(8, caret())
    here.carets(8)
    assert len(here) == 1


def test_one_person_cannot_fill_the_memory(clock: Callable[[float], None]) -> None:
    here = Company()
    here.place(7, caret("another", person=2))
    for number in range(TABS_MAX + 5):
        here.place(7, caret(f"tab-{number}"))
    tabs = [each["tab"] for each in here.carets(7)]
    assert (len(tabs), tabs[0], tabs[-1]) == (TABS_MAX + 1, "another", f"tab-{TABS_MAX + 4}")


def test_leaving_tells_whether_one_was_there() -> None:
    here = Company()
    here.place(7, caret())
    assert [here.leave(7, 1, "tab-1"), here.leave(7, 1, "tab-1"), here.leave(8, 1, "tab-1")] == [True, False, False]
