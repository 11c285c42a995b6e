"""A chapter with a thread, everybody who might want something of it, and their requests."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.beta.makers import make_thread, place_of
from tests.makers import add_beta, author_of, client_of, make_author, make_chapter, make_guest, make_work, text_of
from tests.prose.makers import doc
from workshop.beta import service
from workshop.beta.invitations import invite, revoke_beta
from workshop.beta.models import Comment, Invitation, Thread
from workshop.db import db
from workshop.people.models import Person
from workshop.web import now
from workshop.works.models import Membership, Part
from workshop.works.queries import documents_of

JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true"}


class Stage:
    """A chapter with one thread by its beta, and everybody who might want something of it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            chapter = make_chapter(
                "The tide was out.", "She waited.", work=make_work(make_author("Tidewater"), "Low Water"),
                title="One", note_before=doc("Thanks, all!"), private_note=doc("She dies in chapter nine."),
            )  # fmt: skip
            work, documents = chapter.work, documents_of(chapter)
            beta, former = add_beta(work, make_guest("Mothwing")), add_beta(work, make_author("Former"))
            other = make_chapter("Another story.").work
            people = {
                "author": author_of(work), "beta": beta, "former": former, "stranger": make_author("Stranger"),
                "other beta": add_beta(other), "other author": author_of(other),
            }  # fmt: skip
            thread = make_thread(documents[Part.TEXT], "tide", "Which tide?", beta)
            service.reply(thread, "The spring one.", author_of(work), now())
            invitation, self.token = invite(work, 7, author_of(work), now())
            revoke_beta(work, former.id, now())
            db.session.commit()
            self.ids = {
                "work": work.id, "chapter": chapter.id, "text": documents[Part.TEXT].id, "thread": thread.id,
                "note": documents[Part.NOTE_BEFORE].id, "private": documents[Part.PRIVATE_NOTE].id, "beta": beta.id,
                "comment": thread.comments[0].id, "answer": thread.comments[1].id, "invitation": invitation.id,
            }  # fmt: skip
            self.version = documents[Part.TEXT].version
            self.sessions = {name: person.get_id() for name, person in people.items()}

    def client(self, who: str | None = None) -> FlaskClient:
        return client_of(self.app, self.sessions[who] if who else None)

    def path(self, address: str) -> str:
        return address.format(**self.ids, token=self.token)

    def post(self, who: str | None, address: str, body: object = None, **headers: str) -> TestResponse:
        """Send JSON, as a script does."""
        return self.client(who).post(self.path(address), json=body if body is not None else {}, headers=JSON | headers)

    def send(
        self, who: str | None, address: str, headers: dict[str, str] | None = None, **fields: object
    ) -> TestResponse:
        """Send a form, as a page without scripts does, or with `headers` as htmx does."""
        return self.client(who).post(self.path(address), data=fields, headers=headers or {})

    def get(self, who: str | None, address: str, **headers: str) -> TestResponse:
        return self.client(who).get(self.path(address), headers=headers)

    def words(self, **more: object) -> dict[str, object]:
        """Return the body that opens a thread on "waited"."""
        with self.app.app_context():
            start = place_of(text_of(db.session.get(Thread, self.ids["thread"]).document.chapter), "waited")
        return {"from": start, "to": start + 6, "version": self.version, "body": "Good."} | more


def rows(stage: Stage) -> tuple[object, ...]:
    """Everything a request could have changed here."""
    with stage.app.app_context():
        threads = db.session.execute(select(Thread.__table__)).all()
        comments = db.session.execute(select(Comment.__table__)).all()
        invitations = db.session.execute(select(Invitation.__table__)).all()
        members = db.session.execute(select(Membership.__table__)).all()
        return threads, comments, invitations, members, db.session.scalar(select(func.count(Person.id)))
