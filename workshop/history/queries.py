"""Reads about history. No query here loads a version's steps: there may be ten thousand of them."""

import heapq
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import chain, islice, takewhile

from sqlalchemy import select
from sqlalchemy.orm import defer

from workshop.db import db
from workshop.history.playback import Frame, frames_of
from workshop.history.plot import Plot, drawn
from workshop.history.sittings import Mark, Save, Sitting, marks_of, one_a_minute, sittings_of
from workshop.people.models import Person
from workshop.works.log import Length, LoggedSave, curves, find_save, saves_before
from workshop.works.models import Chapter, Document, Part, Role, Version, Work
from workshop.works.moments import Moment, moments_of
from workshop.works.origins import PUT_BACK, RESTORED, read_origin
from workshop.works.saving import NoSuchVersion

#: Sittings on one page of the timeline, fewer where they are long.
SITTINGS_A_PAGE = 20
#: After so many saves a page ends with the sitting it is in.
SAVES_A_PAGE = 3000
#: After so many marks a page ends, but for a sitting in which the last of them lies.
MARKS_A_PAGE = 60
#: Versions of a sitting in one go.
VERSIONS_A_PAGE = 60

#: The smallest difference between two moments that the database keeps.
_TICK = timedelta(microseconds=1)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_WITHOUT_STEPS = defer(Version.steps)


def documents_in(chapters: Iterable[Chapter], parts: Collection[Part]) -> list[Document]:
    """Return these parts of these chapters."""
    ids = [chapter.id for chapter in chapters]
    return list(db.session.scalars(select(Document).where(Document.chapter_id.in_(ids), Document.part.in_(parts))))


@dataclass(frozen=True)
class Page:
    """Some sittings, newest first."""

    sittings: list[Sitting]
    #: Where the next page goes on; None on the last one.
    older_than: datetime | None


def sittings_page(
    documents: Iterable[Document], older_than: datetime | None = None, person_id: int | None = None
) -> Page:
    """Return the sittings of these documents, from the newest or from those that ended before a moment.

    With a person only theirs: then a page may hold none, and there are older ones all the same.
    """
    found: list[Sitting] = []
    saves = 0
    reached = older_than
    for sitting in sittings_of(saves_of(documents, older_than)):
        if len(found) == SITTINGS_A_PAGE or saves >= SAVES_A_PAGE:
            return Page(found, reached)
        if person_id in {None, sitting.person_id}:
            found.append(sitting)
        saves += len(sitting.saves)
        reached = sitting.began_at
    return Page(found, None)


def saves_of(documents: Iterable[Document], older_than: datetime | None = None) -> Iterator[Save]:
    """Yield the documents' saves newest first, read a few hundred at a time as they are asked for.

    Nothing is read of a document before the moment of its last edit is reached.
    """
    waiting = sorted(documents, key=lambda document: document.edited_at)
    # What each stream gives next, the newest first; no two streams are of the same document.
    heads: list[tuple[timedelta, int, Save, Iterator[Save]]] = []

    def read_on(stream: Iterator[Save]) -> None:
        save = next(stream, None)
        if save is not None:
            heapq.heappush(heads, (_EPOCH - save.saved_at, save.document_id, save, stream))

    while waiting or heads:
        while waiting and (not heads or waiting[-1].edited_at >= heads[0][2].saved_at):
            read_on(_saves_of_one(waiting.pop(), older_than))
        if heads:
            _, _, save, stream = heapq.heappop(heads)
            yield save
            read_on(stream)


@dataclass(frozen=True)
class Timeline:
    """Sittings, and what else happened in their time, newest first."""

    rows: list[Sitting | Mark]
    #: Where the next page goes on; None on the last one.
    older_than: datetime | None

    @property
    def tells_devices(self) -> bool:
        """Whether there is more than one device in it, so that it is worth saying which."""
        return len({device for row in self.rows if isinstance(row, Sitting) for device in row.devices}) > 1


def timeline_page(
    documents: Collection[Document], older_than: datetime | None = None, person_id: int | None = None
) -> Timeline:
    """Return a page of what happened to these documents, with a person only of what they did."""
    page = sittings_page(documents, older_than, person_id)
    told = moments_of([document.id for document in documents], page.older_than, older_than)
    theirs = (moment for moment in told if person_id in {None, moment.person_id})
    marks = marks_of(theirs, MARKS_A_PAGE)
    if len(marks) > MARKS_A_PAGE:
        read = sorted((moment for mark in marks for moment in mark.moments), reverse=True)
        page, moments = _ended_at(page, marks[MARKS_A_PAGE - 1].ended_at, chain(read, theirs))
        marks = marks_of(moments)
    rows = sorted([*page.sittings, *marks], key=lambda row: row.ended_at, reverse=True)
    return Timeline(rows, page.older_than)


