"""Threads as two people use them: a beta in the reading view, the author at the desk, each in a browser of their own."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import pytest
from playwright.sync_api import BrowserContext, Locator, expect

from tests.beta.makers import cross_out, make_thread, put_in
from tests.browser.reading import REACHES_WITHIN_MS, House, card, make_house
from tests.browser.test_pages import PHONE, faults, too_small_for_thumbs
from tests.live import LiveServer
from tests.makers import write
from tests.prose.makers import br, bullets, doc, image, li, mark, p, quote, rule, t
from tests.prose.random_documents import random_document
from workshop.beta import service
from workshop.beta.invitations import revoke_beta
from workshop.beta.models import Thread
from workshop.db import db
from workshop.people.models import Person
from workshop.prose.html import document_to_page
from workshop.prose.plain import plain_text, text_between
from workshop.web import now
from workshop.works.models import Chapter, Part, Work
from workshop.works.queries import documents_of

LINES = ("The tide was out.", "She waited on the slip until the lamp went on.", "Nobody came.")


@pytest.fixture
def house(live_server: LiveServer, new_context: Callable[..., BrowserContext]) -> House:
    return make_house(live_server, new_context, *LINES)


def unfold(card: Locator, what: str) -> None:
    """Open what a card keeps folded: the way to reply, or to change a comment."""
    card.locator("summary").filter(has_text=what).click()


def soon() -> dict[str, float]:
    return {"timeout": REACHES_WITHIN_MS}


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


def test_selection_and_place_on_the_screen_stay_while_the_author_writes_above(
    live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    house = make_house(live_server, new_context, *(f"Paragraph {number} of many words." for number in range(80)))
    beta = house.reader()
    line = beta.text.get_by_text("Paragraph 40 ")
    line.scroll_into_view_if_needed()
    beta.select("40 of many")
    before = line.bounding_box()["y"]
    with house.server.app.app_context():
        document = house.document()
        write(document, "New.", "And new.", *(f"Paragraph {number} of many words." for number in range(80)))
        db.session.commit()
    expect(beta.text).to_contain_text("And new.", **soon())
    assert abs(line.bounding_box()["y"] - before) < 2
    assert beta.page.evaluate("String(getSelection())") == "40 of many"
    beta.page.get_by_role("button", name="Comment", exact=True).first.click()
    beta.composer.get_by_role("textbox").fill("Forty!")
    beta.page.keyboard.press("Control+Enter")
    expect(beta.card("Forty!").locator(".quote")).to_have_text("40 of many")
    beta.expect_marked("40 of many")


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
        for upper, lower in zip(boxes, boxes[1:], strict=False):
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


@pytest.mark.tolerates("status of 401")
def test_beta_whose_access_ends_sees_nothing_more_at_once(house: House) -> None:
    beta = house.reader()
    expect(beta.text).to_contain_text("The tide was out.")
    with house.server.app.app_context():
        revoke_beta(db.session.get(Work, house.work_id), house.beta_id, now())
        db.session.commit()
    expect(beta.page.get_by_text("The tide was out.")).to_have_count(0, timeout=5_000)
    expect(beta.page).to_have_url(re.compile("/sign-in"))


def test_note_that_the_author_adds_appears(house: House) -> None:
    beta = house.reader()
    expect(beta.page.locator("#part-note_before")).to_be_hidden()
    with house.server.app.app_context():
        write(documents_of(db.session.get(Chapter, house.chapter_id))[Part.NOTE_BEFORE], "Mind the rocks.")
        db.session.commit()
    expect(beta.page.get_by_text("Mind the rocks.")).to_be_visible(**soon())


def test_reading_and_answering_work_without_scripts(house: House) -> None:
    with house.server.app.app_context():
        make_thread(house.document(), "tide", "Which tide?", db.session.get(Person, house.beta_id))
        service.resolve(make_thread(house.document(), "Nobody", "Hm."), db.session.get(Person, house.beta_id), now())
        db.session.commit()
    page = house.device("author", java_script_enabled=False).new_page()
    page.goto(f"/chapters/{house.chapter_id}/read")
    shown = card(page, "Which tide?")
    unfold(shown, "Reply")
    shown.get_by_role("textbox").fill("The spring one.")
    shown.get_by_role("button", name="Reply").click()
    expect(card(page, "The spring one.")).to_be_visible()
    expect(card(page, "Hm.")).to_be_visible()
    card(page, "The spring one.").get_by_role("button", name="Resolve").click()
    expect(card(page, "The spring one.").get_by_role("button", name="Reopen")).to_be_visible()


def test_browser_without_highlights_marks_the_words_themselves(house: House) -> None:
    with house.server.app.app_context():
        make_thread(house.document(), "tide", "Which tide?")
        db.session.commit()
    context = house.device("beta")
    context.add_init_script("Object.defineProperty(CSS, 'highlights', { value: undefined })")
    page = context.new_page()
    page.goto(f"/chapters/{house.chapter_id}/read")
    marks = page.locator("mark[data-paint='thread-mark']")
    expect(marks).to_have_text(["tide"])
    with house.server.app.app_context():
        put_in(house.document(), "was", "surely ")
        make_thread(house.document(), "surely", "Surely?")
        db.session.commit()
    expect(marks).to_have_text(["tide", "surely"], **soon())
    expect(page.locator("#part-text p").first).to_have_text("The tide surely was out.")
    # What the marks split is still one text: positions are right.
    page.locator("#part-text").evaluate(
        "text => getSelection().setBaseAndExtent(text.querySelectorAll('p')[0].lastChild, 1, text.querySelectorAll('p')[0].lastChild, 4)"
    )
    page.keyboard.press("c")
    page.keyboard.type("Was it?")
    page.keyboard.press("Control+Enter")
    expect(card(page, "Was it?").locator(".quote")).to_have_text("was")


def test_every_place_on_the_page_is_the_position_that_the_server_means(
    live_server: LiveServer, new_context: Callable[..., BrowserContext]
) -> None:
    """Random documents with every kind of node: any range of positions is the same text on the page as in Python."""
    house = make_house(live_server, new_context, *LINES)
    page = house.reader().page
    random = Random(20261101)
    documents = [random_document(random, 6) for _ in range(40)] + [
        doc(p(t("a", mark("ruby", text="long reading")), br(), image(), "😀b"), quote(bullets("c", li("d", "e"))), rule(), "f\x00g")
    ]
    for document in documents:
        blocks = [block for block in plain_text(document).paragraphs if block.text]
        ranges = []
        for _ in range(30 if blocks else 0):
            block = random.choice(blocks)
            places = sorted(random.choices(_whole_characters(block.text), k=2))
            if places[0] < places[1]:
                ranges.append([block.position + places[0], block.position + places[1]])
        wanted = [text_between(document, *each).translate(_AS_ON_PAGE) for each in ranges]
        found, back = page.evaluate(_ROUND_TRIP, [str(document_to_page(document)), ranges])
        assert found == wanted
        assert back == ranges


#: A page shows a break and an image as elements, and what HTML cannot hold as a blank of no width.
_AS_ON_PAGE = {ord("\n"): "", ord("\ufffc"): ""} | dict.fromkeys([*range(10), *range(11, 32), *range(127, 160)], "\u200b")
_AS_ON_PAGE[ord("\t")] = "\t"

_ROUND_TRIP = """async ([html, ranges]) => {
  const { PageText } = await import("/static/js/beta/page-text.js");
  const element = document.createElement("div");
  element.dataset.document = "1";
  element.innerHTML = html;
  document.body.append(element);
  const text = new PageText(element);
  const found = [];
  const back = [];
  for (const [from, to] of ranges) {
    const range = text.rangeBetween(from, to);
    const content = range.cloneContents();
    for (const extra of content.querySelectorAll("rt, rp, [data-leaf]")) extra.remove();
    found.push(content.textContent.replaceAll("\\n", ""));
    const positions = text.positionsIn(range);
    back.push([positions.from, positions.to]);
  }
  element.remove();
  return [found, back];
}"""


def _whole_characters(text: str) -> list[int]:
    """Return the offsets between characters, in UTF-16 units."""
    offsets = [0]
    for character in text:
        offsets.append(offsets[-1] + (2 if ord(character) > 0xFFFF else 1))
    return offsets


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_where_threads_are(house: House, theme: str) -> None:
    with house.server.app.app_context():
        document, beta = house.document(), db.session.get(Person, house.beta_id)
        make_thread(document, "tide", "Which tide?", beta)
        changed, gone = make_thread(document, "waited", "Why?", beta), make_thread(document, "lamp", "What lamp?", beta)
        service.resolve(make_thread(document, "Nobody", "Hm.", beta), beta, now())
        put_in(document, "aited", "x")
        cross_out(document, "lamp ")
        db.session.commit()
        assert (changed.state, gone.state) == ("changed", "gone")
    for who, address in (("beta", "/chapters/{}/read"), ("author", "/chapters/{}")):
        page = house.device(who, color_scheme=theme, reduced_motion="reduce").new_page()
        page.goto(address.format(house.chapter_id))
        expect(card(page, "Which tide?")).to_be_visible()
        for name in ("Open", "Words gone", "Resolved"):
            page.get_by_role("button", name=re.compile(f"^{name}")).click()
            assert faults(page) == []


def test_reading_is_fit_for_a_phone(house: House) -> None:
    with house.server.app.app_context():
        make_thread(house.document(), "tide", "Which tide?", db.session.get(Person, house.beta_id))
        db.session.commit()
    beta = house.reader(viewport=PHONE, has_touch=True, is_mobile=True)
    assert beta.page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert too_small_for_thumbs(beta.page) == []
    beta.page.get_by_role("button", name="Threads").click()
    expect(beta.card("Which tide?")).to_be_in_viewport()
    assert too_small_for_thumbs(beta.page) == []
    assert faults(beta.page) == []
    beta.card("Which tide?").locator(".thread-words").click()
    expect(beta.card("Which tide?")).to_be_hidden()
    beta.expect_marked("tide", name="thread-on")
    beta.select("Nobody")
    beta.page.get_by_role("button", name="Comment", exact=True).first.click()
    expect(beta.composer).to_be_in_viewport()
    beta.composer.get_by_role("textbox").fill("From my phone.")
    beta.composer.get_by_role("button", name="Comment").click()
    expect(beta.card("From my phone.")).to_be_in_viewport()


def test_reader_chooses_type_and_size_for_good(house: House) -> None:
    beta = house.reader()
    usual = beta.text.evaluate("text => getComputedStyle(text).fontSize")
    beta.page.get_by_role("button", name="Type: face and size").click()
    beta.page.get_by_role("button", name="Large").click()
    beta.page.get_by_role("button", name="Inter").click()
    beta.page.reload()
    size, family = beta.text.evaluate("text => [getComputedStyle(text).fontSize, getComputedStyle(text).fontFamily]")
    assert float(size[:-2]) > float(usual[:-2])
    assert "Inter" in family
