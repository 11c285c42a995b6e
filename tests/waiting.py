"""Waiting for what comes by itself, and no longer than it may take."""

from __future__ import annotations

import time
from collections.abc import Callable

from playwright.sync_api import Page

PAUSE_SECONDS = 0.02


def wait_until(is_so: Callable[[], object], seconds: float = 10, *, page: Page | None = None) -> bool:
    """Whether it is so within these seconds. What a page tells the test reaches it only where that page is given."""
    deadline = time.monotonic() + seconds
    while not is_so():
        if time.monotonic() > deadline:
            return False
        if page:
            page.wait_for_timeout(PAUSE_SECONDS * 1000)
        else:
            time.sleep(PAUSE_SECONDS)
    return True
