"""History, drafts and the bin by keyboard alone: every step is reached, seen, and leaves the focus where one goes on."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Tab
from tests.browser.keyboard import see_focus, tab_to
from tests.browser.past import NEW, OLD, Past

# The editor asks for what is new whenever a draft was left.
pytestmark = pytest.mark.tolerates("Failed to fetch")


def link(page: Page, name: str) -> Locator:
    return page.get_by_role("link", name=name, exact=True)


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)


def press(page: Page, target: Locator, key: str = "Enter") -> None:
    """Go to what is to be pressed, and press it."""
    tab_to(page, target)
    page.keyboard.press(key)


def take_way_back(page: Page) -> None:
    """Undo, which is the second stop of every page that offers it."""
    expect(page.locator("#undo").get_by_role("button", name="Undo")).to_be_visible()
    for _ in range(2):
        page.keyboard.press("Tab")
        see_focus(page)
    expect(page.locator("#undo").get_by_role("button", name="Undo")).to_be_focused()
    page.keyboard.press("Enter")


def test_an_old_version_is_found_read_compared_and_one_change_put_back(past: Past) -> None:
    page = past.page()
    first = page.locator(".sitting").last
    press(page, first.locator("summary"))
    press(page, first.locator("ul.versions a").first)  # the link that stands there before leads to a page of them
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent")
    expect(page.locator(".prose p")).to_have_text(list(OLD))
    press(page, link(page, "Compare with now"))
    place = page.locator("[data-change-place]")
    expect(place).to_have_text("3 changes")
    for number in (1, 2, 3, 1):
        page.keyboard.press("n")
        expect(place).to_have_text(f"{number} of 3")
        expect(page.locator("[data-change][aria-current]")).to_be_focused()
        see_focus(page)
    page.keyboard.press("b")
    # The change that was behind it is the one to go on with.
    expect(place).to_have_text("1 of 2")
    expect(page.locator("[data-change][aria-current]")).to_be_focused()
    assert OLD[0] in past.desk.stored_text()
    press(page, button(page, "Undo"))
    expect(place).to_have_text("3 changes")
    assert OLD[0] not in past.desk.stored_text()


def test_two_versions_are_chosen_and_shown_side_by_side(past: Past) -> None:
    page = past.page(past.comparison)
    press(page, page.get_by_label("From"), "End")
    press(page, button(page, "Compare"))
    expect(page).to_have_url(re.compile("old=0&new="))
    press(page, link(page, "Side by side"))
    expect(page.locator(".compared-beside").first).to_be_visible()
    press(page, page.get_by_role("switch", name="Only changes"), "Space")
    press(page, button(page, "Next change"))
    expect(page.locator("[data-change][aria-current]").first).to_be_focused()
    press(page, button(page, "Put this back"))
    expect(page.locator("#undo")).to_contain_text("Put back")


def test_a_chapter_is_watched_growing(past: Past) -> None:
    page = past.page()
    press(page, link(page, "Watch it grow"))
    slider = page.get_by_role("slider", name="Version")
    tab_to(page, slider)
    words = page.locator(".playback-text > p")
    page.keyboard.press("ArrowRight")
    expect(words).to_have_text(list(OLD))
    page.keyboard.press("End")
    expect(words).to_have_count(len(NEW))
    page.keyboard.press("Home")
    expect(words).to_have_text(list(OLD[:3]))
    page.keyboard.press("Space")
    expect(button(page, "Pause")).to_be_visible()
    expect(slider).to_be_focused()
    page.keyboard.press("Space")
    expect(button(page, "Play")).to_be_visible()
    press(page, link(page, "Read it"))
    expect(page.locator(".version .prose")).to_be_visible()


def test_a_draft_is_begun_written_and_brought_over_where_both_changed_the_same(past: Past) -> None:
    tab = past.desk.tab()
    page = tab.page
    press(page, link(page, "Try it in a draft"))
    tab_to(page, page.get_by_label("Name", exact=True))
    page.keyboard.type("Another ending")
    page.keyboard.press("Enter")
    expect(page.get_by_role("complementary", name="Draft")).to_be_visible()
    write_at_end(tab, " Then it rained.")
    press(page, link(page, "Main text"))
    expect(page.get_by_role("complementary", name="Draft")).to_have_count(0)
    write_at_end(tab, " Nobody came.")
    press(page, link(page, "Another ending"))
    press(page, link(page, "Compare and bring over"))
    conflict = page.get_by_role("group", name=re.compile("Both changed this"))
    tab_to(page, conflict.get_by_role("radio", name="Keep the main text’s"))
    page.keyboard.press("ArrowDown")
    expect(conflict.get_by_role("radio", name="Keep the draft’s")).to_be_checked()
    expect(conflict.get_by_role("radio", name="Keep the draft’s")).to_be_focused()
    see_focus(page)
    press(page, button(page, "Bring over what is chosen"))
    expect(page.get_by_role("heading", name="Nothing to bring over")).to_be_visible()
    assert past.desk.stored_text().endswith("low. Then it rained.")
    take_way_back(page)
    expect(conflict).to_be_visible()
    assert past.desk.stored_text().endswith("low. Nobody came.")


def write_at_end(tab: Tab, words: str) -> None:
    expect(tab.words).to_be_visible()
    tab_to(tab.page, tab.words)
    tab.page.keyboard.press("Control+End")
    tab.page.keyboard.type(words)
    tab.expect_kept()


def test_an_old_version_is_brought_back_and_that_is_undone(past: Past) -> None:
    page = past.page(past.version(past.old))
    press(page, button(page, "Bring this version back"))
    expect(Tab(page, past.desk.chapter_id).words).to_contain_text(OLD[0])
    take_way_back(page)
    expect(page.locator("#undo")).to_contain_text("It is back as it was")
    assert OLD[0] not in past.desk.stored_text()


def test_a_chapter_goes_to_the_bin_and_comes_back(past: Past) -> None:
    page = past.page(past.work_history.removesuffix("/history"))
    press(page, button(page, "More about “Low Water”"))
    expect(page.locator(".menu summary").first).to_be_focused()
    page.keyboard.press("ArrowUp")
    expect(button(page, "Move to the bin")).to_be_focused()
    see_focus(page)
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_contain_text("“Low Water” is in the bin.")
    press(page, link(page, "Your shelf"))
    press(page, link(page, "The bin"))
    press(page, button(page, "Delete for good “Low Water”"))
    # What cannot be undone is asked about, and the harmless answer has the focus.
    expect(button(page, "Keep it")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button(page, "Delete for good “Low Water”")).to_be_focused()
    tab_to(page, button(page, "Restore “Low Water”"), back=True)
    page.keyboard.press("Enter")
    press(page, page.get_by_role("link", name="Low Water 23 words"))
    expect(Tab(page, past.desk.chapter_id).words).to_contain_text("Five stays.")
