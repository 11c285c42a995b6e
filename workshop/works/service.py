"""What changes works and chapters: making, naming, ordering, the bin. Texts change in `saving`."""

import json
from collections.abc import Iterable
from datetime import datetime

from prosemirror.model import Node

from workshop.db import db
from workshop.errors import BadInput, Conflict
from workshop.people.models import Person
from workshop.prose.documents import empty_document
from workshop.works.models import Chapter, Document, Membership, Part, Role, Work
from workshop.works.origins import BEGAN, IMPORTED
from workshop.works.queries import bin_of, standing_chapters, text_of
from workshop.works.saving import replace_content, version_node
from workshop.works.stored import new_state

UNTITLED_WORK = "Untitled work"


def create_work(person: Person, title: str, now: datetime) -> Work:
    """Make a work with no chapters that belongs to the person."""
    work = Work(title=title or UNTITLED_WORK, summary="", created_at=now)
    work.memberships.append(Membership(person_id=person.id, role=Role.AUTHOR, joined_at=now))
    db.session.add(work)
    db.session.flush()
    return work


def describe_work(work: Work, title: str, summary: str) -> None:
    work.title = title or UNTITLED_WORK
    work.summary = summary
    db.session.flush()


def add_chapter(
    work: Work, title: str, person: Person, now: datetime, parts: dict[Part, Node] | None = None
) -> Chapter:
    """Add a chapter at the end. `parts` fills its documents; each becomes that document's first version."""
    last = max((chapter.position for chapter in work.chapters), default=0)
    chapter = Chapter(work=work, title=title, position=last + 1, created_at=now)
    _fill(chapter, parts or {}, person, now, IMPORTED)
    return chapter


def start_draft(chapter: Chapter, name: str, version: int | None, person: Person, now: datetime) -> Chapter:
    """Begin a draft beside the chapter with its text as it was at a version, without one as it is.

    Raises NoSuchVersion, and BadInput beside a draft: there is one main text.
    """
    if chapter.draft_of is not None:
        raise BadInput("A draft begins from the main text. Switch to it first.", chapter=chapter.id)
    text = text_of(chapter)
    number = text.version if version is None else version
    content = version_node(text, number)
    name = name or f"Draft {len(chapter.drafts) + 1}"
    draft = Chapter(
        work=chapter.work, main=chapter, title=name, position=chapter.position, created_at=now, began_at=number
    )
    _fill(draft, {Part.TEXT: content}, person, now, BEGAN)
    return draft


def _fill(chapter: Chapter, parts: dict[Part, Node], person: Person, now: datetime, origin: str) -> None:
    """Give a new chapter its documents; each that `parts` has gets its content as its first version."""
    empty = json.dumps(empty_document().to_json())
    chapter.documents = [Document(part=part, content=empty, state=new_state(), words=0, edited_at=now) for part in Part]
    db.session.add(chapter)
    db.session.flush()
    for document in chapter.documents:
        content = parts.get(Part(document.part))
        if content is not None:
            replace_content(document, content, person, now, origin)


def rename_chapter(chapter: Chapter, title: str) -> None:
    chapter.title = title
    db.session.flush()


def order_chapters(work: Work, chapter_ids: list[int]) -> None:
    """Put the chapters into this order. Binned ones keep their place behind; the list must name each other one."""
    standing = {chapter.id: chapter for chapter in standing_chapters(work)}
    if sorted(chapter_ids) != sorted(standing):
        raise Conflict("The chapters changed in the meantime. Reload the page and order them again.", work=work.id)
    for position, chapter_id in enumerate(chapter_ids, start=1):
        standing[chapter_id].position = position
    db.session.flush()


def move_chapter(chapter: Chapter, places: int) -> None:
    """Move a chapter up (negative) or down among its work's chapters, as far as there is room."""
    order = [sibling.id for sibling in standing_chapters(chapter.work)]
    if chapter.id not in order:
        raise BadInput("What lies in the bin and a draft have no place among the chapters.", chapter=chapter.id)
    old = order.index(chapter.id)
    order.insert(max(0, min(old + places, len(order) - 1)), order.pop(old))
    order_chapters(chapter.work, order)


def bin_work(work: Work, now: datetime) -> None:
    work.binned_at = work.binned_at or now
    db.session.flush()


def unbin_work(work: Work) -> None:
    work.binned_at = None
    db.session.flush()


def bin_chapter(chapter: Chapter, now: datetime) -> None:
    chapter.binned_at = chapter.binned_at or now
    db.session.flush()


def unbin_chapter(chapter: Chapter) -> None:
    """Take a chapter out of the bin; it comes back at its old place, or as near as there is one."""
    chapter.binned_at = None
    db.session.flush()


def empty_bin(person: Person, work_ids: Iterable[int], chapter_ids: Iterable[int]) -> None:
    """Remove what of these still lies in the person's bin. What came there since they looked stays, and so does the rest."""
    found = bin_of(person)
    for rows, ids in ((found.works, set(work_ids)), (found.chapters, set(chapter_ids))):
        for row in rows:
            if row.thing.id in ids:
                delete_for_good(row.thing)


def delete_for_good(thing: Work | Chapter) -> None:
    """Remove a work or a chapter with all that hangs on it. Only what lies in the bin can be removed."""
    if thing.binned_at is None:
        raise Conflict("Put it into the bin first.")
    db.session.delete(thing)
    db.session.flush()
