"""One real LanguageTool for the whole test run. A test module that asks it imports the fixture `languagetool`.

The jars are fetched once, into instance/languagetool of the repository or where GALLEY_TEST_JARS says, and stay there.
"""

from __future__ import annotations

import atexit
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
from flask import Flask

from workshop import create_app
from workshop.db import db
from workshop.grammar.engine import Engine
from workshop.settings import DEFAULT_INSTANCE, Settings

FETCH_AND_START_SECONDS = 900
#: A Java compiles what runs often a second time, better. One that ends after some minutes has no use for it, and each
#: start takes half the processor's time without.
FOR_A_SHORT_LIFE = "-XX:TieredStopAtLevel=1"


def jar_instance() -> Path:
    """Return the instance folder whose `languagetool` holds the jars for tests."""
    return Path(os.environ.get("GALLEY_TEST_JARS") or DEFAULT_INSTANCE)


@pytest.fixture(scope="session")
def languagetool() -> Engine:
    """A grammar engine that is ready, with Galley's rule pack. LANGUAGETOOL_URL is not heeded: rules differ elsewhere."""
    return _one_engine()


@cache
def _one_engine() -> Engine:
    """Start the engine. Each module that imports the fixture has a fixture of its own for pytest, and would start one more."""
    os.environ.setdefault("JAVA_TOOL_OPTIONS", FOR_A_SHORT_LIFE)
    engine = Engine(Settings(instance=jar_instance(), database_url="sqlite://"))
    atexit.register(engine.stop)
    engine.start()
    status = engine.wait(FETCH_AND_START_SECONDS)
    assert status.ready, status.message
    return engine


@contextmanager
def app_asking(engine: Engine, settings: Settings) -> Iterator[Flask]:
    """A Galley whose grammar checker is the one of this test run, ready."""
    app = create_app(replace(settings, languagetool_url=engine.url))
    own = app.extensions["grammar"]
    own.start()
    assert own.wait(60).ready
    try:
        yield app
    finally:
        own.stop()
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
