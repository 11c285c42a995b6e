"""The log of a document read as one: what is sealed in blocks, and the rows of `versions` that are not sealed yet.

Nobody else reads the steps or the saves of either. A stretch that is damaged takes no other with it.
"""

import json
import logging
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import chain
from typing import Any, NamedTuple, TypeVar

from sqlalchemy import Row, bindparam, func, select, tuple_
from sqlalchemy.exc import DatabaseError
from sqlalchemy.orm import InstrumentedAttribute

from workshop.db import db
from workshop.errors import WorkshopError
from workshop.prepared import Prepared
from workshop.prose.runs import Run, runs_of, steps_of_runs, within
from workshop.works.blocks import Garbled, SealedSave, unpack_lengths, unpack_made, unpack_saves, unpack_steps
from workshop.works.head import Head, transaction_of
from workshop.works.models import Block, Document, Version

#: Rows that one query of a stream brings.
ROWS_A_QUERY = 400
#: Blocks and rows that curves together read, and saves of the blocks that they keep; of more they take every so many-th.
CURVE_BLOCKS = 40
CURVE_ROWS = 800
CURVE_SAVES = 2400

_log = logging.getLogger(__name__)


class Damaged(WorkshopError):
    """A stretch of the log is not what was once written, or is missing."""

    status = 500
    sentence = (
        "This old version is damaged on the disk and cannot be read. The newest text is whole; "
        "python3 app.py verify tells what else is."
    )


class LoggedSave(NamedTuple):
    """One save without its steps, wherever it lies."""

    document_id: int
    number: int
    person_id: int
    saved_at: datetime
    words: int
    device: str | None
    origin: str | None
    name: str | None


class MadeSave(NamedTuple):
    """A save that something other than typing made."""

    number: int
    saved_at: datetime
    #: What made it, such as "restored 12".
    origin: str


class Length(NamedTuple):
    """How long a document was after one of its saves."""

    number: int
    saved_at: datetime
    words: int


Unpacked = TypeVar("Unpacked")
_COLUMNS = tuple(getattr(Version, name) for name in LoggedSave._fields)


def steps_of(document_id: int, older: int, newer: int) -> tuple[list[dict[str, Any]], list[str]]:
    """Return the steps from one version to another, and who made each; raises Damaged. Either may lie inside a save."""
    rows = _rows(document_id, older, newer)
    begin = min(rows[0].before, newer) if rows else newer
    steps, clients = _sealed_steps(document_id, older, begin) if older < begin else ([], [])
    for row in rows:
        made = row.made[max(0, older - row.before) : newer - row.before]
        steps += made
        clients += [row.client] * len(made)
    return steps, clients


def runs_between(document_id: int, older: int, newer: int) -> list[Run]:
    """Return the runs of steps from one version to another; raises Damaged. Either may lie inside a save."""
    runs: list[Run] = []
    reached = older
    for first, last, packed in _blocks(document_id, Block.steps, older, newer):
        if first > reached:
            raise Damaged(document=document_id, version=first)
        runs += within(_unpacked(unpack_steps, packed, document_id, last), reached - first, newer - first)
        reached = min(last, newer)
    if reached == newer:
        return runs
    rows = _rows(document_id, reached, newer)
    before = rows[0].before if rows else newer
    if before > reached:
        raise Damaged(document=document_id, version=newer)
    rest = runs_of(step for row in rows for step in row.made)
    return [*runs, *within(rest, reached - before, newer - before)]


def unsealed_saves(
    document_id: int, after: int, up_to: int, most: int
) -> list[tuple[SealedSave, list[dict[str, Any]]]]:
    """Return the saves that follow a version and lie in rows, each with its steps; raises Damaged if one is missing."""
    versions = db.session.scalars(
        select(Version)
        .where(Version.document_id == document_id, Version.number > after, Version.number <= up_to)
        .order_by(Version.number)
        .limit(most)
    )
    saves: list[tuple[SealedSave, list[dict[str, Any]]]] = []
    for each in versions:
        made = json.loads(each.steps)
        if each.number - len(made) != after:
            raise Damaged(document=document_id, version=each.number)
        after = each.number
        saves.append((_sealed_of(each, len(made)), made))
    return saves


