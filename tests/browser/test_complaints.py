"""The browser tests' own alarm: what a page must not do makes the test fail."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.conftest import Complaints
from tests.browser.signing_in import carry_session
from tests.live import LiveServer
from workshop.db import db
from workshop.people.service import found_house
from workshop.web import now


def arrive(page: Page) -> None:
    page.goto("/")
    expect(page.get_by_role("heading").first).to_be_visible()


def raised(page: Page, complaints: Complaints, script: str) -> list[str]:
    """Return what the page is blamed for after it ran the script, and let the test go on without blame."""
    page.evaluate(script)
    page.wait_for_timeout(200)
    found = list(complaints.found)
    complaints.found.clear()
    return found


def test_page_at_peace_raises_nothing(page: Page, complaints: Complaints) -> None:
    arrive(page)
    assert complaints.found == []


def test_inline_style_is_refused_and_raises_the_alarm(page: Page, complaints: Complaints) -> None:
    arrive(page)
    script = "document.head.append(Object.assign(document.createElement('style'), {textContent: 'p {color: red}'}))"
    assert "Content Security Policy" in " ".join(raised(page, complaints, script))


def test_call_to_another_host_raises_the_alarm(page: Page, complaints: Complaints) -> None:
    arrive(page)
    found = " ".join(raised(page, complaints, "fetch('https://elsewhere.example/').catch(() => null)"))
    assert "Content Security Policy" in found or "request to another host" in found


def test_error_in_a_script_raises_the_alarm(page: Page, complaints: Complaints) -> None:
    arrive(page)
    assert "uncaught: oh" in " ".join(raised(page, complaints, "setTimeout(() => { throw new Error('oh') })"))


def test_second_browser_is_another_person(page: Page, new_context, live_server: LiveServer) -> None:
    with live_server.app.app_context():
        author = found_house("Haru", "correct horse battery", now())
        db.session.commit()
        session_id = author.get_id()
    author_context: BrowserContext = new_context()
    carry_session(author_context, live_server, session_id)

    author_page = author_context.new_page()
    author_page.goto("/account")
    page.goto("/account")

    expect(author_page).to_have_url(f"{live_server.url}/account")
    expect(page).to_have_url(f"{live_server.url}/sign-in?next=/account")
