"""Alembic migrations; `workshop.db.migrate` runs them."""
