"""The sample work: a chapter of our own, with the mistakes that a hurried author makes and a beta's comment on it,
laid on every new shelf.
"""

from datetime import datetime
from pathlib import Path

from workshop.beta.service import open_thread
from workshop.people.models import Person
from workshop.people.service import admit_guest
from workshop.prose.author_notes import split_author_notes
from workshop.prose.documents import document_from_text
from workshop.prose.plain import plain_text
from workshop.prose.utf16 import utf16_length
from workshop.works.models import Document, Membership, Part, Role, Work
from workshop.works.queries import text_of
from workshop.works.saving import document_node
from workshop.works.service import add_chapter, create_work, describe_work

TITLE = "What the Tide Keeps (a sample)"
SUMMARY = (
    "The lighthouse keeper counts the boats in every night, and one is missing. "
    "A sample to try Galley on: write in it, break it, put it into the bin."
)
CHAPTER_TITLE = "Low Water"
BETA = "Mothwing, a sample beta"
QUOTE = "the rope that held and the rope that didn't"
COMMENT = (
    "This line got me. Don't touch it!\n\n"
    "(Comments stay with their words: change something inside them, and this card shows both, then and now. "
    "Answer, resolve, or invite a beta of your own.)"
)


def sample_text() -> str:
    return (Path(__file__).parent / "low-water.txt").read_text("utf-8")


def lay_out_sample(person: Person, now: datetime) -> Work:
    """Make the sample work for the person, its author's notes in their places and one thread in its margin."""
    work = create_work(person, TITLE, now)
    describe_work(work, TITLE, SUMMARY)
    found = split_author_notes(document_from_text(sample_text()))
    parts = {Part.NOTE_BEFORE: found.before, Part.TEXT: found.text, Part.NOTE_AFTER: found.after}
    chapter = add_chapter(work, CHAPTER_TITLE, person, now, {part: node for part, node in parts.items() if node})
    _comment(work, text_of(chapter), now)
    return work


def _comment(work: Work, text: Document, now: datetime) -> None:
    beta = admit_guest(BETA, now)
    work.memberships.append(Membership(person=beta, role=Role.BETA, joined_at=now))
    plain = plain_text(document_node(text))
    offset = utf16_length(plain.text[: plain.text.index(QUOTE)])
    start, end = plain.position_at(offset), plain.position_at(offset + utf16_length(QUOTE))
    open_thread(text, start, end, text.version, COMMENT, beta, now)
