"""The tables of grammar: what LanguageTool said about a paragraph, how a work is checked, what was decided on findings."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.db import Instant, db
from workshop.grammar.languagetool.languages import DEFAULT_LANGUAGE
from workshop.grammar.levels import Level

RULE_MAX = 100
PLACE_MAX = 16
WORDS_MAX = 200


class CheckedParagraph(db.Model):
    """LanguageTool's matches in one paragraph, so that a chapter opened again is not checked again."""

    __tablename__ = "checked_paragraphs"
    __table_args__ = (Index("ix_checked_paragraphs_checked_at", "checked_at"),)

    #: SHA-256 over rule set, language and text.
    key: Mapped[bytes] = mapped_column(LargeBinary(32), primary_key=True)
    #: The matches as JSON, compressed with zstd.
    matches: Mapped[bytes] = mapped_column(LargeBinary)
    checked_at: Mapped[datetime] = mapped_column(Instant)


class WorkCheck(db.Model):
    """How a work is checked. A work without one is checked as usual."""

    __tablename__ = "work_checks"

    work_id: Mapped[int] = mapped_column(ForeignKey("works.id", ondelete="CASCADE"), primary_key=True)
    #: One of `Level`.
    level: Mapped[str] = mapped_column(String(12), default=Level.ESSENTIAL)
    #: The code of one of `LANGUAGES`.
    language: Mapped[str] = mapped_column(String(12), default=DEFAULT_LANGUAGE)


class Verdict(StrEnum):
    """What an author can decide about a finding."""

    #: It was a mistake, and is mended.
    ACCEPT = "accept"
    #: These words in this sentence stay as they are.
    LEAVE = "leave"
    #: These words are meant, wherever they stand in the work.
    VOICE = "voice"
    #: Its rule is off in the whole work.
    NEVER = "never"
    #: A beta is asked about it, in a thread; until that is resolved, it is quiet.
    ASK = "ask"


class Decision(db.Model):
    """An author's verdict, with what it was about. One that was taken back stays, so that this can be undone."""

    __tablename__ = "decisions"
    __table_args__ = (
        UniqueConstraint("work_id", "verdict", "subject"),
        Index("ix_decisions_person_id_pair", "person_id", "pair"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("works.id", ondelete="CASCADE"))
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    verdict: Mapped[str] = mapped_column(String(16))
    #: What tells it from others of its verdict: the finding's fingerprint, the words of a voice, the id of a rule.
    subject: Mapped[str] = mapped_column(String(RULE_MAX))
    #: The finding's place (recognising.py), whatever rule found it.
    place: Mapped[str] = mapped_column(String(PLACE_MAX))
    rule: Mapped[str] = mapped_column(String(RULE_MAX))
    #: The rule in two or three words, and its sentence.
    short: Mapped[str] = mapped_column(String(RULE_MAX))
    message: Mapped[str] = mapped_column(String(WORDS_MAX))
    #: What the finding was about, and what stood around it.
    words: Mapped[str] = mapped_column(String(WORDS_MAX))
    before: Mapped[str] = mapped_column(String(WORDS_MAX))
    after: Mapped[str] = mapped_column(String(WORDS_MAX))
    #: What was written in its place, or was the first suggestion; None where nothing was suggested.
    meant: Mapped[str | None] = mapped_column(String(WORDS_MAX))
    #: "to/too": which word was mistaken for which, where a correction was accepted that put one word for another.
    pair: Mapped[str | None] = mapped_column(String(RULE_MAX))
    #: Where a beta is asked.
    thread_id: Mapped[int | None] = mapped_column(ForeignKey("threads.id", ondelete="CASCADE"), index=True)
    decided_at: Mapped[datetime] = mapped_column(Instant)
    taken_back_at: Mapped[datetime | None] = mapped_column(Instant)
