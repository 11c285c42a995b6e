"""The reading view in a real browser: what stays while the author writes, and what works where something is missing."""

from __future__ import annotations

import re
from collections.abc import Callable
from random import Random

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.beta.makers import cross_out, make_thread, put_in
from tests.browser.modules import own
from tests.browser.reading import LINES, House, card, make_house, soon, unfold
from tests.browser.test_pages import PHONE, faults, too_small_for_thumbs
from tests.live import LiveServer
from tests.makers import write
from tests.prose.makers import br, bullets, doc, image, li, mark, p, quote, rule, t
from tests.prose.random_documents import random_document
from workshop.beta import service
from workshop.beta.invitations import revoke_beta
from workshop.db import db
from workshop.people.models import Person
from workshop.prose.html import document_to_page
from workshop.prose.plain import plain_text, text_between
from workshop.web import now
from workshop.works.models import Chapter, Part, Work
from workshop.works.queries import documents_of


@pytest.fixture
def house(live_server: LiveServer, new_context: Callable[..., BrowserContext]) -> House:
    return make_house(live_server, new_context, *LINES)


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
        """text => {
            const { lastChild } = text.querySelector("p");
            getSelection().setBaseAndExtent(lastChild, 1, lastChild, 4);
        }"""
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
        doc(
            p(t("a", mark("ruby", text="long reading")), br(), image(), "😀b"),
            quote(bullets("c", li("d", "e"))),
            rule(),
            "f\x00g",
        )
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
_AS_ON_PAGE = {ord("\n"): "", ord("\ufffc"): ""} | dict.fromkeys(
    [*range(10), *range(11, 32), *range(127, 160)], "\u200b"
)
_AS_ON_PAGE[ord("\t")] = "\t"

_ROUND_TRIP = own("""async ([html, ranges]) => {
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
}""")


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
