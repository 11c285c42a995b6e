"""Which saves belong to one sitting, and which of them a list shows. Pure: rows come in, decisions go out."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from workshop.works.models import Part

#: A longer pause than this ends a sitting.
PAUSE = timedelta(minutes=30)


@dataclass(frozen=True)
class Save:
    """One kept version, without its steps."""

    document_id: int
    part: Part
    number: int
    person_id: int
    saved_at: datetime
    #: The document's version before it; 0 is the empty page.
    number_before: int
    words_before: int
    words: int
    #: What made it other than typing; None for typing.
    origin: str | None = None
    name: str | None = None

    @property
    def stands_out(self) -> bool:
        """Whether a list must show it: someone named it, or something else than typing made it."""
        return self.name is not None or self.origin is not None


@dataclass(frozen=True)
class PartChange:
    """What a sitting did to one document of the chapter."""

    part: Part
    document_id: int
    #: Its versions before and at the end of the sitting.
    number_before: int
    number: int
    words_before: int
    words: int

    @property
    def change(self) -> int:
        return self.words - self.words_before


@dataclass(frozen=True)
class Sitting:
    """Saves of one person without a long pause, newest first."""

    saves: tuple[Save, ...]

    @property
    def person_id(self) -> int:
        return self.saves[0].person_id

    @property
    def began_at(self) -> datetime:
        return self.saves[-1].saved_at

    @property
    def ended_at(self) -> datetime:
        return self.saves[0].saved_at

    @property
    def standing_out(self) -> tuple[Save, ...]:
        return tuple(save for save in self.saves if save.stands_out)

    @property
    def changes(self) -> list[PartChange]:
        """What became of each document it touched, in the order in which a chapter shows them."""
        newest: dict[int, Save] = {}
        oldest: dict[int, Save] = {}
        for save in self.saves:
            newest.setdefault(save.document_id, save)
            oldest[save.document_id] = save
        changes = [_change(oldest[document_id], last) for document_id, last in newest.items()]
        return sorted(changes, key=lambda change: list(Part).index(change.part))


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


def _change(first: Save, last: Save) -> PartChange:
    return PartChange(last.part, last.document_id, first.number_before, last.number, first.words_before, last.words)


def _goes_on(earlier: Save, later: Save) -> bool:
    return earlier.person_id == later.person_id and later.saved_at - earlier.saved_at < PAUSE
