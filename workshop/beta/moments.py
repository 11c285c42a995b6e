"""What a timeline hears of beta reading: when a beta read or commented, and when a thread was resolved."""

import heapq
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, literal, select
from sqlalchemy.orm import InstrumentedAttribute

from workshop.beta.models import Comment, Reading, Thread
from workshop.db import db
from workshop.works.models import Chapter, Document, Membership, Role
from workshop.works.moments import Moment, moments_asked

#: Rows that are fetched at once: of ten thousand, a page of a timeline needs a few hundred at most.
ROWS_AT_ONCE = 200


@moments_asked.connect
def tell_moments(document_ids: Collection[int], since: datetime | None, before: datetime | None) -> Iterator[Moment]:
    """Yield, newest first, the readings and comments of betas, also of those who left, and the threads that are resolved."""
    readings = (
        select(Reading.read_at, Reading.person_id, Reading.document_id, literal("read"), Reading.version)
        .where(Reading.document_id.in_(document_ids))
        .where(*_within(Reading.read_at, since, before))
    )
    comments = (
        select(Comment.written_at, Comment.person_id, Thread.document_id, literal("commented"))
        .join(Comment.thread)
        .join(Thread.document)
        .join(Document.chapter)
        .join(Membership, (Membership.work_id == Chapter.work_id) & (Membership.person_id == Comment.person_id))
        .where(Thread.document_id.in_(document_ids), Membership.role == Role.BETA, Comment.deleted_at.is_(None))
        .where(*_within(Comment.written_at, since, before))
    )
    resolved = (
        select(Thread.resolved_at, Thread.resolved_by, Thread.document_id, literal("resolved"))
        .where(Thread.document_id.in_(document_ids), Thread.resolved_by.is_not(None))
        .where(*_within(Thread.resolved_at, since, before))
    )
    return heapq.merge(*map(_newest_first, (readings, comments, resolved)), reverse=True)


def _newest_first(moments: Select[Any]) -> Iterator[Moment]:
    at, person, document, *_ = moments.selected_columns
    ordered = moments.order_by(at.desc(), person.desc(), document.desc()).execution_options(yield_per=ROWS_AT_ONCE)
    return (Moment(*row) for row in db.session.execute(ordered))


def _within(
    moment: InstrumentedAttribute[datetime] | InstrumentedAttribute[datetime | None],
    since: datetime | None,
    before: datetime | None,
) -> Iterator[ColumnElement[bool]]:
    if since is not None:
        yield moment >= since
    if before is not None:
        yield moment < before
