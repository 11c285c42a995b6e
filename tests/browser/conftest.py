"""A real Chromium on a real server, where any complaint of the page fails the test."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, ConsoleMessage, Request, WebError, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser import chromium
from tests.browser.desk import Desk, make_desk
from tests.browser.past import Past, make_past
from tests.live import LiveServer, served

#: Far longer than anything takes, so that no slow machine decides a test.
PATIENCE_MS = 30_000
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any]) -> dict[str, Any]:
    """The machine's own browser where it has one; else Playwright looks for its own."""
    own = chromium.find_on_machine(headed=not browser_type_launch_args.get("headless", True))
    return browser_type_launch_args | {"args": chromium.FLAGS} | ({"executable_path": own} if own else {})


@pytest.fixture
def live_server(app: Flask) -> Iterator[LiveServer]:
    with served(app) as server:
        yield server


@pytest.fixture(scope="session")
def base_url() -> None:
    """Nothing: each test has an address of its own, see `site`. (The plugin's own fixture warns under pytest 9.)"""


@pytest.fixture
def site(request: pytest.FixtureRequest) -> str | None:
    """The address that `page.goto("/sign-in")` is completed with; None for a test that starts its server itself."""
    if "served_process" in request.fixturenames:
        return None
    return request.getfixturevalue("live_server").url


@dataclass
class Complaints:
    """What the pages of a test did that none should: errors, refused content, calls to other hosts."""

    tolerated: tuple[str, ...]
    found: list[str] = field(default_factory=list)

    def watch(self, context: BrowserContext) -> None:
        context.on("console", self._hear_console)
        context.on("weberror", self._hear_error)
        context.on("request", self._hear_request)

    def _hear_console(self, message: ConsoleMessage) -> None:
        # Chromium reports what the Content-Security-Policy refused here too, as errors.
        if message.type in ("error", "warning"):
            self._add(f"console {message.type}: {message.text}")

    def _hear_error(self, error: WebError) -> None:
        self._add(f"uncaught: {error.error}")

    def _hear_request(self, request: Request) -> None:
        if not re.match(r"(data|blob|about):|https?://127\.0\.0\.1[:/]", request.url):
            self._add(f"request to another host: {request.url}")

    def _add(self, complaint: str) -> None:
        if not any(re.search(pattern, complaint) for pattern in self.tolerated):
            self.found.append(complaint)


@pytest.fixture
def complaints(request: pytest.FixtureRequest) -> Complaints:
    """Where complaints are gathered, but for those that `@pytest.mark.tolerates("pattern", …)` names."""
    marks = request.node.iter_markers("tolerates")
    return Complaints(tuple(pattern for mark in marks for pattern in mark.args))


@pytest.fixture
def new_context(
    site: str | None, complaints: Complaints, new_context: Callable[..., BrowserContext]
) -> Iterator[Callable[..., BrowserContext]]:
    """Makes another browser, as another person or device has; `context` and `page` come from here too.

    The test fails at its end if any page complained.
    """
    contexts = []

    def watched(**options: Any) -> BrowserContext:
        context = new_context(**{"base_url": site} | options)
        context.set_default_timeout(PATIENCE_MS)
        complaints.watch(context)
        contexts.append(context)
        return context

    yield watched
    _let_events_arrive(contexts)
    assert complaints.found == []


def _let_events_arrive(contexts: list[BrowserContext]) -> None:
    """Ask every open page something: what it reported before comes first."""
    for page in (page for context in contexts for page in context.pages):
        with suppress(PlaywrightError):
            page.title()


@pytest.fixture
def desk(live_server: LiveServer, new_context: Callable[..., BrowserContext]) -> Desk:
    """An author with an empty chapter; `desk.tab()` opens it."""
    return make_desk(live_server, new_context)


@pytest.fixture
def past(desk: Desk) -> Past:
    return make_past(desk)
