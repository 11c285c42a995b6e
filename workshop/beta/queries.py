"""Reads about beta reading: the threads of a chapter, how many are open, who reads a work and by which links."""

import itertools
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from workshop.beta.models import Comment, Invitation, Thread
from workshop.db import db
from workshop.people.models import Person
from workshop.works.access import is_author
from workshop.works.models import Chapter, Document, Membership, Part, Role, Work

#: What a card shows besides the thread itself.
_SAID = (joinedload(Thread.resolver), selectinload(Thread.comments).joinedload(Comment.person))

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
    #: The last change that they show.
    revision: int

    def __len__(self) -> int:
        return len(self.standing) + len(self.gone) + len(self.resolved)

    def by_name(self) -> dict[str, list[Thread]]:
        return {"standing": self.standing, "gone": self.gone, "resolved": self.resolved}

    def versions(self) -> dict[int, int]:
        """Return the version of each document in which the threads' places are given."""
        threads = itertools.chain(*self.by_name().values())
        return {thread.document_id: thread.document.version for thread in threads}


def threads_of(chapter: Chapter) -> ThreadList:
    """Return the chapter's threads that have at least one comment left, with what is said in them."""
    return _listed(chapter, *_SAID)


def news_of(chapter: Chapter, since: int) -> tuple[ThreadList, list[Thread]]:
    """Return the threads without what is said in them, and, with it, those that changed after the revision `since`.

    A page that knows a newer revision than there is knows another past (a copy of the database was brought back): it
    gets everything.
    """
    threads = _listed(chapter)
    known = since if since <= threads.revision else 0
    newer = [each.id for each in itertools.chain(*threads.by_name().values()) if each.revision > known]
    changed = db.session.scalars(select(Thread).where(Thread.id.in_(newer)).options(*_SAID)) if newer else ()
    return threads, list(changed)


def newest_revision(chapter_id: int) -> int:
    """Return the number of the last change of the chapter's threads, 0 before the first."""
    newest = select(func.max(Thread.revision)).join(Document).where(Document.chapter_id == chapter_id)
    return db.session.scalar(newest) or 0


def _listed(chapter: Chapter, *more: ExecutableOption) -> ThreadList:
    revision = newest_revision(chapter.id)
    found = db.session.scalars(
        _shown(select(Thread))
        .join(Document)
        .where(Document.chapter_id == chapter.id)
        .options(joinedload(Thread.document), *more)
    )
    threads = sorted(found, key=_place_in_chapter)
    still_open = [thread for thread in threads if thread.resolved_at is None]
    return ThreadList(
        revision=revision,
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


def still_open(thread_ids: Iterable[int | None]) -> frozenset[int]:
    """Return those of the threads that are shown and not resolved."""
    wanted = [thread_id for thread_id in thread_ids if thread_id is not None]
    if not wanted:
        return frozenset()
    return frozenset(
        db.session.scalars(_shown(select(Thread.id)).where(Thread.id.in_(wanted), Thread.resolved_at.is_(None)))
    )


def open_thread_counts(work_ids: Iterable[int]) -> dict[int, int]:
    """Return how many threads are open in each of the works; one without any is left out."""
    rows = db.session.execute(
        _open(select(Chapter.work_id, func.count(Thread.id)))
        .where(Chapter.work_id.in_(list(work_ids)), Chapter.binned_at.is_(None), Chapter.draft_of.is_(None))
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
