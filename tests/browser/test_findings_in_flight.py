"""Findings never sit on other text than was checked, whatever is edited while an answer is under way."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import BrowserContext, expect

from tests.browser.desk import make_desk
from tests.browser.modules import own
from tests.live import LiveServer

SCRIPT = own((Path(__file__).parent / "in_flight.js").read_text("utf-8"))
EDITS = 300
TEXT = "\n\n".join(f"She walked threw door {number}, and he could of followed her threw it." for number in range(12))


def test_findings_never_sit_on_other_text_than_was_checked(
    live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    tab = make_desk(live_server, new_context, TEXT).tab()
    for seed in (1, 2):
        told = tab.page.evaluate(SCRIPT, {"seed": seed, "edits": EDITS})
        assert told["wrong"] == []
        # It is no answer to show nothing: findings were seen while answers were under way, and all of them at the end.
        assert told["seenInFlight"] > EDITS / 10, told
        assert told["dropped"] > 5, told
        assert told["missing"] == [], told
    expect(tab.page.locator(".prose-editor .finding").first).to_be_visible()
