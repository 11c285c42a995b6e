"""What the tests of beta reading over HTTP share."""

import pytest
from flask import Flask

from tests.beta.stage import Stage


@pytest.fixture
def stage(app: Flask) -> Stage:
    return Stage(app)
