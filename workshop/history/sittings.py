"""Which saves belong to one sitting, and which of them a list shows. Pure: rows come in, decisions go out."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import NamedTuple

from workshop.works.models import Part
from workshop.works.moments import Moment

#: A longer pause than this ends a sitting.
PAUSE = timedelta(minutes=30)


class Save(NamedTuple):
    """One kept version, without its steps."""

    document_id: int
    chapter_id: int
    part: Part
    number: int
    person_id: int
    saved_at: datetime
    #: The document's version before it; 0 is the empty page.
    number_before: int
    words_before: int
    words: int
    #: On which device it was typed; None where that is not known.
    device: str | None = None
    #: What made it other than typing; None for typing.
    origin: str | None = None
    name: str | None = None

    @property
    def stands_out(self) -> bool:
        """Whether a list must show it: someone named it, or something else than typing made it."""
        return self.name is not None or self.origin is not None


@dataclass(frozen=True)
class PartChange:
    """What a sitting did to one document."""

    part: Part
    document_id: int
    chapter_id: int
    #: Its versions before and at the end of the sitting.
    number_before: int
    number: int
    words: int
    #: How many words came and how many went, counted from save to save: no step is read for it. A word that took
    #: another's place between two saves is neither.
    words_added: int
    words_removed: int


@dataclass(frozen=True)
class Sitting:
    """Saves of one person without a long pause, newest first."""

    saves: tuple[Save, ...]

    @property
    def person_id(self) -> int:
        return self.saves[0].person_id

    @property
    def began_at(self) -> datetime:
        return min(save.saved_at for save in self.saves)  # The oldest may be later, where a clock was set back.

    @property
    def ended_at(self) -> datetime:
        return max(save.saved_at for save in self.saves)

    @property
    def versions(self) -> int:
        """How many versions its list shows: fewer than it has saves."""
        return sum(1 for _ in one_a_minute(self.saves))

    @property
    def standing_out(self) -> tuple[Save, ...]:
        return tuple(save for save in self.saves if save.stands_out)

    @property
    def devices(self) -> list[str]:
        """On which devices it was written, in the order in which they came; none where that is not known."""
        return list(dict.fromkeys(save.device for save in reversed(self.saves) if save.device))

    @property
    def changes(self) -> list[PartChange]:
        """What became of each document it touched: of the chapter touched last first, each in the order of its parts."""
        saves: dict[int, list[Save]] = {}
        for save in self.saves:
            saves.setdefault(save.document_id, []).append(save)
        chapters = list(dict.fromkeys(save.chapter_id for save in self.saves))
        parts = list(Part)
        return sorted(
            map(_change, saves.values()),
            key=lambda change: (chapters.index(change.chapter_id), parts.index(change.part)),
        )


@dataclass(frozen=True)
class Mark:
    """What one person did at one document beside writing, once or several times without a long pause, newest first."""

    moments: tuple[Moment, ...]

    @property
    def person_id(self) -> int:
        return self.moments[0].person_id

    @property
    def document_id(self) -> int:
        return self.moments[0].document_id

    @property
    def deed(self) -> str:
        return self.moments[0].deed

    @property
    def version(self) -> int | None:
        """The version that it was last done to; None where it is not about one."""
        return self.moments[0].version

    @property
    def ended_at(self) -> datetime:
        return self.moments[0].at


def marks_of(moments: Iterable[Moment], most: int | None = None) -> list[Mark]:
    """Return the marks that the moments, newest first, make up.

    As soon as there is one more than `most`, no further moment is read.
    """
    marks: list[list[Moment]] = []
    latest: dict[tuple[int, int, str], list[Moment]] = {}
    for moment in moments:
        key = moment.person_id, moment.document_id, moment.deed
        mark = latest.get(key)
        if mark is None or mark[-1].at - moment.at >= PAUSE:
            mark = latest[key] = []
            marks.append(mark)
        mark.append(moment)
        if most is not None and len(marks) > most:
            break
    return [Mark(tuple(mark)) for mark in marks]


def sittings_of(saves: Iterable[Save]) -> Iterator[Sitting]:
    """Yield the sittings that the saves make up, newest first as they are. Reads no further than it must."""
    sitting: list[Save] = []
    for save in saves:
        if sitting and not _goes_on(save, sitting[-1]):
            yield Sitting(tuple(sitting))
            sitting = []
        sitting.append(save)
    if sitting:
        yield Sitting(tuple(sitting))


def one_a_minute(saves: Iterable[Save]) -> Iterator[Save]:
    """Yield, of saves newest first, each document's last in every minute, and all that stand out.

    Autosave keeps a version whenever typing pauses; a list of them all would hide the evening behind its seconds.
    """
    minutes: dict[int, datetime] = {}
    for save in saves:
        minute = save.saved_at.replace(second=0, microsecond=0)
        if save.stands_out or minutes.get(save.document_id) != minute:
            yield save
        minutes[save.document_id] = minute


def _change(saves: Sequence[Save]) -> PartChange:
    """Return what a document's saves, newest first, did together."""
    first, last = saves[-1], saves[0]
    differences = [save.words - save.words_before for save in saves]
    return PartChange(
        part=last.part,
        document_id=last.document_id,
        chapter_id=last.chapter_id,
        number_before=first.number_before,
        number=last.number,
        words=last.words,
        words_added=sum(each for each in differences if each > 0),
        words_removed=-sum(each for each in differences if each < 0),
    )


def _goes_on(earlier: Save, later: Save) -> bool:
    return earlier.person_id == later.person_id and later.saved_at - earlier.saved_at < PAUSE
