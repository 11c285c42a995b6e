"""What changes threads: opening one on some words, answering, resolving, and moving with every edit of the text."""

from datetime import datetime

from prosemirror.transform import Mapping
from sqlalchemy import bindparam, select, update

from workshop import live
from workshop.beta.models import COMMENT_MAX, Comment, Thread
from workshop.beta.queries import newest_revision
from workshop.beta.ranges import Stretch, chosen_words, touched_stretch, whole_words
from workshop.db import db
from workshop.errors import BadInput, Conflict, NotAllowed
from workshop.people.models import Person
from workshop.prepared import Prepared
from workshop.prose.anchors import Anchor, map_anchor
from workshop.prose.documents import Applied, read_steps
from workshop.prose.second_look import SecondLook
from workshop.web import plain_words
from workshop.works.head import Head, transaction_of
from workshop.works.models import Document, Part
from workshop.works.saving import document_changed, document_node, lock_document, steps_since, version_node

# Asked at every save, so it is put together once: most saves come before no thread at all.
_ANY_FROM = Prepared(
    select(Thread.id).where(Thread.document_id == bindparam("document_id"), Thread.end >= bindparam("start")).limit(1)
)


class NotYours(NotAllowed):
    sentence = "Only who wrote a comment can change it."


def open_thread(
    document: Document, start: object, end: object, version: object, body: object, person: Person, now: datetime
) -> Thread:
    """Open a thread on the words that stood between two positions at `version`, where they stand now.

    Raises BadRange when there are no such words. Words that were deleted meanwhile give a thread that is "gone" and
    keeps its quote: what the person wrote about them is not lost.
    """
    if document.part == Part.PRIVATE_NOTE:
        raise BadInput("Private notes are for your eyes alone, so nobody comments there.", document=document.id)
    body = _checked_body(body)
    lock_document(document)
    anchor = _anchor_at_head(document, start, end, version)
    thread = Thread(document=document, version=version, opened_by=person.id, opened_at=now)
    place(thread, anchor)
    thread.comments.append(Comment(person=person, body=body, written_at=now))
    tell(document.chapter_id, [thread])
    return thread


def reply(thread: Thread, body: object, person: Person, now: datetime) -> Comment:
    """Add a comment to the thread. A resolved thread is open again with it: there is something new to talk about."""
    comment = Comment(person=person, body=_checked_body(body), written_at=now)
    thread.comments.append(comment)
    thread.resolved_at = thread.resolved_by = None
    _told(thread)
    return comment


def edit_comment(comment: Comment, body: object, person: Person, now: datetime) -> None:
    _ensure_own(comment, person)
    if comment.deleted_at is not None:
        raise Conflict("This comment was taken back. Undo that first.", comment=comment.id)
    words = _checked_body(body)
    if words != comment.body:
        comment.body = words
        comment.edited_at = now
        _told(comment.thread)


def delete_comment(comment: Comment, person: Person, now: datetime) -> None:
    """Take a comment back; a thread whose comments are all taken back is listed no more."""
    _ensure_own(comment, person)
    comment.deleted_at = comment.deleted_at or now
    _told(comment.thread)


def restore_comment(comment: Comment, person: Person) -> None:
    _ensure_own(comment, person)
    comment.deleted_at = None
    _told(comment.thread)


def resolve(thread: Thread, person: Person, now: datetime) -> None:
    if thread.resolved_at is None:
        thread.resolved_at = now
        thread.resolved_by = person.id
        _told(thread)


def reopen(thread: Thread) -> None:
    thread.resolved_at = thread.resolved_by = None
    _told(thread)


@document_changed.connect
def move_anchors(document: Document | Head, applied: Applied) -> None:
    """Carry the document's threads over a change, in the change's own transaction."""
    touched = touched_stretch(applied.mapping)
    if touched is None:
        return
    if not _ANY_FROM.run(transaction_of(document), document_id=document.id, start=touched.start).fetchone():
        return
    second_look = SecondLook(applied.compared_with, applied) if applied.compared_with else None
    look_different = []
    for thread in _within(document, touched):
        before = anchor_of(thread)
        after = whole_words(map_anchor(before, applied.mapping, applied.doc), applied.doc)
        after = second_look.at(before, after) if second_look else after
        place(thread, after)
        if (after.state, after.now) != (before.state, before.now):
            look_different.append(thread)
    db.session.flush()
    if look_different:
        tell(document.chapter_id, look_different)


def _within(document: Document | Head, touched: Stretch) -> list[Thread]:
    """Return the threads that a change touched, and move those behind it, which go as one.

    A row at a time, 200 threads would make each save thrice as long.
    """
    here = Thread.document_id == document.id
    within = select(Thread).where(here, Thread.start <= touched.end, Thread.end >= touched.start)
    threads = list(db.session.scalars(within))
    db.session.execute(
        update(Thread)
        .where(here, Thread.start > touched.end)
        .values(start=Thread.start + touched.growth, end=Thread.end + touched.growth)
    )
    return threads


def _anchor_at_head(document: Document, start: object, end: object, version: object) -> Anchor:
    if type(version) is not int or version < 0:
        raise BadInput
    steps = steps_since(document, version).steps
    chosen = chosen_words(version_node(document, version), start, end)
    mapping = Mapping([step.get_map() for step in read_steps(steps)])
    head = document_node(document)
    return whole_words(map_anchor(chosen, mapping, head), head) if steps else chosen


def anchor_of(thread: Thread) -> Anchor:
    """Return where the thread's words stand in the newest version, and what became of them."""
    return Anchor(thread.start, thread.end, thread.state, thread.quote, thread.now)


def place(thread: Thread, anchor: Anchor) -> None:
    """Let the thread stand where the anchor does."""
    thread.start, thread.end, thread.state = anchor.start, anchor.end, anchor.state
    thread.quote, thread.now = anchor.quote, anchor.now


def _checked_body(body: object) -> str:
    """Return the comment's text as it is kept; raises BadInput for none, too much, or what is no text."""
    if not isinstance(body, str):
        raise BadInput
    words = plain_words(body.replace("\r\n", "\n").strip())
    if not words:
        raise BadInput("A comment needs at least one word.")
    if len(words) > COMMENT_MAX:
        raise BadInput(f"A comment can have at most {COMMENT_MAX:,} characters. Yours has {len(words):,}.")
    return words


def _ensure_own(comment: Comment, person: Person) -> None:
    if comment.person_id != person.id:
        raise NotYours(comment=comment.id)


def _told(thread: Thread) -> None:
    tell(thread.document.chapter_id, [thread])


def tell(chapter_id: int, threads: list[Thread]) -> None:
    """Let open pages know that these cards look different now."""
    revision = newest_revision(chapter_id) + 1
    for thread in threads:
        thread.revision = revision
    db.session.add_all(threads)
    db.session.flush()
    live.announce(chapter_id, "threads", revision=revision)


def tell_gone(chapter_id: int) -> None:
    """Let open pages know that threads went elsewhere: they ask for the list, which holds those no more."""
    live.announce(chapter_id, "threads", revision=newest_revision(chapter_id) + 1)
