"""Who may use which address: every route, each kind of person, each called for real.

A stranger's answer is also what somebody gets who asks for a thing that does not exist, and no answer holds a word
that the person may not see.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.conftest import close
from tests.full_house import ANONYMOUS, AUTHOR, BETA, CANARIES, DOOR, MAY_SEE, PEOPLE, REVOKED, STRANGER, House, fill_house
from tests.makers import PASSWORD, client_of, typed
from workshop import create_app
from workshop.people.views import limiter
from workshop.settings import Settings
from workshop.web import SAFE_METHODS


@dataclass(frozen=True)
class Route:
    """One address and the status that each of PEOPLE gets: anonymous, stranger, author, beta, revoked beta."""

    method: str
    rule: str
    statuses: tuple[int, int, int, int, int]
    form: dict[str, Any] | None = None
    json: Any = None
    #: Ids to use in place of the house's usual ones, by the name of another id there.
    instead: dict[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method} {self.rule}" + "".join(f" ({name})" for name in self.instead.values())


def page(rule: str, *statuses: int, **more: Any) -> Route:
    return Route("GET", rule, statuses, **more)


def write(rule: str, *statuses: int, **more: Any) -> Route:
    return Route("POST", rule, statuses, **more)


FINDING = {"finding": {"id": "f2", "rule": "EN_A_VS_AN", "words": "a", "message": "an"}, "decision": "ignore_here"}
CHOSEN = {"from": 5, "to": 12, "version": 5, "body": "Which week?"}
TYPED = {"version": 5, "steps": [typed(1, "So. ")], "client": "tab-1"}
GRAMMAR = {"paragraphs": [{"key": "p1", "text": "It is to hard."}]}
PRIVATE = {"document_id": "private_id"}
BINNED_CHAPTER = {"chapter_id": "binned_chapter_id"}
BINNED_WORK = {"work_id": "binned_work_id"}

TABLE = [
    # The doors. Who has a session needs none, and the first account is made once.
    page("/", 303, 200, 200, 200, 200),
    page("/welcome", 303, 303, 303, 303, 303),
    write("/welcome", 403, 403, 403, 403, 403, form={"pen_name": "first", "password": PASSWORD}),
    page("/sign-in", 200, 303, 303, 303, 303),
    write("/sign-in", 303, 303, 303, 303, 303, form={"pen_name": "nightjar", "password": PASSWORD}),
    page("/sign-up", 200, 303, 303, 303, 303),
    write("/sign-up", 303, 303, 303, 303, 303, form={"pen_name": "newcomer", "password": PASSWORD}),
    write("/sign-out", 303, 303, 303, 303, 303),
    page("/schema.json", 200, 200, 200, 200, 200),
    page("/static/<path:filename>", 200, 200, 200, 200, 200),
    # The account, one's own.
    page("/account", 303, 200, 200, 200, 200),
    write("/account/password", 401, 303, 303, 303, 303, form={"old": PASSWORD, "new": "another long password"}),
    write("/account/sign-out-everywhere", 401, 303, 303, 303, 303),
    write("/account/sign-up", 401, 403, 303, 403, 403, form={"open": "no"}),
    # The shelf. A beta with just a pen name may begin to write too.
    write("/works", 401, 303, 303, 303, 303, form={"title": "A new one"}),
    page("/bin", 303, 200, 200, 200, 200),
    page("/grammar", 303, 200, 200, 200, 200),
    # A work.
    page("/works/<int:work_id>/open", 303, 404, 303, 303, 404),
    page("/works/<int:work_id>/read", 303, 404, 200, 200, 404),
    page("/works/<int:work_id>", 303, 404, 200, 404, 404),
    write("/works/<int:work_id>", 401, 404, 303, 404, 404, form={"title": "Renamed", "summary": ""}),
    page("/works/<int:work_id>/chapters/new", 303, 404, 200, 404, 404),
    write("/works/<int:work_id>/chapters", 401, 404, 303, 404, 404, form={"title": "Third", "text": "It began."}),
    write("/works/<int:work_id>/order", 401, 404, 303, 404, 404, form={"chapter": ["second_chapter_id", "chapter_id"]}),
    write("/works/<int:work_id>/bin", 401, 404, 303, 404, 404),
    write("/works/<int:work_id>/unbin", 401, 404, 303, 404, 404, instead=BINNED_WORK),
    write("/works/<int:work_id>/delete", 401, 404, 303, 404, 404, instead=BINNED_WORK),
    page("/works/<int:work_id>", 303, 404, 404, 404, 404, instead=BINNED_WORK),
    page("/works/<int:work_id>/read", 303, 404, 404, 404, 404, instead=BINNED_WORK),
    # Its names and words, and what the author decided about findings.
    page("/works/<int:work_id>/lexicon", 303, 404, 200, 404, 404),
    write("/works/<int:work_id>/terms", 401, 404, 201, 404, 404, json={"text": "Ren"}),
    write("/works/<int:work_id>/terms/<int:term_id>/remove", 401, 404, 303, 404, 404),
    write("/works/<int:work_id>/lexicon/learn", 401, 404, 503, 404, 404),
    page("/works/<int:work_id>/decisions", 303, 404, 200, 404, 404),
    write("/works/<int:work_id>/decisions", 401, 404, 201, 404, 404, json=FINDING),
    Route("DELETE", "/works/<int:work_id>/decisions/<int:decision_id>", (401, 404, 204, 404, 404)),
    write("/works/<int:work_id>/decisions/<int:decision_id>/take-back", 401, 404, 303, 404, 404),
    # Who else is let in.
    page("/works/<int:work_id>/sharing", 303, 404, 200, 404, 404),
    write("/works/<int:work_id>/invitations", 401, 404, 201, 404, 404, form={"days": 7, "label": "for you"}),
    write("/invitations/<int:invitation_id>/revoke", 401, 404, 303, 404, 404),
    write("/works/<int:work_id>/betas/<int:person_id>/revoke", 401, 404, 303, 404, 404),
    write("/works/<int:work_id>/betas/<int:person_id>/readmit", 401, 404, 303, 404, 404, instead={"person_id": "revoked_id"}),
    page("/invitations/<token>", 200, 200, 303, 303, 410),
    write("/invitations/<token>", 303, 303, 303, 303, 410, form={"pen_name": "newcomer"}),
    # A chapter.
    page("/chapters/<int:chapter_id>", 303, 404, 200, 404, 404),
    page("/chapters/<int:chapter_id>/read", 303, 404, 200, 200, 404),
    page("/chapters/<int:chapter_id>/read/text", 303, 404, 200, 200, 404),
    page("/chapters/<int:chapter_id>/threads", 303, 404, 303, 303, 404),
    page("/chapters/<int:chapter_id>/anchors", 303, 404, 200, 200, 404),
    page("/chapters/<int:chapter_id>/events", 303, 404, 200, 200, 404),
    page("/chapters/<int:chapter_id>/pulse", 303, 404, 200, 200, 404),
    page("/chapters/<int:chapter_id>/history", 303, 404, 200, 404, 404),
    page("/chapters/<int:chapter_id>/history/sitting", 303, 404, 400, 404, 404),
    page("/chapters/<int:chapter_id>/found-notes", 303, 404, 200, 404, 404),
    write("/chapters/<int:chapter_id>/lift-notes", 401, 404, 303, 404, 404, instead={"chapter_id": "second_chapter_id"}),
    write("/chapters/<int:chapter_id>/take-back", 401, 404, 303, 404, 404, form={"version": "document_id.version"}),
    write("/chapters/<int:chapter_id>/title", 401, 404, 303, 404, 404, form={"title": "Renamed"}),
    write("/chapters/<int:chapter_id>/move", 401, 404, 303, 404, 404, form={"places": 1}),
    write("/chapters/<int:chapter_id>/bin", 401, 404, 303, 404, 404),
    write("/chapters/<int:chapter_id>/unbin", 401, 404, 303, 404, 404, instead=BINNED_CHAPTER),
    write("/chapters/<int:chapter_id>/delete", 401, 404, 303, 404, 404, instead=BINNED_CHAPTER),
    page("/chapters/<int:chapter_id>", 303, 404, 404, 404, 404, instead=BINNED_CHAPTER),
    page("/chapters/<int:chapter_id>/read", 303, 404, 404, 404, 404, instead=BINNED_CHAPTER),
    page("/chapters/<int:chapter_id>/events", 303, 404, 404, 404, 404, instead=BINNED_CHAPTER),
    # A document. Betas read the text and the notes, never the private ones, and never an old version.
    page("/documents/<int:document_id>", 303, 404, 200, 200, 404),
    page("/documents/<int:document_id>/steps", 303, 404, 200, 404, 404),
    write("/documents/<int:document_id>/steps", 401, 404, 200, 404, 404, json=TYPED),
    write("/documents/<int:document_id>/findings", 401, 404, 200, 404, 404, json=GRAMMAR),
    write("/documents/<int:document_id>/threads", 401, 404, 201, 201, 404, json=CHOSEN),
    page("/documents/<int:document_id>/compare", 303, 404, 200, 404, 404),
    page("/documents/<int:document_id>/versions/<int:number>", 303, 404, 200, 404, 404),
    page("/documents/<int:document_id>/versions/<int:number>/content", 303, 404, 200, 404, 404),
    write("/documents/<int:document_id>/versions/<int:number>/name", 401, 404, 303, 404, 404, form={"name": "Kept"}),
    write("/documents/<int:document_id>/versions/<int:number>/restore", 401, 404, 303, 404, 404),
    page("/documents/<int:document_id>", 303, 404, 200, 404, 404, instead=PRIVATE),
    page("/documents/<int:document_id>/steps", 303, 404, 200, 404, 404, instead=PRIVATE),
    write("/documents/<int:document_id>/threads", 401, 404, 400, 404, 404, json=CHOSEN, instead=PRIVATE),
    # Threads. Whoever reads may answer and resolve; a comment is its writer's, here the beta's.
    write("/threads/<int:thread_id>/comments", 401, 404, 303, 303, 404, form={"body": "Agreed."}),
    write("/threads/<int:thread_id>/resolve", 401, 404, 303, 303, 404),
    write("/threads/<int:thread_id>/reopen", 401, 404, 303, 303, 404),
    write("/comments/<int:comment_id>", 401, 404, 403, 303, 404, form={"body": "As two graves."}),
    write("/comments/<int:comment_id>/delete", 401, 404, 403, 303, 404),
    write("/comments/<int:comment_id>/restore", 401, 404, 403, 303, 404),
    write("/comments/<int:comment_id>/restore", 401, 404, 303, 403, 404, instead={"comment_id": "deleted_comment_id"}),
]
WITH_AN_ID = [route for route in TABLE if "_id>" in route.rule]
WRITES = [route for route in TABLE if route.method not in SAFE_METHODS]
each_route = pytest.mark.parametrize("route", TABLE, ids=str)


@dataclass(frozen=True)
class Table:
    """The filled house behind HTTP. Before each call it is as it was at first."""

    app: Flask
    house: House
    filled: Path
    database: Path

    def call(self, route: Route, who: str, headers: dict[str, str] | None = None, **instead: Any) -> TestResponse:
        self._reset()
        client = client_of(self.app, self.house.sessions[who])
        ids = {name: self.house.ids[other] for name, other in route.instead.items()} | instead
        answer = client.open(
            self.house.address(route.rule, **ids),
            method=route.method,
            data=self._form(route),
            json=self._json(route),
            headers=headers,
        )
        if answer.mimetype == "text/event-stream":  # it has no end
            answer.data = next(answer.iter_encoded())
        answer.get_data()
        answer.close()
        return answer

    def _form(self, route: Route) -> dict[str, Any] | None:
        """Return the form with the names of ids in it replaced by those of this house."""
        ids = self.house.ids
        told = {"document_id.version": f"{ids['document_id']}.{ids['version']}"} | ids
        return route.form and {
            name: [told.get(each, each) for each in value] if isinstance(value, list) else told.get(value, value)
            for name, value in route.form.items()
        }

    def _json(self, route: Route) -> Any:
        at_head = {"version": self.house.ids["version"]} if "version" in (route.json or {}) else {}
        return route.json and route.json | at_head

    def _reset(self) -> None:
        close(self.app)
        shutil.copy(self.filled, self.database)
        limiter.reset()


@pytest.fixture(scope="module")
def table(blank_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    folder = tmp_path_factory.mktemp("routes")
    database, filled = folder / "galley.sqlite3", folder / "filled.sqlite3"
    shutil.copy(blank_database, database)
    app = create_app(
        Settings(instance=folder, database_url=f"sqlite:///{database}", languagetool_url="http://127.0.0.1:9")
    )
    with app.app_context():
        house = fill_house()
    close(app)
    shutil.copy(database, filled)
    yield Table(app, house, filled, database)
    close(app)


@pytest.mark.parametrize("who", PEOPLE)
@each_route
def test_everyone_gets_the_answer_that_the_table_says(table: Table, route: Route, who: str) -> None:
    answer = table.call(route, who)
    assert answer.status_code == route.statuses[PEOPLE.index(who)]
    shown = answer.text + str(answer.headers)
    # Whoever holds a link may see which work it leads to.
    may_see = MAY_SEE[who] | ({DOOR} if "<token>" in route.rule else set())
    assert {word for word in CANARIES if word in shown} <= may_see


def test_the_table_has_every_route(table: Table) -> None:
    there = {
        (method, rule.rule) for rule in table.app.url_map.iter_rules() for method in rule.methods - {"HEAD", "OPTIONS"}
    }
    assert {(route.method, route.rule) for route in TABLE} == there


@pytest.mark.parametrize("who", [STRANGER, BETA, REVOKED])
@pytest.mark.parametrize("route", WITH_AN_ID, ids=str)
def test_what_is_not_yours_looks_like_what_is_not_there(table: Table, route: Route, who: str) -> None:
    if route.statuses[PEOPLE.index(who)] != 404:
        pytest.skip("this person may use it")
    real = table.call(route, who)
    first_id = route.rule.partition("<int:")[2].partition(">")[0]
    missing = table.call(route, who, **{first_id: 99_999})
    assert (real.status_code, real.data, _telling(real)) == (missing.status_code, missing.data, _telling(missing))


@pytest.mark.parametrize("route", WRITES, ids=str)
@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://elsewhere.example"},
        {"Origin": "null"},
        {"Origin": "http://localhost.elsewhere.example"},
        {"Origin": "http://localhost:8000"},
    ],
    ids=lambda headers: " ".join(map(" ".join, headers.items())),
)
def test_another_sites_page_cannot_write(table: Table, route: Route, headers: dict[str, str]) -> None:
    assert table.call(route, AUTHOR, headers).status_code == 403


def test_answers_tell_browsers_to_run_and_keep_nothing_of_others(table: Table) -> None:
    for route in TABLE:
        answer = table.call(route, AUTHOR)
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'none'" in policy, route
        assert "unsafe" not in policy, route
        assert answer.headers["X-Content-Type-Options"] == "nosniff", route
        assert answer.headers["Referrer-Policy"] in ("same-origin", "no-referrer"), route
        if not route.rule.startswith(("/static", "/schema")):
            assert answer.headers["Cache-Control"] == "no-store", route


def test_an_anonymous_caller_learns_no_more_from_a_script_than_that_it_should_sign_in(table: Table) -> None:
    for route in TABLE:
        if route.statuses[PEOPLE.index(ANONYMOUS)] in (401, 303) and "_id>" in route.rule:
            answer = table.call(route, ANONYMOUS, {"Accept": "application/json"})
            assert (answer.status_code, list(answer.json)) == (401, ["error"]), route


def _telling(answer: TestResponse) -> dict[str, str]:
    """Return the headers but for those that differ from call to call."""
    return {name: value for name, value in answer.headers if name not in ("Set-Cookie", "Date")}
