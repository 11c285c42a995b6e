"""Statements that every save runs: compiled once, then given straight to the driver.

What SQLAlchemy does around each execution (looking up the compiled form, result objects, events) takes longer than
SQLite takes to answer. A save runs five statements, so for them, and only for them, it is left out. They run inside the
session's transaction, see what the session has written, and are committed or rolled back with it.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Dialect, Executable
from sqlalchemy.exc import OperationalError
from sqlalchemy.sql.compiler import SQLCompiler

from workshop.db import db


def running_transaction() -> Any:
    """Return the driver's connection on which the session's transaction runs, with all that the session held written."""
    db.session.flush()
    return db.session.connection().connection.driver_connection


class Prepared:
    """A statement whose every value is a named parameter."""

    def __init__(self, statement: Executable) -> None:
        self._statement = statement
        self._compiled: dict[str, _Compiled] = {}

    def run(self, transaction: Any, **values: Any) -> Any:
        """Run it and return the driver's cursor, whose rows hold what the driver makes of them: no dates, no booleans."""
        compiled = self._for(db.engine.dialect)
        cursor = transaction.cursor()
        try:
            return cursor.execute(compiled.text, compiled.parameters(values)) or cursor
        except compiled.operational_error as error:
            # As SQLAlchemy would have raised it, so that a full disk or a busy database is told as such.
            raise OperationalError(compiled.text, None, error) from error

    def _for(self, dialect: Dialect) -> "_Compiled":
        name = f"{dialect.name}+{dialect.driver}"
        if name not in self._compiled:
            self._compiled[name] = _compile(self._statement, dialect)
        return self._compiled[name]


@dataclass(frozen=True)
class _Compiled:
    text: str
    #: What the statement itself gives, such as a LIMIT.
    constants: dict[str, Any]
    #: For types that the driver does not know.
    processors: dict[str, Callable[[Any], Any]]
    #: In the order of the question marks; None where parameters go by name.
    order: list[str] | None
    operational_error: type[Exception]

    def parameters(self, values: dict[str, Any]) -> list[Any] | dict[str, Any]:
        given = self.constants | values
        for name, process in self.processors.items():
            given[name] = process(given[name])
        return given if self.order is None else [given[name] for name in self.order]


def _compile(statement: Executable, dialect: Dialect) -> _Compiled:
    compiled = statement.compile(dialect=dialect)
    assert isinstance(compiled, SQLCompiler)
    processors = {
        name: process
        for name, parameter in compiled.binds.items()
        if (process := parameter.type.dialect_impl(dialect).bind_processor(dialect))
    }
    return _Compiled(
        text=compiled.string,
        constants=dict(compiled.params),
        processors=processors,
        order=list(compiled.positiontup) if compiled.positional else None,
        operational_error=dialect.loaded_dbapi.OperationalError,
    )
