"""What a backup holds once it is checked: plain rows, with the ids that they have in the file. Pure."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from workshop.grammar.levels import Level
from workshop.lexicon.lists import Entry
from workshop.works.models import Part, Role


@dataclass(frozen=True)
class PersonRow:
    id: int
    pen_name: str
    has_account: bool
    keeps_house: bool
    created_at: datetime


@dataclass(frozen=True)
class TermRow:
    entry: Entry
    added_at: datetime


@dataclass(frozen=True)
class LexiconRow:
    id: int
    name: str
    person: int
    made_at: datetime
    terms: list[TermRow]


@dataclass(frozen=True)
class MemberRow:
    person: int
    role: Role
    joined_at: datetime
    revoked_at: datetime | None


@dataclass(frozen=True)
class ReadingRow:
    person: int
    version: int
    read_at: datetime


@dataclass(frozen=True)
class DocumentRow:
    """A document, with its newest state and its snapshots as JSON packed by zstd."""

    id: int
    part: Part
    version: int
    words: int
    edited_at: datetime
    newest: bytes
    snapshots: list[tuple[int, bytes]]
    readings: list[ReadingRow]


@dataclass(frozen=True)
class ChapterRow:
    id: int
    #: The chapter beside which it is a draft, and the version of the main text that it began with.
    draft_of: int | None
    began_at: int | None
    title: str
    position: int
    created_at: datetime
    binned_at: datetime | None
    documents: list[DocumentRow]


@dataclass(frozen=True)
class CommentRow:
    person: int
    body: str
    written_at: datetime
    edited_at: datetime | None
    deleted_at: datetime | None


@dataclass(frozen=True)
class ThreadRow:
    id: int
    document: int
    start: int
    end: int
    state: str
    quote: str
    now: str
    version: int
    opened_by: int
    opened_at: datetime
    resolved_by: int | None
    resolved_at: datetime | None
    comments: list[CommentRow]


@dataclass(frozen=True)
class DecisionRow:
    texts: dict[str, str | None]
    person: int
    thread: int | None
    decided_at: datetime
    taken_back_at: datetime | None


@dataclass(frozen=True)
class WorkRow:
    id: int
    title: str
    summary: str
    created_at: datetime
    binned_at: datetime | None
    level: Level
    language: str
    members: list[MemberRow]
    lexicons: list[int]
    terms: list[TermRow]
    chapters: list[ChapterRow] = field(default_factory=list)
    threads: list[ThreadRow] = field(default_factory=list)
    decisions: list[DecisionRow] = field(default_factory=list)


@dataclass(frozen=True)
class Checked:
    """All of a backup but its saves, every part of which may be kept as it is."""

    people: dict[int, PersonRow]
    lexicons: list[LexiconRow]
    works: list[WorkRow]
    versions: int
    written_at: datetime
