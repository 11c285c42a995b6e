"""Bytes of a long history beside git's best pack, and the time to read any version of it and to save one more."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from random import Random
from statistics import median

from prosemirror.model import Node
from sqlalchemy import Connection, event

from benchmarks._galley import Place, Seeded, seeded, text_of_words
from benchmarks._report import Goal, conclude, percentile, show_heading, show_table
from benchmarks._writing import BEGAN, Autosave, Writer, paragraphs_of_a_book
from tests.makers import typed
from workshop.db import db, writing
from workshop.people.models import Person
from workshop.prose.documents import document_from_text
from workshop.works import states
from workshop.works.head import find_head
from workshop.works.models import Document
from workshop.works.saving import document_node, replace_content, save_steps, version_node
from workshop.works.sealing import QUIET, seal_document
from workshop.works.stored import written

SAVES = 1_000
#: The words before the first save, and those that writing on adds.
CHAPTERS = {"growing to 5,000 words": (0, 5_000), "20,000 words": (14_000, 5_200)}
READS = 300
#: Saves of a text that stays as long, to see whether the last are slower than the first.
MANY = 10_000
#: On which an author writes, sitting by sitting.
DEVICES = ("Firefox on Windows", "Safari on iPhone")
#: What a history lies in. The newest text stands apart, in `documents`, as git's does in the working tree.
TABLES = ("versions", "blocks", "snapshots")

EXPLANATION = f"""\
{SAVES:,} autosaves of a chapter: one step a key, slips of the fingers, mended words, moved paragraphs, deleted sentences,
old text brought back. Each goes through Galley's own saving, then all are sealed. git has the same versions, one commit
each with author and time, after `git gc --aggressive`; counted are its objects. Ours are all pages of {", ".join(TABLES)}
and their indexes; "file grew" is the whole vacuumed file less that of the same Galley before, with the newest text in plain JSON.
A read is from the query to the document in memory, of {READS} versions at random: "anew" with all paragraphs forgotten
before each, "after others" one after the other, as someone reads who looks around in a history."""


@dataclass
class History:
    """A chapter's versions: where they lie, and what each was."""

    document_id: int
    saves_ms: list[float] = field(default_factory=list)
    texts: dict[int, str] = field(default_factory=dict)
    moments: dict[int, datetime] = field(default_factory=dict)
    hashes: dict[int, bytes] = field(default_factory=dict)


def main(arguments: list[str]) -> int:
    show_heading("history", EXPLANATION)
    rows, goals = [], []
    for name, (words_before, words) in CHAPTERS.items():
        row, reached = _measure_chapter(name, words_before, words)
        rows.append(row)
        goals += reached
    heads = (
        "chapter", "git bytes", "ours unsealed", "sealed", "to git", "file grew, to git", "sealed in s", "longest lock ms",
        "anew p50 ms", "p95", "after others p50 ms", "p95",
    )  # fmt: skip
    show_table(heads, rows)
    goals.append(_measure_many())
    return conclude(goals)


def _measure_chapter(name: str, words_before: int, words: int) -> tuple[list[object], list[Goal]]:
    with seeded() as galley:
        place = galley.add_chapters("", 1)[0]
        file_before = _file_bytes(galley)
        writer = Writer(42, paragraphs_of_a_book(), words / (SAVES * 0.7))
        history = _write(galley, place, writer, words_before)
        bytes_unsealed = _table_bytes(galley)
        sealing = _seal(galley, place)
        bytes_file = _file_bytes(galley) - file_before
        bytes_ours = _table_bytes(galley)
        bytes_git = _git_bytes(history)
        anew = _read_ms(galley, history, forget=True)
        after_others = _read_ms(galley, history, forget=False)
        wrong = _versions_that_differ(galley, history)
    ratio = bytes_ours / bytes_git
    row = [name, *(f"{size:,}" for size in (bytes_git, bytes_unsealed, bytes_ours))]
    row += [f"{ratio:.2f}×", f"{bytes_file / bytes_git:.2f}×", *sealing]
    row += [percentile(each, share) for each in (anew, after_others) for share in (0.5, 0.95)]
    goals = [
        Goal(f"{name}: bytes to git's", ratio, at_most=0.35),
        Goal(f"{name}: any version, p95", percentile(after_others, 0.95), at_most=5, unit="ms"),
        Goal(f"{name}: versions that differ after sealing, of {len(history.hashes):,}", wrong, at_most=0, unit=""),
    ]
    return row, goals


def _write(galley: Seeded, place: Place, writer: Writer, words_before: int) -> History:
    history = History(place.document_id)
    with galley.app.app_context():
        if words_before:
            content = document_from_text(writer.begin_with(words_before))
            with writing():
                document = db.session.get_one(Document, place.document_id)
                replace_content(document, content, db.session.get_one(Person, galley.person_id), BEGAN, "imported")
                db.session.commit()
                _remember(history, document, BEGAN)
        for save in writer.saves():
            with writing():
                document = _keep(galley, history, writer, save)
                db.session.commit()
                _remember(history, document, save.saved_at)
            if len(history.hashes) >= SAVES:
                return history
    raise AssertionError("The book is too short")


def _keep(galley: Seeded, history: History, writer: Writer, save: Autosave) -> Document:
    if save.back:
        document = db.session.get_one(Document, history.document_id)
        old = sorted(history.hashes)[-save.back]
        person = db.session.get_one(Person, galley.person_id)
        replace_content(document, version_node(document, old), person, save.saved_at, f"restored {old}")
        writer.paragraphs = [block.text_content for block in document_node(document).children]
        return document
    history.saves_ms.append(_timed_save(galley, history.document_id, save.steps, save.client, save.saved_at))
    return db.session.get_one(Document, history.document_id)


