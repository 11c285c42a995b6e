"""A Chromium to measure in, signed in to a Galley that is measured."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from playwright.sync_api import BrowserContext, sync_playwright

from benchmarks._galley import Seeded
from tests.browser.chromium import FLAGS, find_or_install


@contextmanager
def browser(**options: Any) -> Iterator[BrowserContext]:
    """Give a browser window of 1280 × 900, without a cache of earlier runs."""
    path = find_or_install()
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        try:
            yield chromium.new_context(viewport={"width": 1280, "height": 900}, **options)
        finally:
            chromium.close()


def carry_session(context: BrowserContext, galley: Seeded, url: str) -> None:
    name, _, value = galley.cookie.partition("=")
    context.add_cookies([{"name": name, "value": value, "url": url}])
