"""A work taken away as a file and brought back, the daily copies, the bin emptied: as a person does it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Page, expect

from tests.browser.signing_in import carry_session
from tests.live import LiveServer
from tests.makers import NOW, make_author, make_chapter, make_work, text_of
from workshop.beta.service import open_thread
from workshop.db import db
from workshop.works.service import bin_chapter, bin_work

PHONE = {"width": 360, "height": 740}


@dataclass(frozen=True)
class Shelf:
    session_id: str
    work: int


@pytest.fixture
def shelf(app: Flask) -> Shelf:
    with app.app_context():
        author = make_author("tidewrack")
        author.keeps_house = True
        work = make_work(author, "What the Tide Keeps")
        text = text_of(make_chapter("The harbour had been quiet.", work=work))
        open_thread(text, 5, 12, text.version, "Which harbour?", author, NOW)
        bin_chapter(make_chapter("Cut.", work=work, title="Outtake"), NOW)
        bin_work(make_work(author, "Given up"), NOW)
        db.session.commit()
        return Shelf(author.get_id(), work.id)


@pytest.fixture
def page(page: Page, live_server: LiveServer, shelf: Shelf) -> Page:
    carry_session(page.context, live_server, shelf.session_id)
    return page


def download(page: Page, shelf: Shelf, folder: Path) -> Path:
    page.goto(f"/works/{shelf.work}")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Download a backup").click()
    path = folder / coming.value.suggested_filename
    coming.value.save_as(path)
    return path


def look_into(page: Page, path: Path) -> None:
    page.goto("/")
    page.get_by_role("link", name="Restore from a file").click()
    page.get_by_label("A backup of Galley").set_input_files(path)
    page.get_by_role("button", name="Look into it").click()


def test_work_is_taken_away_and_brought_back(page: Page, shelf: Shelf, tmp_path: Path) -> None:
    path = download(page, shelf, tmp_path)
    assert path.name.endswith(".galley.zip")
    look_into(page, path)
    expect(page.get_by_role("heading", name="What is in it")).to_be_visible()
    expect(page.get_by_text("1 work, 2 chapters, 2 versions, 1 thread, 1 comment")).to_be_visible()
    page.get_by_role("button", name="Restore it as a new work").press("Enter")
    expect(page.get_by_text("Restored: every version")).to_be_visible()
    page.get_by_role("link", name="Go on writing").click()
    expect(page.locator(".comment-words")).to_have_text("Which harbour?")
    page.goto("/")
    expect(page.get_by_role("link", name="What the Tide Keeps")).to_have_count(2)


@pytest.mark.tolerates("status of 400")
def test_file_that_is_no_backup_is_refused_where_it_was_chosen(page: Page, tmp_path: Path) -> None:
    path = tmp_path / "story.zip"
    path.write_bytes(b"Not a zip at all.")
    look_into(page, path)
    expect(page.get_by_role("alert")).to_contain_text("not a whole backup")
    expect(page.get_by_label("A backup of Galley")).to_be_visible()


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("size", [PHONE, {"width": 1280, "height": 800}], ids=["360", "1280"])
def test_look_inside_is_accessible_and_fits(
    page: Page, shelf: Shelf, tmp_path: Path, theme: str, size: dict[str, int]
) -> None:
    page.emulate_media(color_scheme=theme)
    look_into(page, download(page, shelf, tmp_path))
    page.set_viewport_size(size)
    expect(page.get_by_role("heading", name="What is in it")).to_be_visible()
    assert _serious(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") == size["width"]


def test_copy_is_made_and_downloaded(page: Page, tmp_path: Path) -> None:
    page.goto("/account")
    page.get_by_role("link", name="See the copies").click()
    page.get_by_role("button", name="Make a copy now").click()
    with page.expect_download() as coming:
        page.get_by_role("link", name="Download the copy of").click()
    assert Path(coming.value.path()).read_bytes().startswith(b"SQLite format 3")
    assert _serious(page) == []


def test_bin_is_emptied_once_it_is_said_what_goes(page: Page) -> None:
    page.goto("/bin")
    page.get_by_role("button", name="Empty the bin").press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_text(["Given up", "Outtake"])
    expect(dialog.get_by_role("button", name="Keep it")).to_be_focused()
    assert _serious(page) == []
    dialog.get_by_role("button", name="Delete all of it").press("Enter")
    expect(page.get_by_role("heading", name="The bin is empty")).to_be_visible()


def _serious(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [fault["id"] for fault in found if fault["impact"] in ("serious", "critical")]
