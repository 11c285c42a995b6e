"""Every route with what each kind of person gets there, and a house to call them in.

tests/test_routes.py holds the table to the app; tests/test_nonsense.py sends nonsense to the same routes.
"""

from __future__ import annotations

import shutil
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.full_house import House
from tests.makers import PASSWORD, client_of, typed
from workshop.db import db
from workshop.people.views import limiter


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


FOUND = {
    "id": "f2", "place": "p2", "rule": "EN_A_VS_AN", "short": "a / an", "message": "an",
    "before": "", "words": "a", "after": " hour.", "suggestions": ["an"],
}  # fmt: skip
FINDING = {"finding": FOUND, "decision": "accept", "meant": "an"}
QUESTION = {"finding": FOUND, "from": 5, "to": 12, "version": 5, "body": "Is this right?"}
CHOSEN = {"from": 5, "to": 12, "version": 5, "body": "Which week?"}
TYPED = {"version": 5, "steps": [typed(1, "So. ")], "client": "tab-1"}
CARET = {"tab": "tab-1", "version": 5, "anchor": 1, "head": 4}
GRAMMAR = {"paragraphs": [{"key": "p1", "text": "It is to hard."}]}
PRIVATE = {"document_id": "private_id"}
CORRECTION = {"document": "document_id", "version": 0, "from": 2, "to": 3, "meant": "an", "finding": FOUND}
DRAFT = {"chapter_id": "draft_id"}
DRAFT_TEXT = {"document_id": "draft_document_id"}
BINNED_CHAPTER = {"chapter_id": "binned_chapter_id"}
INTO_LEXICON = {"lexicon": "lexicon_id"}
SHARED_TERM = {"term_id": "shared_term_id"}
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
    page("/static/<stamp>/<path:filename>", 200, 200, 200, 200, 200),
    # The account, one's own.
    page("/account", 303, 200, 200, 200, 200),
    write("/account/password", 401, 303, 303, 303, 303, form={"old": PASSWORD, "new": "another long password"}),
    write("/account/sign-out-everywhere", 401, 303, 303, 303, 303),
    write("/account/sign-up", 401, 403, 303, 403, 403, form={"open": "no"}),
    page("/account/mistakes", 303, 200, 200, 200, 200),
    # The daily copies are of everyone's works, so they are for who keeps the house.
    page("/house/copies", 303, 403, 200, 403, 403),
    write("/house/copies", 401, 403, 303, 403, 403),
    page("/house/copies/<copy>", 303, 403, 404, 403, 403),
    # The shelf. A beta with just a pen name may begin to write too.
    write("/works", 401, 303, 303, 403, 303, form={"title": "A new one"}),
    page("/bin", 303, 200, 200, 200, 200),
    write("/bin/empty", 401, 303, 303, 303, 303, form={"works": "binned_work_id", "chapters": "binned_chapter_id"}),
    page("/grammar", 303, 200, 200, 200, 200),
    page("/restore", 303, 200, 200, 403, 200),
    write("/restore", 401, 400, 400, 403, 400),
    write("/restore/confirm", 401, 409, 409, 403, 409, form={"digest": "0" * 64}),
    write("/restore/drop", 401, 303, 303, 403, 303),
    # A work.
    page("/works/<int:work_id>/open", 303, 404, 303, 303, 404),
    page("/works/<int:work_id>/read", 303, 404, 200, 200, 404),
    page("/works/<int:work_id>", 303, 404, 200, 404, 404),
    write("/works/<int:work_id>", 401, 404, 303, 404, 404, form={"title": "Renamed", "summary": ""}),
    page("/works/<int:work_id>/chapters/new", 303, 404, 200, 404, 404),
    write("/works/<int:work_id>/chapters", 401, 404, 303, 404, 404, form={"title": "Third", "text": "It began."}),
    write("/works/<int:work_id>/order", 401, 404, 303, 404, 404, form={"chapter": ["second_chapter_id", "chapter_id"]}),
    write("/works/<int:work_id>/backup", 401, 404, 200, 404, 404),
    write("/works/<int:work_id>/bin", 401, 404, 303, 404, 404),
    write("/works/<int:work_id>/unbin", 401, 404, 303, 404, 404, instead=BINNED_WORK),
    write("/works/<int:work_id>/delete", 401, 404, 303, 404, 404, instead=BINNED_WORK),
    page("/works/<int:work_id>", 303, 404, 404, 404, 404, instead=BINNED_WORK),
    page("/works/<int:work_id>/read", 303, 404, 404, 404, 404, instead=BINNED_WORK),
    # Its names and words, and what the author decided about findings.
    page("/works/<int:work_id>/lexicon", 303, 404, 200, 404, 404),
    write("/works/<int:work_id>/terms", 401, 404, 201, 404, 404, json={"text": "Ren"}),
    page("/works/<int:work_id>/terms/<int:term_id>", 303, 404, 200, 404, 404),
    write(
        "/works/<int:work_id>/terms/<int:term_id>",
        401,
        404,
        303,
        404,
        404,
        form={"text": "Kaede", "also": "Kae, -chan"},
    ),
    write("/works/<int:work_id>/terms/<int:term_id>/move", 401, 404, 303, 404, 404, form=INTO_LEXICON),
    write("/works/<int:work_id>/terms/<int:term_id>/remove", 401, 404, 303, 404, 404),
    page("/works/<int:work_id>/lexicon.txt", 303, 404, 200, 404, 404),
    write("/works/<int:work_id>/lexicon/learn", 401, 404, 503, 404, 404),
    write("/works/<int:work_id>/level", 401, 404, 303, 404, 404, form={"level": "thorough"}),
    write("/works/<int:work_id>/language", 401, 404, 303, 404, 404, form={"language": "en-GB"}),
    # A lexicon that works share is its owner's alone, whatever the works are to others.
    write("/works/<int:work_id>/lexicons", 401, 404, 303, 404, 404, form={"name": "Fandom: Tides"}),
    write("/works/<int:work_id>/lexicons/<int:lexicon_id>/use", 401, 404, 303, 404, 404),
    write("/works/<int:work_id>/lexicons/<int:lexicon_id>/leave", 401, 404, 303, 404, 404),
    page("/lexicons/<int:lexicon_id>", 303, 404, 200, 404, 404),
    write("/lexicons/<int:lexicon_id>", 401, 404, 303, 404, 404, form={"name": "Lamps"}),
    write("/lexicons/<int:lexicon_id>/delete", 401, 404, 303, 404, 404),
    page("/lexicons/<int:lexicon_id>/lexicon.txt", 303, 404, 200, 404, 404),
    write("/lexicons/<int:lexicon_id>/terms", 401, 404, 303, 404, 404, form={"lines": "Ren = the boy\n-dattebane"}),
    page("/lexicons/<int:lexicon_id>/terms/<int:term_id>", 303, 404, 200, 404, 404, instead=SHARED_TERM),
    write(
        "/lexicons/<int:lexicon_id>/terms/<int:term_id>",
        401,
        404,
        303,
        404,
        404,
        form={"text": "Sand"},
        instead=SHARED_TERM,
    ),
    write(
        "/lexicons/<int:lexicon_id>/terms/<int:term_id>/move",
        401,
        404,
        303,
        404,
        404,
        form=INTO_LEXICON,
        instead=SHARED_TERM,
    ),
    write("/lexicons/<int:lexicon_id>/terms/<int:term_id>/remove", 401, 404, 303, 404, 404, instead=SHARED_TERM),
    page("/works/<int:work_id>/decisions", 303, 404, 200, 404, 404),
    write("/works/<int:work_id>/decisions", 401, 404, 201, 404, 404, json=FINDING),
    write("/works/<int:work_id>/decisions/<int:decision_id>/take-back", 401, 404, 303, 404, 404),
    write("/works/<int:work_id>/decisions/<int:decision_id>/restore", 401, 404, 303, 404, 404),
    # The review of all that.
    page("/works/<int:work_id>/review", 303, 404, 200, 404, 404),
    page("/chapters/<int:chapter_id>/review", 303, 404, 200, 404, 404),
    page("/chapters/<int:chapter_id>/review", 303, 404, 404, 404, 404, instead=BINNED_CHAPTER),
    page("/works/<int:work_id>/review/documents", 303, 404, 200, 404, 404),
    write("/documents/<int:document_id>/review", 401, 404, 200, 404, 404, json={"shown": 0}),
    write("/documents/<int:document_id>/review", 401, 404, 200, 404, 404, json={"shown": 0}, instead=PRIVATE),
    write("/works/<int:work_id>/corrections", 401, 404, 201, 404, 404, json={"corrections": [CORRECTION]}),
    write(
        "/works/<int:work_id>/corrections/take-back",
        401,
        404,
        204,
        404,
        404,
        json={"saved": [], "decisions": ["decision_id"]},
    ),
    # Who else is let in.
    page("/works/<int:work_id>/sharing", 303, 404, 200, 404, 404),
    write("/works/<int:work_id>/invitations", 401, 404, 201, 404, 404, form={"days": 7, "label": "for you"}),
    write("/invitations/<int:invitation_id>/revoke", 401, 404, 303, 404, 404),
    write("/works/<int:work_id>/betas/<int:person_id>/revoke", 401, 404, 303, 404, 404),
    write(
        "/works/<int:work_id>/betas/<int:person_id>/readmit",
        401,
        404,
        303,
        404,
        404,
        instead={"person_id": "revoked_id"},
    ),
    page("/invitations/<token>", 200, 200, 303, 303, 410),
    write("/invitations/<token>", 303, 303, 303, 303, 410, form={"pen_name": "newcomer"}),
    # A chapter.
    page("/chapters/<int:chapter_id>", 303, 404, 200, 404, 404),
    page("/chapters/<int:chapter_id>/read", 303, 404, 200, 200, 404),
    write("/chapters/<int:chapter_id>/read", 401, 404, 204, 204, 404, json={"version": 5}),
    page("/chapters/<int:chapter_id>/read/text", 303, 404, 200, 200, 404),
    page("/chapters/<int:chapter_id>/threads", 303, 404, 303, 303, 404),
    page("/chapters/<int:chapter_id>/events", 303, 404, 200, 200, 404),
    page("/chapters/<int:chapter_id>/pulse", 303, 404, 200, 200, 404),
    write("/chapters/<int:chapter_id>/leave", 401, 404, 204, 404, 404, json={"tab": "tab-1"}),
    page("/chapters/<int:chapter_id>/history", 303, 404, 200, 404, 404),
    page("/chapters/<int:chapter_id>/history/sitting", 303, 404, 400, 404, 404),
    page("/works/<int:work_id>/history", 303, 404, 200, 404, 404),
    page("/works/<int:work_id>/history/sitting", 303, 404, 400, 404, 404),
    page("/chapters/<int:chapter_id>/found-notes", 303, 404, 200, 404, 404),
    write(
        "/chapters/<int:chapter_id>/lift-notes", 401, 404, 303, 404, 404, instead={"chapter_id": "second_chapter_id"}
    ),
    write("/chapters/<int:chapter_id>/take-back", 401, 404, 303, 404, 404, form={"versions": "document_id.version"}),
    write("/chapters/<int:chapter_id>/title", 401, 404, 303, 404, 404, form={"title": "Renamed"}),
    write("/chapters/<int:chapter_id>/move", 401, 404, 303, 404, 404, form={"places": 1}),
    write("/chapters/<int:chapter_id>/bin", 401, 404, 303, 404, 404),
    write("/chapters/<int:chapter_id>/unbin", 401, 404, 303, 404, 404, instead=BINNED_CHAPTER),
    write("/chapters/<int:chapter_id>/delete", 401, 404, 303, 404, 404, instead=BINNED_CHAPTER),
    page("/chapters/<int:chapter_id>", 303, 404, 404, 404, 404, instead=BINNED_CHAPTER),
    page("/chapters/<int:chapter_id>/read", 303, 404, 404, 404, 404, instead=BINNED_CHAPTER),
    page("/chapters/<int:chapter_id>/events", 303, 404, 404, 404, 404, instead=BINNED_CHAPTER),
    # Drafts, which are their author's alone.
    page("/chapters/<int:chapter_id>/drafts", 303, 404, 200, 404, 404),
    page("/chapters/<int:chapter_id>/drafts", 303, 404, 303, 404, 404, instead=DRAFT),
    write("/chapters/<int:chapter_id>/drafts", 401, 404, 303, 404, 404, form={"name": "Yet another"}),
    write("/chapters/<int:chapter_id>/drafts", 401, 404, 400, 404, 404, instead=DRAFT),
    page("/chapters/<int:chapter_id>", 303, 404, 200, 404, 404, instead=DRAFT),
    page("/chapters/<int:chapter_id>/read", 303, 404, 303, 404, 404, instead=DRAFT),
    write("/chapters/<int:chapter_id>/read", 401, 404, 204, 404, 404, json={"version": 5}, instead=DRAFT),
    page("/chapters/<int:chapter_id>/read/text", 303, 404, 200, 404, 404, instead=DRAFT),
    page("/chapters/<int:chapter_id>/threads", 303, 404, 303, 404, 404, instead=DRAFT),
    page("/chapters/<int:chapter_id>/events", 303, 404, 200, 404, 404, instead=DRAFT),
    page("/chapters/<int:chapter_id>/pulse", 303, 404, 200, 404, 404, instead=DRAFT),
    write("/chapters/<int:chapter_id>/move", 401, 404, 400, 404, 404, form={"places": 1}, instead=DRAFT),
    write("/chapters/<int:chapter_id>/bin", 401, 404, 303, 404, 404, instead=DRAFT),
    page("/documents/<int:document_id>", 303, 404, 200, 404, 404, instead=DRAFT_TEXT),
    write("/documents/<int:document_id>/threads", 401, 404, 201, 404, 404, json=CHOSEN, instead=DRAFT_TEXT),
    page("/chapters/<int:chapter_id>/bring-over", 303, 404, 200, 404, 404, instead=DRAFT),
    page("/chapters/<int:chapter_id>/bring-over", 303, 404, 400, 404, 404),
    write(
        "/chapters/<int:chapter_id>/bring-over",
        401,
        404,
        409,
        404,
        404,
        form={"main": "0", "draft": "0"},
        instead=DRAFT,
    ),
    # A document. Betas read the text and the notes, never the private ones, and never an old version.
    page("/documents/<int:document_id>", 303, 404, 200, 200, 404),
    page("/documents/<int:document_id>/steps", 303, 404, 200, 404, 404),
    write("/documents/<int:document_id>/steps", 401, 404, 200, 404, 404, json=TYPED),
    write("/documents/<int:document_id>/caret", 401, 404, 204, 404, 404, json=CARET),
    write("/documents/<int:document_id>/caret", 401, 404, 204, 404, 404, json=CARET, instead=PRIVATE),
    write("/documents/<int:document_id>/findings", 401, 404, 200, 404, 404, json=GRAMMAR),
    write("/documents/<int:document_id>/questions", 401, 404, 201, 404, 404, json=QUESTION),
    write("/documents/<int:document_id>/threads", 401, 404, 201, 201, 404, json=CHOSEN),
    page("/documents/<int:document_id>/compare", 303, 404, 200, 404, 404),
    write("/documents/<int:document_id>/put-back", 401, 404, 303, 404, 404, form={"change": "1"}),
    page("/documents/<int:document_id>/playback", 303, 404, 200, 404, 404),
    page("/documents/<int:document_id>/playback/<int:number>", 303, 404, 200, 404, 404),
    page("/documents/<int:document_id>/playback", 303, 404, 200, 404, 404, instead=PRIVATE),
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


