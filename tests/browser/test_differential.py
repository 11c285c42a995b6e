"""What ProseMirror makes of a document in the browser, the server makes of it too: positions and anchors included."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, Route

from tests.browser.modules import own
from tests.prose.differential import replay

HISTORIES = Path(__file__).with_name("histories.js")
SERVED_AS = "/static/tests/histories.js"
_MAKE = own("""async ([address, seed, count]) => {
  const pm = await import("/static/js/desk/prosemirror.js");
  const { loadSchema } = await import("/static/js/desk/schema.js");
  const { makeHistories } = await import(address);
  return makeHistories(pm, await loadSchema(), seed, count);
}""")


@pytest.fixture
def histories(page: Page) -> list[dict[str, Any]]:
    """Random histories, made by the very ProseMirror and schema that the desk loads."""

    def serve(route: Route) -> None:
        route.fulfill(body=HISTORIES.read_text(encoding="utf-8"), content_type="text/javascript")

    page.route(f"**{SERVED_AS}", serve)
    page.goto("/")
    return page.evaluate(_MAKE, [SERVED_AS, 20261122, 400])


def test_histories_of_the_browser_end_the_same_on_the_server(histories: list[dict[str, Any]]) -> None:
    for case in histories:
        replay(case)
    # They are only worth as much as they hold.
    kinds = {step["stepType"] for case in histories for step in case["steps"]}
    assert kinds == set("replace replaceAround addMark removeMark addNodeMark removeNodeMark attr markSet".split())
    fates = Counter(after["state"] for case in histories for made in case["anchors"] for after in made["after"])
    assert min(fates[state] for state in ("anchored", "changed", "gone")) > 20
