"""Whether what was kept is what was written: every version is built again and compared with the hashes beside it.

A document's log is walked from its start. Where a stretch is damaged, the walk goes on from the next state that is kept.
"""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any, TypeVar

from prosemirror.model import Node
from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import InstrumentedAttribute

from workshop.db import db
from workshop.prose.documents import BadDocument, BadStep, apply_steps, empty_document, read_document, read_steps
from workshop.prose.replaying import replay
from workshop.prose.runs import Run, within
from workshop.works import states
from workshop.works.blocks import Garbled, SealedSave, States, root_of, unpack_saves, unpack_steps
from workshop.works.models import Block, Document, Snapshot, Version

_T = TypeVar("_T")
_NO_SUCH = 1 << 62


@dataclass(frozen=True)
class Damage:
    """Versions of a document, from one to another, and what is wrong with them."""

    first: int
    last: int
    what: str
    #: Whether these versions cannot be read; else only something is lost that made reading quicker or safer.
    is_loss: bool = True


@dataclass
class Findings:
    """What was found out about one document."""

    document_id: int
    #: How many steps it should have; None as long as that is not known.
    version: int | None
    damages: list[Damage] = field(default_factory=list)

    @property
    def lost(self) -> int:
        return sum(damage.last - damage.first + 1 for damage in self.damages if damage.is_loss)

    def add(self, first: int, last: int, what: str, *, is_loss: bool = True) -> None:
        if first <= last:
            self.damages.append(Damage(first, last, what, is_loss))


def documents_to_verify() -> tuple[list[int], bool]:
    """Return the ids of all documents that can be found, and whether these are surely all."""
    return _reachable(Document.id)


def verify_document(document_id: int) -> Findings | None:
    """Return what is damaged of a document; None where there is nothing of it. Changes nothing."""
    head = select(Document.version, Document.steps_ahead).where(Document.id == document_id)
    row = _read(lambda: db.session.execute(head).first())
    version, ahead = row or (None, 0)
    walk = _Walk(document_id, version, ahead)
    blocks, _ = _reachable(Block.last, Block.document_id == document_id)
    for last in blocks:
        walk.through_block(last)
    numbers, _ = _reachable(Version.number, Version.document_id == document_id, Version.number > walk.reached)
    for number in numbers:
        walk.through_row(number)
    walk.end()
    return walk.findings if row or walk.reached else None


def sentences(findings: Findings, title: str) -> Iterator[str]:
    """Yield what there is to say of a document's damages, in plain words."""
    for damage in findings.damages:
        is_one = damage.first == damage.last
        versions = f"version {damage.first:,}" if is_one else f"versions {damage.first:,} to {damage.last:,}"
        loss = "" if damage.is_loss else " Nothing is lost by it."
        yield f"{title}, {versions}: {damage.what}.{loss}"
    if findings.damages:
        whole = findings.version - findings.lost
        yield f"{title}: {whole:,} of {findings.version:,} versions are whole."


