"""What `python3 app.py verify` and `python3 app.py seal` do and print. Both need an app context."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import make_url
from sqlalchemy.exc import DatabaseError

from workshop.db import db
from workshop.settings import Settings
from workshop.web import now
from workshop.works.log import Damaged
from workshop.works.models import Chapter, Document, Part, Work
from workshop.works.sealing import QUIET, seal_document
from workshop.works.verifying import documents_to_verify, sentences, verify_document


def verify() -> int:
    """Build every version of every document again, print what is damaged, and give the exit status: 1 for damage."""
    documents, are_all = documents_to_verify()
    versions = damaged = 0
    for document_id in documents:
        title = _title(document_id)
        findings = verify_document(document_id)
        db.session.rollback()
        if findings is None:
            print(f"{title}: nothing of it can be read from the disk.")
            damaged += 1
            continue
        for sentence in sentences(findings, title):
            print(sentence)
        versions += findings.version - findings.lost
        damaged += bool(findings.damages)
    if not are_all:
        print("A part of the list of texts cannot be read from the disk; there may have been more.")
    if damaged or not are_all:
        print(f"{versions:,} versions are whole. What stands above is damaged: keep the file, and look for a backup.")
        return 1
    print(
        f"All is whole: {versions:,} versions in {len(documents):,} texts, each built again and compared with its hash."
    )
    return 0


@contextmanager
def made_readable(settings: Settings) -> Iterator[Settings]:
    """Give the settings by which the database can be read even if its file was cut short: SQLite refuses such a file whole.

    What is missing is zeros then, in a copy. The file itself is left as it is.
    """
    database = make_url(settings.database_url).database
    missing = _missing_bytes(Path(database)) if settings.database_url.startswith("sqlite:") and database else 0
    if not missing:
        yield settings
        return
    print(f"The database file was cut short: its last {missing:,} bytes are missing.")
    with TemporaryDirectory(prefix="galley-verify-") as folder:
        copy = Path(folder, Path(database).name)
        for end in ("", "-wal"):
            if Path(database + end).exists():
                shutil.copy(database + end, f"{copy}{end}")
        with copy.open("r+b") as file:
            file.truncate(copy.stat().st_size + missing)
        yield replace(settings, database_url=f"sqlite:///{copy}")


def _missing_bytes(database: Path) -> int:
    """Return how much shorter the file is than its head says. The format: https://www.sqlite.org/fileformat.html, 1.3."""
    if not database.exists():
        return 0
    with database.open("rb") as file:
        head = file.read(32)
    page_size = int.from_bytes(head[16:18], "big")
    page_size = 65_536 if page_size == 1 else page_size
    return max(0, int.from_bytes(head[28:32], "big") * page_size - database.stat().st_size)


def seal() -> int:
    """Seal all that can be sealed at once, tidy the file up, and give the exit status."""
    count, status = 0, 0
    for document_id in documents_to_verify()[0]:
        try:
            count += seal_document(document_id, now() + 2 * QUIET)
        except Damaged:
            print(f"{_title(document_id)}: damaged, so it was left as it is. python3 app.py verify says more.")
            status = 1
    if db.engine.dialect.name == "sqlite":
        # Straight on the driver, because SQLite tidies up outside of transactions alone.
        db.engine.raw_connection().driver_connection.execute("VACUUM")
    print(f"{count:,} saves were sealed.")
    return status


def _title(document_id: int) -> str:
    """Return how a person knows a document, such as “Salt”, chapter 2 “Low water”, the note before."""
    try:
        document = db.session.get_one(Document, document_id)
        chapter = db.session.get_one(Chapter, document.chapter_id)
        work = db.session.get_one(Work, chapter.work_id)
    except DatabaseError:
        db.session.rollback()
        return f"Text number {document_id}"
    part = "" if document.part == Part.TEXT else f", its {document.part.replace('_', ' ')}"
    named = f" “{chapter.title}”" if chapter.title else ""
    return f"“{work.title}”, chapter {chapter.position}{named}{part}"
