"""Any state of a document, played on from the nearest one that is kept whole.

A state is kept as its blocks' JSON, one a line. Those at the ends of sealed blocks are snapshots, each compressed beside
its parent: the one before it, but for the first of each eight, whose parent is the first of the eight before. So no chain
is long.
"""

import hashlib
import json
import logging
from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple

import zstandard
from prosemirror.model import Fragment, Mark, Node
from sqlalchemy import Row, Select, bindparam, select
from sqlalchemy.exc import DatabaseError

from workshop.db import db
from workshop.prose.documents import BadDocument, document_of, empty_document, read_document
from workshop.prose.places import places_of
from workshop.prose.replaying import replay
from workshop.prose.runs import Run, within
from workshop.prose.schema import schema
from workshop.works.blocks import Garbled, States, decompress, root_of, unpack_steps
from workshop.works.log import Damaged, runs_between
from workshop.works.models import Block, Snapshot
from workshop.works.stored import written_blocks

#: Snapshots in a chain, and chains that hang on one snapshot that stands alone. A reading unpacks no more than both together.
STATES_A_CHAIN = 8
CHAINS_A_GROUP = 8
DIGEST_BYTES = 16
_PARAGRAPH = schema.nodes["paragraph"]
_log = logging.getLogger(__name__)
#: Paragraphs of old versions that are remembered: most of a text is the same in its next version.
BLOCKS_REMEMBERED = 4096
#: Blocks of the log whose runs are remembered: who looks around in a history, or plays it back, reads from few.
RUNS_REMEMBERED = 16


def state_at(document_id: int, number: int) -> Node:
    """Return the document as it was at a version that it has reached; raises Damaged."""
    block = _block_around(document_id, number)
    if block is not None:
        return _state_in(document_id, block, number)
    base, node = _nearest(document_id, number)
    return node if base == number else replay(node, runs_between(document_id, base, number))


def find_snapshot(document_id: int, number: int) -> Node | None:
    """Return the state that is kept whole at a version, None where there is none or it is damaged."""
    try:
        text = find_state_text(document_id, number)
        return None if text is None else read_state(text)
    except (Garbled, BadDocument, DatabaseError, ValueError):
        return None


def find_state_text(document_id: int, number: int) -> bytes | None:
    """Return the lines of the state that is kept at a version; raises Garbled where its bytes or a parent's are."""
    chain = _chain(document_id, number)
    if not chain or chain[-1].parent is not None:
        return None
    text = b""
    for snapshot in reversed(chain):
        text = decompress(snapshot.content, text) if snapshot.digest else _lines_of_document(snapshot.content)
    return text


def state_text(node: Node) -> bytes:
    """Return the state's lines."""
    return "\n".join(written_blocks(node)).encode()


def read_state(text: bytes) -> Node:
    """Return the state of these lines, which were checked when they came in."""
    blocks = list(map(_read_block, text.decode().split("\n")))
    return document_of(blocks, places_of(blocks)[-1])


def sealed_snapshots(document_id: int, up_to: int) -> list[int]:
    """Return the versions of the sealed snapshots up to one, in order."""
    sealed = select(Snapshot.number).where(
        Snapshot.document_id == document_id, Snapshot.digest.is_not(None), Snapshot.number <= up_to
    )
    return list(db.session.scalars(sealed.order_by(Snapshot.number)))


def parent_of(numbers: Sequence[int]) -> int | None:
    """Return which of the snapshots that are there is the next one's parent, None where it shall stand alone."""
    if len(numbers) % STATES_A_CHAIN:
        return numbers[-1]
    return numbers[-STATES_A_CHAIN] if len(numbers) % (STATES_A_CHAIN * CHAINS_A_GROUP) else None


def forget() -> None:
    """Forget what was read, as after a start."""
    _read_block.cache_clear()
    _unpack_runs.cache_clear()


def digest_of(text: bytes) -> bytes:
    """Return the hash of a state's lines."""
    return hashlib.blake2b(text, digest_size=DIGEST_BYTES).digest()


def chained(digest: bytes, text: bytes) -> bytes:
    """Return the hash of the states so far, and then of this one."""
    return hashlib.blake2b(digest + digest_of(text), digest_size=DIGEST_BYTES).digest()


class _Block(NamedTuple):
    first: int
    last: int
    steps: bytes
    states: bytes


