"""How a document changes: steps applied, checked and kept as a version, or the steps that the sender lacks.

Every change of any document passes `_keep`: it tells `document_changed`, so that nothing that hangs on positions
(a thread's anchor) can be forgotten, and announces the new version to everyone who has the chapter open.
"""

import json
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Literal, NamedTuple

import zstandard
from blinker import Signal
from prosemirror.model import Node
from prosemirror.transform import Step
from sqlalchemy import select

from workshop import live
from workshop.db import db
from workshop.errors import BadInput, Conflict, NotFound
from workshop.people.models import Person
from workshop.prose.counting import count_more_words
from workshop.prose.diff import steps_between
from workshop.prose.documents import apply_steps, read_document, read_steps
from workshop.prose.rebasing import rebase_steps
from workshop.works.head import Head, add_version, move_head
from workshop.works.log import Damaged, find_save, last_maker, neighbours, steps_of
from workshop.works.models import Document, Snapshot
from workshop.works.origins import UNDID, Origin
from workshop.works.states import state_at
from workshop.works.stored import new_state, read_texts, written, written_steps

#: A state is kept whole with the save that reaches a multiple of this, so that no version is far from one.
STEPS_PER_SNAPSHOT = 400
#: A text is written whole again once so many of its steps are only in its versions.
STEPS_PER_CONTENT = 100
#: More than one save ever holds; beyond it the sender is broken or hostile.
STEPS_PER_SAVE = 20_000
#: The client name under which restoring and importing are logged; no editor has it.
SERVER_CLIENT = "galley"
CLIENT_MAX = 40

#: Sent with the Document or Head that was, and `applied: Applied`, inside the transaction of every change.
document_changed = Signal()
#: Sent with the Document and `origin: str` before a change that has an origin, for what hangs on saves and not on
#: positions. Who has something to do after `document_changed` was sent, too, answers with a function that does it and
#: returns the ThreadsMoved.
change_begins = Signal()


class ThreadsMoved(NamedTuple):
    """Threads that went with their words when a bringing over was undone, or that undone too."""

    #: The draft that they went to or came from.
    draft_id: int
    #: Back to the draft, or over to the main text again.
    way: Literal["back", "over"]
    count: int


@dataclass(frozen=True)
class Saved:
    """An acknowledged save: the document's new version, its words, and what went along."""

    version: int
    words: int
    moved: tuple[ThreadsMoved, ...] = ()


@dataclass(frozen=True)
class Behind:
    """What a sender lacks who wrote against an older version: the steps since, and who made each."""

    version: int
    steps: list[dict[str, Any]]
    clients: list[str]


class NoSuchVersion(NotFound):
    sentence = "There is no such version of this text."


class AheadOfServer(NoSuchVersion):
    """A version that is still to come: an older copy of the database was laid over the one that its page goes on from."""

    status = 412
    sentence = "The server went back to an older copy of this text, and this page is ahead of it."


class OtherHistory(Conflict):
    """A version to which other steps led than those that its page knows: an older copy was laid over, and written on."""

    status = 412
    sentence = "The server went back to an older copy of this text."


def ensure_goes_on(document: Document | Head, version: object, maker: object) -> None:
    """Raise OtherHistory where another client than `maker` made the step that led to a version.

    What is no version here, and no client, is let pass: it is refused elsewhere. So is what cannot be read any more.
    """
    if not isinstance(maker, str) or type(version) is not int or not 0 < version <= document.version:
        return
    try:
        made_by = last_maker(document) if version == document.version else _maker_of(document, version)
    except Damaged:
        return
    if made_by not in (None, maker):
        raise OtherHistory(document=document.id, version=version)


def _maker_of(document: Document | Head, version: int) -> str:
    return steps_of(document.id, version - 1, version)[1][0]


def save_steps(
    document: Document | Head,
    version: int,
    steps: object,
    client: str,
    person_id: int,
    now: datetime,
    device: str | None = None,
) -> Saved | Behind:
    """Keep the steps as a new version if they were made against the newest one, else tell what is missing.

    A repeated send is answered with the sender's own steps, by which it knows that they are kept.
    Raises AheadOfServer, and BadStep for steps that are malformed or break the schema; nothing is changed then.
    """
    if type(version) is not int or version < 0 or not is_client(client):
        raise BadInput
    lock_document(document)
    if version != document.version:
        return steps_since(document, version)
    if not isinstance(steps, list) or not 0 < len(steps) <= STEPS_PER_SAVE:
        raise BadInput
    return _keep(document, read_steps(steps), client, person_id, now, origin=None, device=device)


def replace_content(document: Document, content: Node, person: Person, now: datetime, origin: str) -> Saved | None:
    """Turn the document into `content` by small steps, so that comments away from the changes stay.

    Gives None when there is nothing to change. `origin` says in the history where the change came from.
    """
    lock_document(document)
    steps = steps_between(document_node(document), content)
    return _keep(document, steps, SERVER_CLIENT, person.id, now, origin, compared=True) if steps else None


def change(document: Document, steps: list[Step], person: Person, now: datetime, origin: str) -> Saved:
    """Keep steps of our own that were made for the newest state; who makes them has locked the document before."""
    return _keep(document, steps, SERVER_CLIENT, person.id, now, origin)


