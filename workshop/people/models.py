"""The table of people."""

from datetime import datetime

from flask_login import UserMixin
from sqlalchemy import Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from workshop.db import Instant, db


class Person(UserMixin, db.Model):
    """Someone with a pen name: an author, or a beta reader let in by an invitation."""

    __tablename__ = "people"
    __table_args__ = (
        # Two betas of different works may share a pen name; two people who sign in with it may not.
        Index(
            "ix_people_sign_in_name",
            "sign_in_name",
            unique=True,
            sqlite_where=text("password_hash IS NOT NULL"),
            postgresql_where=text("password_hash IS NOT NULL"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    pen_name: Mapped[str] = mapped_column(String(60))
    #: The pen name as compared: normalised and without case.
    sign_in_name: Mapped[str] = mapped_column(String(120))
    #: None for a beta who came by a link and has set no password.
    password_hash: Mapped[str | None] = mapped_column(String(200))
    #: Part of every session; raising it ends them all.
    session_epoch: Mapped[int] = mapped_column(default=1)
    #: May open and close sign-up for others: the person who set this Galley up.
    keeps_house: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(Instant)

    @property
    def is_author(self) -> bool:
        """Whether this person has an account of their own, and so a shelf."""
        return self.password_hash is not None

    def get_id(self) -> str:
        return f"{self.id}:{self.session_epoch}"


class HouseRule(db.Model):
    """One switch of this Galley, such as whether others may sign up."""

    __tablename__ = "house_rules"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    value: Mapped[str] = mapped_column(String(200))
