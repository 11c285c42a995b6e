"""JSON from a backup file, whose fields come out as what they must be or not at all. Pure."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from workshop.errors import BadInput
from workshop.web import NUMBER_MAX, plain_words


class BadBackup(BadInput):
    sentence = "That file is not a whole backup of Galley. Nothing was changed."


class BackupTooLarge(BadBackup):
    status = 413
    sentence = "That file holds more than Galley takes in from one file. Nothing was changed."


class DamagedBackup(BadBackup):
    sentence = "That file is damaged: a part of it is not what was once written. Nothing was changed."


class NewerBackup(BadBackup):
    sentence = (
        "That backup was written by a newer Galley. Bring this one up to date, then restore it. Nothing was changed."
    )


_Kind = TypeVar("_Kind", bound=StrEnum)
_T = TypeVar("_T")

#: Before it, nobody can have written in a Galley; a clock that was never set says 1970.
_OLDEST = datetime(1970, 1, 1, tzinfo=UTC)
_LATEST = datetime(2200, 1, 1, tzinfo=UTC)


class Row:
    """A JSON object of a backup. Each reader raises BadBackup for a field that is missing or of another kind."""

    def __init__(self, value: Any) -> None:
        if not isinstance(value, dict):
            raise BadBackup
        self._value = value

    def text(self, name: str, most: int, *, needed: bool = False) -> str:
        value = self._value.get(name)
        if not isinstance(value, str) or len(value) > most or (needed and not value):
            raise BadBackup(field=name)
        try:
            return plain_words(value)
        except BadInput as error:
            raise BadBackup(field=name) from error

    def number(self, name: str, most: int = NUMBER_MAX) -> int:
        value = self._value.get(name)
        # Not isinstance: True is an int.
        if type(value) is not int or not 0 <= value <= most:
            raise BadBackup(field=name)
        return value

    def moment(self, name: str) -> datetime:
        try:
            moment = datetime.fromisoformat(self.text(name, 40))
        except ValueError as error:
            raise BadBackup(field=name) from error
        if moment.tzinfo is None or not _OLDEST <= moment <= _LATEST:
            raise BadBackup(field=name)
        return moment

    def choice(self, name: str, kind: type[_Kind]) -> _Kind:
        value = self.text(name, 40)
        if value not in set(kind):
            raise BadBackup(field=name)
        return kind(value)

    def yes(self, name: str) -> bool:
        value = self._value.get(name)
        if not isinstance(value, bool):
            raise BadBackup(field=name)
        return value

    def list(self, name: str, most: int) -> list[Any]:
        value = self._value.get(name)
        if not isinstance(value, list):
            raise BadBackup(field=name)
        if len(value) > most:
            raise BackupTooLarge(field=name)
        return value

    def rows(self, name: str, most: int) -> list[Row]:
        return [Row(each) for each in self.list(name, most)]

    def texts(self, name: str, most: int, longest: int) -> list[str]:
        return [Row({"text": each}).text("text", longest) for each in self.list(name, most)]

    def numbers(self, name: str, most: int) -> list[int]:
        return [Row({"number": each}).number("number") for each in self.list(name, most)]

    def maybe(self, name: str, read: Callable[..., _T], *arguments: Any) -> _T | None:
        """Return what `read`, one of this row's readers, gives for the field; None where it is null."""
        if name not in self._value:
            raise BadBackup(field=name)
        return None if self._value[name] is None else read(name, *arguments)

    def later(self, name: str, read: Callable[..., _T], *arguments: Any) -> _T | None:
        """Return what `maybe` gives for a field that files of older Galleys lack; None where it is not there."""
        return self.maybe(name, read, *arguments) if name in self._value else None
