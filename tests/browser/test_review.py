"""The review with a real LanguageTool: walked by keyboard, corrected, decided, undone, all alike, and summed up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.desk import NOW, Desk, make_desk
from tests.languagetool_fixture import app_asking, languagetool
from tests.live import LiveServer
from workshop.db import db
from workshop.grammar.engine import Engine
from workshop.prose.documents import document_from_text
from workshop.prose.plain import plain_text
from workshop.settings import Settings
from workshop.works import service
from workshop.works.models import Document, Part
from workshop.works.saving import document_node, replace_content

__all__ = ["languagetool"]

pytestmark = pytest.mark.languagetool

TEXT = (
    "Ren-kun has been like this ever sense the storm.\n\n"
    "You're thinking to hard about it, said his aunt. We will wait for however long it take.\n\n"
    "He looked at the light everyday."
)
MENDED = (
    "Ren-kun has been like this ever since the storm.\n\n"
    "You're thinking too hard about it, said his aunt. We will wait for however long it takes.\n\n"
    "He looked at the light every day."
)


@pytest.fixture
def app(settings: Settings, languagetool: Engine) -> Iterator[Flask]:
    with app_asking(languagetool, settings) as app:
        yield app


@pytest.fixture
def desk(live_server: LiveServer, new_context: Callable[..., BrowserContext]) -> Desk:
    return make_desk(live_server, new_context, TEXT)


@pytest.fixture
def page(desk: Desk) -> Page:
    page = desk.device().new_page()
    page.goto(f"/chapters/{desk.chapter_id}/review")
    expect(count(page)).to_have_text("1 of 4", timeout=30_000)
    return page


def count(page: Page) -> Locator:
    return page.locator(".review-count")


def card(page: Page) -> Locator:
    return page.locator(".review-card")


def end(page: Page) -> Locator:
    return page.locator(".review-end")


def text_now(desk: Desk) -> str:
    with desk.server.app.app_context():
        return plain_text(document_node(db.session.get(Document, desk.document_id))).text


def test_a_chapter_is_walked_and_mended_by_keyboard_alone(desk: Desk, page: Page) -> None:
    for number, meant in enumerate(("since", "too", "takes", "every day"), start=1):
        expect(count(page)).to_have_text(f"{number} of 4")
        expect(page.locator(".finding-fix").first).to_contain_text(meant)
        expect(page.locator(".finding-fix").first).to_be_focused()
        page.keyboard.press("Enter")
    expect(end(page)).to_contain_text("All looked at")
    expect(end(page)).to_contain_text("sense → since")
    assert text_now(desk) == MENDED
    expect(page.get_by_role("link", name="Back to the desk")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Chapter text")).to_contain_text("every day")
