"""A second Galley, empty, into which a backup of the first is restored."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from tests.conftest import NO_LANGUAGETOOL, close
from workshop import create_app
from workshop.settings import Settings


@pytest.fixture
def elsewhere(tmp_path: Path, blank_database: Path) -> Iterator[Flask]:
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    database = folder / blank_database.name
    shutil.copy(blank_database, database)
    app = create_app(Settings(instance=folder, database_url=f"sqlite:///{database}", languagetool_url=NO_LANGUAGETOOL))
    yield app
    close(app)
