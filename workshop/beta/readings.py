"""When a beta has read a chapter: kept once for each version, and once a sitting."""

from datetime import datetime, timedelta

from sqlalchemy import select

from workshop.beta.models import Reading
from workshop.db import db
from workshop.errors import BadInput
from workshop.people.models import Person
from workshop.works.access import is_author
from workshop.works.log import find_save
from workshop.works.models import Document
from workshop.works.saving import NoSuchVersion, lock_document

#: Who comes to the end again within this time is still at the same reading, of the version that is shown by then.
PAUSE = timedelta(minutes=30)


def note_reading(text: Document, version: object, person: Person, now: datetime) -> None:
    """Keep that a beta has come to the end of a chapter's text at a version; raises NoSuchVersion.

    A version that they have read, or an older one, is no news; nor is what an author reads of their own.
    """
    if type(version) is not int:
        raise BadInput
    if is_author(text.chapter.work, person):
        return
    if not 0 < version <= text.version or find_save(text.id, version) is None:
        raise NoSuchVersion(document=text.id, version=version)
    lock_document(text)
    last = db.session.scalar(
        select(Reading)
        .where(Reading.document_id == text.id, Reading.person_id == person.id)
        .order_by(Reading.version.desc())
        .limit(1)
    )
    if last is None or (last.version < version and now - last.read_at >= PAUSE):
        db.session.add(Reading(document_id=text.id, person_id=person.id, version=version, read_at=now))
    elif last.version < version:
        last.version, last.read_at = version, now
    db.session.flush()


def readings_of(document: Document) -> list[Reading]:
    """Return who read which versions of the document, in the order of the readers and the versions."""
    of_it = select(Reading).where(Reading.document_id == document.id)
    return list(db.session.scalars(of_it.order_by(Reading.person_id, Reading.version)))
