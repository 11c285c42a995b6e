"""Reads about beta reading: the threads of a chapter, how many are open, who reads a work and by which links."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload

from workshop.beta.models import Comment, Invitation, Thread
from workshop.db import db
from workshop.people.models import Person
from workshop.works.access import is_author
from workshop.works.models import Chapter, Document, Membership, Part, Role, Work

#: In which order the documents of a chapter are read.
_READING_ORDER = {Part.NOTE_BEFORE: 0, Part.TEXT: 1, Part.NOTE_AFTER: 2, Part.PRIVATE_NOTE: 3}


@dataclass(frozen=True)
class ThreadList:
    """The threads of a chapter as its margin shows them."""

    #: Open threads whose words stand, as they are or changed, in the order of the words.
    standing: list[Thread]
    #: Open threads whose words are all gone.
    gone: list[Thread]
    #: The newest first.
    resolved: list[Thread]

    def __len__(self) -> int:
        return len(self.standing) + len(self.gone) + len(self.resolved)


def threads_of(chapter: Chapter) -> ThreadList:
    """Return the chapter's threads that have at least one comment left."""
    found = db.session.scalars(
        _shown(select(Thread))
        .join(Document)
        .where(Document.chapter_id == chapter.id)
        .options(joinedload(Thread.document), joinedload(Thread.resolver))
        .options(selectinload(Thread.comments).joinedload(Comment.person))
    )
    threads = sorted(found, key=_place_in_chapter)
    still_open = [thread for thread in threads if thread.resolved_at is None]
    return ThreadList(
        standing=[thread for thread in still_open if thread.state != "gone"],
        gone=[thread for thread in still_open if thread.state == "gone"],
        resolved=sorted(
            (thread for thread in threads if thread.resolved_at), key=lambda thread: thread.resolved_at, reverse=True
        ),
    )


def thread_panel(chapter: Chapter, person: Person) -> dict[str, Any]:
    """Return what `beta/_threads.html` shows to the person, on the reading page and on the desk."""
    return {
        "chapter": chapter,
        "person": person,
        "is_author": is_author(chapter.work, person),
        "author_name": pen_names(chapter.work),
        "threads": threads_of(chapter),
    }


def pen_names(work: Work) -> str:
    """Return the names under which the work is written."""
    return " and ".join(member.person.pen_name for member in work.memberships if member.role == Role.AUTHOR)


def anchors_of(chapter: Chapter) -> list[tuple[Thread, int]]:
    """Return the chapter's shown threads without their comments, each with its document's version."""
    rows = db.session.execute(
        _shown(select(Thread, Document.version)).join(Document).where(Document.chapter_id == chapter.id)
    )
    return [(thread, version) for thread, version in rows]


def still_open(thread_ids: Iterable[int | None]) -> frozenset[int]:
    """Return those of the threads that are shown and not resolved."""
    wanted = [thread_id for thread_id in thread_ids if thread_id is not None]
    if not wanted:
        return frozenset()
    return frozenset(db.session.scalars(_shown(select(Thread.id)).where(Thread.id.in_(wanted), Thread.resolved_at.is_(None))))


def open_thread_counts(work_ids: Iterable[int]) -> dict[int, int]:
    """Return how many threads are open in each of the works; one without any is left out."""
    rows = db.session.execute(
        _open(select(Chapter.work_id, func.count(Thread.id)))
        .where(Chapter.work_id.in_(list(work_ids)), Chapter.binned_at.is_(None))
        .group_by(Chapter.work_id)
    )
    return dict(rows.all())


def open_thread_counts_by_chapter(work: Work) -> dict[int, int]:
    """Return how many threads are open in each chapter of the work; one without any is left out."""
    rows = db.session.execute(
        _open(select(Chapter.id, func.count(Thread.id))).where(Chapter.work_id == work.id).group_by(Chapter.id)
    )
    return dict(rows.all())


def betas_of(work: Work) -> list[Membership]:
    """Return the work's betas and those who were, with their people, in the order in which they came."""
    return list(
        db.session.scalars(
            select(Membership)
            .where(Membership.work_id == work.id, Membership.role == Role.BETA)
            .options(joinedload(Membership.person))
            .order_by(Membership.joined_at, Membership.person_id)
        )
    )


def open_invitations(work: Work, now: datetime) -> list[Invitation]:
    """Return the links that still work, the newest first."""
    return list(
        db.session.scalars(
            select(Invitation)
            .where(Invitation.work_id == work.id, Invitation.revoked_at.is_(None), Invitation.expires_at > now)
            .options(selectinload(Invitation.acceptances))
            .order_by(Invitation.id.desc())
        )
    )


def _shown(threads: Select) -> Select:
    """Leave out threads whose comments were all taken back."""
    has_comment = select(Comment.id).where(Comment.thread_id == Thread.id, Comment.deleted_at.is_(None)).exists()
    return threads.where(has_comment)


def _open(counted: Select) -> Select:
    joined = counted.select_from(Thread).join(Document).join(Chapter, Chapter.id == Document.chapter_id)
    return _shown(joined.where(Thread.resolved_at.is_(None)))


def _place_in_chapter(thread: Thread) -> tuple[int, int, int, int]:
    return _READING_ORDER[Part(thread.document.part)], thread.start, thread.end, thread.id
