"""The pages around the desk as a person uses them: shelf, work, bin, new chapter, account, sharing, and their look."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.interception import intercept
from tests.browser.signing_in import carry_session
from tests.live import LiveServer
from tests.makers import NOW, add_beta, make_author, make_chapter, make_guest, make_work
from workshop.db import db
from workshop.works.service import bin_chapter

PHONE = {"width": 360, "height": 740}
#: Every page of this file, by what it is called in a failing test's name.
PAGES = {
    "shelf": "/",
    "work": "/works/{work}",
    "new chapter": "/works/{work}/chapters/new",
    "sharing": "/works/{work}/sharing",
    "bin": "/bin",
    "account": "/account",
    "restore": "/restore",
    "copies": "/house/copies",
    "nothing here": "/no-such-page",
}
DOORS = {"welcome": "/welcome", "sign in": "/sign-in"}


@dataclass(frozen=True)
class Shelf:
    """An author with a work of three chapters and a fourth in the bin; `session_id` signs them in."""

    session_id: str
    work: int


@pytest.fixture
def shelf(app: Flask) -> Shelf:
    with app.app_context():
        author = make_author("tidewrack")
        author.keeps_house = True
        work = make_work(author, "What the Tide Keeps")
        work.summary = "A lamp-keeper’s apprentice counts the boats."
        for title in ("The Lamp-room", "Salt", "Low Water"):
            make_chapter("The harbour had been quiet.", work=work, title=title)
        bin_chapter(make_chapter("Cut.", work=work, title="Outtake"), NOW)
        add_beta(work, make_guest("mothwing"))
        db.session.commit()
        return Shelf(author.get_id(), work.id)


@pytest.fixture
def page(page: Page, live_server: LiveServer, shelf: Shelf) -> Page:
    """A page in the author's browser."""
    carry_session(page.context, live_server, shelf.session_id)
    # Tall enough that no menu turns round at the lower edge while the driver scrolls to its choice.
    page.set_viewport_size({"width": 1280, "height": 1000})
    return page


def contents(page: Page) -> Locator:
    return page.locator(".contents-title")


def grip(page: Page, title: str) -> Locator:
    return page.get_by_role("button", name=f"Move “{title}”")


def choose(page: Page, title: str, choice: str) -> None:
    """Take a choice of a chapter's menu."""
    page.get_by_role("button", name=f"More about “{title}”").click()
    page.locator(".menu:popover-open").get_by_text(choice).click()


def test_chapter_moves_by_arrow_keys_and_stays_there(page: Page, shelf: Shelf) -> None:
    page.goto(f"/works/{shelf.work}")
    grip(page, "The Lamp-room").focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("status").filter(has_text="is now number 3 of 3")).to_have_count(1)
    expect(grip(page, "The Lamp-room")).to_be_focused()
    page.reload()
    expect(contents(page)).to_have_text(["Salt", "Low Water", "The Lamp-room"])


def test_dragged_chapter_stays_where_it_was_dropped(page: Page, shelf: Shelf) -> None:
    page.goto(f"/works/{shelf.work}")
    page.locator(".contents-row", has_text="Low Water").hover()
    top = page.locator(".contents-row").first.bounding_box()
    assert top
    grip(page, "Low Water").hover()
    page.mouse.down()
    page.mouse.move(top["x"], top["y"] + 4, steps=8)
    with page.expect_response("**/order"):
        page.mouse.up()
    page.reload()
    expect(contents(page)).to_have_text(["Low Water", "The Lamp-room", "Salt"])


def test_chapter_moves_from_its_menu_without_a_new_page(page: Page, shelf: Shelf) -> None:
    page.goto(f"/works/{shelf.work}")
    with page.expect_response("**/order"):
        choose(page, "Salt", "Move up")
    expect(contents(page)).to_have_text(["Salt", "The Lamp-room", "Low Water"])
    page.get_by_role("button", name="More about “Salt”").click()
    expect(page.locator(".menu:popover-open").get_by_role("button", name="Move up")).to_be_disabled()


