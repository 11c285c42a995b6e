"""Hostile texts in a real browser: on every page that shows them, pasted, and typed, nothing of them runs.

The Content-Security-Policy would stop most of it; that nothing reaches it is tested by its reporting no violation.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.desk import Desk
from tests.browser.signing_in import carry_session
from tests.full_house import House
from tests.hostile import MARKUP
from tests.hostile.everywhere import Everywhere
from tests.hostile.pages import PAGES
from tests.hostile.structure import structure_of
from tests.live import LiveServer, served

OF_THE_SCHEMA = set("p h1 h2 h3 h4 h5 h6 blockquote hr ul ol li br em strong u s sup sub a ruby rt span".split())

# Set before any script of the page; whatever runs calls one of these.
ALARM = """
window.alarms = [];
for (const name of ["alert", "confirm", "prompt", "print", "open"]) {
  window[name] = (...words) => { window.alarms.push(`${name}(${words})`); };
}
"""

# What a person might do to each element, in the page's main part: the way out and what deletes is left alone.
PROVOKE = """() => {
  const places = [...document.querySelectorAll("main *, dialog *")].filter((each) => !each.closest("form, header"));
  for (const place of places) {
    for (const type of "mouseover mouseenter pointerover pointerenter focusin focus toggle load error".split(" ")) {
      place.dispatchEvent(new Event(type, { bubbles: true }));
    }
  }
  return places.length;
}"""


@pytest.fixture(scope="module")
def hostile_server(hostile_house: Everywhere) -> Iterator[tuple[LiveServer, House]]:
    table = hostile_house.table
    table.reset()
    with served(table.app) as server:
        yield server, table.house


@pytest.mark.parametrize(("who", "rule"), [place for place in PAGES if not place[1].endswith(("/text", "/threads"))])
def test_page_full_of_hostile_texts_runs_none_of_them(
    hostile_server: tuple[LiveServer, House],
    new_context: Callable[..., BrowserContext],
    site: None,
    who: str,
    rule: str,
) -> None:
    server, house = hostile_server
    context = new_context(base_url=server.url)
    context.add_init_script(ALARM)
    if house.sessions[who]:
        carry_session(context, server, house.sessions[who])
    page = context.new_page()
    page.goto(house.address(rule))
    expect(page.locator("main")).to_be_visible()
    assert page.evaluate(PROVOKE) > 0
    ensure_quiet(page)


# Chromium reports handlers and styles as refused already when the clipboard's HTML is read, in a document that runs nothing.
@pytest.mark.tolerates("Executing inline event handler violates", "Applying inline style violates")
@pytest.mark.parametrize("kind", ["html", "text", "both"])
def test_pasted_hostile_texts_run_nothing_and_leave_nothing_but_text(desk: Desk, kind: str) -> None:
    device = desk.device()
    device.add_init_script(ALARM)
    tab = desk.tab(device)
    for text in MARKUP:
        tab.paste(**{name: text for name in ("html", "text") if kind in (name, "both")})
        tab.press("Enter")
    tab.page.evaluate(PROVOKE)
    ensure_quiet(tab.page)
    tab.expect_kept()
    assert structure_of(tab.html()).faults == []
    assert {element[0] for element in structure_of(tab.html()).elements} <= OF_THE_SCHEMA

    tab.open()
    tab.page.evaluate(PROVOKE)
    ensure_quiet(tab.page)


def test_typed_hostile_texts_stay_letters(desk: Desk) -> None:
    device = desk.device()
    device.add_init_script(ALARM)
    tab = desk.tab(device)
    tab.click_at_end()
    for text in MARKUP[::6]:
        tab.page.keyboard.insert_text(text)
        tab.press("Enter")
    tab.expect_kept()
    assert [text for text in MARKUP[::6] if text.strip() not in desk.stored_text()] == []
    ensure_quiet(tab.page)


def test_hostile_texts_that_arrive_live_run_nothing(desk: Desk) -> None:
    device = desk.device()
    device.add_init_script(ALARM)
    writer, reader = desk.tab(device), desk.tab(device)
    reading = device.new_page()
    reading.goto(f"/chapters/{desk.chapter_id}/read")
    writer.click_at_end()
    for text in MARKUP[::12]:
        writer.page.keyboard.insert_text(text)
        writer.press("Enter")
    writer.expect_kept()
    last = MARKUP[::12][-1].strip()
    expect(reader.words).to_contain_text(last)
    expect(reading.locator("main")).to_contain_text(last)
    for page in (reader.page, reading):
        page.evaluate(PROVOKE)
        ensure_quiet(page)


def ensure_quiet(page: Page) -> None:
    """No script of theirs has run. A violation of the policy would fail the test by itself, as a complaint."""
    assert page.evaluate("window.alarms") == []
    assert page.evaluate("window.__pwned") is None
