"""What views share: the engine of the app at hand, how it is doing, and keeping what it found."""

from __future__ import annotations

from typing import Any

from flask import current_app

from workshop.db import db, writing
from workshop.grammar import service
from workshop.grammar.check import Matches
from workshop.grammar.engine import Engine
from workshop.grammar.languagetool.client import CheckerUnavailable
from workshop.grammar.languagetool.languages import DEFAULT_LANGUAGE
from workshop.web import now


def engine() -> Engine:
    return current_app.extensions["grammar"]


def status_json(language: str = DEFAULT_LANGUAGE) -> dict[str, Any]:
    """Return how the checker is doing for texts in that language, as a page's script hears it."""
    status = engine().status_for(language)
    return {"state": status.short, "message": status.message, "percent": status.percent}


def paused(unavailable: CheckerUnavailable, language: str) -> dict[str, Any]:
    """What replaces the status where the checker failed a moment before its supervisor has noticed."""
    return {"state": "paused", "message": unavailable.sentence} if engine().status_for(language).ready else {}


def remember(matches: dict[bytes, Matches]) -> None:
    """Keep on disk what is not there yet; with a text as it was last time, nothing is written."""
    memory = engine().memory
    new = memory.not_on_disk(matches)
    if new:
        with writing():
            service.remember(new, now())
            db.session.commit()
        memory.is_on_disk(new)
