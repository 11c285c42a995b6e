"""To the start and the end of a long text by keyboard, over paragraphs that the browser has not rendered yet."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext

from tests.browser.desk import Desk, make_desk
from tests.live import LiveServer

PARAGRAPHS = [f"The tide was out for the {number}th time." for number in range(60)]
_CARET_TOP = "() => getSelection().getRangeAt(0).getBoundingClientRect().top"
#: `selectionchange` comes an event later than the caret's move: here the keys come between.
_CARET_THEN_KEYS = """(text, keys) => {
  getSelection().setPosition(text.querySelectorAll("p")[1].firstChild, "The tide".length);
  for (const [kind, key] of keys) text.dispatchEvent(new KeyboardEvent(kind, { bubbles: true, ...key }));
}"""


@pytest.fixture
def desk(live_server: LiveServer, new_context: Callable[..., BrowserContext]) -> Desk:
    return make_desk(live_server, new_context, "\n\n".join(PARAGRAPHS))


@pytest.mark.parametrize("key", ["Control+End", "Meta+ArrowDown"])
def test_what_is_typed_at_the_end_of_a_long_text_stands_there(desk: Desk, key: str) -> None:
    tab = desk.tab()
    tab.words.locator("p").first.click()

    tab.press(key, "Enter")
    tab.page.keyboard.type("It rained.")

    assert 0 < tab.page.evaluate(_CARET_TOP) < tab.page.viewport_size["height"]
    tab.expect_kept()
    assert desk.stored_text() == "\n\n".join([*PARAGRAPHS, "It rained."])


@pytest.mark.parametrize("key", ["Control+Home", "Meta+ArrowUp"])
def test_start_of_a_long_text_is_reached_from_its_end(desk: Desk, key: str) -> None:
    tab = desk.tab()
    tab.words.locator("p").first.click()

    tab.press("Control+End", key)
    tab.page.keyboard.type("So: ")

    assert 0 < tab.page.evaluate(_CARET_TOP) < tab.page.viewport_size["height"]
    tab.expect_kept()
    assert desk.stored_text() == "\n\n".join([f"So: {PARAGRAPHS[0]}", *PARAGRAPHS[1:]])


@pytest.mark.parametrize(
    ("way", "left"),
    [
        (("Control+Home", "ArrowDown", "Control+Shift+End"), PARAGRAPHS[:1]),
        (("Control+End", "ArrowUp", "Home", "Control+Shift+Home"), PARAGRAPHS[-2:]),
        (("Control+Home", "ArrowDown", "Meta+Shift+ArrowDown"), PARAGRAPHS[:1]),
        (("Control+End", "ArrowUp", "Home", "Meta+Shift+ArrowUp"), PARAGRAPHS[-2:]),
    ],
    ids=" ".join,
)
def test_all_up_to_the_edge_is_selected_from_where_the_caret_was(desk: Desk, way: tuple[str, ...], left: list) -> None:
    tab = desk.tab()
    tab.words.locator("p").first.click()

    tab.press(*way, "Delete")
    tab.expect_kept()

    assert [line for line in desk.stored_text().split("\n") if line] == left


def test_command_is_taken_where_the_caret_stands_before_the_browser_tells_of_it(desk: Desk) -> None:
    tab = desk.tab()
    tab.words.locator("p").first.click()
    tab.press("Control+Home")

    tab.words.evaluate(_CARET_THEN_KEYS, [["keydown", {"key": "End", "ctrlKey": True, "shiftKey": True}]])
    tab.press("Delete")
    tab.expect_kept()

    assert desk.stored_text() == f"{PARAGRAPHS[0]}\n\nThe tide"


def test_letter_replaces_nothing_that_is_selected_no_more_before_the_browser_tells_of_it(desk: Desk) -> None:
    tab = desk.tab()
    tab.words.locator("p").first.click()
    tab.press("Control+Home", "Control+Shift+End")

    tab.words.evaluate(_CARET_THEN_KEYS, [["keydown", {"key": "a"}], ["keypress", {"key": "a", "charCode": ord("a")}]])
    tab.type(" now")
    tab.expect_kept()

    assert desk.stored_text().split("\n\n")[1:] == ["The tide now was out for the 1th time.", *PARAGRAPHS[2:]]