def saves_before(document_id: int, moment: datetime | None = None) -> Iterator[LoggedSave]:
    """Yield the saves made before a moment, all without one, newest first and read as they are asked for."""
    for row in _rows_before(document_id, moment):
        yield LoggedSave(*row)
    names: dict[int, str] | None = None
    for last in _blocks_before(document_id, moment):
        # Only a reader who comes this far needs the names of what is sealed.
        names = _names(document_id) if names is None else names
        for save in reversed(_of_block_or_none(document_id, last, unpack_saves)):
            if moment is None or save.saved_at < moment:
                yield _logged(document_id, save, names.get(save.number))


def made_saves(document_id: int) -> list[MadeSave]:
    """Return the saves that something other than typing made, oldest first. Little is read of the others."""
    blocks = _blocks_before(document_id, None)[::-1]
    made = [MadeSave(*save) for last in blocks for save in _of_block_or_none(document_id, last, unpack_made)]
    of_it = Version.document_id == document_id, Version.number > max(blocks, default=0), Version.origin.is_not(None)
    rows = select(Version.number, Version.saved_at, Version.origin).where(*of_it).order_by(Version.number)
    return made + [MadeSave(*row) for row in db.session.execute(rows)]


def curves(documents: Sequence[Document]) -> list[list[Length]]:
    """Return how long each document was after its saves, oldest first: after all where they are few, else after some.

    No step is read for it, and of all the documents together no more than CURVE_BLOCKS and about CURVE_ROWS.
    """
    found: dict[int, dict[int, Length]] = {document.id: {} for document in documents}
    blocks = _blocks_of(found.keys())
    unsealed = sum(document.version for document in documents) - sum(max(each, default=0) for each in blocks.values())
    for document_id, length in chain(_sealed_lengths(blocks), _unsealed_lengths(found.keys(), unsealed)):
        found[document_id][length.number] = length
    for document in documents:
        if document.version:
            found[document.id][document.version] = Length(document.version, document.edited_at, document.words)
    return [[lengths[number] for number in sorted(lengths)] for lengths in found.values()]


def find_save(document_id: int, number: int) -> LoggedSave | None:
    """Return the save that a number ended; None for 0, the empty page, and for a number inside a save."""
    of_it = Version.document_id == document_id, Version.number == number
    row = db.session.execute(select(*_COLUMNS).where(*of_it)).first()
    if row is not None:
        return LoggedSave(*row)
    save = _find_sealed(document_id, number)
    return _logged(document_id, save, None) if save else None


#: Every save asks for it.
_MAKER = Prepared(
    select(Version.client).where(Version.document_id == bindparam("document_id"), Version.number == bindparam("number"))
)


def last_maker(document: Document | Head) -> str | None:
    """Return the client that made the newest save; None where there is none, and where it cannot be read."""
    row = _MAKER.run(transaction_of(document), document_id=document.id, number=document.version).fetchone()
    if row is not None:
        return row[0]
    sealed = _find_sealed(document.id, document.version)
    return sealed.client if sealed else None


def neighbours(document_id: int, number: int) -> tuple[int | None, int | None]:
    """Return the numbers of the saves before and after a version, None where there is none."""
    of_it = Version.document_id == document_id
    rows = [
        db.session.scalar(select(func.max(Version.number)).where(of_it, Version.number < number)),
        db.session.scalar(select(func.min(Version.number)).where(of_it, Version.number > number)),
    ]
    of_it = Block.document_id == document_id
    blocks = [
        db.session.scalar(select(func.max(Block.last)).where(of_it, Block.last < number)),
        db.session.scalar(select(func.min(Block.last)).where(of_it, Block.last > number)),
    ]
    sealed = {save.number for last in {*blocks} - {None} for save in _of_block_or_none(document_id, last, unpack_saves)}
    sealed |= {save.number for save in _saves_around(document_id, number)}
    near = sealed.union(each for each in rows if each is not None)
    before, after = [each for each in near if each < number], [each for each in near if each > number]
    return max(before, default=None), min(after, default=None)