def _ended_at(page: Page, moment: datetime, told: Iterable[Moment]) -> tuple[Page, list[Moment]]:
    """Return the page up to a moment, or the beginning of the sitting in which it lies; all if nothing older is left.

    With it goes what of `told`, newest first, happened on it.
    """
    sittings = [sitting for sitting in page.sittings if sitting.ended_at >= moment]
    reached = min([moment, *(sitting.began_at for sitting in sittings)])
    moments: list[Moment] = []
    for each in told:
        if each.at < reached:
            return Page(sittings, reached), moments
        moments.append(each)
    return (Page(sittings, reached) if len(sittings) < len(page.sittings) else page), moments


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


def named_versions(documents: Iterable[Document]) -> list[Version]:
    """Return the documents' named versions, newest first, without their steps."""
    ids = [document.id for document in documents]
    return list(
        db.session.scalars(
            select(Version)
            .where(Version.document_id.in_(ids), Version.name.is_not(None))
            .order_by(Version.saved_at.desc())
            .options(_WITHOUT_STEPS)
        )
    )


@dataclass(frozen=True)
class Milestone:
    """A named version beside the named one before it."""

    version: Version
    #: 0, the empty page, for a document's first one.
    number_before: int
    words_before: int

    @property
    def change(self) -> int:
        return self.version.words - self.words_before


def milestones(named: Sequence[Version]) -> list[Milestone]:
    """Return the named versions, newest first as they are, each with the earlier one of its document."""
    found: list[Milestone] = []
    before: dict[int, Version] = {}
    for version in reversed(named):
        earlier = before.get(version.document_id)
        found.append(Milestone(version, earlier.number if earlier else 0, earlier.words if earlier else 0))
        before[version.document_id] = version
    return found[::-1]


def plot_of(documents: Sequence[Document], named: Iterable[Version]) -> Plot | None:
    """Return how the documents grew together, None where there is nothing to draw yet."""
    return drawn(curves(documents), [version.saved_at for version in named])


def frames_of_document(document: Document) -> list[Frame]:
    """Return the versions at which a playback stops, oldest first."""
    named = {version.number: version for version in named_versions([document])}
    [lengths] = curves([document])
    lengths += [Length(each.number, each.saved_at, each.words) for each in named.values()]
    return frames_of(lengths, {number: version.name or "" for number, version in named.items()})


def authors_of(work: Work) -> list[Person]:
    """Return who writes or wrote at the work: nobody else can have made a save."""
    return [membership.person for membership in work.memberships if membership.role == Role.AUTHOR]


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
    return Choices(named_versions([document]), [sitting.saves[0] for sitting in sittings_page([document]).sittings])


def people_of(rows: Iterable[Sitting | Mark]) -> dict[int, Person]:
    """Return who did these things, by id."""
    ids = {row.person_id for row in rows}
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
    document, version = find_told(chapter, told) or (None, None)
    if document is None or document.version != version.number:
        return None
    deed, source = read_origin(version.origin)
    if deed != RESTORED or source is None:
        return None
    old = find_version(document, source)
    return Restored(told, version.origin, {old.number: old.name} if old and old.name else {})


def find_put_back(document: Document, told: str) -> str | None:
    """Return what "document.number" tells if that version put a change back in this document, else None."""
    of, version = find_told(document.chapter, told) or (None, None)
    return told if of is document and read_origin(version.origin).deed == PUT_BACK else None


def find_told(chapter: Chapter, told: str) -> tuple[Document, LoggedSave] | None:
    """Return the version of the chapter's that "document.number" tells, with its document; None where there is none."""
    document_id, number = read_told_version(told) or (0, 0)
    document = db.session.get(Document, document_id)
    if document is None or document.chapter_id != chapter.id:
        return None
    version = find_version(document, number)
    return (document, version) if version else None


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
        chapter_id=document.chapter_id,
        part=Part(document.part),
        number=logged.number,
        person_id=logged.person_id,
        saved_at=logged.saved_at,
        number_before=number_before,
        words_before=words_before,
        words=logged.words,
        device=logged.device,
        origin=logged.origin,
        name=logged.name,
    )
