"""A draft as an author uses it: begun, written, compared with the main text, brought over, undone."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.beta.makers import make_thread
from tests.browser.desk import Desk
from tests.browser.test_pages import PHONE, faults, too_small_for_thumbs
from tests.desk.test_bringing import bring
from tests.makers import NOW, author_of, minutes, write
from workshop.db import db
from workshop.works.models import Chapter, Document
from workshop.works.queries import text_of
from workshop.works.service import start_draft

# The words that reach over the right edge of the sheet or the page that they stand on.
TOO_WIDE = """() => [...document.querySelectorAll("main :is(h1, h2, p, cite)")].filter((each) => {
  const sheet = each.closest(".sheet, main").getBoundingClientRect();
  return each.checkVisibility() && each.getBoundingClientRect().right > Math.min(sheet.right, innerWidth) + 1;
}).map((each) => each.outerHTML.slice(0, 80))"""
TEXT = ("The tide was out.", "Rin counted the boats.", "Nobody moved.", "The lamp burned low.")


@pytest.fixture
def draft_id(desk: Desk) -> int:
    """A draft that changed three things, one of which the main text changed too, and a thread in it."""
    with desk.server.app.app_context():
        main = db.session.get(Document, desk.document_id)
        write(main, *TEXT, now=minutes(1))
        author = author_of(main.chapter.work)
        draft = start_draft(main.chapter, "Another ending", None, author, NOW)
        write(
            text_of(draft), "The tide was in.", "Rin counted the lamps.", *TEXT[2:], "Then it rained.", now=minutes(2)
        )
        make_thread(text_of(draft), "Then it rained", "Is that too sad?", person=author)
        write(main, TEXT[0], "Rin counted the nets.", *TEXT[2:], now=minutes(3))
        db.session.commit()
        return draft.id


def test_another_ending_is_tried_in_a_draft_and_brought_over(desk: Desk) -> None:
    with desk.server.app.app_context():
        write(db.session.get(Document, desk.document_id), *TEXT)
        db.session.commit()
    tab = desk.tab()
    page = tab.page
    page.get_by_role("link", name="Try it in a draft").click()
    page.get_by_label("Name", exact=True).fill("Another ending")
    page.get_by_role("button", name="Begin and write").click()
    expect(page.get_by_role("complementary", name="Draft")).to_contain_text(
        "A draft of Low Water. Your betas don’t see it."
    )
    expect(tab.words.locator("p")).to_have_text(list(TEXT))
    tab.click_at_end()
    tab.type(" Then it rained.")
    tab.expect_kept()
    page.get_by_role("link", name="Main text").click()
    expect(page.get_by_role("complementary", name="Draft")).to_have_count(0)
    expect(tab.words.locator("p").last).to_have_text(TEXT[-1])
    page.get_by_role("link", name="Another ending").click()
    page.get_by_role("link", name="Compare and bring over").click()
    expect(page.locator("fieldset ins")).to_have_text(["Then it rained."])
    page.get_by_role("button", name="Bring over what is chosen").click()
    expect(page.get_by_role("heading", name="Nothing to bring over")).to_be_visible()
    assert desk.stored_text().endswith("The lamp burned low. Then it rained.")
    page.locator("#undo").get_by_role("button", name="Undo").click()
    expect(page.locator("fieldset")).to_have_count(1)
    assert desk.stored_text().endswith("The lamp burned low.")


def test_conflict_is_decided_by_keyboard_and_the_thread_goes_along(desk: Desk, draft_id: int) -> None:
    page = desk.device().new_page()
    page.goto(f"/chapters/{draft_id}/bring-over")
    conflict = page.locator("fieldset").filter(has_text="Both changed this")
    expect(conflict.locator("del")).to_have_text("nets")
    expect(conflict.locator("ins")).to_have_text("lamps")
    conflict.get_by_role("radio", name="Keep the main text’s").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(conflict.get_by_role("radio", name="Keep both")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_contain_text("1 comment thread went along.")
    assert desk.stored_text().split("\n\n")[:2] == ["The tide was in.", "Rin counted the nets lamps."]
    tab = desk.tab()
    expect(tab.page.locator("#panel-threads")).to_contain_text("Is that too sad?")


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_going_back_says_which_threads_went_to_their_draft_and_its_undo_that_they_came_over(
    desk: Desk, draft_id: int, theme: str
) -> None:
    with desk.server.app.app_context():
        draft = db.session.get(Chapter, draft_id)
        before = text_of(draft.main).version
        make_thread(text_of(draft), "tide was in", person=author_of(draft.work))
        bring(draft)
        db.session.commit()
    page = desk.device(viewport=PHONE, has_touch=True, color_scheme=theme).new_page()
    page.goto(f"/documents/{desk.document_id}/versions/{before}")
    page.get_by_role("button", name="Bring this version back").click()
    bar = page.locator("#undo .undo-bar")
    expect(bar).to_contain_text("2 comment threads went back to the draft “Another ending”.")
    left, right = bar.evaluate("bar => [bar.getBoundingClientRect().left, bar.getBoundingClientRect().right]")
    assert 0 <= left < right <= PHONE["width"]
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert faults(page) == []
    page.locator("#undo").get_by_role("button", name="Undo").click()
    expect(bar).to_contain_text("2 comment threads came over from the draft “Another ending” again.")
    assert faults(page) == []


def test_what_was_left_waits_below_and_is_taken_by_keyboard(desk: Desk, draft_id: int) -> None:
    page = desk.device(viewport=PHONE, has_touch=True).new_page()
    page.goto(f"/chapters/{draft_id}/bring-over")
    page.locator("fieldset").first.get_by_role("radio", name="Leave it in the draft").check()
    page.get_by_role("button", name="Bring over what is chosen").click()
    expect(page.locator(".bring-head")).to_contain_text("stands in the main text, or you left it in the draft.")
    expect(page.get_by_role("button", name="Bring over what is chosen")).to_have_count(0)
    fold = page.locator("summary")
    expect(fold).to_have_text("2 differences left in the draft before")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert too_small_for_thumbs(page) == []
    fold.focus()
    page.keyboard.press("Enter")
    expect(page.locator("fieldset ins").first).to_have_text("in")
    assert faults(page) == []
    page.locator("fieldset").first.get_by_role("radio", name="Leave it in the draft").focus()
    page.keyboard.press("ArrowUp")
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_contain_text("Brought over into the main text.")
    assert desk.stored_text().startswith("The tide was in.")
    expect(page.locator("summary")).to_have_text("1 difference left in the draft before")


def test_draft_is_renamed_binned_and_taken_back(desk: Desk, draft_id: int) -> None:
    page = desk.device().new_page()
    page.goto(f"/chapters/{desk.chapter_id}/drafts")
    page.get_by_role("button", name="More about “Another ending”").click()
    page.get_by_text("Rename").click()
    page.get_by_label("Name", exact=True).first.fill("The sad one")
    page.get_by_role("button", name="Keep this name").click()
    expect(page.get_by_role("heading", name="The sad one")).to_be_visible()
    page.get_by_role("button", name="More about “The sad one”").click()
    page.get_by_role("button", name="Move to the bin").click()
    expect(page.get_by_role("heading", name="No drafts yet")).to_be_visible()
    page.locator("#undo").get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", name="The sad one")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/chapters/{main}/drafts", "/chapters/{draft}/bring-over", "/chapters/{draft}"])
def test_pages_of_drafts_are_fit_for_a_phone(desk: Desk, draft_id: int, path: str, theme: str) -> None:
    page = desk.device(viewport=PHONE, has_touch=True, color_scheme=theme).new_page()
    page.goto(path.format(main=desk.chapter_id, draft=draft_id))
    expect(page.get_by_role("main")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    assert [each for each in too_small_for_thumbs(page) if "title-field" not in each] == []
    assert faults(page) == []


def test_each_side_of_a_difference_says_which_text_it_is_and_which_stays(desk: Desk, draft_id: int) -> None:
    page = desk.device(viewport=PHONE, has_touch=True).new_page()
    page.goto(f"/chapters/{draft_id}/bring-over")
    conflict = page.locator("fieldset").filter(has_text="Both changed this")
    main, draft = conflict.get_by_text("Main text", exact=True), conflict.get_by_text("Draft", exact=True)
    expect(main.locator(".icon")).to_be_visible()
    expect(draft.locator(".icon")).to_be_hidden()
    assert main.bounding_box()["y"] < conflict.locator("del").bounding_box()["y"]
    assert conflict.locator("del").bounding_box()["y"] < draft.bounding_box()["y"]
    assert draft.bounding_box()["y"] < conflict.locator("ins").bounding_box()["y"]
    conflict.get_by_role("radio", name="Keep both").check()
    expect(main.locator(".icon")).to_be_visible()
    expect(draft.locator(".icon")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_long_paragraph_shows_the_sentences_around_a_difference_until_it_is_asked_for_whole(
    desk: Desk, theme: str
) -> None:
    far = "The tide went out beyond the second marker, and nobody on the quay said a word about it. " * 4
    near = "She counted the boats twice, because Mira asked her to. "
    with desk.server.app.app_context():
        main = db.session.get(Document, desk.document_id)
        write(main, f"{far}{near}One was red. {near}{far}".strip(), now=minutes(1))
        draft = start_draft(main.chapter, "Another ending", None, author_of(main.chapter.work), NOW)
        write(text_of(draft), f"{far}{near}One was blue. {near}{far}".strip(), now=minutes(2))
        db.session.commit()
        draft_id = draft.id
    page = desk.device(viewport=PHONE, has_touch=True, color_scheme=theme).new_page()
    page.goto(f"/chapters/{draft_id}/bring-over")
    sides = page.locator(".difference-side .prose")
    for side, word in zip(sides.all(), ("red", "blue"), strict=True):
        assert side.inner_text() == f"… {near}One was {word}. {near}… "
    assert faults(page) == []
    assert too_small_for_thumbs(page) == []
    page.get_by_label("Show the whole paragraph").focus()
    page.keyboard.press("Space")
    for side, word in zip(sides.all(), ("red", "blue"), strict=True):
        assert side.inner_text() == f"{far}{near}One was {word}. {near}{far}".strip()
    page.get_by_label("Show the whole paragraph").uncheck()
    page.set_viewport_size({"width": 1280, "height": 740})
    expect(page.get_by_label("Show the whole paragraph")).to_be_hidden()
    assert sides.first.inner_text() == f"{far}{near}One was red. {near}{far}".strip()


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("path", ["/chapters/{main}/drafts", "/chapters/{draft}/bring-over", "/chapters/{draft}"])
def test_titles_without_a_blank_stay_within_the_page(desk: Desk, draft_id: int, path: str, width: int) -> None:
    with desk.server.app.app_context():
        for chapter_id in (desk.chapter_id, draft_id):
            db.session.get(Chapter, chapter_id).title = "A" * 80
        db.session.commit()
    page = desk.device(viewport={"width": width, "height": 740}).new_page()
    page.goto(path.format(main=desk.chapter_id, draft=draft_id))
    expect(page.get_by_role("main")).to_be_visible()
    assert page.evaluate(TOO_WIDE) == []
