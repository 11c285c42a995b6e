"""Old stretches of the log sealed into blocks: read, packed and checked beside the writing, then put in place at a stroke.

Whoever reads meanwhile sees a stretch either as rows or as a block, whole both times. The newest text never hangs on a
block: the steps that `documents.content` lacks stay in rows.
"""

import logging
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from prosemirror.model import Node
from sqlalchemy import delete, func, insert, select, update
from sqlalchemy.exc import SQLAlchemyError

from workshop.db import db, writing
from workshop.errors import WorkshopError
from workshop.prose.documents import apply_steps, read_steps
from workshop.prose.replaying import replay
from workshop.prose.runs import Run, runs_of, steps_of_runs, weigh, within
from workshop.web import now
from workshop.works import blocks, states
from workshop.works.blocks import SealedSave, States
from workshop.works.log import unsealed_saves
from workshop.works.models import Block, Document, Snapshot, Version
from workshop.works.saving import settle_content

#: A block takes no more once its runs weigh so much (`runs.weigh`): reading one version unpacks its whole block.
BLOCK_WEIGHT = 600
#: Nor more saves than this: a timeline unpacks all of a block's.
BLOCK_SAVES = 600
#: A state is kept once the runs since the last one weigh so much: reading a version replays them.
STATE_WEIGHT = 30
#: Saves that are packed in one go.
SAVES_AT_ONCE = 400
#: A text at which nobody has written for so long is sealed to its end.
QUIET = timedelta(minutes=10)
#: Of a text that is being written, a stretch is sealed when it has so many steps.
STRETCH_STEPS = 4_000


#: A breath between two saves that are packed: whoever writes has the processor first.
PAUSE_SECONDS = 0.02

_log = logging.getLogger(__name__)


class NotTheSame(Exception):
    """What was packed does not read as what went in. Nothing is sealed then."""


@dataclass(frozen=True)
class _Block:
    """A block that has room, or an empty one."""

    first: int
    last: int
    digest: bytes = b""
    saves: list[SealedSave] = field(default_factory=list)
    runs: list[Run] = field(default_factory=list)
    states: States = field(default_factory=States)

    @property
    def is_new(self) -> bool:
        return not self.saves


@dataclass(frozen=True)
class _Stretch:
    """What the next block is made of."""

    document_id: int
    #: What is written anew with the rows that follow.
    growing: _Block
    rows: list[tuple[SealedSave, list[dict[str, Any]]]]
    #: The states at the end of what is sealed and before the block.
    base: Node
    start: bytes
    #: The last state that the block keeps, None where it keeps none yet.
    kept: bytes | None
    #: The snapshot beside which the new one is compressed, and its text.
    parent: int | None
    parent_text: bytes


@dataclass(frozen=True)
class _Sealed:
    """A block and the snapshot at its end, as they are written."""

    block: dict[str, Any]
    snapshot: dict[str, Any]
    #: How many rows of versions they replace.
    rows: int


def documents_to_seal(moment: datetime) -> list[int]:
    """Return the documents with something to seal: those left alone for a while, and those with long stretches."""
    sealed = select(Block.document_id, func.max(Block.last).label("up_to")).group_by(Block.document_id).subquery()
    steps = Document.version - func.coalesce(sealed.c.up_to, 0)
    return list(
        db.session.scalars(
            select(Document.id)
            .outerjoin(sealed, sealed.c.document_id == Document.id)
            .where(steps > 0, (Document.edited_at < moment - QUIET) | (steps > STRETCH_STEPS))
        )
    )


def seal_what_is_old() -> None:
    """Seal what can be sealed of every document, so slowly that no writer notices. What fails is logged and tried again."""
    try:
        for document_id in documents_to_seal(now()):
            _seal_or_log(document_id)
    except SQLAlchemyError:
        _log.exception("It could not be looked what can be sealed")
    finally:
        db.session.rollback()


def _seal_or_log(document_id: int) -> None:
    try:
        seal_document(document_id, now(), pause=lambda: time.sleep(PAUSE_SECONDS))
    except (SQLAlchemyError, WorkshopError, NotTheSame):
        db.session.rollback()
        _log.exception("Document %s could not be sealed; all of it stays in rows", document_id)


def seal_document(document_id: int, moment: datetime, pause: Callable[[], None] = lambda: None) -> int:
    """Seal what can be sealed of a document's log, and give how many saves that were. Commits block by block.

    `pause` is called between small pieces of the work, when nothing is locked. Raises Damaged where the log cannot be read.
    """
    with writing():
        settle_content(document_id, quiet_since=moment - QUIET)
        db.session.commit()
    count = 0
    while stretch := _next_stretch(document_id):
        # All of it is in memory: while it is packed, no transaction shall keep the database from tidying up.
        db.session.rollback()
        sealed = _pack(stretch, pause)
        if not _put_in_place(stretch, sealed):
            break
        count += sealed.rows
    db.session.rollback()
    return count


def _next_stretch(document_id: int) -> _Stretch | None:
    document = db.session.get(Document, document_id)
    if document is None:
        return None
    growing = _growing(document_id)
    rows = unsealed_saves(document_id, growing.last, document.version - document.steps_ahead, SAVES_AT_ONCE)
    if not rows:
        return None
    base = states.state_at(document_id, growing.last)
    kept = growing.states.numbers[-1:]
    parent, parent_text = _parent(document_id, growing)
    return _Stretch(
        document_id=document_id,
        growing=growing,
        rows=rows,
        base=base,
        start=states.state_text(states.state_at(document_id, growing.first)),
        kept=states.state_text(states.state_at(document_id, kept[0])) if kept else None,
        parent=parent,
        parent_text=parent_text,
    )


