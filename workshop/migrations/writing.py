"""Writes a new migration: what the tables in the code have that the migrations do not make yet."""

from pathlib import Path
from tempfile import TemporaryDirectory

from alembic import command
from alembic.script import ScriptDirectory

from workshop import create_app
from workshop.db import alembic_config, db, migrate
from workshop.settings import Settings


def write_migration(message: str) -> Path:
    """Write a migration from the newest schema to that of the models, and give its file, to be read and corrected."""
    config = alembic_config()
    number = 1 + len(list(ScriptDirectory.from_config(config).walk_revisions()))
    with TemporaryDirectory() as folder:
        app = create_app(Settings.from_environment({}, instance=Path(folder)))
        migrate(app)
        with app.app_context(), db.engine.connect() as connection:
            config.attributes["connection"] = connection
            script = command.revision(config, message, autogenerate=True, rev_id=f"{number:04}")
        with app.app_context():
            db.engine.dispose()
    return Path(script.path)
