"""The desk around the sheet: columns where there is room, drawers on a phone, and every part within reach."""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.desk import Desk, Tab, make_desk
from tests.live import LiveServer

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}

_EDGES_OF_TOOLS = """(tools) => [...tools.querySelectorAll(".toolbar > *, output")].filter((tool) => tool.checkVisibility())
  .map((tool) => tool.getBoundingClientRect()).map(({ left, right }) => [left, right])"""
#: It is asked once a frame.
_THREE_FRAMES_LATER = "() => (window.framesSeen = ((window.framesSeen ?? 0) + 1) % 3) === 0"


def on_phone(desk: Desk, **options: str) -> Tab:
    return desk.tab(desk.device(**PHONE, **options))


def wider_than_the_window(page: Page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > innerWidth || innerWidth > outerWidth")


def test_margin_shows_one_panel_and_remembers_which(desk: Desk) -> None:
    tab = desk.tab()
    tabs = tab.page.get_by_role("tablist", name="Margin")
    tabs.get_by_role("tab", name="Threads").focus()

    tab.press("ArrowRight")

    expect(tabs.get_by_role("tab", name="Findings")).to_be_focused()
    expect(tab.page.get_by_role("tabpanel", name="Findings")).to_be_visible()
    expect(tab.page.get_by_role("tabpanel", name="Threads")).to_be_hidden()
    tab.open()
    expect(tabs.get_by_role("tab", name="Findings")).to_have_attribute("aria-selected", "true")


def test_keys_lead_to_the_margin_and_back_to_the_words(desk: Desk) -> None:
    tab = desk.tab()
    tab.words.click()

    tab.press("Alt+F9")
    expect(tab.page.get_by_role("tab", name="Threads")).to_be_focused()
    tab.press("Escape")

    expect(tab.words).to_be_focused()


def test_chapters_fold_away_and_stay_folded(desk: Desk) -> None:
    tab = desk.tab()
    chapters = tab.page.get_by_role("navigation", name="Chapters")
    expect(chapters).to_be_visible()

    tab.page.get_by_role("button", name="Chapters").click()
    expect(chapters).to_be_hidden()
    tab.open()

    expect(chapters).to_be_hidden()
    tab.page.get_by_role("button", name="Chapters").click()
    expect(chapters).to_be_visible()


def test_nothing_is_wider_than_the_window_and_no_tool_lies_on_another(
    live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    tab = make_desk(live_server, new_context, "\n\n".join(["one two three four five " * 20] * 123)).tab()
    tab.click_at_end()
    tab.press("Control+A")
    expect(tab.page.locator(".word-count")).to_have_text("12,300 of 12,300 words")

    for width in (360, 520, 761, 900, 1100, 1241, 1600):
        tab.page.set_viewport_size({"width": width, "height": 700})
        tab.page.wait_for_function(_THREE_FRAMES_LATER)
        edges = tab.page.locator(".desk-tools").evaluate(_EDGES_OF_TOOLS)
        assert not wider_than_the_window(tab.page), width
        assert edges == sorted(edges), width
        assert all(left[1] <= right[0] + 0.5 for left, right in pairwise(edges)), width


def test_phone_opens_the_margin_from_below_and_the_chapters_from_the_side(desk: Desk) -> None:
    tab = on_phone(desk)
    foot = tab.page.locator(".desk-foot")
    note = tab.page.get_by_role("textbox", name="Before the chapter")
    expect(note).to_be_hidden()

    foot.get_by_role("button", name="Notes").tap()
    expect(note).to_be_in_viewport()
    note.tap()
    tab.page.keyboard.type("Thanks!")
    tab.press("Escape")
    expect(note).to_be_hidden()
    tab.page.get_by_role("button", name="Chapters").tap()
    expect(tab.page.get_by_role("link", name="History")).to_be_in_viewport()
    tab.press("Escape")

    tab.expect_kept()
    expect(tab.page.get_by_role("link", name="History")).to_be_hidden()


def test_phone_finds_and_forms_words_from_the_menu(desk: Desk) -> None:
    tab = on_phone(desk)
    tab.words.tap()
    tab.page.keyboard.type("one two")
    tab.select("two")

    tab.page.get_by_role("button", name="More", exact=True).tap()
    tab.page.get_by_role("button", name="Quotation").tap()
    tab.page.get_by_role("button", name="More", exact=True).tap()
    tab.page.locator("#format-menu").get_by_role("button", name="Find and replace").tap()

    expect(tab.page.locator("#format-menu")).to_be_hidden()
    expect(tab.page.get_by_role("search").get_by_label("Find")).to_be_focused()
    expect(tab.page.get_by_role("search").get_by_text("1 of 1")).to_be_visible()
    assert not wider_than_the_window(tab.page)
    assert tab.html() == "<blockquote><p>one two</p></blockquote>"


def test_thumbs_reach_every_control_of_the_phone(desk: Desk) -> None:
    tab = on_phone(desk)

    small = tab.page.evaluate(
        """() => [...document.querySelectorAll("button, a[href], [role='tab']")]
             .filter((one) => one.checkVisibility() && !one.matches(".skip, p a"))
             .filter((one) => { const { width, height } = one.getBoundingClientRect(); return width < 40 || height < 40; })
             .map((one) => one.outerHTML.slice(0, 120))"""
    )

    assert small == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious_on_the_desk(desk: Desk, scheme: str) -> None:
    context: BrowserContext = desk.device(color_scheme=scheme)
    tab = desk.tab(context)
    tab.type("one two")
    tab.press("Control+F")
    tab.page.get_by_role("search").get_by_label("Find").fill("two")

    results = Axe().run(tab.page)

    serious = [found for found in results.response["violations"] if found["impact"] in ("serious", "critical")]
    assert [(found["id"], [node["html"][:160] for node in found["nodes"]]) for found in serious] == []
