"""What tests of grammar can ask for: the shared LanguageTool, and an app that uses it."""

from __future__ import annotations

import pytest
from flask import Flask

from tests.languagetool_fixture import languagetool  # noqa: F401 - a fixture for the tests here
from workshop.grammar.engine import Engine


@pytest.fixture
def checking_app(app: Flask, languagetool: Engine) -> Flask:  # noqa: F811
    """An app whose grammar checker is ready."""
    app.extensions["grammar"] = languagetool
    return app
