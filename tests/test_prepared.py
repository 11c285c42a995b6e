"""Prepared statements: what they give, and that they are part of the session's transaction."""

import pytest
from sqlalchemy import bindparam, insert, select
from sqlalchemy.dialects import postgresql
from sqlalchemy.exc import OperationalError

from tests.makers import NOW, make_author
from workshop.db import db
from workshop.people.models import Person
from workshop.prepared import Prepared, running_transaction
from workshop.works import head

pytestmark = pytest.mark.usefixtures("session")

BY_NAME = Prepared(select(Person.id, Person.created_at).where(Person.pen_name == bindparam("name")).limit(1))


def test_statement_sees_what_the_session_holds() -> None:
    person = make_author("mothwing")
    person.pen_name = "saltmarsh"
    assert BY_NAME.run(running_transaction(), name="saltmarsh").fetchone()[0] == person.id
    assert BY_NAME.run(running_transaction(), name="mothwing").fetchone() is None


def test_what_a_statement_wrote_is_rolled_back_with_the_session() -> None:
    names = ("pen_name", "sign_in_name", "session_epoch", "keeps_house", "created_at")
    add = Prepared(insert(Person).values({name: bindparam(name) for name in names}))
    values = {"pen_name": "ebb", "sign_in_name": "ebb", "session_epoch": 1, "keeps_house": False, "created_at": NOW}
    add.run(running_transaction(), **values)
    assert db.session.scalar(select(Person.created_at).where(Person.pen_name == "ebb")) == NOW
    db.session.rollback()
    assert db.session.scalar(select(Person.id).where(Person.pen_name == "ebb")) is None


def test_database_that_cannot_answer_is_told_as_elsewhere() -> None:
    db.session.connection().exec_driver_sql("PRAGMA query_only = ON")
    make_person = Prepared(insert(Person).values(pen_name=bindparam("pen_name")))
    with pytest.raises(OperationalError, match="readonly"):
        make_person.run(running_transaction(), pen_name="ebb")
    db.session.connection().exec_driver_sql("PRAGMA query_only = OFF")


def test_statements_of_a_save_can_be_said_in_postgresql() -> None:
    for name in ("_HEAD", "_MOVE_STEPS", "_MOVE_WHOLE", "_ADD_VERSION"):
        text = str(getattr(head, name)._statement.compile(dialect=postgresql.dialect()))
        assert "%(document_id)s" in text
        assert ("FOR UPDATE OF documents" in text) == (name == "_HEAD")