def name_save(document_id: int, number: int, name: str | None) -> LoggedSave | None:
    """Give a save a name or take it away; None where there is no such save. What is sealed stays as it is."""
    version = db.session.get(Version, (document_id, number))
    if version is None:
        save = _find_sealed(document_id, number)
        if save is None:
            return None
        version = _row_of(document_id, save)
        db.session.add(version)
    version.name = name
    named = LoggedSave(*(getattr(version, field) for field in LoggedSave._fields))
    if name is None and not version.steps:
        db.session.delete(version)
    db.session.flush()
    return named


class _Made(NamedTuple):
    """The steps of an unsealed save."""

    before: int
    number: int
    client: str
    made: list[dict[str, Any]]


def _rows(document_id: int, older: int, newer: int) -> list[_Made]:
    """Return the unsealed saves that reach past `older`, up to the one in which `newer` lies."""
    last = select(func.min(Version.number)).where(Version.document_id == document_id, Version.number >= newer)
    found = db.session.execute(
        select(Version.number, Version.client, Version.steps)
        .where(Version.document_id == document_id, Version.number > older, Version.number <= last.scalar_subquery())
        .where(Version.steps != "")
        .order_by(Version.number)
    )
    rows: list[_Made] = []
    for number, client, steps in found:
        made = json.loads(steps)
        if rows and rows[-1].number != number - len(made):
            raise Damaged(document=document_id, version=number)
        rows.append(_Made(number - len(made), number, client, made))
    return rows


def _sealed_steps(document_id: int, older: int, newer: int) -> tuple[list[dict[str, Any]], list[str]]:
    clients: list[str] = []
    for first, last, packed in _blocks(document_id, Block.saves, older, newer):
        saves = _unpacked(unpack_saves, packed, document_id, last)
        clients += [save.client for save in saves for _ in range(save.steps)][max(0, older - first) : newer - first]
    return list(steps_of_runs(runs_between(document_id, older, newer))), clients


def _blocks(
    document_id: int, part: InstrumentedAttribute[bytes], older: int, newer: int
) -> Sequence[Row[tuple[int, int, bytes]]]:
    """Return what each of the blocks has that hold the steps from one version to another, oldest first."""
    # No row beyond them is looked at: it may be damaged.
    reach = func.coalesce(func.min(Block.last), newer)
    end = select(reach).where(Block.document_id == document_id, Block.last >= newer)
    return db.session.execute(
        select(Block.first, Block.last, part)
        .where(Block.document_id == document_id, Block.last > older, Block.last <= end.scalar_subquery())
        .order_by(Block.last)
    ).all()


def _unpacked(unpack: Any, packed: bytes, document_id: int, last: int) -> Any:
    try:
        return unpack(packed)
    except Garbled as error:
        raise Damaged(document=document_id, block=last) from error


def _rows_before(document_id: int, moment: datetime | None) -> Iterator[Row[Any]]:
    # A look at the steps, whether a block has them, would load them.
    sealed = select(func.coalesce(func.max(Block.last), 0)).where(Block.document_id == document_id).scalar_subquery()
    rows = (
        select(*_COLUMNS)
        .where(Version.document_id == document_id, Version.number > sealed)
        .order_by(Version.number.desc())
        .limit(ROWS_A_QUERY)
    )
    if moment is not None:
        rows = rows.where(Version.saved_at < moment)
    chunk = db.session.execute(rows).all()
    while chunk:
        yield from chunk
        if len(chunk) < ROWS_A_QUERY:
            return
        chunk = db.session.execute(rows.where(Version.number < chunk[-1].number)).all()


def _blocks_before(document_id: int, moment: datetime | None) -> list[int]:
    blocks = select(Block.last).where(Block.document_id == document_id).order_by(Block.last.desc())
    return list(db.session.scalars(blocks if moment is None else blocks.where(Block.began_at < moment)))


