"""Two ways to be someone in a test's browser: the form, and at once."""

from __future__ import annotations

from playwright.sync_api import BrowserContext, Page

from tests.live import LiveServer


def sign_in(page: Page, pen_name: str, password: str) -> None:
    """Sign in through the form, as a person does."""
    page.goto("/sign-in")
    page.get_by_label("Pen name").fill(pen_name)
    page.get_by_label("Password").fill(password)
    page.get_by_role("button", name="Sign in").click()


def carry_session(context: BrowserContext, server: LiveServer, session_id: str) -> None:
    """Sign the browser in without the form, as the person with this session id (`person.get_id()`)."""
    client = server.app.test_client()
    with client.session_transaction() as session:
        session["_user_id"] = session_id
        session["_fresh"] = True
        session.permanent = True
    name = server.app.config["SESSION_COOKIE_NAME"]
    context.add_cookies([{"name": name, "value": client.get_cookie(name).value, "url": server.url, "httpOnly": True}])