def _timed_save(galley: Seeded, document_id: int, steps: list[dict], client: str, moment: datetime) -> float:
    device = DEVICES[sum(client.encode()) % len(DEVICES)]
    start = time.perf_counter()
    head = find_head(document_id, galley.person_id, 1)
    save_steps(head, head.version, steps, client, galley.person_id, moment, device)
    db.session.commit()
    return (time.perf_counter() - start) * 1000


def _remember(history: History, document: Document, moment: datetime) -> None:
    node = document_node(document)
    history.hashes[document.version] = _hash(node)
    history.texts[document.version] = "\n\n".join(block.text_content for block in node.children)
    history.moments[document.version] = moment


def _seal(galley: Seeded, place: Place) -> tuple[float, float]:
    """Seal all, and give the seconds that took and the longest time for which the write lock was held, in ms."""
    locks: list[float] = []
    with galley.app.app_context(), _watched_locks(locks):
        start = time.perf_counter()
        document = db.session.get_one(Document, place.document_id)
        seal_document(place.document_id, document.edited_at + 2 * QUIET)
        took = time.perf_counter() - start
    return took, max(locks)


@contextmanager
def _watched_locks(locks: list[float]) -> Iterator[None]:
    """Note for how long each transaction that writes holds the lock, in ms."""
    began: dict[int, float] = {}

    def on_begin(connection: Connection) -> None:
        began[id(connection)] = time.perf_counter()

    def on_end(connection: Connection) -> None:
        if connection.info.get("holds_turn"):
            locks.append((time.perf_counter() - began[id(connection)]) * 1000)

    listeners = ("begin", on_begin), ("commit", on_end), ("rollback", on_end)
    for name, listener in listeners:
        event.listen(db.engine, name, listener)
    try:
        yield
    finally:
        for name, listener in listeners:
            event.remove(db.engine, name, listener)


def _table_bytes(galley: Seeded) -> int:
    with closing(_file(galley)) as database:
        named = ", ".join("?" for _ in TABLES)
        of_tables = f"SELECT name FROM sqlite_schema WHERE tbl_name IN ({named})"
        return database.execute(f"SELECT sum(pgsize) FROM dbstat WHERE name IN ({of_tables})", TABLES).fetchone()[0]


def _file_bytes(galley: Seeded) -> int:
    """Return the size of the database without free pages."""
    with closing(_file(galley)) as database:
        database.execute("VACUUM")
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return database.execute("PRAGMA page_count").fetchone()[0] * database.execute("PRAGMA page_size").fetchone()[0]


def _file(galley: Seeded) -> sqlite3.Connection:
    with galley.app.app_context():
        return sqlite3.connect(db.engine.url.database, isolation_level=None)


def _git_bytes(history: History) -> int:
    """Return the bytes of git's objects for the same versions, packed as tightly as git packs."""
    with tempfile.TemporaryDirectory(prefix="galley-bench-git-") as folder:

        def git(*arguments: str, given: bytes | None = None) -> None:
            subprocess.run(["git", "-C", folder, *arguments], input=given, check=True, capture_output=True)

        git("init", "-q", "-b", "main")
        git("fast-import", "--quiet", given=b"".join(_commits(history)))
        git("gc", "--aggressive", "--prune=now", "--quiet")
        return sum(path.stat().st_size for path in Path(folder, ".git", "objects").rglob("*") if path.is_file())


def _commits(history: History) -> Iterator[bytes]:
    for number, text in history.texts.items():
        written_text, seconds = text.encode(), int(history.moments[number].timestamp())
        yield f"commit refs/heads/main\ncommitter Writer <writer@example.org> {seconds} +0000\ndata 0\n".encode()
        yield f"M 100644 inline chapter.txt\ndata {len(written_text)}\n".encode() + written_text + b"\n"


def _read_ms(galley: Seeded, history: History, *, forget: bool) -> list[float]:
    """Return how long random versions took to read, each in a session of its own, as a request has it."""
    chosen = Random(5).choices(sorted(history.hashes)[:-1], k=READS)
    took = []
    for number in chosen:
        with galley.app.app_context():
            document = db.session.get_one(Document, history.document_id)
            if forget:
                states.forget()
            start = time.perf_counter()
            version_node(document, number)
            took.append((time.perf_counter() - start) * 1000)
    return took


def _versions_that_differ(galley: Seeded, history: History) -> int:
    with galley.app.app_context():
        document = db.session.get_one(Document, history.document_id)
        document.state = None  # nobody remembers the newest text either
        return sum(_hash(version_node(document, number)) != known for number, known in history.hashes.items())


def _hash(node: Node) -> bytes:
    return hashlib.blake2b(written(node).encode()).digest()


def _measure_many() -> Goal:
    """Type a word and take it back, again and again, and compare the last saves with the first."""
    word = "again"
    typing = [typed(at, letter) for at, letter in enumerate(word, start=1)]
    back = [{"stepType": "replace", "from": at, "to": at + 1} for at in range(len(word), 0, -1)]
    took = []
    with seeded() as galley:
        place = galley.add_chapters(text_of_words(5_000), 1)[0]
        with galley.app.app_context():
            for number in range(MANY):
                with writing():
                    steps = back if number % 2 else typing
                    moment = BEGAN + timedelta(seconds=10 * number)
                    took.append(_timed_save(galley, place.document_id, steps, "tab", moment))
    first, last = (median(each) for each in (took[500:1500], took[-1000:]))
    show_table(("save", "p50 ms"), (("501 to 1,500", first), (f"the last 1,000 of {MANY:,}", last)))
    return Goal("a save after ten thousand to one after a thousand", last / first, at_most=1.1)
