"""The schema that migrations make, and what is kept before one runs."""

from __future__ import annotations

import shutil
import sqlite3
from pathlib import Path

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from flask import Flask

from tests.makers import make_author, make_work
from workshop import db as database
from workshop.db import DatabaseIsNewer, alembic_config, db, migrate, newest_number
from workshop.grammar.models import Verdict
from workshop.grammar.queries import decision_counts, decisions_of, ignored_in
from workshop.migrations.writing import write_migration


def put_back(app: Flask, number: str) -> None:
    """Make the database believe that it has seen only the migrations up to this number."""
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num = ?", (number,))


def copies(app: Flask) -> list[Path]:
    return sorted((app.config["SETTINGS"].instance / "copies").glob("*.db"))


def test_migrations_make_the_tables_of_the_models(app: Flask) -> None:
    with app.app_context(), db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "render_as_batch": True})
        assert compare_metadata(context, db.metadata) == []


def test_migrations_stand_in_one_line_of_numbers() -> None:
    scripts = list(ScriptDirectory.from_config(alembic_config()).walk_revisions())
    assert [script.revision for script in scripts] == [f"{number:04}" for number in range(len(scripts), 0, -1)]
    assert scripts[0].revision == newest_number()


def test_database_that_is_up_to_date_is_left_alone(app: Flask) -> None:
    assert migrate(app) is None
    assert copies(app) == []


def test_copy_of_the_database_is_kept_before_a_migration(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("INSERT INTO house_rules (name, value) VALUES ('sign_up', 'open')")
    add_migration(tmp_path, monkeypatch, "op.execute(\"UPDATE house_rules SET value = 'closed'\")")

    kept = migrate(app)

    assert copies(app) == [kept]
    with app.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT value FROM house_rules").scalar() == "closed"
    assert read(kept, "SELECT value FROM house_rules") == "open"


def test_migration_that_fails_changes_nothing(app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add_migration(tmp_path, monkeypatch, 'op.execute("CREATE TABLE half (id INTEGER)"); raise RuntimeError("halfway")')

    with pytest.raises(RuntimeError, match="halfway"):
        migrate(app)

    path = app.config["SETTINGS"].instance / "galley.sqlite3"
    assert read(path, "SELECT count(*) FROM sqlite_master WHERE name = 'half'") == 0
    assert int(read(path, "SELECT version_num FROM alembic_version")) == int(newest_number()) - 1


def test_table_made_anew_keeps_what_belongs_to_its_rows(
    app: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with app.app_context(), db.engine.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE parents (id INTEGER PRIMARY KEY)")
        connection.exec_driver_sql(
            "CREATE TABLE children (parent_id INTEGER REFERENCES parents (id) ON DELETE CASCADE)"
        )
        connection.exec_driver_sql("INSERT INTO parents VALUES (1)")
        connection.exec_driver_sql("INSERT INTO children VALUES (1)")
    rebuild = 'with op.batch_alter_table("parents", recreate="always"):\n        pass'
    add_migration(tmp_path, monkeypatch, rebuild)

    migrate(app)

    with app.app_context(), db.engine.connect() as connection:
        assert connection.exec_driver_sql("SELECT count(*) FROM children").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1


def test_database_of_a_newer_galley_is_not_touched(app: Flask) -> None:
    put_back(app, "9999")
    with pytest.raises(DatabaseIsNewer, match="newer Galley"):
        migrate(app)
    assert copies(app) == []


def test_new_migration_gets_the_next_number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(database.MIGRATIONS, tmp_path / "migrations", ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(database, "MIGRATIONS", tmp_path / "migrations")

    path = write_migration("Add the series")

    assert path.name == f"{int(newest_number()):04}_add_the_series.py"
    assert path.parent == tmp_path / "migrations" / "versions"
    assert "op." not in path.read_text(), "the migrations make what the models say, so there is nothing to change"


def add_migration(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, upgrade: str) -> None:
    """Let Galley's migrations be followed by one more, which does this."""
    last = newest_number()
    folder = tmp_path / "migrations"
    shutil.copytree(database.MIGRATIONS, folder, ignore=shutil.ignore_patterns("__pycache__"))
    following = f"{int(last) + 1:04}"
    (folder / "versions" / f"{following}_test.py").write_text(
        f"from alembic import op\nrevision = '{following}'\ndown_revision = '{last}'\n\n\ndef upgrade():\n    {upgrade}\n"
    )
    monkeypatch.setattr(database, "MIGRATIONS", folder)


def read(path: Path, query: str) -> object:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(query).fetchone()[0]
    finally:
        connection.close()


def test_rules_that_were_off_before_verdicts_were_remembered_are_still_off(app: Flask) -> None:
    with app.app_context():
        author = make_author()
        work = make_work(author)
        db.session.commit()
        config = alembic_config()
        with db.engine.connect() as connection, database._without_references(connection):
            config.attributes["connection"] = connection
            command.downgrade(config, "0003")
            for verdict, subject in (("ignore_rule", "EN_A_VS_AN"), ("ignore_here", "f1")):
                connection.exec_driver_sql(
                    "INSERT INTO decisions (work_id, verdict, subject, words, message, decided_at)"
                    " VALUES (?, ?, ?, 'a', 'an', '2026-01-01 00:00:00')",
                    (work.id, verdict, subject),
                )
            connection.commit()
        db.session.rollback()  # it still sees the tables as they were
        migrate(app)
        assert ignored_in(work).rules == {"EN_A_VS_AN"}
        (decision,) = decisions_of(work, Verdict.NEVER, 10)
        assert (decision.person_id, decision.words, decision.taken_back_at) == (author.id, "a", None)
        assert decision_counts(work)[Verdict.LEAVE] == 0
