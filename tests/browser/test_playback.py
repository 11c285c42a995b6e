"""Watching a chapter grow, and the ways there: by keyboard, by the button, without scripts."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.past import NEW, OLD, Past

LAST = [block if isinstance(block, str) else block.text_content for block in NEW]
#: The words that are marked as new.
MARKED = """() => [...(CSS.highlights.get("playback-new") ?? [])].map(String)"""


def paragraphs(page: Page) -> Locator:
    return page.locator(".playback-text > p")


def slider(page: Page) -> Locator:
    return page.get_by_role("slider", name="Version")


def test_slider_goes_through_the_versions_by_keyboard(past: Past) -> None:
    page = past.page(past.playback)
    expect(paragraphs(page)).to_have_text(list(OLD[:3]))
    slider(page).press("ArrowRight")
    expect(paragraphs(page)).to_have_text(list(OLD))
    expect(slider(page)).to_have_attribute("aria-valuetext", re.compile("January.*, “Sent”, 22 words"))
    slider(page).press("End")
    expect(paragraphs(page)).to_have_text(LAST)
    expect(page.locator(".playback-place")).to_contain_text("23 words")
    slider(page).press("Home")
    expect(paragraphs(page)).to_have_text(list(OLD[:3]))


def test_it_plays_to_the_end_and_then_from_the_start_again(past: Past) -> None:
    page = past.page(past.playback)
    page.get_by_label("Speed").select_option(label="8×")
    page.get_by_role("button", name="Play").click()
    expect(paragraphs(page)).to_have_text(LAST)
    expect(slider(page)).to_have_value("3")
    page.get_by_label("Speed").select_option(label="½×")
    page.get_by_role("button", name="Play").click()
    expect(paragraphs(page)).to_have_text(list(OLD[:3]))
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_space_on_the_slider_plays_and_pauses(past: Past) -> None:
    page = past.page(past.playback)
    slider(page).press(" ")
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    slider(page).press(" ")
    expect(page.get_by_role("button", name="Play")).to_be_visible()


def test_new_words_alone_are_marked_for_a_moment(past: Past) -> None:
    page = past.page(past.playback)
    slider(page).press("ArrowRight")
    expect(paragraphs(page)).to_have_text(list(OLD))
    slider(page).press("ArrowRight")
    expect(paragraphs(page)).to_have_text(LAST[:4])
    assert page.evaluate(MARKED) == ["in", "twelve"]
    page.wait_for_timeout(1200)
    assert page.evaluate(MARKED) == []


def test_mark_stays_and_the_page_stands_still_for_who_wants_no_motion(past: Past) -> None:
    page = past.page(past.playback, past.desk.device(reduced_motion="reduce"))
    expect(paragraphs(page)).to_have_text(list(OLD[:3]))
    slider(page).press("ArrowRight")
    expect(paragraphs(page)).to_have_text(list(OLD))
    page.wait_for_timeout(1200)
    assert page.evaluate(MARKED) == list(OLD[3:])


def test_paragraphs_that_read_alike_stay_the_same_elements(past: Past) -> None:
    page = past.page(past.playback)
    expect(paragraphs(page)).to_have_count(3)
    page.evaluate("document.querySelectorAll('.playback-text > p').forEach((each) => { each.wasThere = true; })")
    slider(page).press("ArrowRight")
    expect(paragraphs(page)).to_have_count(len(OLD))
    was_there = "[...document.querySelectorAll('.playback-text > p')].filter((each) => each.wasThere).length"
    assert page.evaluate(was_there) == 3


def test_versions_ahead_are_fetched_before_they_are_asked_for(past: Past) -> None:
    page = past.page(past.playback)
    expect(paragraphs(page)).to_have_count(3)
    page.wait_for_load_state("networkidle")
    page.context.set_offline(True)
    slider(page).press("End")
    expect(paragraphs(page)).to_have_text(LAST)


@pytest.mark.tolerates("status of 500")
def test_version_that_cannot_be_read_is_told_and_the_others_are_shown(past: Past) -> None:
    page = past.desk.device().new_page()
    page.route(f"**/playback/{past.old}", lambda route: route.fulfill(status=500, body="damaged"))
    page.goto(past.playback)
    slider(page).press("ArrowRight")
    expect(page.locator("#undo")).to_contain_text("This version could not be read")
    slider(page).press("End")
    expect(paragraphs(page)).to_have_text(LAST)


def test_playback_starts_at_the_version_one_came_from(past: Past) -> None:
    page = past.page(past.version(past.old))
    page.get_by_role("link", name="Watch the text grow").click()
    expect(paragraphs(page)).to_have_text(list(OLD))
    page.get_by_role("link", name="Read it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent")


def test_without_scripts_the_link_leads_to_the_list_of_versions(past: Past) -> None:
    page = past.page(context=past.desk.device(java_script_enabled=False))
    page.get_by_role("link", name="Watch it grow").click()
    expect(slider(page)).to_be_hidden()
    expect(page.locator(".playback-frames > li")).to_have_count(4)
    page.locator(".playback-frames a").first.click()
    expect(page.locator(".prose p")).to_have_text(list(OLD[:3]))


def test_timeline_of_the_work_is_reached_and_filtered(past: Past) -> None:
    page = past.page(past.work_history.removesuffix("/history"))
    page.get_by_role("link", name="History of all chapters").click()
    expect(page.locator(".sitting")).to_have_count(2)
    expect(page.locator(".sitting").first).to_contain_text("10 words added 9 removed")
    page.locator(".sitting").last.locator("summary").click()
    expect(page.locator(".sitting").last.locator(".versions > li")).to_have_count(2)
    page.get_by_role("link", name="Named only").click()
    expect(page.locator(".sitting h2")).to_have_text(["Sent"])
    expect(page.get_by_role("img")).to_have_accessible_name(re.compile("23 words.*named version"))
