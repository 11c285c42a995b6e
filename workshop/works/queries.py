"""Reads about works: the shelf, the chapters that stand, the bin."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from workshop.db import db
from workshop.people.models import Person
from workshop.works.models import Chapter, Document, Membership, Part, Role, Work


@dataclass(frozen=True)
class ShelfRow:
    """One work as the shelf shows it."""

    work: Work
    role: Role
    words: int
    chapters: int
    edited_at: datetime


def shelf(person: Person) -> list[ShelfRow]:
    """Return the person's works, their own and those they beta, last edited first."""
    rows = db.session.execute(
        select(
            Work,
            Membership.role,
            func.coalesce(func.sum(Document.words), 0),
            func.count(Document.id),
            func.max(Document.edited_at),
        )
        .join(Membership)
        .outerjoin(Chapter, (Chapter.work_id == Work.id) & Chapter.binned_at.is_(None) & Chapter.draft_of.is_(None))
        .outerjoin(Document, (Document.chapter_id == Chapter.id) & (Document.part == Part.TEXT))
        .where(Membership.person_id == person.id, Membership.revoked_at.is_(None), Work.binned_at.is_(None))
        .group_by(Work.id, Membership.role)
    )
    found = [
        ShelfRow(work, Role(role), words, chapters, edited_at or work.created_at)
        for work, role, words, chapters, edited_at in rows
    ]
    return sorted(found, key=lambda row: row.edited_at, reverse=True)


@dataclass(frozen=True)
class ChapterRow:
    """One chapter as the lists show it."""

    chapter: Chapter
    words: int
    edited_at: datetime


def chapter_rows(work: Work) -> list[ChapterRow]:
    """Return the chapters outside the bin, in order, with the words and the last edit of their text."""
    rows = db.session.execute(
        select(Chapter, Document.words, Document.edited_at)
        .join(Document, (Document.chapter_id == Chapter.id) & (Document.part == Part.TEXT))
        .where(Chapter.work_id == work.id, Chapter.binned_at.is_(None), Chapter.draft_of.is_(None))
        .order_by(Chapter.position, Chapter.id)
    )
    return [ChapterRow(chapter, words, edited_at) for chapter, words, edited_at in rows]


def standing_chapters(work: Work) -> list[Chapter]:
    """Return the work's chapters outside the bin, in order, without their drafts."""
    return [chapter for chapter in work.chapters if chapter.binned_at is None and chapter.draft_of is None]


def standing_drafts(chapter: Chapter) -> list[Chapter]:
    """Return the chapter's drafts outside the bin, the oldest first."""
    return [draft for draft in chapter.drafts if draft.binned_at is None]


def documents_of(chapter: Chapter) -> dict[Part, Document]:
    return {Part(document.part): document for document in chapter.documents}


def text_of(chapter: Chapter) -> Document:
    return documents_of(chapter)[Part.TEXT]


def last_edited_chapter(work: Work) -> Chapter | None:
    """Return where the author left off, or None in a work without chapters."""
    return db.session.scalar(
        select(Chapter)
        .join(Document, (Document.chapter_id == Chapter.id) & (Document.part == Part.TEXT))
        .where(Chapter.work_id == work.id, Chapter.binned_at.is_(None), Chapter.draft_of.is_(None))
        .order_by(Document.edited_at.desc(), Chapter.position, Chapter.id)
        .limit(1)
    )


@dataclass(frozen=True)
class BinRow:
    """A work or a chapter in the bin, with how much goes if it goes."""

    thing: Work | Chapter
    #: Of a work, those too that were in the bin before it.
    chapters: int
    words: int


@dataclass(frozen=True)
class Bin:
    """What of a person's lies in the bin, newest first."""

    works: list[BinRow]
    #: Those whose work still stands.
    chapters: list[BinRow]

    @property
    def titles(self) -> list[str]:
        return [row.thing.title or "Untitled" for row in (*self.works, *self.chapters)]


def bin_of(person: Person) -> Bin:
    return Bin(
        _bin_rows(select(Work, *_WEIGHT).outerjoin(Work.chapters), Work, person, Work.binned_at.is_not(None)),
        _bin_rows(
            *(select(Chapter, *_WEIGHT).join(Chapter.work), Chapter, person),
            *(Work.binned_at.is_(None), Chapter.binned_at.is_not(None)),
        ),
    )


_WEIGHT = (func.count(Chapter.id), func.coalesce(func.sum(Document.words), 0))


def _bin_rows(
    rows: Select[Any], kind: type[Work] | type[Chapter], person: Person, *binned: ColumnElement[bool]
) -> list[BinRow]:
    rows = (
        rows.outerjoin(Document, (Document.chapter_id == Chapter.id) & (Document.part == Part.TEXT))
        .join(Membership, Membership.work_id == Work.id)
        .where(
            Membership.person_id == person.id,
            Membership.role == Role.AUTHOR,
            Membership.revoked_at.is_(None),
            *binned,
        )
        .group_by(kind.id)
        .order_by(kind.binned_at.desc())
    )
    return [BinRow(*row) for row in db.session.execute(rows)]
