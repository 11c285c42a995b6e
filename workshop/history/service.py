"""What changes the history: names of versions, and restoring one as a new version."""

from datetime import datetime

from workshop.errors import BadInput, NotFound
from workshop.history.comparing import compared_page
from workshop.history.queries import get_version, read_told_version
from workshop.people.models import Person
from workshop.prose.diff import reverting_steps
from workshop.prose.documents import read_steps
from workshop.works.log import LoggedSave, name_save
from workshop.works.models import Chapter, Document
from workshop.works.origins import PUT_BACK, RESTORED, Origin
from workshop.works.saving import (
    NoSuchVersion,
    Saved,
    change,
    lock_document,
    replace_content,
    steps_since,
    take_back,
    version_node,
)

VERSION_NAME_MAX = 120


class NoSuchChange(NotFound):
    sentence = "There is no such change between these two versions."


def name_version(document: Document, number: int, name: str) -> LoggedSave:
    """Give a version a name, another name, or with an empty one none; raises NoSuchVersion."""
    version = name_save(document.id, number, name or None)
    if version is None:
        raise NoSuchVersion(document=document.id, version=number)
    return version


def restore_version(document: Document, number: int, person: Person, now: datetime) -> Saved | None:
    """Write the text of an old version as a new one, so that nothing newer is lost and comments keep their places.

    Gives None when the document reads like that version already.
    """
    get_version(document, number)
    return replace_content(document, version_node(document, number), person, now, Origin(RESTORED, number).written())


def put_change_back(document: Document, old: int, new: int, number: int, person: Person, now: datetime) -> Saved:
    """Take one change between two versions back in the newest text; `number` is the one that its page shows.

    Raises ChangedSince where somebody wrote since then, NotByItself where what the change left has no place for it.
    """
    lock_document(document)
    before, after = version_node(document, old), version_node(document, new)
    chosen = compared_page(before, after).chosen.get(number)
    if chosen is None:
        raise NoSuchChange(document=document.id, change=number)
    steps = reverting_steps(before, after, chosen, read_steps(steps_since(document, new).steps))
    return change(document, steps, person, now, Origin(PUT_BACK, old).written())


def take_back_versions(chapter: Chapter, told: list[str], person: Person, now: datetime) -> list[Saved]:
    """Undo versions of the chapter's documents, each told as "document.number", and keep what was written since.

    Gives the new versions of those that had something left to undo. Raises BadInput for one that is no version of this chapter's.
    """
    documents = {document.id: document for document in chapter.documents}
    versions = [read_told_version(each) for each in told]
    if not all(version and version[0] in documents for version in versions):
        raise BadInput
    undone = [take_back(documents[document_id], number, person, now) for document_id, number in versions]
    return [saved for saved in undone if saved]
