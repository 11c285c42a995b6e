"""Old stretches of the log sealed into blocks: read, packed and checked beside the writing, then put in place at a stroke.

Whoever reads meanwhile sees a stretch either as rows or as a block, whole both times. The newest text never hangs on a
block: the steps that `documents.content` lacks stay in rows.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from prosemirror.model import Node
from sqlalchemy import delete, func, insert, select, update

from workshop.db import db, writing
from workshop.prose.documents import apply_steps, read_steps
from workshop.prose.runs import Run, replay_steps, runs_of, steps_of_runs, weigh
from workshop.works import blocks, states
from workshop.works.blocks import SealedSave
from workshop.works.log import unsealed_saves
from workshop.works.models import Block, Document, Snapshot, Version
from workshop.works.saving import settle_content

#: A block takes no more once its runs weigh so much (`runs.weigh`): reading one version unpacks its whole block.
BLOCK_WEIGHT = 1_000
#: A state is kept once the runs since the last one weigh so much: reading a version replays them.
SNAPSHOT_WEIGHT = 48
#: Saves that are packed in one go.
SAVES_AT_ONCE = 400
#: A text at which nobody has written for so long is sealed to its end.
QUIET = timedelta(minutes=10)
#: Of a text that is being written, a stretch is sealed when it has so many steps.
STRETCH_STEPS = 4_000


class NotTheSame(Exception):
    """What was packed does not read as what went in. Nothing is sealed then."""


@dataclass(frozen=True)
class _Block:
    """A block that has room."""

    last: int
    digest: bytes
    saves: list[SealedSave]
    runs: list[Run]


@dataclass(frozen=True)
class _Stretch:
    """What the next block is made of."""

    document_id: int
    #: What is written anew with what follows, None where a new block begins.
    growing: _Block | None
    rows: list[tuple[SealedSave, list[dict[str, Any]]]]
    #: Where the sealed log ends, and the state there.
    sealed: int
    base: Node
    #: The numbers of the sealed snapshots.
    snapshots: list[int]


@dataclass(frozen=True)
class _Sealed:
    """A block and the snapshots of its stretch, as they are written."""

    block: dict[str, Any]
    snapshots: list[dict[str, Any]]
    #: How many rows of versions they replace.
    rows: int


def documents_to_seal(now: datetime) -> list[int]:
    """Return the documents with something to seal: those left alone for a while, and those with long stretches."""
    sealed = select(Block.document_id, func.max(Block.last).label("up_to")).group_by(Block.document_id).subquery()
    steps = Document.version - func.coalesce(sealed.c.up_to, 0)
    return list(
        db.session.scalars(
            select(Document.id)
            .outerjoin(sealed, sealed.c.document_id == Document.id)
            .where(steps > 0, (Document.edited_at < now - QUIET) | (steps > STRETCH_STEPS))
        )
    )


def seal_document(document_id: int, now: datetime, pause: Callable[[], None] = lambda: None) -> int:
    """Seal what can be sealed of a document's log, and give how many saves that were. Commits block by block.

    `pause` is called between small pieces of the work, when nothing is locked. Raises Damaged where the log cannot be read.
    """
    with writing():
        settle_content(document_id, quiet_since=now - QUIET)
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
    last = db.session.execute(
        select(Block.last, Block.digest, Block.saves, Block.steps)
        .where(Block.document_id == document_id)
        .order_by(Block.last.desc())
        .limit(1)
    ).first()
    sealed = last.last if last else 0
    rows = unsealed_saves(document_id, sealed, document.version - document.steps_ahead, SAVES_AT_ONCE)
    if not rows:
        return None
    return _Stretch(
        document_id=document_id,
        growing=_with_room(*last) if last else None,
        rows=rows,
        sealed=sealed,
        base=states.state_at(document_id, sealed),
        snapshots=states.sealed_snapshots(document_id),
    )


def _with_room(last: int, digest: bytes, saves: bytes, steps: bytes) -> _Block | None:
    """Return the block if more goes into it; a damaged one is left as it is."""
    try:
        block = _Block(last, digest, blocks.unpack_saves(saves), blocks.unpack_steps(steps))
    except blocks.Garbled:
        return None
    return block if _weight(block.runs) < BLOCK_WEIGHT else None


def _pack(stretch: _Stretch, pause: Callable[[], None]) -> _Sealed:
    growing = stretch.growing
    saves, runs, digest = (list(growing.saves), growing.runs, growing.digest) if growing else ([], [], b"")
    steps: list[dict[str, Any]] = []
    kept = _Snapshots(stretch)
    node, weight, since = stretch.base, _weight(runs), 0
    for save, made in stretch.rows:
        pause()
        made_runs = runs_of(made)
        after = apply_steps(node, read_steps(made)).doc
        text = states.state_text(after)
        if states.state_text(apply_steps(node, replay_steps(made_runs)).doc) != text:
            raise NotTheSame(stretch.document_id, save.number)
        node, digest = after, states.chained(digest, text)
        saves.append(save)
        steps += made
        weight, since = weight + _weight(made_runs), since + _weight(made_runs)
        is_full = weight >= BLOCK_WEIGHT
        # What follows a block must be readable without it.
        if since >= SNAPSHOT_WEIGHT or is_full or save is stretch.rows[-1][0]:
            kept.keep(save.number, text)
            since = 0
        if is_full:
            break
    runs = [*runs, *runs_of(steps)]
    block = {
        "document_id": stretch.document_id,
        "first": saves[0].number - saves[0].steps,
        "last": saves[-1].number,
        "began_at": min(save.saved_at for save in saves),
        "digest": digest,
        "saves": blocks.pack_saves(saves),
        "steps": blocks.pack_steps(runs),
    }
    read = blocks.unpack_steps(block["steps"])
    is_same = read == runs and list(steps_of_runs(runs))[-len(steps) :] == steps
    if not is_same or blocks.unpack_saves(block["saves"]) != saves:
        raise NotTheSame(stretch.document_id, block["last"])
    return _Sealed(block, kept.rows, len(saves) - (len(growing.saves) if growing else 0))


class _Snapshots:
    """The snapshots of a stretch, each compressed beside its parent."""

    def __init__(self, stretch: _Stretch) -> None:
        self.rows: list[dict[str, Any]] = []
        self._document_id = stretch.document_id
        self._numbers = list(stretch.snapshots)
        self._texts: dict[int, bytes] = {}

    def keep(self, number: int, text: bytes) -> None:
        parent = states.parent_of(self._numbers)
        beside = self._text(parent) if parent is not None else None
        content = blocks.compress(text, beside or b"")
        if blocks.decompress(content, beside or b"") != text:
            raise NotTheSame(self._document_id, number)
        self.rows.append(
            {
                "document_id": self._document_id,
                "number": number,
                "parent": parent if beside else None,
                "digest": states.digest_of(text),
                "content": content,
            }
        )
        self._numbers.append(number)
        self._texts[number] = text

    def _text(self, number: int) -> bytes | None:
        """Return a parent's text; None for a damaged one, which nothing new shall hang on."""
        if number not in self._texts:
            try:
                self._texts[number] = states.find_state_text(self._document_id, number) or b""
            except blocks.Garbled:
                self._texts[number] = b""
            db.session.rollback()
        return self._texts[number] or None


