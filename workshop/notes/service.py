"""Moves author's notes out of a chapter's text into the notes' own documents."""

from dataclasses import dataclass
from datetime import datetime

from prosemirror.model import Fragment, Node

from workshop.errors import Conflict
from workshop.people.models import Person
from workshop.prose.author_notes import SplitNotes, split_author_notes
from workshop.prose.documents import empty_document
from workshop.works.models import Chapter, Document, Part
from workshop.works.origins import NOTES_MOVED
from workshop.works.queries import documents_of, text_of
from workshop.works.saving import document_node, lock_document, replace_content


class NoNotesInText(Conflict):
    sentence = "The text neither begins nor ends with a note any more. Nothing was moved."


@dataclass(frozen=True)
class Moved:
    """One document that the move changed, and the version it made."""

    document: Document
    version: int


def find_notes(chapter: Chapter) -> SplitNotes | None:
    """Return the notes that the chapter's text begins or ends with, or None."""
    found = split_author_notes(document_node(text_of(chapter)))
    return found if found.before or found.after else None


def lift_notes(chapter: Chapter, person: Person, now: datetime) -> list[Moved]:
    """Move the notes that the text begins or ends with to where notes belong, behind what stands there already.

    Raises NoNotesInText when there are none.
    """
    documents = documents_of(chapter)
    lock_document(documents[Part.TEXT])
    found = find_notes(chapter)
    if found is None:
        raise NoNotesInText(chapter=chapter.id)
    contents = {Part.TEXT: found.text}
    for part, note in ((Part.NOTE_BEFORE, found.before), (Part.NOTE_AFTER, found.after)):
        if note is not None:
            lock_document(documents[part])
            contents[part] = _appended(document_node(documents[part]), note)
    saves = {
        part: replace_content(documents[part], content, person, now, NOTES_MOVED) for part, content in contents.items()
    }
    return [Moved(documents[part], saved.version) for part, saved in saves.items() if saved]


def _appended(note: Node, more: Node) -> Node:
    """Return the note with more behind it; of an empty note nothing is left in front."""
    if note.eq(empty_document()):
        return more
    return note.copy(Fragment.from_([*note.children, *more.children]))
