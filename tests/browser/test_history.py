"""The history as an author uses it: finding a version, reading it, comparing, naming it, bringing it back."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import Tab
from tests.browser.past import OLD, Past
from tests.browser.test_pages import PHONE, faults, too_small_for_thumbs
from tests.makers import write
from workshop.db import db
from workshop.history.service import name_version
from workshop.works.models import Document


def changes(page: Page) -> Locator:
    return page.locator("[data-change]")


def current(page: Page) -> Locator:
    return page.locator("[data-change][aria-current]")


def test_sitting_opens_to_its_versions_and_one_of_them_can_be_read(past: Past) -> None:
    page = past.page()
    expect(page.locator(".sitting")).to_have_count(2)
    page.locator(".sitting").last.locator("summary").click()
    expect(page.locator(".sitting").last.locator(".versions > li")).to_have_count(2)
    page.locator(".sitting").last.locator(".versions a").last.click()
    expect(page.locator(".prose p")).to_have_text(list(OLD[:3]))
    page.get_by_role("link", name="Later").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Sent")
    expect(page.locator(".prose p")).to_have_text(list(OLD))


def test_moments_are_in_the_reader_s_own_zone(past: Past) -> None:
    page = past.page(context=past.desk.device(timezone_id="Asia/Tokyo", locale="de-DE"))
    # 22:30 in UTC is half past seven of the next morning in Tokyo; a German reads hours up to 24, in English words.
    expect(page.locator(".sitting-when").last).to_contain_text("6 January")
    expect(page.locator(".sitting-clock").last).to_have_text("07:30–07:31")


def test_version_is_named_in_its_place_and_then_stands_out(past: Past) -> None:
    page = past.page(past.version(past.new))
    page.get_by_label("Name of this version").fill("After the storm")
    page.get_by_label("Name of this version").press("Enter")
    expect(page.get_by_text("Kept as “After the storm”.")).to_be_visible()
    page.get_by_role("link", name="History").click()
    expect(page.locator(".standing-out")).to_have_text(["After the storm", "Sent"])
    expect(page.locator(".named-versions a")).to_have_text(["After the storm", "Sent"])


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize(
    ("path", "label"), [("{0.comparison}", "From"), ("/chapters/{0.desk.chapter_id}/drafts", "With the main text")]
)
def test_choice_that_a_select_cuts_stands_whole_below_it(past: Past, path: str, label: str, width: int) -> None:
    name = "Sent to my beta for the second time, after the big rewrite of the harbour scenes and the letter that nobody reads"
    with past.desk.server.app.app_context():
        name_version(db.session.get(Document, past.desk.document_id), past.old, name)
        db.session.commit()
    page = past.page(path.format(past), past.desk.device(viewport={"width": width, "height": 740}))
    select = page.get_by_label(label)
    whole = select.locator("xpath=following-sibling::p")
    select.select_option(str(past.old))
    expect(whole).to_have_text(re.compile(rf"^{name}, 5 January, 10:31\sPM, 22 words$"))
    edges = "each => [each.getBoundingClientRect().left, each.getBoundingClientRect().right]"
    assert whole.evaluate(edges) == select.evaluate(edges)
    assert whole.evaluate("each => each.scrollWidth <= each.clientWidth")
    assert faults(page) == []
    select.select_option(label="Now" if label == "From" else "As it is now")
    expect(whole).to_be_hidden()


def test_comparison_is_walked_by_keyboard(past: Past) -> None:
    page = past.page(past.comparison)
    total = changes(page).count()
    assert total == 3
    for number in (1, 2, 3, 1):
        page.keyboard.press("n")
        expect(page.locator("[data-change-place]")).to_have_text(f"{number} of {total}")
        expect(current(page)).to_have_count(1)
        expect(current(page)).to_be_focused()
        expect(current(page)).to_be_in_viewport()
    page.keyboard.press("p")
    expect(page.locator("[data-change-place]")).to_have_text(f"3 of {total}")
    expect(current(page)).to_have_text("burned")


def test_comparison_is_walked_by_its_buttons(past: Past) -> None:
    page = past.page(past.comparison)
    page.get_by_role("button", name="Next change").click()
    expect(current(page).locator("del")).to_have_text("out")
    expect(current(page).locator("ins")).to_have_text("in")
    page.get_by_role("button", name="Previous change").click()
    expect(current(page)).to_have_text("burned")


def test_one_change_is_put_back_by_keyboard_and_that_is_undone(past: Past) -> None:
    page = past.page(f"/documents/{past.desk.document_id}/compare?old={past.old}")
    page.keyboard.press("n")
    expect(current(page)).to_have_text("outin")
    page.keyboard.press("b")
    expect(page.locator("#undo")).to_contain_text("Put back")
    # The page stays where it was, at what is the first change now.
    expect(page.locator("[data-change-place]")).to_have_text("1 of 2")
    expect(page.get_by_text("The tide was out.")).to_be_visible()
    assert "The tide was out." in past.desk.stored_text()
    page.locator("#undo").get_by_role("button", name="Undo").click()
    expect(page.locator("[data-change-place]")).to_have_text("3 changes")
    assert "The tide was in." in past.desk.stored_text()


def test_versions_stand_side_by_side_with_both_halves_of_a_change_marked(past: Past) -> None:
    page = past.page(past.comparison)
    page.get_by_role("link", name="Side by side").click()
    expect(page.locator(".compared-beside").first).to_be_visible()
    page.keyboard.press("n")
    expect(current(page)).to_have_text(["out", "in"])
    expect(page.locator("[data-change-place]")).to_have_text("1 of 3")
    page.get_by_role("button", name="Put this back").click()
    expect(page.locator("#undo")).to_contain_text("Put back")
    expect(page).to_have_url(re.compile("view=beside"))


def test_moved_paragraph_leads_to_its_other_place(past: Past) -> None:
    with past.desk.server.app.app_context():
        text = db.session.get(Document, past.desk.document_id)
        long = [
            f"Paragraph {number} has more than enough words of its own." for number in ("one", "two", "three", "four")
        ]
        old = write(text, *long).version
        write(text, *long[1:], long[0])
        db.session.commit()
    page = past.page(f"/documents/{past.desk.document_id}/compare?old={old}")
    page.get_by_role("link", name="See where to").click()
    expect(current(page)).to_have_class(re.compile("compared-moved$"))
    expect(page.locator("[data-change-place]")).to_have_text("2 of 2")
    page.get_by_role("link", name="Side by side").click()
    # The older text had it once: at the place that it left.
    expect(page.locator(".compared-words:first-child").filter(has_text="Paragraph one")).to_have_count(1)


def test_comparison_says_what_colour_alone_would_not(past: Past) -> None:
    page = past.page(past.comparison)
    expect(page.get_by_text("“burned” now italic")).to_be_visible()
    decoration = "element => getComputedStyle(element).textDecorationLine + getComputedStyle(element).borderBottomStyle"
    assert "line-through" in page.locator(".compared del").first.evaluate(decoration)
    assert "solid" in page.locator(".compared ins").first.evaluate(decoration)


def test_unchanged_paragraphs_fold_away_and_the_choice_is_kept(past: Past) -> None:
    page = past.page(past.comparison)
    hidden = page.get_by_text("Three stays.")
    expect(hidden).to_be_hidden()
    page.get_by_text("3 unchanged paragraphs").click()
    expect(hidden).to_be_visible()
    switch = page.get_by_role("switch", name="Only changes")
    switch.uncheck()
    page.reload()
    expect(switch).not_to_be_checked()
    expect(hidden).to_be_visible()
    switch.check()
    expect(hidden).to_be_hidden()


def test_two_other_versions_are_chosen_by_name(past: Past) -> None:
    page = past.page(past.comparison)
    page.get_by_label("From").select_option(label="The empty page at the start")
    page.get_by_label("To", exact=True).select_option(str(past.old))
    page.get_by_role("button", name="Compare").click()
    expect(page).to_have_url(re.compile(rf"old=0&new={past.old}$"))
    expect(page.locator(".compared ins")).to_have_text(list(OLD))


def test_restored_version_can_be_taken_back_without_losing_a_word(past: Past) -> None:
    page = past.page(past.version(past.old))
    page.get_by_role("button", name="Bring this version back").click()
    tab = Tab(page, past.desk.chapter_id)
    expect(tab.words).to_contain_text("The tide was out.")
    undo = page.locator("#undo")
    expect(undo).to_contain_text("Brought back “Sent”")
    tab.type(" She waited.")
    tab.expect_kept()
    undo.get_by_role("button", name="Undo").click()
    # No new page: the editor hears of the change as it hears of anyone's.
    expect(tab.words).to_contain_text("The tide was in.")
    expect(tab.words).to_contain_text("She waited.")
    expect(undo).to_contain_text("It is back as it was")
    assert "The tide was in." in past.desk.stored_text()
    assert "She waited." in past.desk.stored_text()


def test_open_desk_follows_a_restoration_made_elsewhere(past: Past) -> None:
    tab = past.desk.tab()
    page = past.page(past.version(past.old))
    page.get_by_role("button", name="Bring this version back").click()
    expect(tab.words).to_contain_text("The tide was out.")


def test_history_works_without_javascript(past: Past) -> None:
    page = past.page(context=past.desk.device(java_script_enabled=False))
    page.locator(".sitting").last.locator("summary").click()
    page.locator(".sitting").last.get_by_role("link", name="Show them").click()
    page.locator(".versions a").last.click()
    page.get_by_label("Name of this version").fill("First words")
    page.get_by_role("button", name="Name it").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("First words")
    page.get_by_role("link", name="Compare with now").click()
    expect(page.locator(".compared ins").first).to_be_visible()
    page.go_back()
    page.get_by_role("button", name="Bring this version back").click()
    expect(page.locator("#undo")).to_contain_text("Brought back")


@pytest.mark.parametrize("name", ["timeline", "named", "work", "version", "comparison", "side by side", "playback"])
def test_history_is_fit_for_every_eye_and_a_thumb(past: Past, name: str) -> None:
    paths = {
        "timeline": f"/chapters/{past.desk.chapter_id}/history?with=notes",
        "named": f"/chapters/{past.desk.chapter_id}/history?which=named",
        "work": past.work_history,
        "version": past.version(past.old),
        "comparison": past.comparison,
        "side by side": f"{past.comparison}&view=beside",
        "playback": past.playback,
    }
    page = past.page(paths[name], past.desk.device(viewport=PHONE, reduced_motion="reduce"))
    if name == "playback":
        expect(page.locator(".playback-text p").first).to_be_visible()
    if name == "timeline":
        page.locator(".sitting").first.locator("summary").click()
        expect(page.locator(".versions > li").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert too_small_for_thumbs(page) == []
    for theme in ("light", "dark"):
        page.emulate_media(color_scheme=theme, reduced_motion="reduce")
        assert faults(page) == []
        page.set_viewport_size({"width": 1280, "height": 900})
        assert faults(page) == []
        page.set_viewport_size(PHONE)
