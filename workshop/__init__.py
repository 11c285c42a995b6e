"""Galley, a writing workshop for fan fiction. `create_app` puts its slices together."""

from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

from flask import Flask
from werkzeug.routing import IntegerConverter

from workshop.compression import init_compression
from workshop.db import init_database
from workshop.settings import Settings, secret_key
from workshop.static_files import init_static_files
from workshop.web import NUMBER_MAX, init_web

ROOT = Path(__file__).resolve().parent.parent
#: The largest chapter that the archives take, as one step in JSON, with room to spare.
REQUEST_BYTES_MAX = 8 * 1024 * 1024


class IdConverter(IntegerConverter):
    """A number in an address, never larger than a database can hold."""

    def __init__(self, *arguments: object, **options: object) -> None:
        super().__init__(*arguments, **{"max": NUMBER_MAX, **options})


class Galley(Flask):
    """Flask, for views and hooks of which none is a coroutine."""

    def ensure_sync(self, func: Callable[..., Any]) -> Callable[..., Any]:
        """Return the function as it is. Flask would look at each, a dozen times a request, whether it is a coroutine."""
        return func


def create_app(settings: Settings) -> Flask:
    """Return the app on the settings' database. The schema is `workshop.db.migrate`'s business."""
    app = Galley(
        "workshop",
        root_path=str(ROOT),
        instance_path=str(settings.instance.absolute()),
        template_folder="templates",
        static_folder=None,
    )
    app.url_map.converters["int"] = IdConverter
    app.config.update(
        SETTINGS=settings,
        SECRET_KEY=secret_key(settings.instance),
        SQLALCHEMY_DATABASE_URI=settings.database_url,
        MAX_CONTENT_LENGTH=REQUEST_BYTES_MAX,
        MAX_FORM_MEMORY_SIZE=REQUEST_BYTES_MAX,
        PERMANENT_SESSION_LIFETIME=timedelta(days=30),
        # `people.sessions` does it once a day.
        SESSION_REFRESH_EACH_REQUEST=False,
        SESSION_COOKIE_NAME="galley",
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}
    init_database(app)
    init_static_files(app, ROOT / "static")
    init_compression(app)
    _register_slices(app)
    init_web(app)
    return app


def _register_slices(app: Flask) -> None:
    """Import and register every slice, from the bottom of the ladder up."""
    from workshop import backup, beta, desk, grammar, history, lexicon, notes, people, works

    for part in (people, works, history, notes, lexicon, beta, grammar, backup, desk):
        part.register(app)