@pytest.mark.tolerates("ERR_FAILED")
def test_order_that_cannot_be_kept_goes_back_and_says_so(page: Page, shelf: Shelf) -> None:
    page.goto(f"/works/{shelf.work}")
    intercept(page, "**/order", lambda route: route.abort())
    choose(page, "Salt", "Move up")
    expect(page.locator("#undo")).to_contain_text("the old one is back")
    expect(contents(page)).to_have_text(["The Lamp-room", "Salt", "Low Water"])


def test_binned_chapter_comes_back_by_undo(page: Page, shelf: Shelf) -> None:
    page.goto(f"/works/{shelf.work}")
    choose(page, "Salt", "Move to the bin")
    expect(contents(page)).to_have_text(["The Lamp-room", "Low Water"])
    page.get_by_role("button", name="Undo").click()
    expect(contents(page)).to_have_text(["The Lamp-room", "Salt", "Low Water"])


def test_binned_work_comes_back_by_undo(page: Page, shelf: Shelf) -> None:
    page.goto(f"/works/{shelf.work}")
    page.get_by_role("button", name="Move this work to the bin").click()
    expect(page.get_by_role("link", name="What the Tide Keeps")).to_have_count(0)
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("link", name="What the Tide Keeps")).to_be_visible()


def test_new_work_needs_no_title(page: Page) -> None:
    page.goto("/")
    page.get_by_role("button", name="New work").click()
    page.goto("/")
    expect(page.get_by_role("link", name="Untitled work")).to_be_visible()


def test_deleting_for_good_asks_first(page: Page) -> None:
    page.goto("/bin")
    delete = page.get_by_role("button", name="Delete for good “Outtake”")
    delete.click()
    page.get_by_role("button", name="Keep it").click()
    expect(page.get_by_role("heading", name="Outtake", exact=True)).to_be_visible()
    delete.click()
    page.get_by_role("dialog").get_by_role("button", name="Delete for good").click()
    expect(page.get_by_role("heading", name="The bin is empty")).to_be_visible()


def test_work_can_be_kept_in_order_without_javascript(
    new_context: Callable[..., BrowserContext], live_server: LiveServer, shelf: Shelf
) -> None:
    # A press on a menu that still glides to its place would fall beside it, and close it.
    context = new_context(java_script_enabled=False, reduced_motion="reduce")
    carry_session(context, live_server, shelf.session_id)
    page = context.new_page()
    page.goto(f"/works/{shelf.work}")
    choose(page, "Low Water", "Move up")
    expect(contents(page)).to_have_text(["The Lamp-room", "Low Water", "Salt"])
    choose(page, "Salt", "Rename")
    page.locator(".menu:popover-open").get_by_label("Title").fill("Salt and Rope")
    page.locator(".menu:popover-open").get_by_role("button", name="Keep this title").click()
    expect(contents(page)).to_have_text(["The Lamp-room", "Low Water", "Salt and Rope"])
    page.get_by_role("button", name="Edit title and summary").click()
    page.get_by_label("Title", exact=True).first.fill("Tide")
    page.get_by_role("button", name="Keep the changes").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Tide")


def test_text_file_is_read_and_its_notes_are_offered(page: Page, shelf: Shelf, tmp_path: Path) -> None:
    file = tmp_path / "High Water.txt"
    file.write_bytes("A/N: Soup at the end.\n\n“It’s over—you know,” he said.".encode("cp1252"))
    page.goto(f"/works/{shelf.work}/chapters/new")
    page.get_by_label("Or a .txt file").set_input_files(file)
    expect(page.get_by_label("The text")).to_have_value("A/N: Soup at the end.\n\n“It’s over—you know,” he said.")
    expect(page.get_by_label("Chapter title")).to_have_value("High Water")
    page.get_by_role("button", name="Add the chapter").click()
    expect(page.locator(".author-note")).to_contain_text("Soup at the end.")
    page.get_by_role("button", name="Yes, make it a note").click()
    page.goto(f"/works/{shelf.work}")
    row = page.locator(".contents-row", has_text="High Water")
    expect(row).to_contain_text("6 words")


@pytest.mark.parametrize("name", PAGES)
@pytest.mark.tolerates("status of 404")
def test_every_id_of_a_page_is_one_of_a_kind(page: Page, shelf: Shelf, name: str) -> None:
    # axe overlooks what is hidden, and a label that names the wrong one of two fields is hidden in a popover.
    page.goto(PAGES[name].format(work=shelf.work))
    ids = page.evaluate("[...document.querySelectorAll('[id]')].map((each) => each.id)")
    assert sorted(ids) == sorted(set(ids))


