"""What every test can ask for: a fresh Galley in a folder of its own, and ways to use it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from flask_sqlalchemy.session import Session
from sqlalchemy.orm import scoped_session

from tests.full_house import fill_house
from tests.hanging import watched
from tests.hostile import EVERYTHING
from tests.hostile.everywhere import Everywhere
from tests.live import ServedProcess
from tests.quick import make_apps_quickly
from tests.route_table import Table
from tests.sharing import Sharing, order, require_mark
from workshop import create_app
from workshop.db import db, migrate
from workshop.people.views import limiter
from workshop.settings import Settings

#: Nothing listens on this port, so a test meets LanguageTool only where it asks for it.
NO_LANGUAGETOOL = "http://127.0.0.1:9"

make_apps_quickly()


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    if hasattr(config, "workerinput"):  # one of several workers
        items[:] = order(items)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_protocol(item: pytest.Item) -> Iterator[None]:
    with watched(item):
        return (yield)


def pytest_runtest_setup(item: pytest.Item) -> None:
    require_mark(item)


@pytest.hookimpl(optionalhook=True)  # with -p no:xdist, nobody asks
def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> Sharing:
    return Sharing(config, log)


@pytest.fixture(scope="session")
def blank_database(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An SQLite file as the migrations make it; each test gets a copy, which takes a thousandth of the time."""
    folder = tmp_path_factory.mktemp("blank")
    path = folder / "galley.sqlite3"
    app = create_app(Settings(instance=folder, database_url=f"sqlite:///{path}", languagetool_url=NO_LANGUAGETOOL))
    migrate(app)
    close(app)
    return path


@pytest.fixture
def settings(tmp_path: Path, blank_database: Path) -> Settings:
    """The settings of an installation of its own, whose database has every table and nothing in it."""
    settings = Settings.from_environment({"LANGUAGETOOL_URL": NO_LANGUAGETOOL}, instance=tmp_path / "instance")
    settings.instance.mkdir()
    shutil.copy(blank_database, settings.instance / blank_database.name)
    return replace(settings, open_browser=False)


@pytest.fixture
def app(settings: Settings) -> Iterator[Flask]:
    app = create_app(settings)
    yield app
    close(app)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    """A caller without a session. A test that wants another makes it with `app.test_client()`."""
    return app.test_client()


@pytest.fixture
def session(app: Flask) -> Iterator[scoped_session[Session]]:
    """The database session inside an app context, for tests that call services and queries themselves."""
    with app.app_context():
        yield db.session


@pytest.fixture
def served_process(settings: Settings) -> Iterator[ServedProcess]:
    """A Galley in a process of its own, on the same settings as `app`; the test calls `start`, `kill` and `stop`."""
    process = ServedProcess(settings)
    yield process
    process.kill()


@pytest.fixture(scope="module")
def table(blank_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Table]:
    """A Galley with everything in it, whose routes are called as the route table has them."""
    with filled_table(blank_database, tmp_path_factory.mktemp("routes")) as table:
        yield table


@pytest.fixture(scope="session")
def hostile_house(blank_database: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Everywhere]:
    """The same with every hostile text in every field, which thousands of requests put there: made once a run.

    Whoever asks for it begins with `hostile_house.table.reset()`.
    """
    with filled_table(blank_database, tmp_path_factory.mktemp("hostile")) as table:
        everywhere = Everywhere(table)
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr(limiter, "enabled", False)
            everywhere.put(EVERYTHING)
        table.keep()
        yield everywhere


@contextmanager
def filled_table(blank_database: Path, folder: Path) -> Iterator[Table]:
    """Fill the house in a database of that folder, and close it after the block."""
    database, filled = folder / "galley.sqlite3", folder / "filled.sqlite3"
    shutil.copy(blank_database, database)
    app = create_app(Settings(instance=folder, database_url=f"sqlite:///{database}", languagetool_url=NO_LANGUAGETOOL))
    with app.app_context():
        house = fill_house()
    table = Table(app, house, filled, database)
    table.keep()
    yield table
    close(app)


def close(app: Flask) -> None:
    """Close the database, which an app that serves until the process ends never needs to."""
    with app.app_context():
        db.session.remove()
        db.engine.dispose()
