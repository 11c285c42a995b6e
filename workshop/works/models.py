"""The tables of works: Work, Membership, Chapter, Document, Version, Block, Snapshot."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from workshop.db import Instant, db
from workshop.people.models import Person
from workshop.works.devices import DEVICE_MAX

TITLE_MAX = 255
SUMMARY_MAX = 1250


class Role(StrEnum):
    AUTHOR = "author"
    BETA = "beta"


class Part(StrEnum):
    """Which piece of a chapter a document is."""

    TEXT = "text"
    NOTE_BEFORE = "note_before"
    NOTE_AFTER = "note_after"
    #: Seen by the author alone.
    PRIVATE_NOTE = "private_note"


class Work(db.Model):
    """A story. It belongs to the people who are members of it as authors."""

    __tablename__ = "works"

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(TITLE_MAX))
    summary: Mapped[str] = mapped_column(Text, default="")
    created_at: Mapped[datetime] = mapped_column(Instant)
    #: Set while the work lies in the bin.
    binned_at: Mapped[datetime | None] = mapped_column(Instant)

    memberships: Mapped[list[Membership]] = relationship(back_populates="work", cascade="all, delete-orphan")
    chapters: Mapped[list[Chapter]] = relationship(
        back_populates="work", cascade="all, delete-orphan", order_by="Chapter.position, Chapter.id"
    )


class Membership(db.Model):
    """What one person may do in one work. A revoked one stays, so that old comments keep their name."""

    __tablename__ = "memberships"

    work_id: Mapped[int] = mapped_column(ForeignKey("works.id", ondelete="CASCADE"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"), primary_key=True, index=True)
    role: Mapped[str] = mapped_column(String(10))
    joined_at: Mapped[datetime] = mapped_column(Instant)
    #: From this moment on the person sees nothing of the work.
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    work: Mapped[Work] = relationship(back_populates="memberships")
    person: Mapped[Person] = relationship()


class Chapter(db.Model):
    """One chapter: a title, a place in its work, and its documents. Or a draft beside one, which has all of that too.

    A draft is no part of the work: it stands in no list of chapters, no reader sees it, and its title is its name.
    """

    __tablename__ = "chapters"

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("works.id", ondelete="CASCADE"), index=True)
    title: Mapped[str] = mapped_column(String(TITLE_MAX), default="")
    position: Mapped[int]
    created_at: Mapped[datetime] = mapped_column(Instant)
    binned_at: Mapped[datetime | None] = mapped_column(Instant)
    #: The chapter beside which this is a draft; None in a chapter of the work.
    draft_of: Mapped[int | None] = mapped_column(ForeignKey("chapters.id", ondelete="CASCADE"), index=True)
    #: The version of the main text with which the draft began.
    began_at: Mapped[int | None]

    work: Mapped[Work] = relationship(back_populates="chapters")
    main: Mapped[Chapter | None] = relationship(back_populates="drafts", remote_side=[id])
    drafts: Mapped[list[Chapter]] = relationship(back_populates="main", cascade="all", order_by="Chapter.id")
    documents: Mapped[list[Document]] = relationship(back_populates="chapter", cascade="all, delete-orphan")


class Document(db.Model):
    """A text that is written in the editor: the chapter's own, or one of its notes."""

    __tablename__ = "documents"
    __table_args__ = (UniqueConstraint("chapter_id", "part"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    chapter_id: Mapped[int] = mapped_column(ForeignKey("chapters.id", ondelete="CASCADE"))
    part: Mapped[str] = mapped_column(String(16))
    #: ProseMirror's JSON of the whole document as it was `steps_ahead` steps ago; `saving.document_node` gives it as it is.
    content: Mapped[str] = mapped_column(Text, deferred=True)
    #: How many of the newest steps are only in the versions yet. Writing the whole text at each save would cost the most.
    steps_ahead: Mapped[int] = mapped_column(default=0, server_default="0")
    #: The newest state's name, a random number by which its nodes are remembered. None until a text of an older Galley changes.
    state: Mapped[int | None] = mapped_column(BigInteger)
    #: How many steps made the newest state, from the empty document on.
    version: Mapped[int] = mapped_column(default=0)
    #: Counted as AO3 counts.
    words: Mapped[int] = mapped_column(default=0)
    edited_at: Mapped[datetime] = mapped_column(Instant)

    chapter: Mapped[Chapter] = relationship(back_populates="documents")


class Version(db.Model):
    """One save: the steps that led from the version before to this one. Never changed, but for its name.

    In time it goes into a block and its row is removed, unless it has a name. `works.log` reads both as one.
    """

    __tablename__ = "versions"
    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    #: The document's count of steps after this save.
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: A JSON list of ProseMirror steps; "" once a block has them.
    steps: Mapped[str] = mapped_column(Text)
    #: Which editor sent it: one id a tab.
    client: Mapped[str] = mapped_column(String(40))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    saved_at: Mapped[datetime] = mapped_column(Instant)
    #: Counted as AO3 counts, after this save.
    words: Mapped[int]
    #: The browser and system that it came from, as `devices.device_of` calls them; None for what no page typed.
    device: Mapped[str | None] = mapped_column(String(DEVICE_MAX))
    #: None for typing; otherwise what else made it, such as "restored 12" or "imported".
    origin: Mapped[str | None] = mapped_column(String(60))
    #: What the author called this version.
    name: Mapped[str | None] = mapped_column(String(120))

    person: Mapped[Person] = relationship()


class Block(db.Model):
    """A sealed stretch of a document's log: saves that were rows of `versions` before, packed together."""

    __tablename__ = "blocks"
    # An index of its own would be a page for a handful of rows.
    __table_args__ = {"sqlite_with_rowid": False}

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    #: The number of its last version.
    last: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: The number of the version before its first one.
    first: Mapped[int]
    #: The earliest moment of any of its saves.
    began_at: Mapped[datetime] = mapped_column(Instant)
    #: What all its states hash to, one after the other: see `states.chained`.
    digest: Mapped[bytes]
    #: As `blocks.pack_saves` packs them.
    saves: Mapped[bytes] = mapped_column(deferred=True)
    #: As `blocks.pack_steps` packs them.
    steps: Mapped[bytes] = mapped_column(deferred=True)
    #: As `blocks.States` packs them: whole states now and then, so that no version of the block is far from one.
    states: Mapped[bytes] = mapped_column(deferred=True)


class Snapshot(db.Model):
    """A whole state: of what is not sealed, one now and then; of what is sealed, where a block ends and the next begins.

    So a block's first state hangs on no other block.
    """

    __tablename__ = "snapshots"

    document_id: Mapped[int] = mapped_column(ForeignKey("documents.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    #: The number of the snapshot that this one was compressed beside, and without which it cannot be read.
    parent: Mapped[int | None]
    #: The state's hash; None in a snapshot that was made by the save itself, until its stretch is sealed.
    digest: Mapped[bytes | None]
    #: The document's JSON compressed with zstd; with a digest, its blocks' JSON, one a line.
    content: Mapped[bytes]
