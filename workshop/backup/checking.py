"""A backup file read whole, and refused unless all of it could have come over the network: the dry check.

Every step passes `prose.documents`, as if an editor had sent it. What comes out holds no saves: they stay in the file, and
are read again when they are written. Nothing here touches the database.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

import zstandard
from prosemirror.model import Node

from workshop.backup import layout
from workshop.backup.checked import (
    ChapterRow,
    Checked,
    CommentRow,
    DecisionRow,
    DocumentRow,
    LexiconRow,
    MemberRow,
    PersonRow,
    ReadingRow,
    TermRow,
    ThreadRow,
    WorkRow,
)
from workshop.backup.contents import DECISION_TEXTS
from workshop.backup.history import History
from workshop.backup.opening import BackupFile
from workshop.backup.rows import BadBackup, Row
from workshop.backup.saves import LoggedSave
from workshop.beta.models import COMMENT_MAX
from workshop.beta.ranges import CHOSEN_MAX
from workshop.errors import WorkshopError
from workshop.grammar.languagetool.languages import read_language
from workshop.grammar.levels import Level
from workshop.grammar.models import RULE_MAX, WORDS_MAX, Verdict
from workshop.history.service import VERSION_NAME_MAX
from workshop.lexicon.lists import ALSO_MAX, TERM_MAX, Entry, also_called, clean_term
from workshop.lexicon.models import LEXICON_NAME_MAX
from workshop.lexicon.service import TERMS_MAX
from workshop.people.service import PEN_NAME_MAX, clean_pen_name
from workshop.prose.documents import MAX_DOCUMENT_SIZE, read_steps
from workshop.prose.plain import text_between
from workshop.works.devices import DEVICE_MAX
from workshop.works.models import SUMMARY_MAX, TITLE_MAX, Part, Role
from workshop.works.origins import is_origin
from workshop.works.saving import CLIENT_MAX, STEPS_PER_SAVE, STEPS_PER_SNAPSHOT
from workshop.works.stored import written

ORIGIN_MAX = 60
#: Words alone: a later Galley may know more browsers than this one.
_DEVICE = re.compile(r"[A-Za-z]+( [A-Za-z]+)*")
MEMBERS_OF_WORK_MAX = 5_000
#: A quote is at most what can be chosen; its blocks are joined by blank lines, and what stands there now may have grown.
QUOTE_MAX = 5 * MAX_DOCUMENT_SIZE


def check_backup(backup: BackupFile) -> Checked:
    """Return what the file holds; raises BadBackup for anything that Galley itself would not have written."""
    try:
        return _Check(backup).checked()
    except BadBackup:
        raise
    except WorkshopError as error:
        # A step that breaks the schema, a word that is none: true of the file what is true of a request.
        raise BadBackup(reason=error.sentence) from error


def read_checked_saves(backup: BackupFile, work_id: int, document_id: int) -> Iterator[LoggedSave]:
    """Yield a document's saves with their steps as Galley writes them; whether they fit, `check_backup` has seen."""
    for row in backup.rows(layout.saves_name(work_id, document_id), layout.SAVES_MAX):
        yield _read_save(row)


