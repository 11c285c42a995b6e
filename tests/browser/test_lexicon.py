"""The page of names and words in a browser: the cast learnt in one click, with a real LanguageTool."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.signing_in import carry_session
from tests.browser.test_pages import faults, too_small_for_thumbs
from tests.conftest import close
from tests.languagetool_fixture import languagetool
from tests.live import LiveServer
from tests.makers import author_of, make_chapter
from workshop import create_app
from workshop.db import db
from workshop.grammar.engine import Engine
from workshop.settings import Settings

__all__ = ["languagetool"]

pytestmark = pytest.mark.languagetool

CHAPTER = (
    "Then Tavira-chan waited for Zorvath, and Zorvath never came.",
    "“Z-Zorvath!” yelled the Quellins. Zorvath’s boat was gone, and Tavira said so to Zovrath.",
    "Rain fell on the jutsuna. A jutsuna, her jutsuna, hummed.",
)


@pytest.fixture
def app(settings: Settings, languagetool: Engine) -> Iterator[Flask]:
    """A Galley whose grammar checker is the one of this test run."""
    app = create_app(replace(settings, languagetool_url=languagetool.url))
    app.extensions["grammar"] = languagetool
    yield app
    close(app)


@pytest.fixture
def open_lexicon(live_server: LiveServer, new_context: Callable[..., BrowserContext]) -> Callable[..., Page]:
    """Open the page of names and words of a work with one chapter, as its author; takes a context's options."""
    with live_server.app.app_context():
        chapter = make_chapter(*CHAPTER)
        db.session.commit()
        address, session_id = f"/works/{chapter.work_id}/lexicon", author_of(chapter.work).get_id()

    def open_page(**options: object) -> Page:
        context = new_context(**options)
        carry_session(context, live_server, session_id)
        page = context.new_page()
        page.goto(address)
        return page

    return open_page


def look_for_names(page: Page) -> None:
    page.get_by_role("button", name="Look for names").click()
    expect(page.get_by_role("button", name="Learn the chosen ones")).to_be_visible(timeout=20_000)


def test_cast_is_proposed_with_counts_and_learnt_in_one_click(open_lexicon: Callable[..., Page]) -> None:
    page = open_lexicon()
    look_for_names(page)
    zorvath = page.get_by_role("listitem").filter(has=page.get_by_text("Zorvath", exact=True))
    expect(zorvath).to_contain_text("4 times")
    expect(zorvath.get_by_role("checkbox")).to_be_checked()
    slip = page.get_by_role("listitem").filter(has_text="a slip of Zorvath?")
    expect(slip.get_by_role("checkbox")).not_to_be_checked()
    page.get_by_role("button", name="Learn the chosen ones").click()
    expect(page.locator("#undo")).to_contain_text("Learnt 4 words.")
    expect(page.locator(".term-chip .term")).to_have_text(["jutsuna", "Quellins", "Tavira", "Zorvath"])


def test_words_are_added_found_forgotten_and_had_back_by_keyboard(open_lexicon: Callable[..., Page]) -> None:
    page = open_lexicon()
    page.get_by_label("Add names and words").focus()
    page.keyboard.type("Miroku Okano = Miro, the Heron")
    page.keyboard.press("Enter")
    page.keyboard.type("Abel, Bram, Cato, Dara, Edda, Finn, Gisa, Hale, Ines, Jory, Kessa, Élan")
    page.keyboard.press("Control+Enter")
    expect(page.locator("#undo")).to_contain_text("Learnt 13 words.")
    expect(page.get_by_role("searchbox")).to_be_visible()  # so the page's scripts listen
    page.keyboard.press("/")
    page.keyboard.type("elan")
    expect(page.locator(".term-chip:visible")).to_have_text(["Élan"])
    page.keyboard.press("Escape")
    expect(page.locator(".term-chip:visible")).to_have_count(13)
    page.keyboard.type("heron")
    forget = page.get_by_role("button", name="Forget Miroku Okano")
    forget.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#undo")).to_contain_text("“Miroku Okano” is forgotten.")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator(".term-chip", has_text="Miroku Okano")).to_contain_text("Miro, the Heron")


def test_file_appears_in_the_field_and_is_told_by_line(open_lexicon: Callable[..., Page]) -> None:
    page = open_lexicon()
    page.get_by_text("Nicknames, honorifics, lists from a file").click()
    page.get_by_label("A .txt file like that").set_input_files(
        {"name": "cast.txt", "mimeType": "text/plain", "buffer": b"# cast\nTavira\n12\n"}
    )
    expect(page.get_by_label("Add names and words")).to_have_value("# cast\nTavira\n12\n")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator(".list-report")).to_contain_text("Added 1: Tavira.")
    expect(page.locator(".list-report")).to_contain_text("Line 3, “12”")
    expect(page.get_by_label("Add names and words")).to_have_value("12")


def test_name_moves_to_a_lexicon_that_works_share(open_lexicon: Callable[..., Page]) -> None:
    page = open_lexicon()
    page.get_by_label("Begin a shared lexicon").fill("Fandom: Tides")
    page.keyboard.press("Enter")
    page.get_by_label("Add names and words").fill("Tavira")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_role("link", name="Tavira").click()
    page.get_by_role("button", name="Move it").click()
    expect(page.locator("#undo")).to_contain_text("Moved to “Fandom: Tides”.")
    page.get_by_role("link", name="Fandom: Tides").click()
    expect(page.locator(".term-chip")).to_have_text(["Tavira"])
    assert faults(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 360])
def test_page_is_fit_for_everyone(open_lexicon: Callable[..., Page], theme: str, width: int) -> None:
    page = open_lexicon(viewport={"width": width, "height": 800}, color_scheme=theme, reduced_motion="reduce")
    look_for_names(page)
    assert faults(page) == []
    if width == 360:
        assert too_small_for_thumbs(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    page.get_by_role("button", name="Learn the chosen ones").click()
    expect(page.locator("#undo")).to_contain_text("Learnt")
    assert faults(page) == []


def test_cast_can_be_learnt_without_javascript(open_lexicon: Callable[..., Page]) -> None:
    page = open_lexicon(java_script_enabled=False)
    look_for_names(page)
    page.get_by_role("button", name="Learn the chosen ones").click()
    expect(page.locator(".term-chip")).to_have_count(4)
