"""Author's notes beside the text: written, measured, kept, and moved out of a pasted chapter."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.desk import KEPT_WITHIN_MS, Desk, Tab
from tests.browser.modules import own
from tests.browser.test_pages import PHONE, faults, too_small_for_thumbs
from tests.makers import plain
from workshop.db import db
from workshop.works.models import Chapter, Part
from workshop.works.queries import documents_of

VECTORS = json.loads((Path(__file__).parent.parent / "notes" / "length_vectors.json").read_text("utf-8"))
STORY = (
    "<p>The tide was out when Rin came home that evening.</p><p>Nobody had lit the lamps along the harbour wall.</p>"
)
STORY_WORDS = ["The tide was out when Rin came home that evening.", "Nobody had lit the lamps along the harbour wall."]

_MEASURE = own("""async (documents) => {
  const { noteLength } = await import("/static/js/notes/length.js");
  const { loadSchema } = await import("/static/js/desk/schema.js");
  const schema = await loadSchema();
  return documents.map((json) => noteLength(schema.nodeFromJSON(json)));
}""")


def open_notes(tab: Tab) -> Page:
    tab.page.get_by_role("tab", name="Notes").click()
    return tab.page


def note(page: Page, title: str) -> Locator:
    return page.get_by_role("textbox", name=title)


def stored(desk: Desk) -> dict[Part, str]:
    with desk.server.app.app_context():
        documents = documents_of(db.session.get(Chapter, desk.chapter_id))
        return {part: plain(document) for part, document in documents.items() if plain(document)}


def test_browser_measures_notes_as_the_server_does(desk: Desk) -> None:
    measured = desk.tab().page.evaluate(_MEASURE, [vector["content"] for vector in VECTORS])
    assert measured == [vector["length"] for vector in VECTORS]


def test_note_is_kept_like_the_text_and_outlives_a_reload(desk: Desk) -> None:
    tab = desk.tab()
    page = open_notes(tab)
    note(page, "Before the chapter").click()
    page.keyboard.type("Thanks to salt for the beta!")
    tab.expect_kept()
    assert stored(desk) == {Part.NOTE_BEFORE: "Thanks to salt for the beta!"}
    page.reload()
    open_notes(tab)
    expect(note(page, "Before the chapter")).to_have_text("Thanks to salt for the beta!")


def test_meter_follows_the_typing(desk: Desk) -> None:
    page = open_notes(desk.tab())
    meter = page.locator(".note-length").first
    expect(meter).to_contain_text("0 of 5,000 characters")
    note(page, "Before the chapter").click()
    page.keyboard.type("<3 ")
    expect(meter).to_contain_text(f"{len('<p>&lt;3 </p>')} of 5,000 characters")
    page.keyboard.press("Control+B")
    page.keyboard.type("you")
    expect(meter).to_contain_text(f"{len('<p>&lt;3 <strong>you</strong></p>')} of 5,000 characters")


def test_meter_says_when_a_note_is_longer_than_the_archive_takes(desk: Desk) -> None:
    page = open_notes(desk.tab())
    note(page, "After the chapter").click()
    page.keyboard.insert_text("x" * 5000)
    expect(page.locator(".note-length").last).to_contain_text("7 characters more than AO3 takes")
    expect(page.get_by_role("status").filter(has_text="longer than AO3 takes")).to_have_count(1)
    page.keyboard.press("Control+A")
    page.keyboard.press("Backspace")
    expect(page.locator(".note-length").last).to_contain_text("0 of 5,000 characters")


def test_toolbar_of_a_note_forms_its_words_and_no_others(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("The text.")
    page = open_notes(tab)
    note(page, "Before the chapter").click()
    page.keyboard.type("never")
    page.keyboard.press("Control+A")
    page.get_by_role("toolbar", name=re.compile("before the chapter")).get_by_role("button", name="Italic").click()
    expect(note(page, "Before the chapter").locator("em")).to_have_text("never")
    assert "<em>" not in tab.html()


def test_private_note_says_that_nobody_else_sees_it_and_has_no_limit(desk: Desk) -> None:
    page = open_notes(desk.tab())
    private = page.locator("section.note", has=note(page, "For yourself"))
    expect(private).to_contain_text("Only you see this")
    expect(private.locator("meter")).to_have_count(0)


def test_pasted_note_is_offered_and_moved_and_taken_back(desk: Desk) -> None:
    tab = desk.tab()
    tab.paste(html=f"<p>A/N: Thanks to salt.</p>{STORY}")
    offer = tab.page.locator("#found-notes")
    expect(offer).to_contain_text("This reads like an author’s note", timeout=KEPT_WITHIN_MS)
    expect(offer).to_contain_text("A/N: Thanks to salt.")
    offer.get_by_role("button", name="Move to the notes").click()
    expect(tab.words.locator("p")).to_have_text(STORY_WORDS)
    expect(offer).to_be_hidden()
    page = open_notes(tab)
    expect(note(page, "Before the chapter")).to_have_text("A/N: Thanks to salt.")
    expect(page.locator(".note-length").first).to_contain_text("27 of 5,000 characters")
    assert stored(desk) == {Part.NOTE_BEFORE: "A/N: Thanks to salt.", Part.TEXT: "\n".join(STORY_WORDS)}
    page.locator("#undo").get_by_role("button", name="Undo").click()
    expect(tab.words.locator("p")).to_have_text(["A/N: Thanks to salt.", *STORY_WORDS])
    expect(note(page, "Before the chapter")).to_have_text("")


def test_pasted_note_can_stay_in_the_text(desk: Desk) -> None:
    tab = desk.tab()
    tab.paste(html=f"{STORY}<p>Author’s note: more on Friday!</p>")
    offer = tab.page.locator("#found-notes")
    expect(offer).to_be_visible(timeout=KEPT_WITHIN_MS)
    offer.get_by_role("button", name="Leave in the text").click()
    expect(offer).to_be_hidden()
    assert stored(desk) == {Part.TEXT: "\n".join((*STORY_WORDS, "Author’s note: more on Friday!"))}


def test_nothing_is_offered_when_a_pasted_text_has_no_notes(desk: Desk) -> None:
    tab = desk.tab()
    with tab.page.expect_response("**/found-notes"):
        tab.paste(html=STORY)
    expect(tab.page.locator("#found-notes")).to_be_hidden()


def test_offer_keeps_the_caret_where_one_types(desk: Desk) -> None:
    tab = desk.tab()
    tab.paste(html=f"<p>A/N: Thanks to salt.</p>{STORY}")
    expect(tab.page.locator("#found-notes")).to_be_visible(timeout=KEPT_WITHIN_MS)
    tab.page.keyboard.type(" She waited.")
    expect(tab.words.locator("p").last).to_have_text(f"{STORY_WORDS[-1]} She waited.")


@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 900}], ids=["phone", "wide"])
def test_notes_and_the_offer_are_fit_for_every_eye(desk: Desk, size: dict[str, int]) -> None:
    tab = desk.tab(desk.device(viewport=size, reduced_motion="reduce"))
    tab.paste(html=f"<p>A/N: Thanks to salt.</p>{STORY}")
    expect(tab.page.locator("#found-notes")).to_be_visible(timeout=KEPT_WITHIN_MS)
    for opened in (False, True):
        if opened:
            place = tab.page.locator(".desk-foot") if size is PHONE else tab.page.get_by_role("tablist")
            place.get_by_text("Notes").click()
        for theme in ("light", "dark"):
            tab.page.emulate_media(color_scheme=theme, reduced_motion="reduce")
            assert faults(tab.page) == []
    if size is PHONE:
        assert tab.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
        assert [each for each in too_small_for_thumbs(tab.page) if "data-command" in each or "data-leave" in each] == []
