"""A document's saves read for a backup and written from one: the only place of this slice that knows how the log lies."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from itertools import islice
from typing import NamedTuple, TypeVar

from prosemirror.transform import Step
from sqlalchemy import insert

from workshop.db import db
from workshop.history.queries import saves_of
from workshop.prose.documents import read_steps
from workshop.works.models import Document, Snapshot, Version
from workshop.works.saving import steps_between_versions
from workshop.works.stored import new_state, written_steps

#: Saves that are read or written in one go.
SAVES_AT_ONCE = 200

_T = TypeVar("_T")


class LoggedSave(NamedTuple):
    """One save with its steps."""

    number: int
    steps: list[Step]
    client: str
    person_id: int
    saved_at: datetime
    words: int
    device: str | None
    origin: str | None
    name: str | None


def read_saves(document: Document) -> Iterator[LoggedSave]:
    """Yield the document's saves, oldest first; their steps are read as they are asked for."""
    saves = list(saves_of([document]))[::-1]
    for some in _some_at_once(saves):
        before = some[0].number_before
        log = steps_between_versions(document, before, some[-1].number)
        for save in some:
            steps = read_steps(log.steps[save.number_before - before : save.number - before])
            client = log.clients[save.number - before - 1]
            yield LoggedSave(
                save.number,
                steps,
                client,
                save.person_id,
                save.saved_at,
                save.words,
                save.device,
                save.origin,
                save.name,
            )


def write_saves(document_id: int, saves: Iterable[LoggedSave]) -> None:
    """Write the log of a document that has none yet."""
    for some in _some_at_once(saves):
        rows = [save._asdict() | {"document_id": document_id, "steps": written_steps(save.steps)} for save in some]
        db.session.execute(insert(Version), rows)


def write_states(document: Document, newest: str, snapshots: Iterable[tuple[int, bytes]]) -> None:
    """Write the newest text, and the snapshots by their numbers, of a document whose log is there."""
    document.content, document.steps_ahead, document.state = newest, 0, new_state()
    rows = [{"document_id": document.id, "number": number, "content": content} for number, content in snapshots]
    if rows:
        db.session.execute(insert(Snapshot), rows)


def _some_at_once(saves: Iterable[_T]) -> Iterator[list[_T]]:
    left = iter(saves)
    while some := list(islice(left, SAVES_AT_ONCE)):
        yield some