def test_chosen_theme_outlives_the_page(page: Page) -> None:
    page.emulate_media(color_scheme="light")
    page.goto("/")
    page.get_by_role("button", name="tidewrack: your menu").click()
    page.get_by_role("button", name="Dark").click()
    page.goto("/account")
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    expect(page.locator("html")).to_have_css("color-scheme", "dark")
    expect(page.get_by_role("button", name="Dark")).to_have_attribute("aria-pressed", "true")


def test_question_mark_shows_the_keys_but_not_while_typing(page: Page, shelf: Shelf) -> None:
    page.goto(f"/works/{shelf.work}")
    keys = page.get_by_role("dialog", name="Keys")
    page.get_by_label("Add a chapter").press("?")
    expect(page.get_by_label("Add a chapter")).to_have_value("?")
    expect(keys).to_be_hidden()
    page.get_by_role("heading", level=1).click()
    page.keyboard.press("?")
    expect(keys).to_contain_text("Move a chapter")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_menu_is_walked_by_keyboard(page: Page) -> None:
    page.goto("/")
    button = page.get_by_role("button", name="tidewrack: your menu")
    button.press("ArrowDown")
    expect(page.get_by_role("link", name="Your shelf")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("link", name="Account")).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()


@pytest.mark.tolerates("status of 404")
@pytest.mark.parametrize("name", PAGES)
def test_page_is_fit_for_a_phone(page: Page, shelf: Shelf, name: str) -> None:
    page.set_viewport_size(PHONE)
    page.goto(PAGES[name].format(work=shelf.work))
    assert page.evaluate("document.documentElement.scrollWidth") == PHONE["width"]
    assert too_small_for_thumbs(page) == []


@pytest.mark.tolerates("status of 404")
@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing(page: Page, shelf: Shelf, name: str, theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.goto(PAGES[name].format(work=shelf.work))
    assert faults(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_axe_finds_nothing_in_what_opens(page: Page, shelf: Shelf, theme: str) -> None:
    page.emulate_media(color_scheme=theme, reduced_motion="reduce")
    page.goto(f"/works/{shelf.work}")
    page.get_by_role("button", name="More about “Salt”").click()
    assert faults(page) == []
    page.keyboard.press("Escape")
    page.keyboard.press("?")
    assert faults(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("name", DOORS)
def test_axe_finds_nothing_at_the_doors(
    new_context: Callable[..., BrowserContext], app: Flask, name: str, theme: str
) -> None:
    if name == "sign in":
        with app.app_context():
            make_author()
            db.session.commit()
    page = new_context(viewport=PHONE, color_scheme=theme).new_page()
    page.goto(DOORS[name])
    expect(page).to_have_url(re.compile(f"{DOORS[name]}$"))
    assert faults(page) == []
    assert too_small_for_thumbs(page) == []


def faults(page: Page) -> list[tuple[str, str]]:
    """Return what axe finds, as rule and place."""
    found = Axe().run(page).response["violations"]
    return [(fault["id"], node["html"]) for fault in found for node in fault["nodes"]]


def too_small_for_thumbs(page: Page) -> list[str]:
    """Return the shown controls under 44 px; links inside running text and inside a larger target are left out."""
    return page.evaluate(
        """() => [...document.querySelectorAll("a, button, input, select, textarea, summary")]
            .filter((each) => each.checkVisibility() && getComputedStyle(each).clipPath === "none")
            .filter((each) => !each.closest("p, h3") && each.getBoundingClientRect().height < 43.5)
            .filter((each) => !each.closest("label.check, h2"))
            .map((each) => each.outerHTML.slice(0, 90))"""
    )


@pytest.mark.parametrize("has_clipboard", [True, False], ids=["clipboard", "none, as without https"])
def test_link_for_a_beta_is_copied(page: Page, shelf: Shelf, has_clipboard: bool) -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    if not has_clipboard:
        page.add_init_script("navigator.clipboard.writeText = undefined")
    page.goto(f"/works/{shelf.work}/sharing")
    page.locator("form[action$=invitations] button").click()
    page.get_by_role("button", name="Copy").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == page.locator("#link").input_value()
