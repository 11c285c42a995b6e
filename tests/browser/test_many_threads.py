"""A margin with very many threads: only cards near sight have their contents, and nothing that one does shows it."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.beta.makers import cross_out, make_thread
from tests.browser.interception import intercept
from tests.browser.modules import own
from tests.browser.reading import House, card, make_house, soon, unfold
from tests.browser.test_pages import PHONE, faults
from tests.live import LiveServer
from workshop.beta import service
from workshop.beta.models import Thread
from workshop.db import db
from workshop.people.models import Person
from workshop.web import now

THREADS = 60
#: Pixels: between cards, as in margin.js, and above the first.
GAP = 10
LEAST = 40
_STACK = own("""async (given) => (await import("/static/js/beta/margin.js")).stack(...given)""")


@pytest.fixture
def house(live_server: LiveServer, new_context: Callable[..., BrowserContext]) -> House:
    """A chapter with a thread on each of its paragraphs."""
    words = (
        "of very many words about a tide that takes its time, a lamp that goes on, and somebody who waits for both. "
    )
    house = make_house(live_server, new_context, *(f"Paragraph {number} {words * 5}" for number in range(THREADS)))
    with house.server.app.app_context():
        beta = db.session.get(Person, house.beta_id)
        for number in range(THREADS):
            make_thread(house.document(), f"Paragraph {number} of", f"About {number}.", beta)
        db.session.commit()
    return house


def box(page: Page, number: int) -> Locator:
    """The card of the thread on a paragraph, folded or not."""
    return page.locator("#threads .thread").nth(number)


def scroll_to(page: Page, number: int) -> None:
    """Scroll until the card is there to be read: paragraphs take their real height only when they come into sight."""
    for _ in range(40):
        box(page, number).scroll_into_view_if_needed()
        page.wait_for_timeout(100)
        if box(page, number).evaluate(_IS_READABLE):
            return
    raise AssertionError(f"The card of thread {number} does not come into sight")


_IS_READABLE = """(card) => {
  const { top, bottom } = card.getBoundingClientRect();
  return !("folded" in card.dataset) && bottom > 0 && top < innerHeight;
}"""


def full(page: Page) -> Locator:
    return page.locator("#threads .thread:not([data-folded])")


def test_only_cards_near_sight_have_contents_and_all_are_in_order(house: House) -> None:
    page = house.desk().page
    expect(card(page, "About 0.")).to_be_visible()
    expect(full(page).last).to_be_visible()
    assert full(page).count() < THREADS / 2
    names = page.locator("#threads").get_by_role("article").evaluate_all("all => all.map((each) => each.ariaLabel)")
    assert names == [f"Thread by mothwing on “Paragraph {number} of”" for number in range(THREADS)]
    scroll_to(page, THREADS - 1)
    expect(card(page, f"About {THREADS - 1}.")).to_be_in_viewport()
    expect(box(page, 0)).to_have_attribute("data-folded", "")
    assert full(page).count() < THREADS / 2
    assert faults(page) == []


def test_click_on_words_far_below_leads_to_their_card_at_their_height(house: House) -> None:
    desk = house.desk()
    scroll_to(desk.page, 50)
    words = desk.words.locator("p").nth(50)
    words.locator(".thread-mark").click()
    expect(card(desk.page, "About 50.")).to_be_in_viewport()
    expect(card(desk.page, "About 50.")).to_have_class(re.compile("card-on"))
    desk.page.wait_for_timeout(600)
    assert abs(card(desk.page, "About 50.").bounding_box()["y"] - words.bounding_box()["y"]) < 30


def test_active_card_stands_at_its_words_where_those_above_have_room_and_none_lies_on_another(page: Page) -> None:
    random = Random(7)
    page.goto("/sign-in")
    active_at_words = 0
    for _ in range(300):
        count = random.randint(1, 12)
        wanted = sorted(random.randint(0, 1500) for _ in range(count))
        heights = [random.randint(20, 300) for _ in range(count)]
        active = random.randrange(-1, count)
        tops = page.evaluate(_STACK, [wanted, heights, active, LEAST])
        ends = [top + height + GAP for top, height in zip(tops, heights, strict=True)]
        assert tops[0] >= LEAST
        assert all(end <= top for end, top in zip(ends, tops[1:], strict=False))
        if active < 0:
            assert all(top == max(want, end) for want, top, end in zip(wanted, tops, [LEAST, *ends], strict=False))
        else:
            least = LEAST + sum(height + GAP for height in heights[:active])
            assert tops[active] == max(wanted[active], least)
            active_at_words += tops[active] == wanted[active]
    assert active_at_words > 100


def test_keys_walk_all_threads_and_tab_goes_from_card_to_card(house: House) -> None:
    page = house.desk().page
    expect(card(page, "About 0.")).to_be_visible()
    box(page, 0).focus()
    for number in range(30):
        page.keyboard.press("n")
        expect(box(page, number)).to_be_focused()
        expect(box(page, number)).to_contain_text(f"About {number}.")
    expect(page.locator("#chapter-text").get_by_text("Paragraph 29 of")).to_be_in_viewport()
    page.keyboard.press("p")
    expect(box(page, 28)).to_be_focused()
    met = set()
    for _ in range(80):
        page.keyboard.press("Tab")
        met.add(page.evaluate("document.activeElement.closest('.thread')?.ariaLabel"))
    assert {f"Thread by mothwing on “Paragraph {number} of”" for number in range(28, 40)} <= met


def test_unsent_reply_stays_when_its_card_is_out_of_sight_and_others_write(house: House) -> None:
    page = house.desk().page
    unfold(card(page, "About 0."), "Reply")
    expect(box(page, 0).get_by_role("textbox", name="Your reply")).to_be_focused()
    page.keyboard.type("I was wond")
    page.locator("#chapter-text p").first.click(position={"x": 5, "y": 5})
    scroll_to(page, THREADS - 1)
    with house.server.app.app_context():
        first = db.session.get(Thread, 1)
        service.reply(first, "And another thing.", db.session.get(Person, house.beta_id), now())
        service.reply(db.session.get(Thread, 20), "Out of sight.", db.session.get(Person, house.beta_id), now())
        db.session.commit()
    expect(box(page, 0)).to_contain_text("And another thing.", **soon())
    expect(box(page, 0).get_by_role("textbox", name="Your reply")).to_have_value("I was wond")
    scroll_to(page, 19)
    expect(card(page, "Out of sight.")).to_be_in_viewport()


def test_reply_in_a_card_that_was_folded_reaches_the_beta(house: House) -> None:
    desk, beta = house.desk(), house.reader()
    scroll_to(desk.page, 45)
    shown = card(desk.page, "About 45.")
    unfold(shown, "Reply")
    shown.get_by_role("textbox").fill("Yes, that one.")
    desk.page.keyboard.press("Control+Enter")
    expect(beta.card("About 45.")).to_contain_text("Yes, that one.", **soon())
    shown.get_by_role("button", name="Resolve").click()
    expect(desk.page.get_by_role("button", name=re.compile("^Resolved"))).to_be_visible(**soon())
    expect(desk.page.locator("[data-list='standing'] .thread")).to_have_count(THREADS - 1)


def test_folded_threads_take_part_in_every_list(house: House) -> None:
    page = house.desk().page
    expect(card(page, "About 0.")).to_be_visible()
    with house.server.app.app_context():
        cross_out(house.document(), "Paragraph 50 of")
        service.resolve(db.session.get(Thread, 41), db.session.get(Person, house.beta_id), now())
        db.session.commit()
    page.get_by_role("button", name="Words gone 1").click(**soon())
    expect(card(page, "About 50.")).to_contain_text("These words are gone")
    page.get_by_role("button", name="Resolved 1").click()
    expect(card(page, "About 40.")).to_contain_text("Resolved by mothwing")
    page.get_by_role("button", name=f"Open {THREADS - 2}").click()
    expect(card(page, "About 0.")).to_be_visible()


def test_sheet_of_a_phone_shows_every_card_as_it_comes_into_sight(house: House) -> None:
    page = house.desk(viewport=PHONE, has_touch=True, is_mobile=True).page
    page.get_by_role("navigation", name="Margin").get_by_role("button", name="Threads").click()
    expect(card(page, "About 0.")).to_be_in_viewport()
    assert full(page).count() < THREADS / 2
    for number in (30, THREADS - 1):
        scroll_to(page, number)
        expect(card(page, f"About {number}.")).to_be_in_viewport()
    card(page, f"About {THREADS - 1}.").locator(".thread-words").click()
    expect(page.locator("#chapter-text").get_by_text(f"Paragraph {THREADS - 1} of")).to_be_in_viewport()


def test_event_fetches_what_changed_and_nothing_twice(house: House) -> None:
    page = house.desk().page
    expect(card(page, "About 0.")).to_be_visible()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/threads" in request.url else None)
    with page.expect_response("**/threads?*") as answer, house.server.app.app_context():
        service.reply(db.session.get(Thread, 1), "News.", db.session.get(Person, house.beta_id), now())
        db.session.commit()
    expect(card(page, "News.")).to_be_visible(**soon())
    assert "About 0." in answer.value.text()
    assert "About 1." not in answer.value.text()
    page.evaluate("document.body.dispatchEvent(new CustomEvent('threads', { detail: { revision: 2 } }))")
    page.wait_for_timeout(300)
    assert len(asked) == 1


def test_page_from_another_past_gets_every_card(house: House) -> None:
    """A copy of the database was brought back, and others went on from there."""
    page = house.desk().page
    expect(card(page, "About 0.")).to_be_visible()
    page.locator("#threads").evaluate("list => { list.dataset.revision = 1000; }")
    with house.server.app.app_context():
        make_thread(house.document(), "Paragraph 2", "From another past.", db.session.get(Person, house.beta_id))
        db.session.get(Thread, THREADS + 1).revision = 1500
        make_thread(house.document(), "Paragraph 1", "And on from there.", db.session.get(Person, house.beta_id))
        db.session.get(Thread, THREADS + 1).revision = 900
        db.session.commit()
    expect(card(page, "And on from there.")).to_be_visible(**soon())
    expect(card(page, "From another past.")).to_be_visible(**soon())


def test_new_card_has_the_focus_also_when_the_news_overtakes_the_answer(house: House) -> None:
    beta = house.reader()

    def answer_late(route: Route) -> None:
        answer = route.fetch()
        expect(beta.card("Overtaken.")).to_be_attached(**soon())
        route.fulfill(response=answer)

    intercept(beta.page, re.compile("/documents/[0-9]+/threads"), answer_late)
    beta.select("a lamp that goes on")
    beta.page.keyboard.press("c")
    beta.page.keyboard.type("Overtaken.")
    beta.page.keyboard.press("Control+Enter")
    expect(beta.card("Overtaken.")).to_be_focused(**soon())
    expect(beta.composer).to_be_hidden()
    beta.page.wait_for_timeout(500)
    expect(beta.card("Overtaken.")).to_be_focused()
