"""Nothing unsent is left waiting for nobody: an exchange that ends by itself is under way, or the next one is set."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Page, Route, expect

from tests.browser.desk import Desk, Tab, make_desk
from tests.browser.interception import intercept
from tests.browser.modules import own
from tests.browser.test_editor_saving import LOSE_FAREWELLS, SENDING, lost_requests
from tests.live import LiveServer, ServedProcess
from tests.waiting import wait_until
from workshop.works.saving import AheadOfServer

_EFFORT = own("""async () => {
  const { editorIn } = await import("/static/js/desk/editor.js");
  return editorIn(document.getElementById("chapter-text")).sync.effort;
}""")
_ANNOUNCE = """(detail) => document.body.dispatchEvent(new CustomEvent("version", { detail }))"""
_SILENT_DEVICE = "IDBFactory.prototype.open = () => ({});"
# As after a network that went away without a word: the first stream stays open, and nothing comes.
_FIRST_STREAM_IS_DEAF = """{
  let opened = 0;
  window.EventSource = class extends EventSource {
    #isDeaf = opened++ === 0;
    addEventListener(...heard) { if (!this.#isDeaf) super.addEventListener(...heard); }
  };
}"""
_STREAMS_ARE_DEAF = "window.EventSource = class extends EventSource { addEventListener() {} };"
_ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36"


def effort(page: Page) -> str | None:
    return page.evaluate(_EFFORT)


def test_version_announced_while_an_older_answer_comes_is_not_missed(desk: Desk) -> None:
    tab = desk.tab()
    tab.expect_kept()
    held: list[Route] = []
    intercept(
        tab.page, "**/documents/*/steps?since=*", lambda route: held.append(route) if not held else route.continue_()
    )
    # Whatever makes a page ask: here, a word of what the server then lost.
    tab.page.evaluate(_ANNOUNCE, {"document": desk.document_id, "version": 99})
    assert wait_until(lambda: held, page=tab.page)
    answer = held[0].fetch()
    assert answer.json()["steps"] == []
    tab.page.evaluate("""() => {
      document.body.addEventListener("version", () => { window.isAnnounced = true; }, { once: true });
    }""")

    desk.type_elsewhere("n")
    assert wait_until(lambda: tab.page.evaluate("window.isAnnounced"), page=tab.page)
    held[0].fulfill(response=answer)

    expect(tab.words).to_have_text("n")


@lost_requests
def test_refused_words_go_out_once_the_server_takes_them_again(desk: Desk) -> None:
    tab = desk.tab()
    # So answers what stands before a server while that starts anew.
    intercept(tab.page, SENDING, lambda route: route.fulfill(status=404, body="no such service"))
    tab.type("patient")
    expect(tab.state).to_have_text("Not kept")
    assert effort(tab.page) in {"waiting", "exchanging"}
    tab.page.unroute(SENDING)

    tab.expect_kept()
    assert desk.stored_text() == "patient"
    assert effort(tab.page) is None


@lost_requests
def test_words_go_out_as_soon_as_the_stream_is_back(desk: Desk) -> None:
    device = desk.device()
    device.add_init_script(_STREAMS_ARE_DEAF)  # what the page hears is what the test says
    tab = desk.tab(device)
    intercept(tab.page, SENDING, lambda route: route.abort("connectionfailed"))
    tab.type("patient")
    expect(tab.state).to_contain_text("Offline")
    # After some tries, the pause before the next one is long. What a request may take is left as it is.
    tab.page.clock.install()
    for _ in range(5):
        assert wait_until(lambda: effort(tab.page) == "waiting", page=tab.page)
        with tab.page.expect_request(SENDING):
            tab.page.clock.fast_forward(40_000)
    assert wait_until(lambda: effort(tab.page) == "waiting", page=tab.page)
    held: list[Route] = []
    intercept(tab.page, SENDING, lambda route: route.continue_() if held else held.append(route))
    tab.page.clock.fast_forward(40_000)
    assert wait_until(lambda: held, page=tab.page)

    # This is heard while the last request that fails is still under way.
    tab.page.evaluate(_ANNOUNCE, {"document": desk.document_id, "version": desk.version(), "isNewest": True})
    held[0].abort("connectionfailed")

    tab.expect_kept()
    assert desk.stored_text() == "patient"


@lost_requests
def test_words_of_a_tab_that_goes_are_sent_by_the_tab_beside_it(desk: Desk) -> None:
    device = desk.device()
    device.add_init_script(LOSE_FAREWELLS)
    going = desk.tab(device)
    intercept(going.page, SENDING, lambda route: route.abort("connectionfailed"))
    going.type("unsent")
    expect(going.state).to_contain_text("Offline")
    staying = desk.tab(device)
    staying.expect_kept()

    going.page.close()

    expect(staying.words).to_have_text("unsent")
    assert desk.stored_text() == "unsent"


def test_words_are_sent_although_the_device_never_answers(desk: Desk) -> None:
    device = desk.device()
    device.add_init_script(_SILENT_DEVICE)
    tab = desk.tab(device)

    tab.type("to the server")

    tab.expect_kept()
    assert desk.stored_text() == "to the server"


def test_stream_that_is_silent_for_long_is_opened_anew(desk: Desk) -> None:
    device = desk.device()
    device.add_init_script(_FIRST_STREAM_IS_DEAF)
    page = device.new_page()
    page.clock.install()
    deaf = Tab(page, desk.chapter_id).open()
    desk.type_elsewhere("n")
    page.clock.run_for(20_000)
    expect(deaf.words).to_have_text("")

    page.clock.run_for(25_000)

    expect(deaf.words).to_have_text("n")


@pytest.mark.tolerates("409 \\(CONFLICT\\)")
def test_composition_that_ends_without_a_word_holds_nothing_up(desk: Desk) -> None:
    tab = desk.tab(desk.device(user_agent=_ANDROID))
    tab.type("abc ")
    tab.expect_kept()
    session = tab.page.context.new_cdp_session(tab.page)
    session.send("Input.imeSetComposition", {"text": "wor", "selectionStart": 3, "selectionEnd": 3})
    desk.type_elsewhere("n")

    # The input method is left open, and ProseMirror gives it up after five seconds.
    expect(tab.words).to_have_text("nabc wor", timeout=15_000)
    tab.expect_kept()
    assert desk.stored_text() == "nabc wor"


@lost_requests
def test_page_ahead_of_a_server_set_back_says_so_and_leaves_the_words(
    app: Flask, served_process: ServedProcess, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    desk, tab, set_back = page_of_a_server_to_be_set_back(app, served_process, new_context, tmp_path)

    set_back()

    expect(tab.state).to_have_text("Not kept", timeout=15_000)
    alert = tab.page.get_by_role("alert")
    expect(alert).to_contain_text(AheadOfServer.sentence)
    assert effort(tab.page) == "parted"
    tab.type(" and new")
    alert.get_by_role("button", name="Copy the words").click()
    expect(alert.get_by_role("button", name="Copied")).to_be_visible()
    assert tab.page.evaluate("navigator.clipboard.readText()") == "kept and lost and new"
    # Others write on, beyond where this page is: what it has is no longer for this text.
    desk.type_elsewhere("x" * 40)
    tab.page.evaluate("dispatchEvent(new Event('online'))")
    tab.page.wait_for_timeout(500)
    assert desk.stored_text() == "x" * 40 + "kept"


@lost_requests
def test_page_that_others_overtook_after_the_server_was_set_back_takes_nothing_from_them(
    app: Flask, served_process: ServedProcess, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    desk, tab, set_back = page_of_a_server_to_be_set_back(app, served_process, new_context, tmp_path)
    tab.page.context.set_offline(True)
    tab.type(" and new")
    expect(tab.state).to_contain_text("Offline")

    set_back()
    desk.type_elsewhere("x" * 40)
    tab.page.context.set_offline(False)

    expect(tab.state).to_have_text("Not kept", timeout=15_000)
    expect(tab.page.get_by_role("alert")).to_contain_text("went back to an older copy")
    expect(tab.words).to_have_text("kept and lost and new")
    assert desk.stored_text() == "x" * 40 + "kept"


@lost_requests
def test_page_that_has_exchanged_nothing_yet_notices_it_too(
    app: Flask, served_process: ServedProcess, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    desk, tab, set_back = page_of_a_server_to_be_set_back(app, served_process, new_context, tmp_path)
    tab.page.context.add_init_script(_STREAMS_ARE_DEAF)  # nothing tells it that the server was away
    tab.open()

    set_back()
    desk.type_elsewhere("x" * 40)
    tab.type(" and new")

    expect(tab.state).to_have_text("Not kept", timeout=15_000)
    expect(tab.page.get_by_role("alert")).to_contain_text("went back to an older copy")
    assert desk.stored_text() == "x" * 40 + "kept"


@lost_requests
def test_words_left_behind_before_the_server_was_set_back_are_offered_and_sent_nowhere(
    app: Flask, served_process: ServedProcess, new_context: Callable[..., BrowserContext], tmp_path: Path
) -> None:
    desk, tab, set_back = page_of_a_server_to_be_set_back(app, served_process, new_context, tmp_path)
    device = tab.page.context
    device.set_offline(True)
    tab.type(" and new")
    expect(tab.state).to_contain_text("Offline")
    tab.page.close()

    set_back()
    desk.type_elsewhere("x" * 40)
    device.set_offline(False)
    later = desk.tab(device)

    expect(later.page.locator(".saved-lost").get_by_text("and new")).to_be_visible()
    assert desk.stored_text() == "x" * 40 + "kept"


@lost_requests
def test_words_typed_ahead_of_the_server_are_offered_after_a_reload(desk: Desk) -> None:
    tab = desk.tab()
    refusal = {"status": AheadOfServer.status, "json": {"error": AheadOfServer.sentence}}
    intercept(tab.page, SENDING, lambda route: route.fulfill(**refusal))
    tab.type("precious")
    expect(tab.state).to_have_text("Not kept")
    tab.page.unroute(SENDING)
    intercept(
        tab.page, "**/documents/*/versions/*/content", lambda route: route.fulfill(status=404, json={"error": "Gone."})
    )

    tab.open()

    expect(tab.page.locator(".saved-lost").get_by_text("precious")).to_be_visible()


@lost_requests
@pytest.mark.tolerates("uncaught: Position 400 out of range")
def test_steps_that_do_not_fit_stop_the_page_with_a_word(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("here")
    tab.expect_kept()
    strange = {"stepType": "replace", "from": 400, "to": 401}
    answer = {"version": desk.version() + 1, "steps": [strange], "clients": ["elsewhere"]}
    intercept(tab.page, SENDING, lambda route: route.fulfill(status=409, body=json.dumps(answer)))

    tab.type("!")

    expect(tab.state).to_have_text("Not kept")
    expect(tab.page.get_by_role("alert")).to_contain_text("no longer the one that this page goes on from")
    assert effort(tab.page) == "parted"


def page_of_a_server_to_be_set_back(
    app: Flask, process: ServedProcess, new_context: Callable[..., BrowserContext], folder: Path
) -> tuple[Desk, Tab, Callable[[], None]]:
    """Write "kept and lost" on a desk; what comes last ends the server, lays a copy from after "kept" over, and starts it."""
    process.start()
    desk = make_desk(LiveServer(process.url, app), new_context)
    tab = desk.tab(desk.device(base_url=process.url))
    tab.type("kept")
    tab.expect_kept()
    copy, database = folder / "copy.sqlite3", Path(app.config["SQLALCHEMY_DATABASE_URI"].removeprefix("sqlite:///"))
    _lay_over(database, copy)
    tab.type(" and lost")
    tab.expect_kept()

    def set_back() -> None:
        process.kill()
        _lay_over(copy, database)
        process.start()

    return desk, tab, set_back


def _lay_over(source: Path, target: Path) -> None:
    with closing(sqlite3.connect(source)) as old, closing(sqlite3.connect(target)) as new:
        old.backup(new)