class _Walk:
    """The way along one document's log: how far it has come, and the state there if it is known."""

    def __init__(self, document_id: int, version: int | None, steps_ahead: int) -> None:
        self.findings = Findings(document_id, version)
        self.reached = 0
        self._node: Node | None = empty_document()
        #: At this version `documents.content` has the text; None where that cannot be read.
        self._settled = None if version is None else version - steps_ahead
        self._look_at_content()

    def through_block(self, last: int) -> None:
        block = _read(lambda: db.session.execute(_block(self.findings.document_id, last)).first())
        if block is None:
            self._lose(last, "their block cannot be read from the disk")
            return
        self._arrive_at(block.first)
        try:
            saves, runs = unpack_saves(block.saves), unpack_steps(block.steps)
        except Garbled:
            self._lose(last, "their block is not what was written")
            return
        if self._node is None:
            self._lose(last, "nothing whole leads to them")
            return
        start, kept = states.state_text(self._node), _kept(block)
        texts, is_whole = self._play(block, saves, runs, kept)
        agrees = _last_that_agrees(block, start, runs, texts)
        if not is_whole:
            self.reached = agrees
            self._lose(last, "what their block gives is not what was written")
            return
        if agrees < max(kept, default=block.first):
            what = "states that make reading quick are damaged in their block"
            self.findings.add(block.first + 1, last, what, is_loss=False)
        self._go_on_from(last, self._node)

    def _play(
        self, block: Any, saves: list[SealedSave], runs: list[Run], kept: list[int]
    ) -> tuple[dict[int, bytes], bool]:
        """Build every version of the block; give the texts at those that it keeps, and whether all are what they were."""
        digest, texts, node = b"", {}, self._node
        try:
            for save in saves:
                made = within(runs, save.number - save.steps - block.first, save.number - block.first)
                node = replay(node, made)
                text = states.state_text(node)
                digest = states.chained(digest, text)
                if save.number in kept:
                    texts[save.number] = text
        except BadStep:
            return texts, False
        self._node = node
        return texts, digest == block.digest and saves[-1].number == block.last

    def through_row(self, number: int) -> None:
        row = _read(lambda: db.session.execute(_row(self.findings.document_id, number)).first())
        try:
            made = json.loads(row.steps) if row else None
            self._arrive_at(number - len(made))
            if self._node is None:
                self._lose(number, "nothing whole leads to it")
                return
            node = apply_steps(self._node, read_steps(made)).doc
        except (BadStep, TypeError, ValueError):
            self._lose(number, "its steps cannot be read")
            return
        self._go_on_from(number, node)

    def end(self) -> None:
        if self.findings.version is not None:
            self._arrive_at(self.findings.version)
        else:
            self.findings.version = self.reached
            self.findings.add(self.reached, self.reached, "the newest text cannot be read from the disk")

    def _lose(self, number: int, what: str) -> None:
        self.findings.add(self.reached + 1, number, what)
        self._go_on_from(number, None)

    def _arrive_at(self, number: int) -> None:
        """Begin at a version; what lies between it and where the walk stands is missing."""
        if number > self.reached:
            self.findings.add(self.reached + 1, number, "their rows are missing")
            self._go_on_from(number, None)

    def _go_on_from(self, number: int, node: Node | None) -> None:
        """Stand at a version, in this state or in that which is kept there."""
        self.reached = number
        document_id = self.findings.document_id
        has_snapshot = _read(lambda: db.session.scalar(_snapshot(document_id, number))) is not None
        kept = states.find_snapshot(document_id, number) if has_snapshot else None
        if has_snapshot and (kept is None or (node is not None and not kept.eq(node))):
            self.findings.add(number, number, "the state that is kept there is damaged", is_loss=False)
            kept = None
        self._node = kept if node is None else node
        self._look_at_content()

    def _look_at_content(self) -> None:
        """Compare the text that the editor starts from, where the walk comes to it; go on from it where nothing else is whole."""
        if self.reached != self._settled:
            return
        query = select(Document.content).where(Document.id == self.findings.document_id)
        try:
            content = read_document(json.loads(_read(lambda: db.session.scalar(query)) or ""))
        except (BadDocument, ValueError):
            content = None
        if content is None or (self._node is not None and not content.eq(self._node)):
            self.findings.add(self.reached, self.reached, "the newest text is not what its versions give")
        self._node = self._node or content


def _last_that_agrees(block: Any, start: bytes, runs: list[Run], texts: dict[int, bytes]) -> int:
    """Return the last version at which the state that the block keeps is the one that its steps give."""
    agrees = block.first
    try:
        kept = States(block.states)
        for number in kept.numbers:
            near = kept.nearest(number, root_of(start, runs, kept.numbers[0] - block.first))
            if near is None or texts.get(number) != near[1]:
                break
            agrees = number
    except Garbled:
        pass
    return agrees


def _kept(block: Any) -> list[int]:
    try:
        return States(block.states).numbers
    except Garbled:
        return [block.last]


def _block(document_id: int, last: int) -> Select[Any]:
    columns = Block.first, Block.last, Block.digest, Block.saves, Block.steps, Block.states
    return select(*columns).where(Block.document_id == document_id, Block.last == last)


def _row(document_id: int, number: int) -> Select[Any]:
    return select(Version.steps).where(Version.document_id == document_id, Version.number == number)


def _snapshot(document_id: int, number: int) -> Select[Any]:
    return select(Snapshot.number).where(Snapshot.document_id == document_id, Snapshot.number == number)


def _reachable(column: InstrumentedAttribute[int], *where: ColumnElement[bool]) -> tuple[list[int], bool]:
    """Return the numbers that can be found, in order, and whether these are all: a damaged page hides those on it."""
    found, is_whole = _walked(lambda at: select(func.min(column)).where(*where, column > at), 0)
    if is_whole:
        return found, True
    later, _ = _walked(lambda at: select(func.max(column)).where(*where, column < at), _NO_SUCH)
    return sorted({*found, *later}), False


def _walked(after: Callable[[int], Select[Any]], at: int) -> tuple[list[int], bool]:
    numbers: list[int] = []
    try:
        while (number := db.session.scalar(after(numbers[-1] if numbers else at))) is not None:
            numbers.append(number)
    except DatabaseError:
        db.session.rollback()
        return numbers, False
    return numbers, True


def _read(query: Callable[[], _T]) -> _T | None:
    """Return what the query gives, None where the database cannot read it."""
    try:
        return query()
    except DatabaseError:
        db.session.rollback()
        return None