def _growing(document_id: int) -> _Block:
    """Return the last block if more goes into it, else a new one. A damaged one is left as it is."""
    row = db.session.execute(
        select(Block.first, Block.last, Block.digest, Block.saves, Block.steps, Block.states)
        .where(Block.document_id == document_id)
        .order_by(Block.last.desc())
        .limit(1)
    ).first()
    if row is None:
        return _Block(0, 0)
    try:
        saves, runs = blocks.unpack_saves(row.saves), blocks.unpack_steps(row.steps)
        kept = States(row.states)
    except blocks.Garbled:
        return _Block(row.last, row.last)
    has_room = _weight(runs) < BLOCK_WEIGHT and len(saves) < BLOCK_SAVES
    return _Block(row.first, row.last, row.digest, saves, runs, kept) if has_room else _Block(row.last, row.last)


def _parent(document_id: int, growing: _Block) -> tuple[int | None, bytes]:
    """Return the parent of the block's snapshot and its text; None for a damaged one, on which nothing new shall hang."""
    numbers = states.sealed_snapshots(document_id, up_to=growing.first)
    parent = states.parent_of(numbers)
    try:
        text = None if parent is None else states.find_state_text(document_id, parent)
    except blocks.Garbled:
        text = None
    return (None, b"") if text is None else (parent, text)


def _pack(stretch: _Stretch, pause: Callable[[], None]) -> _Sealed:
    growing = stretch.growing
    saves, steps, digest = list(growing.saves), [], growing.digest
    node, kept, text = stretch.base, stretch.kept, b""
    since = growing.states.numbers[-1] if growing.states.numbers else growing.first
    near = _weight(within(growing.runs, since - growing.first, growing.last - growing.first))
    weight = _weight(growing.runs)
    for save, made in stretch.rows:
        pause()
        made_runs = runs_of(made)
        after = apply_steps(node, read_steps(made)).doc
        text = states.state_text(after)
        if states.state_text(replay(node, made_runs)) != text:
            raise NotTheSame(stretch.document_id, save.number)
        node, digest = after, states.chained(digest, text)
        saves.append(save)
        steps += made
        weight, near = weight + _weight(made_runs), near + _weight(made_runs)
        if weight >= BLOCK_WEIGHT or len(saves) >= BLOCK_SAVES:
            break
        if near >= STATE_WEIGHT:
            if kept is None:
                kept = blocks.root_of(stretch.start, [*growing.runs, *runs_of(steps)], save.number - growing.first)
            growing.states.add(save.number, text, kept)
            kept, near = text, 0
    block = {
        "document_id": stretch.document_id,
        "first": growing.first,
        "last": saves[-1].number,
        "began_at": min(save.saved_at for save in saves),
        "digest": digest,
        "saves": blocks.pack_saves(saves),
        "steps": _packed_steps([*growing.runs, *runs_of(steps)], steps),
        "states": growing.states.packed(),
    }
    if blocks.unpack_saves(block["saves"]) != saves:
        raise NotTheSame(stretch.document_id, block["last"])
    return _Sealed(block, _snapshot(stretch, block["last"], text), len(saves) - len(growing.saves))


def _packed_steps(runs: list[Run], steps: list[dict[str, Any]]) -> bytes:
    """Return the runs packed, of which these steps are the last."""
    packed = blocks.pack_steps(runs)
    if blocks.unpack_steps(packed) != runs or list(steps_of_runs(runs))[-len(steps) :] != steps:
        raise NotTheSame
    return packed


def _snapshot(stretch: _Stretch, number: int, text: bytes) -> dict[str, Any]:
    content = blocks.compress(text, stretch.parent_text)
    if blocks.decompress(content, stretch.parent_text) != text:
        raise NotTheSame(stretch.document_id, number)
    return {
        "document_id": stretch.document_id,
        "number": number,
        "parent": stretch.parent,
        "digest": states.digest_of(text),
        "content": content,
    }


def _put_in_place(stretch: _Stretch, sealed: _Sealed) -> bool:
    """Write the block in the place of its rows, in one short transaction; False where the log is not as it was read."""
    with writing():
        if not _replace(stretch, sealed):
            db.session.rollback()
            return False
        db.session.commit()
    return True


def _replace(stretch: _Stretch, sealed: _Sealed) -> bool:
    document_id, growing, last = stretch.document_id, stretch.growing, sealed.block["last"]
    if db.session.get(Document, document_id) is None:
        return False
    if not growing.is_new:
        same = Block.document_id == document_id, Block.last == growing.last, Block.digest == growing.digest
        if db.session.execute(delete(Block).where(*same)).rowcount != 1:
            return False
    covered = Version.document_id == document_id, Version.number > growing.last, Version.number <= last
    gone = db.session.execute(delete(Version).where(*covered, Version.name.is_(None))).rowcount
    named = db.session.execute(update(Version).where(*covered).values(steps="")).rowcount
    if gone + named != sealed.rows:
        return False
    # Those that the saves themselves kept, and that at the end which the block had before it grew.
    inside = Snapshot.document_id == document_id, Snapshot.number > growing.first, Snapshot.number <= last
    db.session.execute(delete(Snapshot).where(*inside))
    db.session.execute(insert(Snapshot), [sealed.snapshot])
    db.session.execute(insert(Block), [sealed.block])
    return True


def _weight(runs: Iterable[Run]) -> int:
    return sum(map(weigh, runs))
