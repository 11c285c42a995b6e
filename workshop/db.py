"""The database handle and its laws: an acknowledged save is on disk, writers take turns, migrations keep a copy."""

import shutil
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Connection, DateTime, Engine, MetaData, event, inspect, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import DeclarativeBase
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from workshop.errors import WorkshopError

if TYPE_CHECKING:
    from alembic.config import Config


class Base(DeclarativeBase):
    # Named constraints, so that a migration can drop on SQLite what an earlier one made.
    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(column_0_label)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
            "pk": "pk_%(table_name)s",
        }
    )


db = SQLAlchemy(model_class=Base)

#: Numbered files in one line: 0001_first.py, 0002_….py.
MIGRATIONS = Path(__file__).parent / "migrations"
#: One for each thread of the server: a writer holds its connection while it waits for its turn, and readers shall not wait
#: for one then. Beyond the pool's size, each request would also open the file anew.
CONNECTIONS = 64

#: Copies of the database kept from before migrations; older ones are removed.
KEPT_COPIES = 5

_wants_to_write: ContextVar[bool] = ContextVar("wants_to_write", default=False)


class DatabaseIsNewer(WorkshopError):
    sentence = "This database was written by a newer Galley. Start that one, or name another folder in GALLEY_INSTANCE."


class Instant(TypeDecorator[datetime]):
    """A moment in UTC. SQLite forgets the zone; this puts it back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: object) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: object) -> datetime | None:
        return value.replace(tzinfo=UTC) if value and value.tzinfo is None else value


class WriterQueue:
    """Lets one writer at a time at SQLite, in the order in which they came.

    SQLite's own busy handler is unfair: with 16 writers the slowest waited 15 times as long as with this queue.
    The turn ends when the connection goes back to its pool, which is after the commit has reached the disk.
    """

    def __init__(self) -> None:
        self._turn = threading.Lock()

    def enter(self, connection: Connection) -> None:
        self._turn.acquire()
        connection.info["holds_turn"] = True
        _begin(connection, "BEGIN IMMEDIATE")

    def leave(self, _dbapi_connection: object, record: ConnectionPoolEntry) -> None:
        if record.info.pop("holds_turn", False):
            self._turn.release()


def init_database(app: Flask) -> None:
    """Bind the database to the app and lay down SQLite's rules for every connection."""
    app.config.setdefault("SQLALCHEMY_ENGINE_OPTIONS", {"pool_size": CONNECTIONS})
    db.init_app(app)
    with app.app_context():
        if db.engine.dialect.name == "sqlite":
            _govern_sqlite(db.engine)


@contextmanager
def writing() -> Iterator[None]:
    """A stretch whose transactions will write: each waits its turn and then holds the write lock.

    Whatever was read before is read anew, since it may be stale by the time the turn comes.
    """
    if _wants_to_write.get():
        yield
        return
    db.session.rollback()
    token = _wants_to_write.set(True)
    try:
        yield
    finally:
        db.session.rollback()
        _wants_to_write.reset(token)


def migrate(app: Flask) -> Path | None:
    """Bring the schema up to date. Gives the copy kept from before, or None where none was needed."""
    with app.app_context():
        current, newest = _schema_number(), newest_number()
        if current == newest:
            return None
        if current and current > newest:
            raise DatabaseIsNewer(current=current, newest=newest)
        kept = _keep_copy(current) if inspect(db.engine).get_table_names() else None
        _upgrade()
        return kept


def newest_number() -> str:
    """Return the number of the newest migration. Read from the files: Alembic itself takes long to import."""
    return max(path.name.partition("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*_*.py"))


def _schema_number() -> str | None:
    """Return the number of the last migration this database has seen, None if it has seen none."""
    with db.engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        return connection.scalar(text("SELECT version_num FROM alembic_version"))


def _upgrade() -> None:
    from alembic import command

    config = alembic_config()
    with db.engine.connect() as connection, _without_references(connection):
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


@contextmanager
def _without_references(connection: Connection) -> Iterator[None]:
    """Let SQLite not follow foreign keys: changing a table means dropping the old one, and its rows' children with it."""
    if connection.dialect.name != "sqlite":
        yield
        return
    # Asked of the driver, because SQLite ignores this inside a transaction.
    driver = connection.connection.driver_connection
    driver.execute("PRAGMA foreign_keys=OFF")
    try:
        yield
    finally:
        driver.execute("PRAGMA foreign_keys=ON")


def alembic_config() -> "Config":
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    return config


def _keep_copy(current: str | None) -> Path | None:
    """Copy the SQLite file through SQLite itself, so that a write-ahead log in use is in the copy too."""
    if db.engine.dialect.name != "sqlite" or not db.engine.url.database:
        return None
    source = Path(db.engine.url.database)
    folder = source.parent / "copies"
    folder.mkdir(exist_ok=True)
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    target = folder / f"{source.stem}-{moment}-{current or 'new'}.db"
    part = target.with_suffix(".part")
    with sqlite3.connect(source) as old, sqlite3.connect(part) as new:
        old.backup(new)
    old.close()
    new.close()
    shutil.move(part, target)
    for stale in sorted(folder.glob("*.db"))[:-KEPT_COPIES]:
        stale.unlink()
    return target


def _govern_sqlite(engine: Engine) -> None:
    queue = WriterQueue()

    @event.listens_for(engine, "connect")
    def on_connect(connection: sqlite3.Connection, _record: object) -> None:
        # The driver must not begin transactions on its own: `on_begin` does, in the right mode.
        connection.isolation_level = None
        for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON", "busy_timeout=30000"):
            connection.execute(f"PRAGMA {pragma}")

    @event.listens_for(engine, "begin")
    def on_begin(connection: Connection) -> None:
        if _wants_to_write.get():
            queue.enter(connection)
        else:
            _begin(connection, "BEGIN")

    event.listen(engine, "checkin", queue.leave)


def _begin(connection: Connection, how: str) -> None:
    """Begin a transaction, straight on the driver: every request does, and most saves do little more."""
    try:
        connection.connection.driver_connection.execute(how)
    except sqlite3.OperationalError as error:
        raise OperationalError(how, None, error) from error
