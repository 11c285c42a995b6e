"""People, works and chapters, as short as a test can ask for them. All need an app context and leave the commit to the test."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from itertools import count

from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from prosemirror.model import Node

from tests.prose.makers import doc
from workshop.db import db
from workshop.people.models import Person
from workshop.people.service import admit_guest
from workshop.works import service
from workshop.works.models import Chapter, Document, Membership, Part, Role, Work
from workshop.works.queries import documents_of
from workshop.works.saving import Saved, document_node, replace_content, save_steps

#: When everything in a test happens, unless the test says otherwise.
NOW = datetime(2026, 3, 12, 14, 3, tzinfo=UTC)
PASSWORD = "correct horse battery"
# A real hash takes a third of a second to make and to check; the parameters stand in the hash.
_CHEAP_HASH = PasswordHasher(time_cost=1, memory_cost=8, parallelism=1).hash(PASSWORD)

_numbers = count(1)


def minutes(number: float) -> datetime:
    """Return the moment so many minutes after NOW."""
    return NOW + timedelta(minutes=number)


def make_guest(pen_name: str | None = None) -> Person:
    """Make a person without a password, as a beta reader is."""
    return admit_guest(pen_name or f"person {next(_numbers)}", NOW)


def make_author(pen_name: str | None = None) -> Person:
    """Make a person whose password is PASSWORD."""
    person = make_guest(pen_name)
    person.password_hash = _CHEAP_HASH
    db.session.flush()
    return person


def make_work(author: Person | None = None, title: str = "Salt") -> Work:
    return service.create_work(author or make_author(), title, NOW)


def make_chapter(*blocks: Node | str, work: Work | None = None, title: str = "Low water", **notes: Node) -> Chapter:
    """Make a chapter whose text has these blocks; a note is given by its part, such as `note_before=doc("Hi")`."""
    work = work or make_work()
    parts = {Part(part): note for part, note in notes.items()}
    if blocks:
        parts[Part.TEXT] = doc(*blocks)
    return service.add_chapter(work, title, author_of(work), NOW, parts)


def make_text(*blocks: Node | str) -> Document:
    """Make a chapter of its own and give its text."""
    return text_of(make_chapter(*blocks))


def text_of(chapter: Chapter) -> Document:
    return documents_of(chapter)[Part.TEXT]


def author_of(work: Work) -> Person:
    return db.session.get(Person, next(each.person_id for each in work.memberships if each.role == Role.AUTHOR))


def add_beta(work: Work, person: Person | None = None) -> Person:
    """Let a person, or a new guest, into the work as a beta."""
    person = person or make_guest()
    db.session.add(Membership(work_id=work.id, person_id=person.id, role=Role.BETA, joined_at=NOW))
    db.session.flush()
    return person


def write(document: Document, *blocks: Node | str, now: datetime = NOW, person: Person | None = None) -> Saved | None:
    """Make the document hold these blocks, as one version that typing could have made."""
    return replace_content(document, doc(*blocks), person or author_of(document.chapter.work), now, origin=None)


def type_words(
    document: Document, words: str, now: datetime = NOW, person: Person | None = None, device: str | None = None
) -> Saved:
    """Type at the end of the document's last block, as an editor in a browser sends it."""
    at = document_node(document).content.size - 1
    person = person or author_of(document.chapter.work)
    return save_steps(document, document.version, [typed(at, words)], f"tab-of-{person.id}", person.id, now, device)


def typed(at: int, words: str) -> dict[str, object]:
    """Return the step, in JSON, that types words at a position."""
    content = [{"type": "text", "text": words}]
    return {"stepType": "replace", "from": at, "to": at, "slice": {"content": content}}


def plain(document: Document) -> str:
    """Return the document's words, one block a line."""
    return "\n".join(block.text_content for block in document_node(document).children)


def client_of(app: Flask, session_id: str | None) -> FlaskClient:
    """Return a browser in which the person with this session id (`person.get_id()`) is signed in; None is nobody."""
    client = app.test_client()
    if session_id:
        with client.session_transaction() as session:
            session["_user_id"] = session_id
            session["_fresh"] = True
    return client