class _Check:
    def __init__(self, backup: BackupFile) -> None:
        self._backup = backup
        self._people: dict[int, PersonRow] = {}
        self._versions = 0

    def checked(self) -> Checked:
        self._people = _by_id(map(_read_person, self._backup.rows(layout.PEOPLE, layout.PEOPLE_MAX)))
        lexicons = _by_id(map(self._lexicon, self._backup.rows(layout.LEXICONS, layout.LEXICONS_MAX)))
        rows = self._backup.rows(layout.WORKS, layout.WORKS_MAX)
        works = _by_id(self._work(row, lexicons) for row in rows)
        if not works:
            raise BadBackup("There is no work in that file. Nothing was changed.")
        return Checked(
            self._people, list(lexicons.values()), list(works.values()), self._versions, self._backup.written_at
        )

    def _lexicon(self, row: Row) -> LexiconRow:
        return LexiconRow(
            id=row.number("id"),
            name=row.text("name", LEXICON_NAME_MAX, needed=True),
            person=self._person(row.number("person")),
            made_at=row.moment("made_at"),
            terms=_read_terms(row),
        )

    def _work(self, row: Row, lexicons: dict[int, LexiconRow]) -> WorkRow:
        members = [self._member(each) for each in row.rows("members", MEMBERS_OF_WORK_MAX)]
        used = row.numbers("lexicons", layout.LEXICONS_MAX)
        work = WorkRow(
            id=row.number("id"),
            title=row.text("title", TITLE_MAX, needed=True),
            summary=row.text("summary", SUMMARY_MAX),
            created_at=row.moment("created_at"),
            binned_at=row.maybe("binned_at", row.moment),
            level=row.choice("level", Level),
            language=read_language(row.text("language", 12)).code,
            members=members,
            lexicons=used,
            terms=_read_terms(row),
        )
        _require(_all_different(member.person for member in members) and _all_different(used))
        _require(set(used) <= lexicons.keys())
        self._fill(work)
        return work

    def _fill(self, work: WorkRow) -> None:
        threads = [self._thread(row) for row in self._backup.rows(layout.threads_name(work.id), layout.THREADS_MAX)]
        by_document: dict[int, list[ThreadRow]] = {}
        for thread in threads:
            by_document.setdefault(thread.document, []).append(thread)
        for row in self._backup.rows(layout.chapters_name(work.id), layout.CHAPTERS_MAX):
            work.chapters.append(self._chapter(work, row, by_document))
        _check_drafts(work.chapters)
        documents = [document.id for chapter in work.chapters for document in chapter.documents]
        _require(_all_different(documents) and by_document.keys() <= set(documents))
        work.threads.extend(_by_id(threads).values())
        self._decide(work, {thread.id for thread in threads})

    def _decide(self, work: WorkRow, threads: set[int]) -> None:
        for row in self._backup.rows(layout.decisions_name(work.id), layout.DECISIONS_MAX):
            decision = self._decision(row)
            _require(decision.thread is None or decision.thread in threads)
            work.decisions.append(decision)
        _require(_all_different((each.texts["verdict"], each.texts["subject"]) for each in work.decisions))

    def _chapter(self, work: WorkRow, row: Row, threads: dict[int, list[ThreadRow]]) -> ChapterRow:
        documents = [self._document(work, each, threads) for each in row.rows("documents", len(Part))]
        _require({document.part for document in documents} == set(Part))
        return ChapterRow(
            id=row.number("id"),
            draft_of=row.maybe("draft_of", row.number),
            began_at=row.maybe("began_at", row.number),
            title=row.text("title", TITLE_MAX),
            position=row.number("position"),
            created_at=row.moment("created_at"),
            binned_at=row.maybe("binned_at", row.moment),
            documents=documents,
        )

    def _document(self, work: WorkRow, row: Row, threads: dict[int, list[ThreadRow]]) -> DocumentRow:
        document_id, part = row.number("id"), row.choice("part", Part)
        readings = self._readings(row)
        _require(part is Part.TEXT or not readings)
        read = {reading.version for reading in readings}
        history, snapshots = History(), []
        for save in read_checked_saves(self._backup, work.id, document_id):
            self._person(save.person_id)
            before = history.version
            history.go_on(save.steps)
            _require(save.number == history.version > before)
            read.discard(save.number)
            if history.version // STEPS_PER_SNAPSHOT > before // STEPS_PER_SNAPSHOT:
                snapshots.append((history.version, _packed(history.node)))
            self._versions += 1
        _require(history.version == row.number("version") and not read)
        if history.digest() != row.text("states", 64):
            raise BadBackup("The history in that file does not lead to the texts it names. Nothing was changed.")
        for thread in threads.get(document_id, ()):
            _require(part is not Part.PRIVATE_NOTE and thread.version <= history.version)
            _check_anchor(thread, history.node)
        return DocumentRow(
            id=document_id,
            part=part,
            version=history.version,
            words=row.number("words", MAX_DOCUMENT_SIZE),
            edited_at=row.moment("edited_at"),
            newest=_packed(history.node),
            snapshots=snapshots,
            readings=readings,
        )

    def _readings(self, row: Row) -> list[ReadingRow]:
        readings = [
            ReadingRow(self._person(each.number("person")), each.number("version"), each.moment("read_at"))
            for each in row.later("readings", row.rows, layout.READINGS_MAX) or []
        ]
        _require(_all_different((each.person, each.version) for each in readings))
        return readings

    def _member(self, row: Row) -> MemberRow:
        return MemberRow(
            person=self._person(row.number("person")),
            role=row.choice("role", Role),
            joined_at=row.moment("joined_at"),
            revoked_at=row.maybe("revoked_at", row.moment),
        )

    def _thread(self, row: Row) -> ThreadRow:
        resolved_by = row.maybe("resolved_by", row.number)
        return ThreadRow(
            id=row.number("id"),
            document=row.number("document"),
            start=row.number("start", MAX_DOCUMENT_SIZE),
            end=row.number("end", MAX_DOCUMENT_SIZE),
            state=row.text("state", 10),
            quote=row.text("quote", 5 * CHOSEN_MAX, needed=True),
            now=row.text("now", QUOTE_MAX),
            version=row.number("version"),
            opened_by=self._person(row.number("opened_by")),
            opened_at=row.moment("opened_at"),
            resolved_by=None if resolved_by is None else self._person(resolved_by),
            resolved_at=row.maybe("resolved_at", row.moment),
            comments=[self._comment(each) for each in row.rows("comments", layout.COMMENTS_MAX)],
        )

    def _comment(self, row: Row) -> CommentRow:
        return CommentRow(
            person=self._person(row.number("person")),
            body=row.text("body", COMMENT_MAX, needed=True),
            written_at=row.moment("written_at"),
            edited_at=row.maybe("edited_at", row.moment),
            deleted_at=row.maybe("deleted_at", row.moment),
        )

    def _decision(self, row: Row) -> DecisionRow:
        row.choice("verdict", Verdict)
        return DecisionRow(
            texts={name: _decision_text(row, name) for name in DECISION_TEXTS},
            person=self._person(row.number("person")),
            thread=row.maybe("thread", row.number),
            decided_at=row.moment("decided_at"),
            taken_back_at=row.maybe("taken_back_at", row.moment),
        )

    def _person(self, person_id: int) -> int:
        _require(person_id in self._people)
        return person_id


