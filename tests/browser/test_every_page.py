"""Every page, with everything on it: axe finds nothing serious in light and dark, the keyboard reaches every action.

That no page complains, breaks its policy or asks another host is a rule of all browser tests (conftest.py).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.keyboard import FOCUS
from tests.browser.signing_in import carry_session
from tests.browser.test_pages import PHONE
from tests.full_house import ANONYMOUS, AUTHOR, BETA, House
from tests.hostile.pages import PAGES
from tests.live import LiveServer, served
from tests.route_table import Table

#: History, drafts, the bin and backups, as their author sees them.
PAST = [
    "/chapters/<chapter_id>/history?with=notes",
    "/chapters/<chapter_id>/history?which=named",
    "/chapters/<chapter_id>/history/sitting?began=2026-03-12T14:03:00%2B00:00&ended=2026-03-12T15:33:00%2B00:00",
    "/works/<work_id>/history",
    "/documents/<document_id>/versions/<number>",
    "/documents/<document_id>/compare?old=<number>",
    "/documents/<document_id>/compare?old=<number>&view=beside",
    "/documents/<document_id>/playback",
    "/chapters/<chapter_id>/drafts",
    "/chapters/<draft_id>",
    "/chapters/<draft_id>/bring-over",
    "/bin",
    "/restore",
    "/house/copies",
]
EVERY_PAGE = [place for place in PAGES if not place[1].endswith(("/text", "/threads"))] + [
    (AUTHOR, "/works/<work_id>/chapters/new"),
    (AUTHOR, "/account"),
    *((AUTHOR, rule) for rule in PAST if (AUTHOR, rule) not in PAGES),
    (AUTHOR, "/no-such-page"),
    (AUTHOR, "/documents/<document_id>/versions/99"),
    (BETA, "/account"),
    (ANONYMOUS, "/sign-in"),
    (ANONYMOUS, "/sign-up"),
]
THEMES = ("light", "dark")
SERIOUS = {"serious", "critical"}
#: More stops than any page has.
STOPS = 300

pytestmark = pytest.mark.tolerates("status of 404")

# What can be acted on and is shown. A group that takes the focus once and is then walked by arrow keys counts as one.
MARK_ACTIONS = """() => {
  const actions = 'a[href], button, input, select, textarea, summary, [contenteditable="true"], [tabindex="0"]';
  const groupOf = (each) => each.closest('[role="tablist"], [role="toolbar"], [role="menu"], [role="listbox"]')
    ?? (each.type === "radio" ? each.name : each);
  const groups = new Set();
  const shown = [...document.querySelectorAll(actions)].filter((each) => {
    if (!each.checkVisibility({ visibilityProperty: true })) return false;
    if (each.disabled || each.closest("[inert], [aria-hidden]")) return false;
    const group = groupOf(each);
    if (group !== each && (each.tabIndex < 0 || (each.type === "radio" && !each.checked) || groups.has(group))) return false;
    groups.add(group);
    return true;
  });
  shown.forEach((each, number) => { each.dataset.stop = number; });
  return shown.map((each) => each.outerHTML.slice(0, 120));
}"""


@pytest.fixture(scope="module")
def full(table: Table) -> Iterator[tuple[LiveServer, House]]:
    table.reset()
    with served(table.app) as server:
        yield server, table.house


@pytest.fixture
def open_page(
    full: tuple[LiveServer, House], new_context: Callable[..., BrowserContext], site: None
) -> Callable[..., Page]:
    """Opens a page of the full house as somebody."""
    server, house = full

    def open_as(who: str, rule: str, **options: object) -> Page:
        context = new_context(base_url=server.url, reduced_motion="reduce", **options)
        if house.sessions[who]:
            carry_session(context, server, house.sessions[who])
        page = context.new_page()
        page.goto(house.address(rule))
        expect(page.locator("main")).to_be_visible()
        return page

    return open_as


@pytest.fixture
def site() -> None:
    """The server is the module's own, not the one of each test."""


@pytest.mark.parametrize(("who", "rule"), EVERY_PAGE)
def test_axe_finds_nothing_serious(open_page: Callable[..., Page], who: str, rule: str) -> None:
    page = open_page(who, rule)
    for panel in _panels(page):
        for theme in THEMES:
            assert _faults(page, theme) == [], (panel, theme)


@pytest.mark.parametrize("rule", PAST)
def test_axe_finds_nothing_serious_on_a_phone(open_page: Callable[..., Page], rule: str) -> None:
    page = open_page(AUTHOR, rule, viewport=PHONE, has_touch=True)
    for theme in THEMES:
        assert _faults(page, theme) == [], theme
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@pytest.mark.parametrize(("who", "rule"), EVERY_PAGE)
def test_keyboard_reaches_every_action(open_page: Callable[..., Page], who: str, rule: str) -> None:
    page = open_page(who, rule)
    for panel in _panels(page):
        actions = page.evaluate(MARK_ACTIONS)
        assert actions
        reached = _walk(page)
        assert [action for number, action in enumerate(actions) if number not in reached] == [], panel


@pytest.mark.parametrize(("who", "rule"), EVERY_PAGE)
def test_focus_is_always_to_be_seen(open_page: Callable[..., Page], who: str, rule: str) -> None:
    page = open_page(who, rule)
    unseen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        stop = page.evaluate(FOCUS)
        if stop is None:
            break
        if not stop["shown"]:
            unseen.append(stop["element"])
    assert unseen == []


def _panels(page: Page) -> Iterator[str]:
    """Open each of the page's tabs in turn; a page without tabs is itself the one panel."""
    tabs = page.get_by_role("tab").all()
    if not tabs:
        yield "page"
    for tab in tabs:
        tab.click()
        yield tab.inner_text()


def _walk(page: Page) -> set[int]:
    """Press Tab from the top of the page until it begins anew; return the numbers of the actions passed."""
    page.evaluate("() => { document.activeElement.blur(); getSelection().removeAllRanges(); scrollTo(0, 0); }")
    page.locator("body").evaluate("body => { body.tabIndex = -1; body.focus(); body.removeAttribute('tabindex'); }")
    reached: set[int] = set()
    for _ in range(STOPS):
        page.keyboard.press("Tab")
        stop = page.evaluate("document.activeElement?.dataset?.stop ?? null")
        if stop is not None and int(stop) in reached:
            break
        if stop is not None:
            reached.add(int(stop))
        elif page.evaluate("document.activeElement === document.body"):
            break
    return reached


def _faults(page: Page, theme: str) -> list[tuple[str, str]]:
    """Return what axe has to say that is serious about the page in a theme; to open it anew for that would take as long again."""
    page.emulate_media(color_scheme=theme)
    found = Axe().run(page).response["violations"]
    serious = [fault for fault in found if fault["impact"] in SERIOUS]
    return [(fault["id"], node["html"]) for fault in serious for node in fault["nodes"]]
