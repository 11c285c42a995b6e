"""Saving by steps: tabs that converge, words that outlive lost connections, reloads and crashes, and none of them twice."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect
from playwright.sync_api import Error as PlaywrightError

from tests.browser.desk import Desk, Tab
from tests.browser.interception import intercept
from tests.waiting import wait_until
from workshop.errors import StorageFull

# Two that write at once get a 409 now and then, which Chromium reports though it is how they converge.
pytestmark = pytest.mark.tolerates("409 \\(CONFLICT\\)")
# Chromium itself reports every request that fails; these tests cut the connection on purpose.
lost_requests = pytest.mark.tolerates("Failed to load resource", "ERR_", "Failed to fetch")
SENDING = "**/documents/*/steps"
#: A tab that lost its event stream asks again within 15 seconds.
CONVERGED_WITHIN_SECONDS = 20

# What a busy device does: the page hears late that something is written.
WRITE_SLOWLY = """Object.defineProperty(IDBTransaction.prototype, "oncomplete", {
  set(heard) { this.addEventListener("complete", () => setTimeout(heard, 1500)); },
})"""
# No wire that a test can cut carries what a page sends while it goes away.
LOSE_FAREWELLS = """{
  const send = fetch;
  window.fetch = (address, request) => (request?.keepalive ? Promise.reject(new TypeError("lost")) : send(address, request));
}"""


@dataclass
class Wire:
    """The way of the steps to the server, which a test can cut."""

    context: BrowserContext
    #: "open"; "cut": nothing gets through; "deaf": the server hears, but its answer is lost.
    state: str = "open"

    def __post_init__(self) -> None:
        self.context.route(SENDING, self._pass)

    def _pass(self, route: Route) -> None:
        if route.request.method != "POST" or self.state == "open":
            return route.continue_()
        if self.state == "deaf":
            route.fetch()
        return route.abort("connectionfailed")


def converged(*tabs: Tab) -> str:
    """Wait until all tabs show the same, kept; return it."""
    for tab in tabs:
        tab.expect_kept()
    texts: set[str] = set()

    def are_equal() -> bool:
        texts.clear()
        texts.update(tab.words.inner_text() for tab in tabs)
        return len(texts) == 1

    # Each may still be waiting for what another has sent, so none of them is the measure for the rest.
    assert wait_until(are_equal, CONVERGED_WITHIN_SECONDS, page=tabs[0].page), texts
    return texts.pop()


def test_two_tabs_that_type_at_the_same_place_converge(desk: Desk) -> None:
    device = desk.device()
    one, two = desk.tab(device), desk.tab(device)
    one.type("Start. ")
    expect(two.words).to_have_text("Start. ")

    two.click_at_end()
    for left, right in zip("alpha writes here", "BETA TYPES A LOT.", strict=True):
        one.type(left)
        two.type(right)

    text = converged(one, two)
    stored = desk.stored_text()
    assert text.strip() == stored.strip()
    assert sorted(stored) == sorted("Start. alpha writes here" + "BETA TYPES A LOT.")


def test_edits_of_another_device_arrive_without_a_reload_and_leave_the_caret(desk: Desk) -> None:
    one, two = desk.tab(), desk.tab()
    one.type("one three")
    expect(two.words).to_have_text("one three")
    two.click_at_end()

    one.press("Home")
    one.type("zero ")
    expect(two.words).to_have_text("zero one three")
    two.type("!")

    expect(one.words).to_have_text("zero one three!")
    one.press("Control+Z")
    expect(two.words).to_have_text("one three!")


@lost_requests
def test_words_typed_offline_are_kept_here_and_sent_later(desk: Desk) -> None:
    device = desk.device()
    tab = desk.tab(device)
    tab.type("before ")
    tab.expect_kept()

    device.set_offline(True)
    tab.type("offline")
    expect(tab.state).to_have_text("Offline: kept on this device")
    assert desk.stored_text() == "before "
    device.set_offline(False)

    tab.expect_kept()
    assert desk.stored_text() == "before offline"


@lost_requests
def test_two_tabs_cut_off_from_each_other_lose_no_letter(desk: Desk) -> None:
    here, there = desk.device(), desk.device()
    one, two = desk.tab(here), desk.tab(there)
    one.type("first\nsecond\n")
    expect(two.words).to_contain_text("second")
    one.expect_kept()

    here.set_offline(True)
    there.set_offline(True)
    one.press("Control+Home")
    one.type("ONE ")
    two.click_at_end()
    two.type("TWO")
    expect(one.state).to_contain_text("Offline")
    expect(two.state).to_contain_text("Offline")
    here.set_offline(False)
    there.set_offline(False)

    converged(one, two)
    expect(one.words).to_contain_text("TWO")
    expect(two.words).to_contain_text("ONE first")
    assert desk.stored_text() == "ONE first\n\nsecond\n\nTWO"


@lost_requests
@pytest.mark.parametrize("state", ["cut", "deaf"])
def test_reload_sends_what_was_unsent_once(desk: Desk, state: str) -> None:
    device = desk.device()
    tab = desk.tab(device)
    tab.type("kept ")
    tab.expect_kept()
    wire = Wire(device, state)
    tab.type("unsent")
    expect(tab.state).to_contain_text("Offline")

    tab.page.close()
    wire.state = "open"
    tab = desk.tab(device)

    expect(tab.words).to_have_text("kept unsent")
    tab.expect_kept()
    assert desk.stored_text() == "kept unsent"


@lost_requests
def test_reload_sends_what_was_unsent_where_the_browser_has_no_locks(desk: Desk) -> None:
    device = desk.device()
    # As on a page that is neither on this machine nor has https.
    device.add_init_script("Object.defineProperty(Navigator.prototype, 'locks', { value: undefined })")
    tab, other = desk.tab(device), desk.tab(device)
    wire = Wire(device, "cut")
    other.type("living ")
    tab.type("unsent")
    expect(tab.state).to_contain_text("Offline")
    expect(other.state).to_contain_text("Offline")

    tab.page.goto("about:blank")
    wire.state = "open"
    tab.open()

    expect(tab.words).to_contain_text("unsent")
    other.expect_kept()
    tab.expect_kept()
    assert sorted(desk.stored_text()) == sorted("living unsent")


@lost_requests
def test_crash_of_the_tab_loses_nothing_and_doubles_nothing(desk: Desk) -> None:
    device = desk.device()
    tab = desk.tab(device)
    tab.type("kept ")
    tab.expect_kept()
    wire = Wire(device, "cut")
    tab.type("unsent")
    expect(tab.state).to_contain_text("Offline")
    crash(tab.page)

    elsewhere = desk.tab()
    elsewhere.words.click()
    elsewhere.press("Control+Home")
    elsewhere.type("meanwhile ")
    elsewhere.expect_kept()
    wire.state = "open"
    tab = desk.tab(device)

    expect(tab.words).to_have_text("meanwhile kept unsent")
    assert desk.stored_text() == "meanwhile kept unsent"
    tab.open()
    tab.expect_kept()
    assert desk.stored_text() == "meanwhile kept unsent"


@lost_requests
def test_unsent_words_of_a_living_tab_are_its_own_business(desk: Desk) -> None:
    device = desk.device()
    one = desk.tab(device)
    wire = Wire(device, "cut")
    one.type("unsent")
    expect(one.state).to_contain_text("Offline")

    two = desk.tab(device)
    two.expect_kept()
    expect(two.words).to_have_text("")
    wire.state = "open"

    expect(two.words).to_have_text("unsent", timeout=15_000)
    one.expect_kept()
    assert desk.stored_text() == "unsent"


@lost_requests
def test_steps_whose_answer_was_lost_are_not_sent_twice(desk: Desk) -> None:
    device = desk.device()
    tab = desk.tab(device)
    wire = Wire(device, "deaf")
    tab.type("said once")
    expect(tab.state).to_contain_text("Offline")
    wire.state = "open"

    tab.expect_kept()

    assert desk.stored_text() == "said once"
    expect(tab.words).to_have_text("said once")


@lost_requests
def test_leaving_the_page_at_once_after_typing_keeps_the_words(desk: Desk) -> None:
    device = desk.device()
    tab = desk.tab(device)
    tab.type("last words")

    tab.page.goto("about:blank")
    tab.open()

    expect(tab.words).to_have_text("last words")
    tab.expect_kept()
    assert desk.stored_text() == "last words"


@lost_requests
def test_words_are_kept_when_the_page_goes_away_while_the_device_is_slow_to_write(desk: Desk) -> None:
    device = desk.device()
    device.add_init_script(LOSE_FAREWELLS)
    device.add_init_script(WRITE_SLOWLY)
    tab = desk.tab(device)
    wire = Wire(device, "cut")

    tab.type("unsent", delay=80)
    tab.page.goto("about:blank")
    wire.state = "open"
    tab.open()

    expect(tab.words).to_have_text("unsent", timeout=15_000)
    tab.expect_kept()
    assert desk.stored_text() == "unsent"


@lost_requests
def test_signed_out_writer_is_told_and_goes_on_after_signing_in(desk: Desk) -> None:
    device = desk.device()
    tab = desk.tab(device)
    cookies = device.cookies()
    device.clear_cookies()

    tab.type("still here")
    expect(tab.state).to_have_text("Signed out: kept on this device")
    expect(tab.page.get_by_role("alert").get_by_text("Sign in again in another tab")).to_be_visible()
    device.add_cookies(cookies)
    tab.page.evaluate("dispatchEvent(new Event('online'))")

    tab.expect_kept()
    expect(tab.page.get_by_role("alert")).to_be_hidden()
    assert desk.stored_text() == "still here"


@lost_requests
def test_tab_that_was_away_for_thousands_of_steps_keeps_its_words(desk: Desk) -> None:
    device = desk.device()
    tab = desk.tab(device)
    tab.type("here ")
    tab.expect_kept()
    device.set_offline(True)
    tab.type("offline")
    expect(tab.state).to_contain_text("Offline")
    desk.type_elsewhere("x" * 2_500)
    device.set_offline(False)

    tab.expect_kept()
    expect(tab.words).to_have_text("x" * 2_500 + "here offline")
    assert desk.stored_text() == "x" * 2_500 + "here offline"


@lost_requests
def test_writer_is_told_of_a_full_disk_and_goes_on_by_itself_when_there_is_room(desk: Desk) -> None:
    device = desk.device()
    tab = desk.tab(device)
    full = {"status": StorageFull.status, "json": {"error": StorageFull.sentence}}
    intercept(tab.page, SENDING, lambda route: route.fulfill(**full))

    tab.type("patient")
    expect(tab.state).to_have_text("No room: kept on this device")
    expect(tab.page.get_by_role("alert").get_by_text(StorageFull.sentence)).to_be_visible()
    tab.page.unroute(SENDING)

    tab.expect_kept()
    expect(tab.page.get_by_role("alert")).to_be_hidden()
    assert desk.stored_text() == "patient"


@lost_requests
def test_refused_words_can_be_copied_and_are_offered_again_after_a_reload(desk: Desk) -> None:
    device = desk.device()
    tab = desk.tab(device)
    intercept(tab.page, SENDING, lambda route: route.fulfill(status=400, json={"error": "That cannot be kept."}))

    tab.type("precious")
    expect(tab.state).to_have_text("Not kept")
    alert = tab.page.get_by_role("alert")
    expect(alert.get_by_text("That cannot be kept.")).to_be_visible()
    alert.get_by_role("button", name="Copy the words").click()
    expect(alert.get_by_role("button", name="Copied")).to_be_visible()
    assert tab.page.evaluate("navigator.clipboard.readText()") == "precious"

    tab.open()
    lost = tab.page.locator(".saved-lost")
    expect(lost.get_by_text("precious")).to_be_visible()
    lost.get_by_role("button", name="Throw them away").click()
    expect(lost).to_be_hidden()
    tab.open()
    tab.expect_kept()
    expect(lost).to_be_hidden()


def test_note_is_written_beside_the_text_and_kept(desk: Desk) -> None:
    tab = desk.tab()
    tab.page.get_by_role("tab", name="Notes").click()

    tab.page.get_by_role("textbox", name="Before the chapter").click()
    tab.page.keyboard.type("Thanks, beta!")
    tab.expect_kept()
    tab.open()

    expect(tab.page.get_by_role("textbox", name="Before the chapter")).to_have_text("Thanks, beta!")
    assert desk.stored_text() == ""


def test_page_asks_for_the_pulse_when_there_is_no_room_for_a_stream(desk: Desk) -> None:
    device = desk.device()
    device.route("**/chapters/*/events", lambda route: route.fulfill(status=204))
    page = device.new_page()
    page.clock.install()
    polling = Tab(page, desk.chapter_id).open()

    writer = desk.tab()
    writer.type("news")
    writer.expect_kept()
    page.clock.run_for(16_000)

    expect(polling.words).to_have_text("news")


def crash(page: Page) -> None:
    """End the tab's process at once, as a crash does: no event of the page is heard any more."""
    with page.expect_event("crash"), suppress(PlaywrightError):
        page.goto("chrome://crash")
    page.close()