def take_back(document: Document, number: int, person: Person, now: datetime) -> Saved | None:
    """Undo one version and keep what was written after it. Gives None when nothing of it is left to undo."""
    lock_document(document)
    if find_save(document.id, number) is None:
        raise NoSuchVersion(document=document.id, version=number)
    after = version_node(document, number)
    before = version_node(document, neighbours(document.id, number)[0] or 0)
    later = read_steps(steps_since(document, number).steps)
    steps = rebase_steps(after, steps_between(after, before), later)
    origin = Origin(UNDID, number).written()
    return _keep(document, steps, SERVER_CLIENT, person.id, now, origin, compared=True) if steps else None


def steps_since(document: Document | Head, version: int) -> Behind:
    """Return the steps after `version`, oldest first; raises AheadOfServer for one that is not there yet."""
    if version > document.version:
        raise AheadOfServer(document=document.id, version=version)
    return steps_between_versions(document, version, document.version)


def steps_between_versions(document: Document | Head, older: int, newer: int) -> Behind:
    """Return the steps that lead from one version to another; raises NoSuchVersion. Either may lie inside a save."""
    if not 0 <= older <= newer <= document.version:
        raise NoSuchVersion(document=document.id, version=older)
    steps, clients = steps_of(document.id, older, newer)
    return Behind(newer, steps, clients)


def document_node(document: Document | Head) -> Node:
    """Return the newest state."""
    node = read_texts.find(document.state)
    if node is None:
        node = _stored_node(document)
        read_texts.remember(document.state, node)
    return node


def version_node(document: Document, number: int) -> Node:
    """Return the document as it was at a version; raises NoSuchVersion, and Damaged where it cannot be read."""
    if number == document.version:
        return document_node(document)
    if not 0 <= number <= document.version:
        raise NoSuchVersion(document=document.id, version=number)
    return state_at(document.id, number)


def settle_content(document_id: int, quiet_since: datetime) -> None:
    """Write a text whole at which nobody has written since a moment, so that none of its steps must stay in rows."""
    document = db.session.get(Document, document_id)
    if document is None or not document.steps_ahead or document.edited_at >= quiet_since:
        return
    lock_document(document)
    document.content, document.steps_ahead = written(document_node(document)), 0
    db.session.flush()


def lock_document(document: Document | Head) -> None:
    """Hold the document until the commit, so that two saves never build on the same version.

    On SQLite the transaction that read it holds the write lock, or fails when it comes to write; PostgreSQL needs the
    row lock, and the state as it is once that is held. A Head is read with its lock.
    """
    if isinstance(document, Document) and db.session.get_bind().dialect.name != "sqlite":
        db.session.refresh(document, with_for_update=True)


def newest_json(document: Document) -> str:
    """Return the newest state as the JSON that an editor starts from."""
    return written(document_node(document))


def is_client(name: object) -> bool:
    """Tell whether an editor can have this name: a few plain characters, and not the server's own."""
    if not isinstance(name, str) or name == SERVER_CLIENT:
        return False
    return 0 < len(name) <= CLIENT_MAX and name.isascii() and name.isprintable()


def _stored_node(document: Document | Head) -> Node:
    content = db.session.scalar(select(Document.content).where(Document.id == document.id))
    node = read_document(json.loads(content))
    ahead = steps_between_versions(document, document.version - document.steps_ahead, document.version).steps
    return apply_steps(node, read_steps(ahead)).doc if ahead else node


def _keep(
    document: Document | Head,
    steps: list[Any],
    client: str,
    person_id: int,
    now: datetime,
    origin: str | None,
    *,
    device: str | None = None,
    compared: bool = False,
) -> Saved:
    """Keep steps as a new version; `compared` says that they were found by comparing two texts, not made by somebody."""
    endings = [end for _, end in change_begins.send(document, origin=origin) if end] if origin else []
    before = document_node(document)
    applied = apply_steps(before, steps)
    if compared:
        applied = replace(applied, compared_with=before)
    saved = Saved(document.version + len(steps), document.words + count_more_words(before, applied.doc))
    _move(document, saved, applied.doc, now)
    add_version(
        document,
        number=saved.version,
        steps=written_steps(steps),
        client=client,
        person_id=person_id,
        saved_at=now,
        words=saved.words,
        device=device,
        origin=origin,
    )
    if saved.version // STEPS_PER_SNAPSHOT > document.version // STEPS_PER_SNAPSHOT:
        _keep_snapshot(document.id, saved.version, applied.doc)
    if isinstance(document, Document):
        db.session.refresh(document)
    document_changed.send(document, applied=applied)
    moved = tuple(each for end in endings for each in end())
    live.announce(document.chapter_id, "version", document=document.id, version=saved.version)
    return replace(saved, moved=moved) if moved else saved


def _move(document: Document | Head, saved: Saved, node: Node, now: datetime) -> None:
    state, ahead = new_state(), document.steps_ahead + saved.version - document.version
    columns = {"version": saved.version, "words": saved.words, "edited_at": now, "state": state}
    if ahead < STEPS_PER_CONTENT:
        move_head(document, **columns, steps_ahead=ahead)
    else:
        move_head(document, **columns, steps_ahead=0, content=written(node))
    # Should this be rolled back, the state's name stands nowhere.
    read_texts.remember(state, node)


def _keep_snapshot(document_id: int, version: int, node: Node) -> None:
    packed = zstandard.compress(written(node).encode(), 3)
    db.session.add(Snapshot(document_id=document_id, number=version, content=packed))
    db.session.flush()