def _read_person(row: Row) -> PersonRow:
    return PersonRow(
        id=row.number("id"),
        pen_name=clean_pen_name(row.text("pen_name", PEN_NAME_MAX)),
        has_account=row.yes("has_account"),
        keeps_house=row.yes("keeps_house"),
        created_at=row.moment("created_at"),
    )


def _read_save(row: Row) -> LoggedSave:
    client = row.text("client", CLIENT_MAX, needed=True)
    _require(client.isascii() and client.isprintable())
    return LoggedSave(
        number=row.number("number"),
        steps=read_steps(row.list("steps", STEPS_PER_SAVE)),
        client=client,
        person_id=row.number("person"),
        saved_at=row.moment("saved_at"),
        words=row.number("words", MAX_DOCUMENT_SIZE),
        device=row.later("device", _read_device, row),
        origin=row.maybe("origin", _read_origin, row),
        name=row.maybe("name", row.text, VERSION_NAME_MAX),
    )


def _read_origin(name: str, row: Row) -> str:
    origin = row.text(name, ORIGIN_MAX)
    _require(is_origin(origin))
    return origin


def _read_device(name: str, row: Row) -> str:
    device = row.text(name, DEVICE_MAX)
    _require(_DEVICE.fullmatch(device) is not None)
    return device


def _read_terms(row: Row) -> list[TermRow]:
    rows = row.rows("terms", TERMS_MAX)
    terms = [TermRow(_read_entry(each), each.moment("added_at")) for each in rows]
    _require(_all_different(term.entry.text for term in terms))
    return terms


def _read_entry(row: Row) -> Entry:
    text = clean_term(row.text("text", TERM_MAX))
    return Entry(text, also_called(text, row.texts("also", ALSO_MAX, TERM_MAX)))


def _decision_text(row: Row, name: str) -> str | None:
    most = RULE_MAX if name in ("subject", "rule", "short", "pair") else WORDS_MAX
    if name in ("meant", "pair"):
        return row.maybe(name, row.text, most)
    return row.text(name, 16 if name in ("verdict", "place") else most)


def _check_drafts(chapters: list[ChapterRow]) -> None:
    """Raise BadBackup where a draft is beside no main text, or began with a version that this has not."""
    _require(_all_different(chapter.id for chapter in chapters))
    versions = {
        chapter.id: next(each.version for each in chapter.documents if each.part is Part.TEXT)
        for chapter in chapters
        if chapter.draft_of is None
    }
    for chapter in chapters:
        if chapter.draft_of is None:
            _require(chapter.began_at is None)
        else:
            _require(chapter.began_at is not None and chapter.began_at <= versions.get(chapter.draft_of, -1))


def _check_anchor(thread: ThreadRow, doc: Node) -> None:
    """Raise BadBackup unless the anchor is a range of the document that a thread can have."""
    _require(thread.state in ("anchored", "changed", "gone") and thread.start <= thread.end <= doc.content.size)
    if thread.state == "gone":
        return
    try:
        words = text_between(doc, thread.start, thread.end)
    except ValueError as error:
        raise BadBackup(thread=thread.id) from error
    _require(bool(words.strip()))


def _packed(node: Node) -> bytes:
    return zstandard.compress(written(node).encode(), 3)


def _by_id(rows: Iterable) -> dict:
    found: dict = {}
    for row in rows:
        _require(row.id not in found)
        found[row.id] = row
    return found


def _all_different(values: Iterable) -> bool:
    values = list(values)
    return len(set(values)) == len(values)


def _require(holds: bool) -> None:
    if not holds:
        raise BadBackup
