"""The tables of beta reading: Invitation, Acceptance, Reading, Thread, Comment."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.db import Instant, db
from workshop.people.models import Person
from workshop.works.models import Document, Work

LABEL_MAX = 80
COMMENT_MAX = 10_000


class Invitation(db.Model):
    """A link that lets beta readers into one work, until it runs out or is closed."""

    __tablename__ = "invitations"

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("works.id", ondelete="CASCADE"), index=True)
    #: SHA-256 of the token, in hex. The token itself is shown once and kept nowhere.
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    #: What the author wrote beside it, to tell links apart: "for mothwing".
    label: Mapped[str] = mapped_column(String(LABEL_MAX), default="")
    created_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    created_at: Mapped[datetime] = mapped_column(Instant)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    #: Set when the author closed it, or ended the access of someone who came by it.
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    work: Mapped[Work] = relationship()
    acceptances: Mapped[list[Acceptance]] = relationship(
        back_populates="invitation", cascade="all, delete-orphan", passive_deletes=True
    )

    def is_open(self, now: datetime) -> bool:
        return self.revoked_at is None and now < self.expires_at


class Acceptance(db.Model):
    """Someone came in by an invitation. It tells which link to close when their access ends."""

    __tablename__ = "acceptances"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitations.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    accepted_at: Mapped[datetime] = mapped_column(Instant)

    invitation: Mapped[Invitation] = relationship(back_populates="acceptances")


class Reading(db.Model):
    """A beta came to the end of a chapter's text as it was at a version."""

    __tablename__ = "readings"
    # An index of its own would be a page for a handful of rows.
    __table_args__ = {"sqlite_with_rowid": False}

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True)
    version: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    read_at: Mapped[datetime] = mapped_column(Instant)


class Thread(db.Model):
    """A talk about some words of a document. Its anchor is moved with every change of the document."""

    __tablename__ = "threads"
    __table_args__ = (Index("ix_threads_document_end", "document_id", "end"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"))
    #: The words' place in the newest version, half-open, in UTF-16 units.
    start: Mapped[int]
    end: Mapped[int]
    #: "anchored", "changed" or "gone": what became of the words (prose/anchors.py).
    state: Mapped[str] = mapped_column(String(10))
    #: The words as they were when the thread was opened.
    quote: Mapped[str] = mapped_column(Text)
    #: The words as they are: the same, others, or none.
    now: Mapped[str] = mapped_column(Text)
    #: The document's version whose words were chosen; of a thread that was carried between a draft and its main text, the
    #: save there that tells of it (`carrying`).
    version: Mapped[int]
    opened_by: Mapped[int] = mapped_column(ForeignKey("people.id"))
    opened_at: Mapped[datetime] = mapped_column(Instant)
    resolved_at: Mapped[datetime | None] = mapped_column(Instant)
    resolved_by: Mapped[int | None] = mapped_column(ForeignKey("people.id"))
    #: Which change of the chapter's threads was the last that its card shows. From 1 on; a page asks for what is newer.
    revision: Mapped[int]

    document: Mapped[Document] = relationship()
    resolver: Mapped[Person | None] = relationship(foreign_keys=[resolved_by])
    comments: Mapped[list[Comment]] = relationship(
        back_populates="thread", cascade="all, delete-orphan", passive_deletes=True, order_by="Comment.id"
    )


class Comment(db.Model):
    """One person's words in a thread, as plain text."""

    __tablename__ = "comments"

    id: Mapped[int] = mapped_column(primary_key=True)
    thread_id: Mapped[int] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    body: Mapped[str] = mapped_column(Text)
    written_at: Mapped[datetime] = mapped_column(Instant)
    edited_at: Mapped[datetime | None] = mapped_column(Instant)
    #: Set when its writer took it back; it is shown to nobody then.
    deleted_at: Mapped[datetime | None] = mapped_column(Instant)

    thread: Mapped[Thread] = relationship(back_populates="comments")
    person: Mapped[Person] = relationship()
