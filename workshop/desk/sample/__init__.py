"""The sample work: a chapter of our own, with the mistakes that a hurried author makes, laid on every new shelf."""

from datetime import datetime
from pathlib import Path

from workshop.people.models import Person
from workshop.prose.author_notes import split_author_notes
from workshop.prose.documents import document_from_text
from workshop.works.models import Part, Work
from workshop.works.service import add_chapter, create_work, describe_work

TITLE = "What the Tide Keeps (a sample)"
SUMMARY = (
    "The lighthouse keeper counts the boats in every night, and one is missing. "
    "A sample to try Galley on: write in it, break it, put it into the bin."
)
CHAPTER_TITLE = "Low Water"


def sample_text() -> str:
    return (Path(__file__).parent / "low-water.txt").read_text("utf-8")


def lay_out_sample(person: Person, now: datetime) -> Work:
    """Make the sample work for the person, its author's notes already in their places."""
    work = create_work(person, TITLE, now)
    describe_work(work, TITLE, SUMMARY)
    found = split_author_notes(document_from_text(sample_text()))
    parts = {Part.NOTE_BEFORE: found.before, Part.TEXT: found.text, Part.NOTE_AFTER: found.after}
    add_chapter(work, CHAPTER_TITLE, person, now, {part: node for part, node in parts.items() if node is not None})
    return work
