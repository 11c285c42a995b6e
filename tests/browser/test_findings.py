"""Findings on the desk, with a real LanguageTool: underlined, walked by keyboard, decided, remembered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.desk import Desk, Tab, make_desk
from tests.browser.interception import intercept
from tests.conftest import close
from tests.languagetool_fixture import app_asking, languagetool
from tests.live import LiveServer, served
from workshop import create_app
from workshop.grammar.engine import Engine
from workshop.settings import Settings

__all__ = ["languagetool"]

pytestmark = pytest.mark.languagetool
aborted = pytest.mark.tolerates("net::ERR_FAILED")

TEXT = (
    "Ren-kun has been like this ever sense the storm.\n\n"
    "You're thinking to hard about it, said his aunt. We will wait for however long it take.\n\n"
    "He looked at the light everyday."
)


@pytest.fixture
def app(settings: Settings, languagetool: Engine) -> Iterator[Flask]:
    with app_asking(languagetool, settings) as app:
        yield app


@pytest.fixture
def tab(live_server: LiveServer, new_context: Callable[..., BrowserContext]) -> Tab:
    return make_desk(live_server, new_context, TEXT).tab()


def underlined(page: Page, kind: str = "mistake") -> Locator:
    return page.locator(f".prose-editor .finding-{kind}")


def card(page: Page) -> Locator:
    return page.locator("#finding-card")


def test_mistakes_are_underlined_and_listed_but_honorifics_are_not(tab: Tab) -> None:
    expect(underlined(tab.page)).to_have_text(["sense", "to", "take", "everyday"])
    expect(tab.page.locator(".prose-editor .finding", has_text="Ren-kun")).to_have_count(0)
    tab.page.get_by_role("tab", name="Findings").click()
    expect(tab.page.locator(".finding-row").first).to_contain_text("since")


def test_the_whole_list_is_walked_and_mended_by_keyboard(tab: Tab) -> None:
    page = tab.page
    expect(underlined(page)).to_have_count(4)
    tab.words.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    expect(card(page)).to_contain_text("since")
    page.keyboard.press("Enter")
    expect(card(page)).to_contain_text("too")
    page.keyboard.press("i")
    expect(card(page)).to_contain_text("takes")
    page.keyboard.press("Shift+F8")
    page.keyboard.press("Escape")
    expect(card(page)).to_be_hidden()
    expect(tab.words).to_be_focused()
    expect(tab.words).to_contain_text("ever since the storm")
    expect(underlined(page)).to_have_text(["take", "everyday"])


def test_a_finding_that_was_left_stays_away_through_edits_and_reloads(tab: Tab) -> None:
    page = tab.page
    underlined(page).filter(has_text="everyday").click()
    page.get_by_role("button", name=re.compile("Leave it")).click()
    expect(underlined(page)).to_have_text(["sense", "to", "take"])
    tab.words.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.type("It rained. ")
    tab.expect_kept()
    tab.open()
    expect(underlined(page)).to_have_text(["sense", "to", "take"])


def test_a_decision_can_be_undone_at_once(tab: Tab) -> None:
    page = tab.page
    underlined(page).filter(has_text="everyday").click()
    page.get_by_role("button", name=re.compile("Not in this work")).click()
    expect(underlined(page)).to_have_count(3)
    page.locator("#undo").get_by_role("button", name="Undo").click()
    expect(underlined(page)).to_have_count(4)


def test_voice_is_quiet_in_the_whole_work_and_in_no_other_words(tab: Tab) -> None:
    page = tab.page
    tab.type(" He could of gone. She could of known. I should of known.")
    expect(underlined(page)).to_have_count(7)
    underlined(page).filter(has_text="could of").first.click()
    page.keyboard.press("Escape")
    tab.words.focus()
    page.keyboard.press("F8")
    card(page).get_by_role("button", name=re.compile("It’s voice")).click()
    expect(underlined(page).filter(has_text="could of")).to_have_count(0)
    expect(underlined(page).filter(has_text="should of")).to_have_count(1)
    expect(page.locator("#undo")).to_contain_text("2 times")
    tab.expect_kept()
    tab.open()
    expect(underlined(page)).to_have_count(5)


def test_a_beta_is_asked_by_keyboard_and_the_finding_waits_for_the_thread(tab: Tab) -> None:
    page = tab.page
    expect(underlined(page)).to_have_count(4)
    tab.words.focus()
    page.keyboard.press("Control+Home")
    page.keyboard.press("F8")
    expect(card(page)).to_contain_text("since")
    page.keyboard.press("a")
    question = page.get_by_label("Your question")
    expect(question).to_be_focused()
    expect(question).to_have_value("“sense” or “since” here?")
    page.keyboard.press("Escape")
    expect(card(page).get_by_role("button", name=re.compile("Ask my beta"))).to_be_focused()
    page.keyboard.press("a")
    page.keyboard.type("Is it iv? Really")
    page.keyboard.press("Control+Enter")
    expect(underlined(page)).to_have_text(["to", "take", "everyday"])
    page.keyboard.press("Escape")
    page.get_by_role("tab", name="Threads").click()
    thread = page.locator("#threads .thread")
    expect(thread).to_contain_text("Is it iv? Really")
    expect(thread.locator(".thread-quote")).to_have_text("sense")
    tab.open()
    expect(underlined(page)).to_have_text(["to", "take", "everyday"])
    page.get_by_role("tab", name="Threads").click()
    thread.get_by_role("button", name="Resolve").click()
    expect(underlined(page)).to_have_text(["sense", "to", "take", "everyday"])


def test_a_question_is_taken_back_with_its_thread(tab: Tab) -> None:
    page = tab.page
    underlined(page).filter(has_text="everyday").click()
    page.get_by_role("button", name=re.compile("Ask my beta")).click()
    card(page).get_by_role("button", name="Ask", exact=True).click()
    expect(underlined(page)).to_have_count(3)
    page.locator("#undo").get_by_role("button", name="Undo").click()
    expect(underlined(page)).to_have_count(4)
    expect(page.locator("#threads .thread")).to_have_count(0)


@aborted
def test_a_question_waits_in_the_card_while_galley_is_away(tab: Tab) -> None:
    page = tab.page
    underlined(page).filter(has_text="everyday").click()
    page.get_by_role("button", name=re.compile("Ask my beta")).click()
    intercept(page, "**/questions", lambda route: route.abort())
    page.get_by_label("Your question").fill("Hm?")
    card(page).get_by_role("button", name="Ask", exact=True).click()
    expect(card(page).get_by_role("alert")).to_contain_text("still here")
    page.keyboard.press("Escape")
    page.unroute("**/questions")
    page.get_by_role("button", name=re.compile("Ask my beta")).click()
    expect(page.get_by_label("Your question")).to_have_value("Hm?")


def test_what_was_mended_is_listed_and_gathered_and_can_be_taken_back(tab: Tab) -> None:
    page = tab.page
    tab.type(" He could of gone. She could of known.")
    expect(underlined(page)).to_have_count(6)
    for _ in range(2):
        with page.expect_response("**/decisions"):
            underlined(page).filter(has_text="could of").first.click()
            card(page).get_by_role("button", name="could have").click()
    tab.expect_kept()
    page.goto("/account/mistakes")
    expect(page.get_by_role("heading", name="“of” for “have”")).to_be_visible()
    expect(page.locator(".often")).to_have_text("2 times")
    tab.open()
    page.get_by_role("tab", name="Findings").click()
    page.get_by_role("link", name="Decided").click()
    page.get_by_role("link", name=re.compile("Mended")).click()
    expect(page.locator(".row-sentence")).to_have_text(["She could of known.", "He could of gone."])
    page.get_by_role("button", name=re.compile("Take back")).first.click()
    expect(page.locator(".row-sentence")).to_have_text(["He could of gone."])
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".row-sentence")).to_have_count(2)


def test_a_name_is_learnt_with_all_its_forms_and_its_slips_are_mistakes(tab: Tab) -> None:
    page = tab.page
    tab.type(" Zorvath waited. Zorvath's boat lay still. Z-Zorvath-sama, said Ren-kun. Zorvaht nodded.")
    expect(underlined(page, "unknown").filter(has_text="Zorvath").first).to_be_visible()
    underlined(page, "unknown").filter(has_text=re.compile("^Zorvath$")).first.click()
    page.get_by_role("button", name=re.compile("It’s a name")).click()
    expect(underlined(page, "mistake").filter(has_text="Zorvaht")).to_be_visible()
    expect(page.locator(".prose-editor .finding", has_text=re.compile("Zorvath"))).to_have_count(0)


def test_the_cast_is_learnt_in_one_click(tab: Tab) -> None:
    page = tab.page
    tab.type(" Zorvath met Quellin and Vexholm. Zorvath nodded. Quellin laughed. Vexholm slept.")
    expect(underlined(page, "unknown").filter(has_text="Vexholm").first).to_be_visible()
    tab.expect_kept()
    page.get_by_role("tab", name="Findings").click()
    page.get_by_role("button", name=re.compile("Learn the cast")).click()
    page.get_by_role("button", name="Learn the chosen ones").click()
    expect(page.locator(".prose-editor .finding", has_text=re.compile("Zorvath|Quellin|Vexholm"))).to_have_count(0)
    expect(underlined(page)).to_have_text(["sense", "to", "take", "everyday"])


def test_writing_goes_on_while_the_checker_is_away_and_findings_come_back(
    settings: Settings, languagetool: Engine, new_context: Callable[..., BrowserContext]
) -> None:
    app = create_app(replace(settings, languagetool_url=languagetool.url))
    engine = app.extensions["grammar"]
    with served(app) as server:
        desk: Desk = make_desk(server, new_context, TEXT)
        tab = Tab(desk.device(base_url=server.url).new_page(), desk.chapter_id).open()
        tab.page.get_by_role("tab", name="Findings").click()
        expect(tab.page.locator(".findings-status")).to_be_visible()
        tab.type(" Still writing.")
        tab.expect_kept()
        assert desk.stored_text().endswith("Still writing.")
        engine.start()
        expect(underlined(tab.page)).to_have_count(4, timeout=30_000)
        expect(tab.page.locator(".findings-status")).to_be_hidden()
        tab.page.close()  # before the server, which would be one more thing to complain about
    engine.stop()
    close(app)


def test_how_much_is_pointed_out_is_chosen_in_the_panel_and_kept(
    live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    page = make_desk(live_server, new_context, "An old fashioned clock. He looked at it everyday.").tab().page
    expect(underlined(page)).to_have_text(["everyday"])
    expect(underlined(page, "style")).to_have_count(0)
    page.get_by_role("tab", name="Findings").click()
    page.get_by_role("button", name="Likely ones too").click()
    expect(underlined(page, "style")).to_have_text(["old fashioned"])
    expect(page.get_by_role("button", name="Likely ones too")).to_have_attribute("aria-pressed", "true")
    page.reload()
    expect(underlined(page, "style")).to_have_text(["old fashioned"])
    page.get_by_role("tab", name="Findings").click()
    page.get_by_role("button", name="Mistakes", exact=True).last.click()
    expect(underlined(page, "style")).to_have_count(0)


def test_language_is_chosen_in_the_panel_and_kept(
    live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    tab = make_desk(live_server, new_context, "It was her favuorite song.").tab()
    page = tab.page
    page.get_by_role("tab", name="Findings").click()
    row = page.locator(".finding-row")
    expect(row).to_contain_text("favuorite")
    with page.expect_response(lambda answer: answer.url.endswith("/findings") and "favourite" in answer.text()):
        page.get_by_label("It is written in").select_option("English (British)")
    underlined(page, "unknown").click()
    expect(card(page).locator(".finding-fix").first).to_have_text("favourite")
    page.set_viewport_size({"width": 360, "height": 720})
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    page.reload()
    expect(page.locator("#work-language")).to_have_value("en-GB")
