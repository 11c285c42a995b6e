"""Whole states of a document, kept now and then: how they are packed, and any version read from the nearest one.

A state is its blocks' JSON, one a line. It is compressed beside an earlier state, its parent, which lies near for most
and far for few: parents are told by clearing the lowest bit that is set in a state's place, so no chain is long.
"""

import hashlib
import json
from collections.abc import Sequence
from functools import lru_cache

import zstandard
from prosemirror.model import Node
from sqlalchemy import Row, select
from sqlalchemy.exc import DatabaseError

from workshop.db import db
from workshop.prose.documents import BadDocument, apply_steps, empty_document, read_document
from workshop.prose.runs import replay_steps
from workshop.prose.schema import schema
from workshop.works.blocks import Garbled, decompress
from workshop.works.log import Damaged, runs_between
from workshop.works.models import Snapshot
from workshop.works.stored import written_blocks

#: So many states hang on one that stands alone; no more than eight are read for one version.
STATES_A_GROUP = 256
DIGEST_BYTES = 16
#: Paragraphs of old versions that are remembered: most of a text is the same in its next version.
BLOCKS_REMEMBERED = 4096


def state_at(document_id: int, number: int) -> Node:
    """Return the document as it was at a version that it has reached; raises Damaged."""
    for base in (*_snapshots_up_to(document_id, number), 0):
        node = find_snapshot(document_id, base) if base else empty_document()
        if node is not None:
            runs = runs_between(document_id, base, number)
            return apply_steps(node, replay_steps(runs)).doc if runs else node
    raise Damaged(document=document_id, version=number)


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
    return schema.node("doc", None, [_read_block(line) for line in text.decode().split("\n")])


def sealed_snapshots(document_id: int) -> list[int]:
    """Return the versions of the sealed snapshots, in order."""
    sealed = select(Snapshot.number).where(Snapshot.document_id == document_id, Snapshot.digest.is_not(None))
    return list(db.session.scalars(sealed.order_by(Snapshot.number)))


def parent_of(numbers: Sequence[int]) -> int | None:
    """Return which of the snapshots that are there is the next one's parent, None where it shall stand alone."""
    place = len(numbers) % STATES_A_GROUP
    return numbers[len(numbers) - place + (place & place - 1)] if place else None


def forget() -> None:
    """Forget the paragraphs that were read, as after a start."""
    _read_block.cache_clear()


def digest_of(text: bytes) -> bytes:
    """Return the hash of a state's lines."""
    return hashlib.blake2b(text, digest_size=DIGEST_BYTES).digest()


def chained(digest: bytes, text: bytes) -> bytes:
    """Return the hash of the states so far, and then of this one."""
    return hashlib.blake2b(digest + digest_of(text), digest_size=DIGEST_BYTES).digest()


def _snapshots_up_to(document_id: int, number: int) -> list[int]:
    """Return the nearest snapshots, nearest first. Should all of these be damaged, the log is read from its start."""
    at = select(Snapshot.number).where(Snapshot.document_id == document_id, Snapshot.number <= number)
    return list(db.session.scalars(at.order_by(Snapshot.number.desc()).limit(8)))


def _chain(document_id: int, number: int) -> Sequence[Row[tuple[int, int | None, bytes | None, bytes]]]:
    """Return a snapshot, its parent, that one's, and so on."""
    columns = Snapshot.number, Snapshot.parent, Snapshot.digest, Snapshot.content
    start = select(*columns).where(Snapshot.document_id == document_id, Snapshot.number == number).cte(recursive=True)
    parents = select(*columns).where(Snapshot.document_id == document_id, Snapshot.number == start.c.parent)
    chain = start.union_all(parents)
    return db.session.execute(select(chain).order_by(chain.c.number.desc())).all()


def _lines_of_document(packed: bytes) -> bytes:
    try:
        content = json.loads(zstandard.decompress(packed))
    except (zstandard.ZstdError, ValueError) as error:
        raise Garbled from error
    return state_text(read_document(content))


@lru_cache(BLOCKS_REMEMBERED)
def _read_block(line: str) -> Node:
    return Node.from_json(schema, json.loads(line))