def _block_around(document_id: int, number: int) -> _Block | None:
    row = db.session.execute(_BLOCK_FROM, {"document_id": document_id, "number": number}).first()
    return _Block(*row) if row and row.first < number else None


def _state_in(document_id: int, block: _Block, number: int) -> Node:
    """Return the state at a version of a block; raises Damaged."""
    end = find_snapshot(document_id, number) if number == block.last else None
    if end is not None:
        return end
    try:
        runs = _unpack_runs(block.steps)
    except Garbled as error:
        raise Damaged(document=document_id, block=block.last) from error
    base, text = _nearest_in(block, runs, _start_text(document_id, block.first), number)
    return replay(read_state(text), within(runs, base - block.first, number - block.first))


def _nearest_in(block: _Block, runs: Sequence[Run], start: bytes, number: int) -> tuple[int, bytes]:
    """Return a state of the block before a version, and the version that it is."""
    try:
        kept = States(block.states)
        if kept.numbers and kept.numbers[0] <= number:
            return kept.nearest(number, root_of(start, runs, kept.numbers[0] - block.first)) or (block.first, start)
    except Garbled:
        _log.warning("The states are damaged in the block that ends with version %s", block.last)
    return block.first, start


def _start_text(document_id: int, number: int) -> bytes:
    """Return the state with which a block starts: the snapshot there or, should it be damaged, the end of the block before."""
    try:
        text = find_state_text(document_id, number) if number else state_text(empty_document())
    except (Garbled, DatabaseError):
        text = None
    return state_text(state_at(document_id, number)) if text is None else text


def _nearest(document_id: int, number: int) -> tuple[int, Node]:
    """Return the nearest snapshot that is whole, up to a version; the empty document, at 0, where there is none."""
    snapshots = select(Snapshot.number).where(Snapshot.document_id == document_id, Snapshot.number <= number)
    for nearest in db.session.scalars(snapshots.order_by(Snapshot.number.desc())).all():
        node = find_snapshot(document_id, nearest)
        if node is not None:
            return nearest, node
    return 0, empty_document()


def _chain(document_id: int, number: int) -> Sequence[Row[tuple[int, int | None, bytes | None, bytes]]]:
    """Return a snapshot, its parent, that one's, and so on."""
    return db.session.execute(_CHAIN, {"document_id": document_id, "number": number}).all()


def _block_from() -> Select[tuple[int, int, bytes, bytes]]:
    columns = Block.first, Block.last, Block.steps, Block.states
    from_there_on = Block.document_id == bindparam("document_id"), Block.last >= bindparam("number")
    return select(*columns).where(*from_there_on).order_by(Block.last).limit(1)


def _chain_from() -> Select[tuple[int, int | None, bytes | None, bytes]]:
    snapshots = select(Snapshot.number, Snapshot.parent, Snapshot.digest, Snapshot.content)
    snapshots = snapshots.where(Snapshot.document_id == bindparam("document_id"))
    start = snapshots.where(Snapshot.number == bindparam("number")).cte(recursive=True)
    chain = start.union_all(snapshots.where(Snapshot.number == start.c.parent))
    return select(*chain.c).order_by(chain.c.number.desc())


# Made once: to put the second together takes longer than to run it, a fifth of the reading of a version.
_BLOCK_FROM, _CHAIN = _block_from(), _chain_from()


def _lines_of_document(packed: bytes) -> bytes:
    try:
        content = json.loads(zstandard.decompress(packed))
    except (zstandard.ZstdError, ValueError) as error:
        raise Garbled from error
    return state_text(read_document(content))


@lru_cache(RUNS_REMEMBERED)
def _unpack_runs(packed: bytes) -> tuple[Run, ...]:
    return tuple(unpack_steps(packed))


@lru_cache(BLOCKS_REMEMBERED)
def _read_block(line: str) -> Node:
    text = line[len(_PLAIN_START) : -len(_PLAIN_END)]
    if "\\" not in text and '"' not in text and line == f"{_PLAIN_START}{text}{_PLAIN_END}":
        # What most blocks are, in a third of the time: a paragraph of plain letters.
        return _paragraph(text)
    return Node.from_json(schema, json.loads(line))


def _paragraph(text: str) -> Node:
    letters = schema.text(text)
    return Node(_PARAGRAPH, _PARAGRAPH.default_attrs, Fragment([letters], letters.node_size), Mark.none)


_PLAIN_START, _PLAIN_END = state_text(schema.node("doc", None, [_paragraph("§")])).decode().split("§")
