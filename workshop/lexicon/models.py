"""The table of lexicon terms."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from workshop.db import Instant, db

TERM_MAX = 80


class Term(db.Model):
    """A word that a work uses as its own: a name, a place, a coinage."""

    __tablename__ = "terms"
    __table_args__ = (UniqueConstraint("work_id", "text"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    work_id: Mapped[int] = mapped_column(ForeignKey("works.id", ondelete="CASCADE"))
    #: As the author writes it, in the singular and without honorific. Written small, it is no name.
    text: Mapped[str] = mapped_column(String(TERM_MAX))
    added_at: Mapped[datetime] = mapped_column(Instant)
