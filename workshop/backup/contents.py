"""What goes into a backup: the rows of each member, as docs/backup.md describes them, read while they are written."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, BinaryIO

from prosemirror.model import Node
from sqlalchemy import select

from workshop.backup import layout
from workshop.backup.history import History
from workshop.backup.layout import as_moment
from workshop.backup.packing import Packer, packing
from workshop.backup.readable import chapter_page
from workshop.backup.saves import read_saves
from workshop.beta.models import Comment, Reading, Thread
from workshop.beta.readings import readings_of
from workshop.db import db
from workshop.errors import WorkshopError
from workshop.grammar.models import Decision
from workshop.grammar.queries import language_of, level_of
from workshop.lexicon.models import LexiconUse, SharedLexicon
from workshop.lexicon.queries import terms_of
from workshop.people.models import Person
from workshop.works.models import Chapter, Document, Part, Work
from workshop.works.saving import document_node


class HistoryDamaged(WorkshopError):
    status = 500
    sentence = (
        "A chapter’s history no longer leads to its text, so no backup of it would be whole. Your text is not touched."
    )


def back_up(file: BinaryIO, works: Iterable[Work], now: datetime, reader: Person | None = None) -> dict[str, int]:
    """Write the works into the file as a backup, and return the counts in it, by name.

    With a `reader`, whose file it is, what is not theirs to read stays out: comments that others took back, shared
    lexicons of others. Without one it is the whole house's file.
    """
    with packing(file, now) as packer:
        packer.add_text(layout.README, layout.README_TEXT)
        _Contents(packer, reader).add(list(works))
    return dict(packer.counts)


class _Contents:
    """Adds works, and remembers which people and lexicons they speak of."""

    def __init__(self, packer: Packer, reader: Person | None) -> None:
        self._packer = packer
        self._reader = reader
        self._people: set[int] = set()

    def add(self, works: list[Work]) -> None:
        rows = [self._work(work) for work in works]
        lexicons = self._lexicons(works)
        self._count("works", self._packer.add_rows(layout.WORKS, rows))
        self._count("shared lexicons", self._packer.add_rows(layout.LEXICONS, lexicons))
        self._count("people", self._packer.add_rows(layout.PEOPLE, self._people_rows(works)))

    def _work(self, work: Work) -> dict[str, Any]:
        pages = enumerate(work.chapters, start=1)
        chapters = [self._chapter(work, chapter, number) for number, chapter in pages]
        self._count("chapters", self._packer.add_rows(layout.chapters_name(work.id), chapters))
        self._count("threads", self._packer.add_rows(layout.threads_name(work.id), self._threads(work)))
        self._count("decisions", self._packer.add_rows(layout.decisions_name(work.id), self._decisions(work)))
        terms = [_term(term) for term in terms_of(work)]
        self._count("terms", len(terms))
        return {
            "id": work.id,
            "title": work.title,
            "summary": work.summary,
            "created_at": as_moment(work.created_at),
            "binned_at": as_moment(work.binned_at),
            "level": level_of(work),
            "language": language_of(work),
            "members": [
                {
                    "person": self._known(each.person_id),
                    "role": each.role,
                    "joined_at": as_moment(each.joined_at),
                    "revoked_at": as_moment(each.revoked_at),
                }
                for each in work.memberships
            ],
            "lexicons": [lexicon.id for lexicon in self._lexicons_of(work)],
            "terms": terms,
        }

    def _chapter(self, work: Work, chapter: Chapter, number: int) -> dict[str, Any]:
        nodes: dict[Part, Node] = {}
        documents = []
        for document in sorted(chapter.documents, key=lambda each: each.id):
            row, nodes[Part(document.part)] = self._document(work, document)
            documents.append(row)
        page = chapter_page(work.title, chapter.title, language_of(work), nodes.items())
        self._packer.add_text(layout.page_name(work.id, number, chapter.title), page)
        return {
            "id": chapter.id,
            "draft_of": chapter.draft_of,
            "began_at": chapter.began_at,
            "title": chapter.title,
            "position": chapter.position,
            "created_at": as_moment(chapter.created_at),
            "binned_at": as_moment(chapter.binned_at),
            "documents": documents,
        }

    def _document(self, work: Work, document: Document) -> tuple[dict[str, Any], Node]:
        """Write the document's saves, and return its row and its newest state."""
        history = History()
        if document.version:
            saves = self._saves(document, history)
            self._count("versions", self._packer.add_rows(layout.saves_name(work.id, document.id), saves))
        if not history.node.eq(document_node(document)):
            raise HistoryDamaged(document=document.id)
        return {
            "id": document.id,
            "part": document.part,
            "version": document.version,
            "words": document.words,
            "edited_at": as_moment(document.edited_at),
            "states": history.digest(),
            "readings": [self._reading(each) for each in readings_of(document)],
        }, history.node

    def _reading(self, reading: Reading) -> dict[str, Any]:
        return {
            "person": self._known(reading.person_id),
            "version": reading.version,
            "read_at": as_moment(reading.read_at),
        }

    def _saves(self, document: Document, history: History) -> Iterator[dict[str, Any]]:
        for save in read_saves(document):
            history.go_on(save.steps)
            yield {
                "number": save.number,
                "client": save.client,
                "person": self._known(save.person_id),
                "saved_at": as_moment(save.saved_at),
                "words": save.words,
                "device": save.device,
                "origin": save.origin,
                "name": save.name,
                "steps": [step.to_json() for step in save.steps],
            }

    def _threads(self, work: Work) -> Iterator[dict[str, Any]]:
        threads = db.session.scalars(
            select(Thread)
            .join(Document)
            .join(Chapter)
            .where(Chapter.work_id == work.id)
            .order_by(Thread.id)
            .execution_options(yield_per=200)
        )
        for thread in threads:
            said = [self._comment(comment) for comment in thread.comments if self._may_have(comment)]
            self._count("comments", len(said))
            yield {
                "id": thread.id,
                "document": thread.document_id,
                "start": thread.start,
                "end": thread.end,
                "state": thread.state,
                "quote": thread.quote,
                "now": thread.now,
                "version": thread.version,
                "opened_by": self._known(thread.opened_by),
                "opened_at": as_moment(thread.opened_at),
                "resolved_by": thread.resolved_by and self._known(thread.resolved_by),
                "resolved_at": as_moment(thread.resolved_at),
                "comments": said,
            }

    def _may_have(self, comment: Comment) -> bool:
        return self._reader is None or comment.deleted_at is None or comment.person_id == self._reader.id

    def _comment(self, comment: Comment) -> dict[str, Any]:
        return {
            "person": self._known(comment.person_id),
            "body": comment.body,
            "written_at": as_moment(comment.written_at),
            "edited_at": as_moment(comment.edited_at),
            "deleted_at": as_moment(comment.deleted_at),
        }

    def _decisions(self, work: Work) -> Iterator[dict[str, Any]]:
        for each in db.session.scalars(select(Decision).where(Decision.work_id == work.id).order_by(Decision.id)):
            texts = {name: getattr(each, name) for name in DECISION_TEXTS}
            yield texts | {
                "person": self._known(each.person_id),
                "thread": each.thread_id,
                "decided_at": as_moment(each.decided_at),
                "taken_back_at": as_moment(each.taken_back_at),
            }

    def _lexicons(self, works: list[Work]) -> list[dict[str, Any]]:
        used = {lexicon.id: lexicon for work in works for lexicon in self._lexicons_of(work)}
        if self._reader is None:
            used = {lexicon.id: lexicon for lexicon in db.session.scalars(select(SharedLexicon))}
        return [
            {
                "id": lexicon.id,
                "name": lexicon.name,
                "person": self._known(lexicon.person_id),
                "made_at": as_moment(lexicon.made_at),
                "terms": [_term(term) for term in terms_of(lexicon)],
            }
            for lexicon in used.values()
        ]

    def _lexicons_of(self, work: Work) -> list[SharedLexicon]:
        used = (
            select(SharedLexicon)
            .join(LexiconUse, LexiconUse.lexicon_id == SharedLexicon.id)
            .where(LexiconUse.work_id == work.id)
            .order_by(SharedLexicon.id)
        )
        mine = used if self._reader is None else used.where(SharedLexicon.person_id == self._reader.id)
        return list(db.session.scalars(mine))

    def _people_rows(self, works: list[Work]) -> list[dict[str, Any]]:
        """Return the people whom anything names, in the whole house's file all. A pen name, and never how they sign in."""
        authors = {each.person_id for work in works for each in work.memberships if each.role == "author"}
        everyone = select(Person).order_by(Person.id)
        people = db.session.scalars(everyone if self._reader is None else everyone.where(Person.id.in_(self._people)))
        return [
            {
                "id": person.id,
                "pen_name": person.pen_name,
                "has_account": person.is_author and (self._reader is None or person.id in authors),
                "keeps_house": person.keeps_house and self._reader is None,
                "created_at": as_moment(person.created_at),
            }
            for person in people
        ]

    def _known(self, person_id: int) -> int:
        self._people.add(person_id)
        return person_id

    def _count(self, name: str, number: int) -> None:
        self._packer.counts[name] += number


#: The columns of a decision that are words.
DECISION_TEXTS = (
    *("verdict", "subject", "place", "rule", "short", "message", "words", "before", "after", "meant", "pair"),
)


def _term(term: Any) -> dict[str, Any]:
    return {"text": term.text, "also": list(term.also), "added_at": as_moment(term.added_at)}