def _of_block_or_none(document_id: int, last: int, unpack: Callable[[bytes], list[Unpacked]]) -> list[Unpacked]:
    """Return what is unpacked of a block's saves, nothing where they are damaged: the rest of the history stands."""
    try:
        packed = db.session.scalar(select(Block.saves).where(Block.document_id == document_id, Block.last == last))
        return unpack(packed) if packed is not None else []
    except (Garbled, DatabaseError):
        _log.warning("Saves of document %s are damaged in the block that ends with version %s", document_id, last)
        return []


def _blocks_of(document_ids: Collection[int]) -> dict[int, list[int]]:
    """Return the numbers of the last versions of each document's blocks."""
    found: dict[int, list[int]] = {document_id: [] for document_id in document_ids}
    blocks = select(Block.document_id, Block.last).where(Block.document_id.in_(document_ids))
    for document_id, last in db.session.execute(blocks.order_by(Block.document_id, Block.last)):
        found[document_id].append(last)
    return found


def _sealed_lengths(blocks: Mapping[int, Sequence[int]]) -> Iterator[tuple[int, Length]]:
    """Yield with their documents what some of the blocks have for a curve; those that are damaged have nothing."""
    every = [(document_id, last) for document_id, lasts in blocks.items() for last in lasts]
    chosen = every[:: _stride(len(every), CURVE_BLOCKS)]
    for document_id, last in chosen:
        try:
            packed = db.session.scalar(select(Block.saves).where(Block.document_id == document_id, Block.last == last))
            rows = unpack_lengths(packed, CURVE_SAVES // len(chosen)) if packed is not None else []
        except (Garbled, DatabaseError):
            continue
        yield from ((document_id, Length(*row)) for row in rows)


def _unsealed_lengths(document_ids: Collection[int], steps: int) -> Iterator[tuple[int, Length]]:
    """Yield with their documents what some of the rows have for a curve; about so many steps are in them together."""
    of_them = Version.document_id.in_(document_ids)
    # By steps, not by saves: the index alone finds the last save of each stretch.
    stretch = Version.number // _stride(steps, CURVE_ROWS)
    ends = select(Version.document_id, func.max(Version.number)).where(of_them).group_by(Version.document_id, stretch)
    columns = Version.document_id, Version.number, Version.saved_at, Version.words
    for document_id, *row in db.session.execute(
        select(*columns).where(of_them, tuple_(Version.document_id, Version.number).in_(ends))
    ):
        yield document_id, Length(*row)


def _stride(count: int, most: int) -> int:
    """Return one of how many to take, so that no more than `most` are taken."""
    return max(1, -(-count // most))


def _saves_around(document_id: int, number: int) -> list[SealedSave]:
    """Return the saves of the block in which a version lies, none where it is not sealed or damaged."""
    last = db.session.scalar(select(func.min(Block.last)).where(Block.document_id == document_id, Block.last >= number))
    return _of_block_or_none(document_id, last, unpack_saves) if last is not None else []


def _find_sealed(document_id: int, number: int) -> SealedSave | None:
    return next((save for save in _saves_around(document_id, number) if save.number == number), None)


def _names(document_id: int) -> dict[int, str]:
    named = select(Version.number, Version.name).where(Version.document_id == document_id, Version.name.is_not(None))
    return dict(db.session.execute(named).all())


def _logged(document_id: int, save: SealedSave, name: str | None) -> LoggedSave:
    return LoggedSave(
        document_id, save.number, save.person_id, save.saved_at, save.words, save.device, save.origin, name
    )


def _sealed_of(row: Version, steps: int) -> SealedSave:
    return SealedSave(row.number, steps, row.client, row.person_id, row.saved_at, row.words, row.device, row.origin)


def _row_of(document_id: int, save: SealedSave) -> Version:
    """Return the row that a sealed save has while it has a name."""
    return Version(
        document_id=document_id,
        number=save.number,
        steps="",
        client=save.client,
        person_id=save.person_id,
        saved_at=save.saved_at,
        words=save.words,
        device=save.device,
        origin=save.origin,
    )
