"""How a run is shared out: to how many workers, and which tests stay together on one of them."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

#: Each worker has a browser of its own, which wants a core and half a gigabyte.
MOST_WORKERS = 4
#: How a run is told of. With any other option, or with a single file, it stays in one process, where one can watch it.
TELLING = re.compile(r"-[qvx]+|-r\w+|--(tb|durations|maxfail)=\w+")
COUNT = re.compile(r"-n.*|--numprocesses.*")
#: Only one worker shall start a LanguageTool: whatever asks it goes there.
LANGUAGETOOL = "languagetool"
#: Making the filled house of a route table takes as long as many of its tests.
HOUSE = "table"
#: These wait for another program most of the time; between them the worker beside has others to reckon with.
WAITING = ("tests/browser/", "tests/test_setup.py", "tests/test_kill.py", "tests/test_serving.py")


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def worker_options(arguments: Sequence[str], cores: int) -> list[str]:
    """Return what pytest must be told beyond the arguments for the run to be shared out; nothing where it is not."""
    if any(map(COUNT.fullmatch, arguments)):
        return ["--dist=loadgroup"]
    if cores < 2 or not all(TELLING.fullmatch(word) or Path(word).is_dir() for word in arguments):
        return []
    return [f"--numprocesses={min(cores, MOST_WORKERS)}", "--dist=loadgroup"]


def share_out(items: list[pytest.Item]) -> None:
    """Mark the tests that stay together, which the scheduler hands out first, and spread those that wait over the rest."""
    for item in items:
        if group := group_of(item.nodeid, item.fixturenames):
            item.add_marker(pytest.mark.xdist_group(group))
    waiting = [item for item in items if item.nodeid.startswith(WAITING)]
    others = [item for item in items if not item.nodeid.startswith(WAITING)]
    items[:] = in_turn(waiting, others)


def group_of(test: str, fixtures: Sequence[str]) -> str | None:
    """Return the name of those that the test stays with; None where it goes to whichever worker is free."""
    if LANGUAGETOOL in fixtures:
        return LANGUAGETOOL
    return test.partition("::")[0] if HOUSE in fixtures else None


def in_turn(*rows: Sequence[Any]) -> list[Any]:
    """Return all rows as one, each in its order and spread evenly over the whole."""
    placed = [(number / len(row), thing) for row in rows for number, thing in enumerate(row)]
    return [thing for _, thing in sorted(placed, key=lambda one: one[0])]
