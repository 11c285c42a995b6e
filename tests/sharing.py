"""Which tests stay together on one worker, and in which order they are handed out."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from xdist.scheduler import LoadScopeScheduling
from xdist.workermanage import WorkerController

FOLDER = Path(__file__).resolve().parent.parent
#: Only one worker shall start a LanguageTool: whatever may ask it goes there.
LANGUAGETOOL = "languagetool"
#: The fixture that takes longest to make, so that one worker shall make it; whatever asks for it goes there.
HOSTILE_HOUSE = "hostile_house"
#: What a file says where making its fixtures takes as long as many of its tests.
OF_THE_MODULE = ('scope="module"', "table: Table")
#: These wait for another program most of the time; between them the worker beside has others to reckon with.
WAITING = ("tests/browser/", "tests/test_setup.py", "tests/test_kill.py", "tests/test_serving.py")


class Sharing(LoadScopeScheduling):
    """Hands each worker the next unit of tests when it has almost done the last; the units of most tests come first.

    xdist's own way of grouping, by a mark, does nothing with this pytest: it changes a name that is no longer read.
    Where a worker dies, xdist's own would hand out what is done, wait for ever on the worker that comes in its place, and
    run what the first has died of again and again.
    """

    def remove_node(self, node: WorkerController) -> str | None:
        """Share out anew what a worker had still to run. Give the test that it died of, which is not among it."""
        units = self.assigned_work.pop(node)
        died_of = next((test for unit in units.values() for test, is_done in unit.items() if not is_done), None)
        for name, unit in units.items():
            if left := {test: False for test, is_done in unit.items() if not is_done and test != died_of}:
                self.workqueue[name] = left
        for other in self.nodes:
            self._reschedule(other)
        return died_of

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)

    def _reschedule(self, node: WorkerController) -> None:
        if node.shutting_down:
            return
        # A worker begins a test only when it has the next one too.
        while self.workqueue and self._pending_of(self.assigned_work[node]) <= 2:
            self._assign_work_unit(node)
        if not self.workqueue:
            node.shutdown()


def unit_of(test: str) -> str:
    """Return the name of those that the test stays with; most stay with nobody and go to whichever worker is free."""
    text = _text_of(test.partition("::")[0])
    if "mark.languagetool" in text:
        return LANGUAGETOOL
    if HOSTILE_HOUSE in text:
        return HOSTILE_HOUSE
    return test.partition("[")[0] if any(words in text for words in OF_THE_MODULE) else test


def order(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the tests of a worker as they are to be handed out: those that wait spread over the rest."""
    waiting = [item for item in items if item.nodeid.startswith(WAITING)]
    others = [item for item in items if not item.nodeid.startswith(WAITING)]
    return in_turn(waiting, others)


def require_mark(item: pytest.Item) -> None:
    """Fail a test that asks LanguageTool in a file without the mark: another worker would start a second one."""
    if LANGUAGETOOL in item.fixturenames and unit_of(item.nodeid) != LANGUAGETOOL:
        pytest.fail("What asks LanguageTool is marked with pytest.mark.languagetool.", pytrace=False)


def in_turn(*rows: Sequence[Any]) -> list[Any]:
    """Return all rows as one, each in its order and spread evenly over the whole."""
    placed = [(number / len(row), thing) for row in rows for number, thing in enumerate(row)]
    return [thing for _, thing in sorted(placed, key=lambda one: one[0])]


@cache
def _text_of(file: str) -> str:
    return (FOLDER / file).read_text("utf-8")
