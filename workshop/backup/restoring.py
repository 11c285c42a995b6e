"""A checked backup written into this Galley. Adds and flushes; who calls commits, or nothing has happened."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime

import zstandard
from sqlalchemy import insert, select

from workshop.backup.checked import (
    ChapterRow,
    Checked,
    DocumentRow,
    LexiconRow,
    MemberRow,
    ReadingRow,
    TermRow,
    ThreadRow,
    WorkRow,
)
from workshop.backup.checking import read_checked_saves
from workshop.backup.opening import BackupFile
from workshop.backup.rows import BadBackup
from workshop.backup.saves import write_saves, write_states
from workshop.beta.models import Comment, Reading, Thread
from workshop.db import db
from workshop.errors import Conflict
from workshop.grammar.models import Decision, WorkCheck
from workshop.lexicon.lists import Listing
from workshop.lexicon.models import Home, SharedLexicon
from workshop.lexicon.service import add_list, make_lexicon, use_lexicon
from workshop.people.models import Person
from workshop.people.service import admit_guest, give_password, sign_in_name
from workshop.works.models import Chapter, Document, Membership, Role, Work

_THREAD_COLUMNS = ("start", "end", "state", "quote", "now", "version", "opened_at", "resolved_at")


class NotEmpty(Conflict):
    sentence = (
        "There are people in this Galley already. A whole house is restored into an empty one; to restore its works as "
        "those of someone here, name them: python3 app.py restore FILE --for PEN_NAME. Nothing was changed."
    )


@dataclass(frozen=True)
class NewAccount:
    """Someone who had an account where the backup was made, and the password that they get here."""

    pen_name: str
    password: str


def restore_works(backup: BackupFile, checked: Checked, author: Person, now: datetime) -> list[Work]:
    """Add the file's works as new works of the author, and return them.

    Of the people in the file only the author is known here, by the pen name. A file may say anything about anybody:
    all others become guests who cannot sign in, with their pen names, and none of them has access.
    """
    people = _people_for(checked, author, now)
    restored = [_Restoring(backup, people, now).add(row) for row in checked.works]
    for work, row in zip(restored, checked.works, strict=True):
        _let_only_in(work, author, now)
        for lexicon in checked.lexicons:
            if lexicon.id in row.lexicons:
                use_lexicon(work, _lexicon(lexicon, author, now))
    db.session.flush()
    return restored


def restore_house(backup: BackupFile, checked: Checked, now: datetime) -> list[NewAccount]:
    """Add all works and people of the file to a Galley in which nobody is yet; raises NotEmpty.

    Everyone is again who they were. A backup has no passwords, so who had an account gets a new one, for once.
    """
    if db.session.scalar(select(Person.id).limit(1)) is not None:
        raise NotEmpty
    people: dict[int, Person] = {}
    accounts: list[NewAccount] = []
    for row in checked.people.values():
        people[row.id] = admit_guest(row.pen_name, row.created_at)
        if row.has_account:
            password = secrets.token_urlsafe(12)
            give_password(people[row.id], password)
            people[row.id].keeps_house = row.keeps_house
            accounts.append(NewAccount(row.pen_name, password))
    _someone_keeps_house(people, checked)
    lexicons = {row.id: _lexicon(row, people[row.person], now) for row in checked.lexicons}
    for row in checked.works:
        work = _Restoring(backup, people, now).add(row)
        for lexicon_id in row.lexicons:
            use_lexicon(work, lexicons[lexicon_id])
    db.session.flush()
    return accounts


class _Restoring:
    """Adds one work, with the ids of the file mapped to those that its rows get here."""

    def __init__(self, backup: BackupFile, people: dict[int, Person], now: datetime) -> None:
        self._backup = backup
        self._people = {row_id: person.id for row_id, person in people.items()}
        self._now = now
        self._documents: dict[int, int] = {}
        self._threads: dict[int, int] = {}

    def add(self, row: WorkRow) -> Work:
        work = Work(title=row.title, summary=row.summary, created_at=row.created_at, binned_at=row.binned_at)
        db.session.add(work)
        db.session.flush()
        db.session.add(WorkCheck(work_id=work.id, level=row.level, language=row.language))
        self._add_members(work, row.members)
        chapters = {each.id: self._add_chapter(work, row, each) for each in row.chapters}
        for each in row.chapters:
            if each.draft_of is not None:
                chapters[each.id].draft_of = chapters[each.draft_of].id
        for thread in row.threads:
            self._add_thread(thread)
        self._add_decisions(work, row)
        _add_terms(work, row.terms, self._now)
        return work

    def _add_members(self, work: Work, members: list[MemberRow]) -> None:
        for row in members:
            work.memberships.append(
                Membership(
                    person_id=self._people[row.person],
                    role=row.role,
                    joined_at=row.joined_at,
                    revoked_at=row.revoked_at,
                )
            )

    def _add_chapter(self, work: Work, work_row: WorkRow, row: ChapterRow) -> Chapter:
        chapter = Chapter(
            work_id=work.id,
            began_at=row.began_at,
            title=row.title,
            position=row.position,
            created_at=row.created_at,
            binned_at=row.binned_at,
        )
        db.session.add(chapter)
        db.session.flush()
        for document in row.documents:
            self._add_document(chapter, work_row, document)
        return chapter

    def _add_document(self, chapter: Chapter, work_row: WorkRow, row: DocumentRow) -> None:
        document = Document(
            chapter_id=chapter.id,
            part=row.part,
            version=row.version,
            words=row.words,
            edited_at=row.edited_at,
            content="",
        )
        db.session.add(document)
        db.session.flush()
        self._documents[row.id] = document.id
        saves = read_checked_saves(self._backup, work_row.id, row.id)
        write_saves(document.id, (save._replace(person_id=self._people[save.person_id]) for save in saves))
        write_states(document, zstandard.decompress(row.newest).decode(), row.snapshots)
        self._add_readings(document, row.readings)
        db.session.flush()
        # Its text would stay in memory with it.
        db.session.expunge(document)

    def _add_readings(self, document: Document, rows: list[ReadingRow]) -> None:
        readings = [
            {
                "document_id": document.id,
                "person_id": self._people[row.person],
                "version": row.version,
                "read_at": row.read_at,
            }
            for row in rows
        ]
        if readings:
            db.session.execute(insert(Reading), readings)

    def _add_thread(self, row: ThreadRow) -> None:
        thread = Thread(
            document_id=self._documents[row.document],
            opened_by=self._people[row.opened_by],
            resolved_by=None if row.resolved_by is None else self._people[row.resolved_by],
            # No page shows an older card of it yet.
            revision=1,
            **{name: getattr(row, name) for name in _THREAD_COLUMNS},
        )
        db.session.add(thread)
        db.session.flush()
        self._threads[row.id] = thread.id
        comments = [
            {
                "thread_id": thread.id,
                "person_id": self._people[each.person],
                "body": each.body,
                "written_at": each.written_at,
                "edited_at": each.edited_at,
                "deleted_at": each.deleted_at,
            }
            for each in row.comments
        ]
        if comments:
            db.session.execute(insert(Comment), comments)

    def _add_decisions(self, work: Work, row: WorkRow) -> None:
        decisions = [
            each.texts
            | {
                "work_id": work.id,
                "person_id": self._people[each.person],
                "thread_id": None if each.thread is None else self._threads[each.thread],
                "decided_at": each.decided_at,
                "taken_back_at": each.taken_back_at,
            }
            for each in row.decisions
        ]
        if decisions:
            db.session.execute(insert(Decision), decisions)


def _people_for(checked: Checked, author: Person, now: datetime) -> dict[int, Person]:
    """Return who each person of the file is here: the author where they had an account of that name, or a new guest."""
    mine = (
        row.id
        for row in checked.people.values()
        if row.has_account and sign_in_name(row.pen_name) == author.sign_in_name
    )
    people = dict.fromkeys(mine, author)
    if len(people) > 1:
        raise BadBackup
    return {row.id: people.get(row.id) or admit_guest(row.pen_name, now) for row in checked.people.values()}


def _let_only_in(work: Work, author: Person, now: datetime) -> None:
    for membership in work.memberships:
        membership.revoked_at = membership.revoked_at or now
    own = next((each for each in work.memberships if each.person_id == author.id), None)
    if own is None:
        own = Membership(person_id=author.id, joined_at=now)
        work.memberships.append(own)
    own.role, own.revoked_at = Role.AUTHOR, None


def _someone_keeps_house(people: dict[int, Person], checked: Checked) -> None:
    with_account = [people[row.id] for row in checked.people.values() if row.has_account]
    if not with_account:
        raise BadBackup("Nobody in that file had an account, so nobody could sign in. Nothing was changed.")
    if not any(person.keeps_house for person in with_account):
        with_account[0].keeps_house = True


def _lexicon(row: LexiconRow, owner: Person, now: datetime) -> SharedLexicon:
    """Return the owner's lexicon of that name, with the terms that it lacked."""
    lexicon = make_lexicon(owner, row.name, row.made_at)
    _add_terms(lexicon, row.terms, now)
    return lexicon


def _add_terms(home: Home, rows: list[TermRow], now: datetime) -> None:
    added_at = {row.entry.text: row.added_at for row in rows}
    for term in add_list(home, Listing(tuple(row.entry for row in rows)), now).added:
        term.added_at = added_at[term.text]
