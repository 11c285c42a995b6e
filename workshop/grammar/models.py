"""The tables of grammar: what LanguageTool said about a paragraph, how a work is checked, what was decided on findings."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from sqlalchemy import ForeignKey, Index, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.db import Instant, db
from workshop.grammar.levels import Level

RULE_MAX = 100
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


class Verdict(StrEnum):
    """What an author can decide about a finding."""

    #: This finding in this sentence.
    IGNORE_HERE = "ignore_here"
    #: Its rule, in the whole work.
    IGNORE_RULE = "ignore_rule"


class Decision(db.Model):
    """An author's verdict, until it is taken back."""

    __tablename__ = "decisions"
    __table_args__ = (UniqueConstraint("work_id", "verdict", "subject"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("works.id", ondelete="CASCADE"))
    verdict: Mapped[str] = mapped_column(String(16))
    #: The fingerprint of the finding, or the id of the rule.
    subject: Mapped[str] = mapped_column(String(RULE_MAX))
    #: What the finding was about, for the list of decisions.
    words: Mapped[str] = mapped_column(String(WORDS_MAX))
    message: Mapped[str] = mapped_column(String(WORDS_MAX))
    decided_at: Mapped[datetime] = mapped_column(Instant)
