"""What the tests of works share."""

from collections.abc import Iterator

import pytest
from flask import Flask

from tests.works.stage import Stage


@pytest.fixture
def stage(app: Flask) -> Iterator[Stage]:
    stage = Stage(app)
    yield stage
    for answer in stage.opened:
        answer.close()
