"""Runs migrations on the connection that `workshop.db.migrate` hands over. Alembic loads this file by itself."""

from alembic import context

from workshop.db import db

connection = context.config.attributes["connection"]
context.configure(
    connection=connection,
    target_metadata=db.metadata,
    # SQLite cannot alter most things in place: Alembic rebuilds the table instead.
    render_as_batch=True,
    compare_type=True,
)
with context.begin_transaction():
    context.run_migrations()
