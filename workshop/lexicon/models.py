"""The tables of the lexicon: terms, the lexicons that several works share, and which works use them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.db import Instant, db
from workshop.lexicon.lists import TERM_MAX, Entry
from workshop.works.models import Work

LEXICON_NAME_MAX = 80


class SharedLexicon(db.Model):
    """Names and words of one author for several works: a series, a fandom."""

    __tablename__ = "shared_lexicons"
    __table_args__ = (UniqueConstraint("person_id", "name"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Its owner. Nobody else sees it or changes it.
    person_id: Mapped[int] = mapped_column(ForeignKey("people.id"))
    name: Mapped[str] = mapped_column(String(LEXICON_NAME_MAX))
    made_at: Mapped[datetime] = mapped_column(Instant)


class LexiconUse(db.Model):
    """A work that uses a shared lexicon. It counts for as long as the lexicon's owner is an author of the work."""

    __tablename__ = "lexicon_uses"

    work_id: Mapped[int] = mapped_column(ForeignKey("works.id", ondelete="CASCADE"), primary_key=True)
    lexicon_id: Mapped[int] = mapped_column(
        ForeignKey("shared_lexicons.id", ondelete="CASCADE"), primary_key=True, index=True
    )


class Term(db.Model):
    """A word that a work, or all works with a shared lexicon, use as their own: a name, a place, a coinage."""

    __tablename__ = "terms"
    __table_args__ = (
        UniqueConstraint("work_id", "text"),
        UniqueConstraint("lexicon_id", "text"),
        CheckConstraint("(work_id IS NULL) <> (lexicon_id IS NULL)", name="one_home"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    #: Whose it is: either a work's or a shared lexicon's.
    work_id: Mapped[int | None] = mapped_column(ForeignKey("works.id", ondelete="CASCADE"))
    lexicon_id: Mapped[int | None] = mapped_column(ForeignKey("shared_lexicons.id", ondelete="CASCADE"))
    #: As the author writes it, in the singular and without honorific. Written small, it is no name; one that begins with
    #: a hyphen is an honorific.
    text: Mapped[str] = mapped_column(String(TERM_MAX))
    #: Other names of the same, one a line.
    also_called: Mapped[str] = mapped_column(Text, default="")
    added_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def also(self) -> tuple[str, ...]:
        return tuple(self.also_called.splitlines())

    @property
    def entry(self) -> Entry:
        return Entry(self.text, self.also)


#: What terms belong to.
Home = Work | SharedLexicon
