"""Who else is in a chapter: two people and a second tab see each other's carets, in the right words, and see them go."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, expect

from tests.browser.desk import NOW, Desk, Tab
from tests.browser.modules import own
from tests.browser.signing_in import carry_session
from workshop.db import db
from workshop.people.models import Person
from workshop.works.company import Company
from workshop.works.models import Chapter, Membership, Role

# Two that write at once get a 409 now and then, which Chromium reports though it is how they converge.
pytestmark = pytest.mark.tolerates("409 \\(CONFLICT\\)", "Failed to load resource", "ERR_", "Failed to fetch")

#: At a tenth of a second each: a save and its word take less.
CLOSE_LOOKS = 80
TEXT = "The harbour had been quiet."
# The letter behind which a caret stands, by the place of its line on the screen.
LETTER_BEFORE = """(mark) => {
  const { left, top, height } = mark.getBoundingClientRect();
  const mount = mark.closest("[data-behaviour]").querySelector("[data-editor-mount]");
  const walker = document.createTreeWalker(mount, NodeFilter.SHOW_TEXT);
  let best = ["", Infinity];
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    for (let at = 1; at <= text.length; at += 1) {
      const range = document.createRange();
      range.setStart(text, at - 1);
      range.setEnd(text, at);
      const letter = range.getBoundingClientRect();
      const off = Math.abs(letter.right - left - 1) + Math.abs(letter.top + letter.height / 2 - top - height / 2);
      if (off < best[1]) best = [text.data.slice(Math.max(0, at - 12), at), off];
    }
  }
  return best[0];
}"""


@pytest.fixture
def beside(desk: Desk) -> Callable[..., Tab]:
    """Opens the chapter as its second author, with the pen name nightjar."""
    with desk.server.app.app_context():
        person = Person(pen_name="nightjar", sign_in_name="nightjar", password_hash="-", created_at=NOW)
        db.session.add(person)
        db.session.flush()
        work_id = db.session.get_one(Chapter, desk.chapter_id).work_id
        db.session.add(Membership(work_id=work_id, person_id=person.id, role=Role.AUTHOR, joined_at=NOW))
        db.session.commit()
        session_id = person.get_id()

    def open_beside(**options: object) -> Tab:
        context = desk.new_context(**options)
        carry_session(context, desk.server, session_id)
        return Tab(context.new_page(), desk.chapter_id).open()

    return open_beside


def carets(tab: Tab) -> Locator:
    return tab.page.locator(".other-caret")


def company(tab: Tab) -> Locator:
    return tab.page.get_by_role("list", name="Also in this chapter").get_by_role("button")


def words_told(tab: Tab) -> list[str]:
    """The list that fills with what the tab tells of its caret from now on."""
    told: list[str] = []
    tab.page.on("request", lambda request: told.append(request.post_data) if request.url.endswith("/caret") else None)
    return told


def expect_behind(tab: Tab, letters: str) -> None:
    """Wait until the only other caret stands right behind these letters."""
    expect(carets(tab)).to_have_count(1)
    seen = ""
    for _ in range(CLOSE_LOOKS):
        seen = carets(tab).evaluate(LETTER_BEFORE)
        if seen.endswith(letters):
            return
        tab.page.wait_for_timeout(100)
    raise AssertionError(f"The caret stands behind “{seen}” and not behind “{letters}”")


def test_two_authors_see_each_others_caret_and_name(desk: Desk, beside: Callable[..., Tab]) -> None:
    mine = desk.tab()
    mine.type(TEXT)
    mine.expect_kept()
    theirs = beside()
    expect(company(theirs)).to_have_text(["mmothwing"])
    expect(company(mine)).to_have_text(["nnightjar"])
    expect_behind(theirs, "quiet.")
    theirs.click_at_end()
    theirs.press("Home", "ArrowRight", "ArrowRight", "ArrowRight")
    expect_behind(mine, "The")
    expect(carets(mine).locator(".other-name")).to_have_text("nightjar")
    expect(carets(mine)).to_have_class(re.compile("is-named"))
    expect(carets(mine)).not_to_have_class(re.compile("is-named"), timeout=6_000)


def test_caret_goes_along_with_what_is_typed_before_it_and_at_it(desk: Desk, beside: Callable[..., Tab]) -> None:
    mine = desk.tab()
    mine.type(TEXT)
    mine.expect_kept()
    theirs = beside()
    theirs.select("harbour")
    theirs.press("ArrowRight")
    expect_behind(mine, "bour")
    mine.press("Home")
    mine.page.keyboard.type("Oh, long ago: ")
    expect_behind(mine, "bour")
    mine.expect_kept()
    expect(theirs.words).to_have_text(f"Oh, long ago: {TEXT}")
    theirs.page.keyboard.type("wall")
    expect(mine.words).to_contain_text("harbourwall")
    expect_behind(mine, "wall")


def test_selection_is_shown_under_its_words(desk: Desk, beside: Callable[..., Tab]) -> None:
    mine = desk.tab()
    mine.type(TEXT)
    mine.expect_kept()
    theirs = beside()
    theirs.select("harbour")
    band = mine.page.locator(".other-selection")
    expect(band).to_have_count(1)
    expect_behind(mine, "bour")
    assert 20 < band.bounding_box()["width"] < 120


def test_own_second_tab_is_called_so_and_goes_when_it_is_closed(desk: Desk, beside: Callable[..., Tab]) -> None:
    device = desk.device()
    first, second = desk.tab(device), desk.tab(device)
    theirs = beside()
    expect(company(first)).to_have_text(["nnightjar", "mYou, elsewhere"])
    expect(company(theirs)).to_have_text(["mmothwing"])
    second.type("Salt.")
    expect_behind(first, "Salt.")
    second.page.close()
    expect(company(first)).to_have_text(["nnightjar"])
    expect(carets(first)).to_have_count(0)
    theirs.page.goto("/account")
    expect(company(first)).to_have_count(0)


def test_caret_that_others_can_follow_by_the_typing_is_not_told_again(desk: Desk, beside: Callable[..., Tab]) -> None:
    mine, theirs = desk.tab(), beside()
    mine.type("The tide was ")
    expect_behind(theirs, "was ")
    told = words_told(mine)
    mine.type("out all day", delay=30)
    mine.expect_kept()
    expect_behind(theirs, "day")
    mine.page.wait_for_timeout(600)
    assert len(told) <= 1


def test_moving_caret_is_told_at_most_five_times_a_second(desk: Desk) -> None:
    mine = desk.tab()
    mine.type(TEXT)
    mine.expect_kept()
    mine.page.clock.install()
    told = words_told(mine)
    began_ms = mine.page.evaluate("Date.now()")
    for _ in range(20):
        mine.press("ArrowLeft")
    mine.page.clock.run_for(400)
    # However long a busy machine takes to press a key.
    took_ms = mine.page.evaluate("Date.now()") - began_ms
    mine.page.wait_for_timeout(200)
    assert 0 < len(told) <= took_ms / 200 + 1


def test_caret_of_a_tab_that_was_offline_is_back_when_it_is(desk: Desk, beside: Callable[..., Tab]) -> None:
    device = desk.device()
    mine, theirs = desk.tab(device), beside()
    theirs.type(TEXT)
    expect(mine.words).to_have_text(TEXT)
    device.set_offline(True)
    mine.click_at_end()
    mine.press("Home")
    mine.page.keyboard.type("Oh. ")
    device.set_offline(False)
    expect(theirs.words).to_have_text(f"Oh. {TEXT}", timeout=20_000)
    expect_behind(theirs, "Oh. ")


def test_carets_come_back_after_the_server_forgot_them(desk: Desk, beside: Callable[..., Tab]) -> None:
    mine, theirs = desk.tab(), beside()
    mine.type(TEXT)
    mine.expect_kept()
    expect_behind(theirs, "quiet.")
    desk.server.app.extensions["company"] = Company()
    third = beside()
    expect(company(third)).to_contain_text(["mothwing"])


@pytest.mark.parametrize("width", [1280, 360])
def test_company_is_accessible_and_leads_to_the_caret(desk: Desk, beside: Callable[..., Tab], width: int) -> None:
    mine = desk.tab(desk.device(viewport={"width": width, "height": 740}))
    mine.paste(text="The tide was out.\n\nNobody moved.\n\n" * 20)
    mine.expect_kept()
    theirs = beside()
    theirs.click_at_end()
    theirs.press("Control+Home")
    expect(carets(mine)).to_have_count(1)
    for scheme in ("light", "dark"):
        mine.page.emulate_media(color_scheme=scheme)
        mine.words.focus()
        mine.press("Control+End")
        expect(carets(mine)).not_to_be_in_viewport()
        expect(carets(mine)).not_to_have_class(re.compile("is-named"), timeout=6_000)
        company(mine).focus()
        expect(carets(mine).locator(".other-name")).to_have_css("opacity", "1")
        company(mine).press("Enter")
        expect(carets(mine)).to_be_in_viewport()
        found = Axe().run(mine.page).response["violations"]
        assert [each["id"] for each in found if each["impact"] in {"serious", "critical"}] == [], scheme


def test_caret_of_another_version_is_mapped_or_waits_and_never_stands_in_other_words(desk: Desk) -> None:
    tab = desk.tab()
    tab.type(TEXT)
    tab.expect_kept()
    assert tab.page.evaluate(own(_MAPPED), desk.document_id) == {
        "now": [5, 8],
        "behind what is typed here and not sent": [9, 12],
        "waiting at its old place": [9, 12],
        "arrived": [11, 13],
        "of a version from before this page": None,
        "beyond the end": None,
    }


_MAPPED = """async (documentId) => {
  const { editorOf } = await import("/static/js/desk/editor.js");
  const { CONFIRMED, caretsIn, tellCarets } = await import("/static/js/desk/carets.js");
  const { receiveTransaction, sendableSteps, getVersion } = await import("/static/js/desk/prosemirror.js");
  const { view, sync } = editorOf(documentId);
  sync.stop();
  const tell = (version, anchor, head) => view.dispatch(tellCarets(view.state, [{ tab: "other", version, anchor, head }]));
  const seen = {};
  const see = (name) => {
    const { place } = caretsIn(view.state)[0];
    seen[name] = place && [place.anchor, place.head];
  };
  const version = getVersion(view.state);
  tell(version, 5, 8);
  see("now");
  view.dispatch(view.state.tr.insertText("Oh, ", 1));
  see("behind what is typed here and not sent");
  tell(version + 1, 11, 13);
  see("waiting at its old place");
  const { steps } = sendableSteps(view.state);
  view.dispatch(receiveTransaction(view.state, steps, steps.map(() => sync.client)).setMeta(CONFIRMED, steps));
  see("arrived");
  tell(-1, 5, 8);
  see("of a version from before this page");
  tell(version + 1, 5, 5000);
  see("beyond the end");
  return seen;
}"""


@pytest.mark.parametrize("width", [360, 1280])
def test_name_over_a_caret_in_the_first_line_leaves_the_title_to_be_read(
    desk: Desk, beside: Callable[..., Tab], width: int
) -> None:
    mine = desk.tab(desk.device(viewport={"width": width, "height": 740}))
    other = beside()
    other.type("Ah")
    expect(carets(mine)).to_have_count(1)
    name = carets(mine).locator(".other-name").bounding_box()
    title = mine.page.locator(".title-field").bounding_box()
    assert name["y"] >= title["y"] + title["height"]