def _put_in_place(stretch: _Stretch, sealed: _Sealed) -> bool:
    """Write the block in the place of its rows, in one short transaction; False where the log is no longer as it was read."""
    with writing():
        if not _replace(stretch, sealed):
            db.session.rollback()
            return False
        db.session.commit()
    return True


def _replace(stretch: _Stretch, sealed: _Sealed) -> bool:
    if db.session.get(Document, stretch.document_id) is None:
        return False
    if growing := stretch.growing:
        same = Block.document_id == stretch.document_id, Block.last == growing.last, Block.digest == growing.digest
        if db.session.execute(delete(Block).where(*same)).rowcount != 1:
            return False
    last = sealed.block["last"]
    covered = Version.document_id == stretch.document_id, Version.number > stretch.sealed, Version.number <= last
    gone = db.session.execute(delete(Version).where(*covered, Version.name.is_(None))).rowcount
    named = db.session.execute(update(Version).where(*covered).values(steps="")).rowcount
    if gone + named != sealed.rows:
        return False
    stale = Snapshot.document_id == stretch.document_id, Snapshot.number > stretch.sealed, Snapshot.number <= last
    db.session.execute(delete(Snapshot).where(*stale))
    db.session.execute(insert(Snapshot), sealed.snapshots)
    db.session.execute(insert(Block), [sealed.block])
    return True


def _weight(runs: list[Run]) -> int:
    return sum(map(weigh, runs))
