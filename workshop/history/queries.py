"""Reads about history. No query here loads a version's steps: there may be ten thousand of them."""

import heapq
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice, takewhile

from sqlalchemy import select
from sqlalchemy.orm import defer

from workshop.db import db
from workshop.history.sittings import Save, Sitting, one_a_minute, sittings_of
from workshop.people.models import Person
from workshop.works.log import LoggedSave, find_save, saves_before
from workshop.works.models import Chapter, Document, Part, Version
from workshop.works.saving import NoSuchVersion

#: Sittings on one page of the timeline, fewer where they are long.
SITTINGS_A_PAGE = 20
#: After so many saves a page ends with the sitting it is in.
SAVES_A_PAGE = 3000
#: Versions of a sitting in one go.
VERSIONS_A_PAGE = 60

#: The smallest difference between two moments that the database keeps.
_TICK = timedelta(microseconds=1)
_WITHOUT_STEPS = defer(Version.steps)


@dataclass(frozen=True)
class Page:
    """Some sittings, newest first."""

    sittings: list[Sitting]
    #: Where the next page goes on; None on the last one.
    older_than: datetime | None


def sittings_page(documents: Iterable[Document], older_than: datetime | None = None) -> Page:
    """Return the sittings of these documents, from the newest or from those that ended before a moment."""
    found: list[Sitting] = []
    saves = 0
    for sitting in sittings_of(saves_of(documents, older_than)):
        if len(found) == SITTINGS_A_PAGE or saves >= SAVES_A_PAGE:
            return Page(found, found[-1].began_at)
        found.append(sitting)
        saves += len(sitting.saves)
    return Page(found, None)


def saves_of(documents: Iterable[Document], older_than: datetime | None = None) -> Iterator[Save]:
    """Yield the documents' saves newest first, read a few hundred at a time as they are asked for."""
    streams = [_saves_of_one(document, older_than) for document in documents]
    return heapq.merge(*streams, key=lambda save: save.saved_at, reverse=True)


@dataclass(frozen=True)
class SittingVersions:
    """Versions of one sitting, newest first: one a minute, and all that stand out."""

    saves: list[Save]
    #: Up to which moment the rest of the sitting goes; None when this is all of it.
    rest_ended: datetime | None


def versions_of_sitting(documents: Iterable[Document], began: datetime, ended: datetime) -> SittingVersions:
    """Return the versions from one moment to another, both included."""
    within = takewhile(lambda save: save.saved_at >= began, saves_of(documents, ended + _TICK))
    saves = list(islice(one_a_minute(within), VERSIONS_A_PAGE + 1))
    if len(saves) <= VERSIONS_A_PAGE:
        return SittingVersions(saves, None)
    return SittingVersions(saves[:-1], saves[-1].saved_at)


def named_versions(chapter: Chapter) -> list[Version]:
    """Return the chapter's named versions, newest first, without their steps."""
    return list(
        db.session.scalars(
            select(Version)
            .join(Document, Document.id == Version.document_id)
            .where(Document.chapter_id == chapter.id, Version.name.is_not(None))
            .order_by(Version.saved_at.desc())
            .options(_WITHOUT_STEPS)
        )
    )


def get_version(document: Document, number: int) -> LoggedSave:
    """Return the save of this number; raises NoSuchVersion, also for a number inside a save."""
    version = find_version(document, number)
    if version is None:
        raise NoSuchVersion(document=document.id, version=number)
    return version


def find_version(document: Document, number: int) -> LoggedSave | None:
    """Return the save that this number ended, or None: 0 is the empty page, and a save may hold many steps."""
    return find_save(document.id, number)


@dataclass(frozen=True)
class Choices:
    """The versions a person picks from when comparing, newest first."""

    named: list[Version]
    #: The last version of each recent sitting.
    sittings: list[Save]

    @property
    def before_last_sitting(self) -> int:
        """The number of the version that the newest sitting began with."""
        return self.sittings[1].number if len(self.sittings) > 1 else 0


def versions_to_compare(document: Document) -> Choices:
    """Return what is worth choosing: every named version, and how each recent sitting left the text."""
    named = [version for version in named_versions(document.chapter) if version.document_id == document.id]
    return Choices(named, [sitting.saves[0] for sitting in sittings_page([document]).sittings])


def people_of(sittings: Iterable[Sitting]) -> dict[int, Person]:
    """Return who sat, by id."""
    ids = {sitting.person_id for sitting in sittings}
    return {person.id: person for person in db.session.scalars(select(Person).where(Person.id.in_(ids)))}


@dataclass(frozen=True)
class Restored:
    """A version that brought back an old one, as the undo line tells of it."""

    #: Itself, as "document.number".
    told: str
    origin: str
    #: The name of the version that it brought back, by its number, if it has one.
    names: dict[int, str]


def find_restored(chapter: Chapter, told: str) -> Restored | None:
    """Return the version that "document.number" tells, if it is the newest and a restoration made it; else None."""
    document_id, number = read_told_version(told) or (0, 0)
    document = db.session.get(Document, document_id)
    if document is None or document.chapter_id != chapter.id or document.version != number:
        return None
    version = find_version(document, number)
    kind, _, source = (version.origin or "").partition(" ") if version else ("", "", "")
    if kind != "restored":
        return None
    old = find_version(document, int(source))
    return Restored(told, f"restored {source}", {old.number: old.name} if old and old.name else {})


def find_put_back(document: Document, told: str) -> str | None:
    """Return what "document.number" tells if that version put a change back in this document, else None."""
    document_id, number = read_told_version(told) or (0, 0)
    version = find_version(document, number) if document_id == document.id else None
    return told if version and (version.origin or "").startswith("put back ") else None


def read_told_version(text: str) -> tuple[int, int] | None:
    """Return the document's id and the version's number of "document.number", None for any other text."""
    match = re.fullmatch(r"([0-9]{1,9})\.([0-9]{1,9})", text)
    return (int(match[1]), int(match[2])) if match else None


def _saves_of_one(document: Document, older_than: datetime | None) -> Iterator[Save]:
    """Yield one document's saves newest first; each learns from the next what was there before it."""
    later: LoggedSave | None = None
    for save in saves_before(document.id, older_than):
        if later is not None:
            yield _as_save(document, later, save.number, save.words)
        later = save
    if later is not None:
        yield _as_save(document, later, 0, 0)


def _as_save(document: Document, logged: LoggedSave, number_before: int, words_before: int) -> Save:
    return Save(
        document_id=document.id,
        part=Part(document.part),
        number=logged.number,
        person_id=logged.person_id,
        saved_at=logged.saved_at,
        number_before=number_before,
        words_before=words_before,
        words=logged.words,
        origin=logged.origin,
        name=logged.name,
    )
