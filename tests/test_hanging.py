"""A test that hangs is ended, and the run says where it was."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HANGS = """
import time

def test_waits_for_nothing():
    time.sleep(60)
"""
RUN = """
import pytest, sys
from tests import hanging

hanging.HANGS_AFTER_SECONDS = 1
pytest.main(["-p", "tests.conftest", sys.argv[1]])
"""


def test_line_of_a_test_that_hangs_is_told(tmp_path: Path) -> None:
    file = tmp_path / "test_hangs.py"
    file.write_text(HANGS)
    run = subprocess.run([sys.executable, "-c", RUN, file], cwd=ROOT, capture_output=True, text=True, timeout=50)
    assert "test_waits_for_nothing hangs, here:" in run.stderr
    assert "time.sleep(60)" in run.stderr.splitlines()[-1]
    assert run.returncode == 1
