"""A short run of `bench chaos`: the same code, fewer tabs, the server killed twice."""

from __future__ import annotations

import sys
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from benchmarks._galley import seeded
from benchmarks.chaos import Plan, storm

pytestmark = pytest.mark.tolerates("Failed to load resource", "ERR_", "Failed to fetch")

FULL_DISKS = 1 if sys.platform == "linux" else 0
PLAN = Plan(seed=5, devices=2, tabs_per_device=1, kills=2, full_disks=FULL_DISKS, up_seconds=(1.0, 2.0))


def test_tabs_on_a_bad_connection_to_a_server_that_is_killed_end_equal(
    new_context: Callable[..., BrowserContext],
) -> None:
    with seeded() as galley:
        outcome, counts = storm(PLAN, galley, new_context)
    assert outcome.wrong == []
    assert (outcome.missing, outcome.lost, outcome.doubled) == ("", "", "")
    assert outcome.kills == 2
    assert counts["HTTP/1.1 507"] >= FULL_DISKS
    assert outcome.acknowledged
    assert sum(counts.values()) > 10