@dataclass(frozen=True)
class Table:
    """The filled house behind HTTP. `reset` puts it back to how it was at first."""

    app: Flask
    house: House
    filled: Path
    database: Path

    def call(self, route: Route, who: str, headers: dict[str, str] | None = None, **instead: Any) -> TestResponse:
        """Send what the table says, as that person."""
        self.reset()
        return self.send(
            client_of(self.app, self.house.sessions[who]),
            method=route.method,
            path=self.address(route, **instead),
            data=self.form(route),
            json=self.json(route),
            headers=headers,
        )

    def send(self, client: FlaskClient, **request: Any) -> TestResponse:
        """Send anything, and read the answer to its end; of an event stream, which has none, to its first message."""
        answer = client.open(**request)
        if answer.mimetype == "text/event-stream":
            answer.data = next(answer.iter_encoded(), b"")  # a HEAD has none
        answer.get_data()
        answer.close()
        return answer

    def address(self, route: Route, **instead: Any) -> str:
        ids = {name: self.house.ids[other] for name, other in route.instead.items()}
        return self.house.address(route.rule, **ids | instead)

    def form(self, route: Route) -> dict[str, Any] | None:
        """Return the form with the names of ids in it replaced by those of this house."""
        ids = self.house.ids
        told = {"document_id.version": f"{ids['document_id']}.{ids['version']}"} | ids
        return route.form and {
            name: [told.get(each, each) for each in value] if isinstance(value, list) else told.get(value, value)
            for name, value in route.form.items()
        }

    def json(self, route: Route) -> Any:
        at_head = {"version": self.house.ids["version"]} if "version" in (route.json or {}) else {}
        return route.json and self._told(route.json | at_head)

    def _told(self, value: Any) -> Any:
        """Return the value with the names of ids in it replaced by those of this house."""
        if isinstance(value, dict):
            return {name: self._told(each) for name, each in value.items()}
        if isinstance(value, list):
            return [self._told(each) for each in value]
        return self.house.ids.get(value, value) if isinstance(value, str) else value

    def keep(self) -> None:
        """Let `reset` put it back to how it is now."""
        self._let_go()
        shutil.copy(self.database, self.filled)

    def reset(self) -> None:
        self._let_go()
        shutil.copy(self.filled, self.database)
        limiter.reset()

    def _let_go(self) -> None:
        with self.app.app_context():
            db.session.remove()
            db.engine.dispose()
