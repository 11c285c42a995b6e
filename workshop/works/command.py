"""What `python3 app.py verify` and `python3 app.py seal` do and print. Both need an app context."""

from sqlalchemy.exc import DatabaseError

from workshop.db import db
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
        print(f"{versions:,} versions are whole. What stands above is damaged. Keep the file as it is and look for a backup.")
        return 1
    print(f"All is whole: {versions:,} versions in {len(documents):,} texts, each built again and compared with its hash.")
    return 0


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
