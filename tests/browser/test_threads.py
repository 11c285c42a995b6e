"""Threads as two people use them: a beta in the reading view, the author at the desk, each in a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.beta.makers import make_thread, put_in
from tests.browser.interception import intercept
from tests.browser.reading import LINES, House, card, make_house, soon, unfold
from tests.live import LiveServer
from tests.prose.makers import doc
from workshop.beta import service
from workshop.beta.models import Thread
from workshop.db import db
from workshop.people.models import Person
from workshop.web import now


@pytest.fixture
def house(live_server: LiveServer, new_context: Callable[..., BrowserContext]) -> House:
    return make_house(live_server, new_context, *LINES)


def test_author_and_beta_talk_about_words_while_the_text_is_edited(house: House) -> None:
    beta, desk = house.reader(), house.desk()

    beta.comment("until the lamp", "Which lamp?")
    shown = card(desk.page, "Which lamp?")
    expect(shown).to_be_visible(**soon())
    expect(desk.words.locator(".thread-mark")).to_have_text("until the lamp")
    beta.expect_marked("until the lamp")

    unfold(shown, "Reply")
    shown.get_by_role("textbox").fill("The one in the tower.")
    shown.get_by_role("button", name="Reply").click()
    expect(beta.card("Which lamp?")).to_contain_text("The one in the tower.", **soon())

    desk.words.locator("p").first.click()
    desk.press("Home")
    desk.type("Far below, ")
    expect(beta.text).to_contain_text("Far below, The tide was out.", **soon())
    beta.expect_marked("until the lamp")

    desk.select("lamp")
    desk.type("lantern")
    changed = beta.card("Which lamp?")
    expect(changed).to_contain_text("These words changed", **soon())
    expect(changed.locator("del")).to_have_text("until the lamp")
    expect(changed.locator("ins")).to_have_text("until the lantern")
    expect(shown).to_contain_text("These words changed", **soon())
    expect(beta.text).to_contain_text("until the lantern", **soon())

    expect(desk.words.locator(".thread-mark")).to_have_text("until the lantern", **soon())
    desk.select("until the lantern")
    desk.press("Backspace")
    beta.page.get_by_role("button", name="Words gone").click(**soon())
    expect(beta.card("Which lamp?")).to_contain_text("These words are gone")
    expect(beta.card("Which lamp?").locator(".quote")).to_have_text("until the lamp")


def test_author_opens_a_thread_at_the_desk_and_the_beta_answers(house: House) -> None:
    beta, desk = house.reader(), house.desk()
    desk.click_at_end()
    desk.type(" Not yet.")
    desk.select("Nobody")
    desk.press("Control+Alt+m")
    composer = desk.page.locator("#new-thread")
    expect(composer.locator(".quote")).to_have_text("Nobody")
    composer.get_by_role("textbox").fill("Too much?")
    desk.press("Control+Enter")
    expect(card(desk.page, "Too much?")).to_be_visible(**soon())

    answered = beta.card("Too much?")
    unfold(answered, "Reply")
    answered.get_by_role("textbox").fill("Just right.")
    beta.page.keyboard.press("Control+Enter")
    expect(card(desk.page, "Just right.")).to_be_visible(**soon())
    card(desk.page, "Just right.").get_by_role("button", name="Resolve").click()
    expect(beta.page.get_by_role("button", name=re.compile("^Resolved"))).to_be_visible(**soon())
    beta.expect_marked()


@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
def test_thread_on_words_that_are_not_sent_yet_waits_for_them(house: House) -> None:
    desk = house.desk()
    desk.page.context.set_offline(True)
    desk.click_at_end()
    desk.type(" And yet.")
    desk.select("And yet")
    desk.press("Control+Alt+m")
    desk.page.locator("#new-thread textarea").fill("Is this too modern?")
    desk.press("Control+Enter")
    expect(desk.page.locator("#new-thread .thread-error")).to_contain_text("have not reached Galley", **soon())
    desk.page.context.set_offline(False)
    desk.expect_kept()
    desk.page.locator("#new-thread textarea").press("Control+Enter")
    expect(card(desk.page, "too modern").locator(".quote")).to_have_text("And yet", **soon())


def test_half_written_reply_outlives_what_others_do(house: House) -> None:
    with house.server.app.app_context():
        thread = make_thread(house.document(), "tide", "Which tide?", db.session.get(Person, house.beta_id))
        db.session.commit()
        thread_id = thread.id
    beta = house.reader()
    first = beta.card("Which tide?")
    unfold(first, "Reply")
    field = first.get_by_role("textbox", name="Your reply")
    field.fill("I was wond")
    with house.server.app.app_context():
        thread = db.session.get(Thread, thread_id)
        service.reply(thread, "The spring tide.", thread.document.chapter.work.memberships[0].person, now())
        make_thread(thread.document, "Nobody", "Another one.")
        put_in(thread.document, "The", "Once. ")
        db.session.commit()
    expect(first).to_contain_text("The spring tide.", **soon())
    expect(beta.card("Another one.")).to_be_visible(**soon())
    expect(beta.text).to_contain_text("Once. The tide", **soon())
    expect(field).to_be_focused()
    beta.page.keyboard.type("ering.")
    expect(field).to_have_value("I was wondering.")
    beta.page.keyboard.press("Control+Enter")
    expect(first.locator(".comment-words").last).to_have_text("I was wondering.")
    expect(field).to_be_hidden()


def test_words_lead_to_their_thread_and_back(
    live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    house = make_house(live_server, new_context, *(f"Paragraph {number} of many words." for number in range(60)))
    with house.server.app.app_context():
        for number in (3, 50):
            make_thread(house.document(), f"Paragraph {number}", f"About {number}.")
        db.session.commit()
    beta = house.reader()
    expect(beta.card("About 50.")).not_to_be_in_viewport()
    beta.click_on("Paragraph 50")
    expect(beta.card("About 50.")).to_be_in_viewport()
    expect(beta.card("About 50.")).to_have_class(re.compile("card-on"))
    beta.card("About 3.").locator(".thread-words").click()
    expect(beta.text.get_by_text("Paragraph 3 of")).to_be_in_viewport()
    beta.expect_marked("Paragraph 3", name="thread-on")


def test_card_stands_level_with_its_words_and_covers_no_other(house: House) -> None:
    with house.server.app.app_context():
        for words in ("tide", "was", "out", "Nobody"):
            make_thread(house.document(), words, f"About {words}.")
        db.session.commit()
    for page in (house.reader().page, house.desk().page):
        expect(card(page, "About tide.")).to_be_visible()
        card(page, "About out.").locator(".thread-words").click()
        page.wait_for_timeout(400)
        boxes = [card(page, f"About {words}.").bounding_box() for words in ("tide", "was", "out", "Nobody")]
        for upper, lower in pairwise(boxes):
            assert upper["y"] + upper["height"] <= lower["y"]


def test_comment_by_keyboard_alone(house: House) -> None:
    beta = house.reader()
    button = beta.page.locator("#paragraph-button")
    button.focus()
    beta.page.keyboard.press("ArrowDown")
    expect(button).to_have_attribute("aria-label", re.compile("She waited"))
    beta.page.keyboard.press("Enter")
    expect(beta.composer.locator(".quote")).to_have_text(LINES[1])
    beta.page.keyboard.type("Lovely.")
    beta.page.keyboard.press("Control+Enter")
    expect(beta.card("Lovely.")).to_be_focused()
    beta.select("tide")
    beta.page.keyboard.press("c")
    expect(beta.composer.locator(".quote")).to_have_text("tide")
    beta.page.keyboard.press("Escape")
    expect(beta.composer).to_be_hidden()
    beta.page.keyboard.press("n")
    expect(beta.card("Lovely.")).to_be_focused()


def test_comment_across_paragraphs_and_in_a_note(
    live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    house = make_house(live_server, new_context, *LINES, note_before=doc("Thanks for reading!"))
    beta = house.reader()
    beta.text.evaluate(
        """(text) => {
          const [first, second] = text.querySelectorAll("p");
          getSelection().setBaseAndExtent(first.firstChild, 9, second.firstChild, 3);
        }"""
    )
    beta.page.keyboard.press("c")
    beta.page.keyboard.type("Two at once.")
    beta.page.keyboard.press("Control+Enter")
    expect(beta.card("Two at once.").locator(".quote")).to_have_text("was out. ¶ She")
    beta.comment("for reading", "You are welcome.")
    expect(beta.card("You are welcome.")).to_contain_text("In the author’s note before the chapter")


def test_comment_can_be_changed_taken_back_and_brought_back(house: House) -> None:
    beta = house.reader()
    beta.comment("tide", "Wich tide?")
    shown = beta.page.locator("#threads .thread")
    unfold(shown, "Change")
    shown.get_by_role("textbox", name="Your comment").fill("Which tide?")
    shown.get_by_role("button", name="Keep the change").click()
    expect(shown.locator(".comment-words")).to_have_text("Which tide?")
    expect(shown).to_contain_text("Edited just now")
    unfold(shown, "Change")
    shown.get_by_role("button", name="Take it back").click()
    expect(shown).to_have_count(0)
    beta.page.get_by_role("button", name="Undo").click()
    expect(beta.card("Which tide?")).to_be_visible()
    expect(beta.page.get_by_role("button", name="Undo")).to_have_count(0)


def test_click_on_a_card_counts_although_another_comes_before_it_meanwhile(house: House) -> None:
    with house.server.app.app_context():
        make_thread(house.document(), "Nobody", "Who is nobody?")
        db.session.commit()
    for page, before in ((house.desk().page, "tide"), (house.reader().page, "She")):
        pressed = card(page, "Who is nobody?")
        pressed.get_by_text("Reply", exact=True).first.hover()
        page.mouse.down()
        with house.server.app.app_context():
            make_thread(house.document(), before, f"About {before}. " * 40)
            db.session.commit()
        expect(card(page, f"About {before}.")).to_be_attached(**soon())
        page.wait_for_timeout(600)
        page.mouse.up()
        expect(pressed.get_by_role("textbox")).to_be_focused()
        page.wait_for_timeout(600)
        upper, lower = (card(page, words).bounding_box() for words in (f"About {before}.", "Who is nobody?"))
        assert upper["y"] + upper["height"] <= lower["y"]


@pytest.mark.tolerates("status of 400")
def test_refused_comment_says_why_and_stays(house: House) -> None:
    beta = house.reader()
    beta.select("tide")
    beta.page.keyboard.press("c")
    field = beta.composer.get_by_role("textbox")
    field.fill("Hm?")
    beta.composer.locator("[name=to]").evaluate("field => { field.value = '999999'; }")
    beta.composer.get_by_role("button", name="Comment").click()
    expect(beta.composer.get_by_role("alert")).to_contain_text("Select the words")
    expect(field).to_have_value("Hm?")


@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED", "Failed to fetch")
def test_comment_without_a_connection_stays_and_says_so(house: House) -> None:
    beta = house.reader()
    beta.select("tide")
    beta.page.keyboard.press("c")
    beta.page.keyboard.type("Which?")
    beta.page.context.set_offline(True)
    beta.page.keyboard.press("Control+Enter")
    expect(beta.composer).to_contain_text("Galley cannot be reached")
    beta.page.context.set_offline(False)
    beta.page.keyboard.press("Control+Enter")
    expect(beta.card("Which?")).to_be_visible()


def test_word_at_the_caret_is_commented_on_when_nothing_is_selected(house: House) -> None:
    desk = house.desk()
    button = desk.page.get_by_role("button", name="Comment on these words")
    desk.words.get_by_text("Nobody").click()
    desk.press("End", "ArrowLeft", "ArrowLeft")
    expect(button).to_have_attribute("aria-disabled", "false")
    button.click()
    expect(desk.page.locator("#new-thread .quote")).to_have_text("came")
    desk.press("Escape")
    expect(desk.words).to_be_focused()


def test_comment_of_somebody_else_is_heard_by_a_screen_reader(house: House) -> None:
    desk, beta = house.desk(), house.reader()
    beta.comment("tide", "Which tide?")
    expect(desk.page.locator("#said")).to_have_text("mothwing left a comment.", **soon())
    expect(beta.page.locator("#said")).to_have_text("")


@pytest.mark.tolerates("status of 500")
def test_list_stays_when_it_cannot_be_fetched_anew(house: House) -> None:
    beta, other = house.reader(), house.reader("author")
    beta.comment("tide", "Which tide?")
    expect(other.card("Which tide?")).to_be_visible(**soon())
    intercept(other.page, "**/threads?*", lambda route: route.fulfill(status=500, body="<p>Something broke.</p>"))
    with other.page.expect_response("**/threads?*"):
        beta.comment("waited", "Why?")
    other.page.unroute("**/threads?*")
    expect(other.card("Which tide?")).to_be_visible()
    beta.comment("Nobody", "Nobody?")
    expect(other.card("Nobody?")).to_be_visible(**soon())
