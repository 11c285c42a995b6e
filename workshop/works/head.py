"""The head of a document: its newest state with the right to write there, in one query, and how it moves on."""

from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.orm import aliased

from workshop.errors import Conflict
from workshop.people.models import Person
from workshop.prepared import Prepared, running_transaction
from workshop.works.models import Chapter, Document, Membership, Version, Work


class Head(NamedTuple):
    """A document's newest state as a save needs it, and who is at it. A `Document` has the first six fields as well."""

    id: int
    chapter_id: int
    version: int
    words: int
    steps_ahead: int
    state: int | None
    person_id: int
    role: str
    #: Raw, as the driver gives it: what counts is whether there is one.
    revoked_at: object | None
    in_bin: bool
    #: The driver's connection that has read and locked it.
    transaction: Any


_Main = aliased(Chapter)
# The document is locked until the commit; SQLite, which knows no such clause, has locked everything by then.
_HEAD = Prepared(
    select(
        Document.id,
        Document.chapter_id,
        Document.version,
        Document.words,
        Document.steps_ahead,
        Document.state,
        Person.id,
        Membership.role,
        Membership.revoked_at,
        # A draft lies in the bin with the chapter it stands beside.
        Work.binned_at.is_not(None) | Chapter.binned_at.is_not(None) | _Main.binned_at.is_not(None),
    )
    .join(Document.chapter)
    .outerjoin(Chapter.main.of_type(_Main))
    .join(Chapter.work)
    .join(Work.memberships)
    .join(Membership.person)
    .where(
        Document.id == bindparam("document_id"),
        Person.id == bindparam("person_id"),
        Person.session_epoch == bindparam("epoch"),
    )
    .with_for_update(of=Document)
)
_MOVED = ("version", "words", "edited_at", "state", "steps_ahead")
_MOVE = (
    update(Document)
    .where(Document.id == bindparam("document_id"), Document.version == bindparam("version_before"))
    .values({name: bindparam(name) for name in _MOVED})
)
_MOVE_STEPS = Prepared(_MOVE)
_MOVE_WHOLE = Prepared(_MOVE.values(content=bindparam("content")))
_ADD_VERSION = Prepared(
    insert(Version).values(
        {
            name: bindparam(name)
            for name in (
                "document_id",
                "number",
                "steps",
                "client",
                "person_id",
                "saved_at",
                "words",
                "device",
                "origin",
            )
        }
    )
)


def find_head(document_id: int, person_id: int, epoch: int) -> Head | None:
    """Return the head for someone who is or was a member of its work, None where that session or document is not."""
    transaction = running_transaction()
    row = _HEAD.run(transaction, document_id=document_id, person_id=person_id, epoch=epoch).fetchone()
    return Head(*row, transaction) if row else None


def transaction_of(document: Head | Document) -> Any:
    """Return the driver's connection on which the document is being changed."""
    return document.transaction if isinstance(document, Head) else running_transaction()


def move_head(head: Head | Document, **columns: Any) -> None:
    """Write the next state of the document, with `content` or without; raises Conflict if `head` is not the newest one."""
    move = _MOVE_WHOLE if "content" in columns else _MOVE_STEPS
    moved = move.run(transaction_of(head), document_id=head.id, version_before=head.version, **columns)
    if moved.rowcount != 1:
        raise Conflict(document=head.id, version=head.version)


def add_version(head: Head | Document, **columns: Any) -> None:
    _ADD_VERSION.run(transaction_of(head), document_id=head.id, **columns)
