"""A chapter counts as read once its end was in sight and there was time for its words, in a real browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.reading import REACHES_WITHIN_MS, House, make_house
from tests.live import LiveServer
from tests.makers import type_words
from tests.waiting import wait_until
from workshop.beta.readings import readings_of
from workshop.db import db

LONG = [f"Paragraph {number} of many words." for number in range(80)]


@pytest.fixture
def house(live_server: LiveServer, new_context: Callable[..., BrowserContext]) -> House:
    return make_house(live_server, new_context, *LONG)


def opened(house: House, who: str = "beta") -> Page:
    page = house.device(who).new_page()
    page.clock.install()
    page.goto(f"/chapters/{house.chapter_id}/read")
    expect(page.locator("[data-behaviour~='reading'][data-ready]")).to_be_attached()
    return page


def go_to_end(page: Page) -> None:
    """Without keys: they scroll for a while, and Chromium drops one that comes meanwhile."""
    page.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
    expect(page.locator(".reading-end")).to_be_in_viewport()
    page.wait_for_timeout(100)


def go_to_start(page: Page) -> None:
    page.evaluate("scrollTo(0, 0)")
    expect(page.locator(".reading-end")).not_to_be_in_viewport()
    page.wait_for_timeout(100)


def versions_read(house: House) -> list[int]:
    with house.server.app.app_context():
        readings = readings_of(house.document())
        assert {reading.person_id for reading in readings} <= {house.beta_id}
        return [reading.version for reading in readings]


def expect_read(house: House, page: Page, version: int) -> None:
    """Wait until this version is the one that was read."""
    wait_until(lambda: versions_read(house) == [version], REACHES_WITHIN_MS / 1000, page=page)
    assert versions_read(house) == [version]


def newest(house: House) -> int:
    with house.server.app.app_context():
        return house.document().version


def test_who_reads_to_the_end_is_marked_in_the_history(house: House) -> None:
    beta = opened(house)
    beta.clock.run_for(90_000)
    assert versions_read(house) == []
    go_to_end(beta)
    beta.clock.run_for(2_000)
    expect_read(house, beta, newest(house))
    author = house.device("author").new_page()
    author.goto(f"/chapters/{house.chapter_id}/history")
    expect(author.locator(".timeline-mark")).to_contain_text("mothwing read to the end")


def test_who_only_leafs_through_is_not(house: House) -> None:
    beta = opened(house)
    go_to_end(beta)
    beta.clock.run_for(20_000)
    go_to_start(beta)
    beta.clock.run_for(90_000)
    beta.wait_for_timeout(200)
    assert versions_read(house) == []


def test_new_version_is_read_once_its_end_comes_in_sight_again(house: House) -> None:
    beta = opened(house)
    go_to_end(beta)
    beta.clock.run_for(61_000)
    first = newest(house)
    expect_read(house, beta, first)
    with house.server.app.app_context():
        type_words(house.document(), " It went on.")
        db.session.commit()
    beta.clock.run_for(10_000)
    expect(beta.locator("#part-text")).to_contain_text("It went on.")
    beta.clock.run_for(120_000)
    beta.wait_for_timeout(200)
    assert versions_read(house) == [first]
    go_to_start(beta)
    go_to_end(beta)
    beta.clock.run_for(61_000)
    expect_read(house, beta, newest(house))


@pytest.mark.tolerates("ERR_INTERNET_DISCONNECTED")
def test_who_reads_without_a_connection_is_marked_once_there_is_one(house: House) -> None:
    beta = opened(house)
    beta.context.set_offline(True)
    go_to_end(beta)
    beta.clock.run_for(61_000)
    beta.wait_for_timeout(200)
    assert versions_read(house) == []
    beta.context.set_offline(False)
    beta.clock.run_for(61_000)
    expect_read(house, beta, newest(house))


def test_author_who_looks_at_their_own_page_is_not_watched(house: House) -> None:
    author = opened(house, "author")
    expect(author.locator(".reading-end")).to_have_count(0)
