"""A chapter that its author writes and its beta reads, each in a real browser of their own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect
from prosemirror.model import Node

from tests.browser.desk import Tab
from tests.browser.signing_in import carry_session
from tests.live import LiveServer
from tests.makers import add_beta, author_of, make_author, make_chapter, make_guest, make_work, text_of
from tests.waiting import wait_until
from workshop.db import db
from workshop.works.models import Chapter, Document

LINES = ("The tide was out.", "She waited on the slip until the lamp went on.", "Nobody came.")
#: What one browser does reaches the other by an event, a pause and a request.
REACHES_WITHIN_MS = 10_000


@dataclass
class ReadingPage:
    """The reading view in one browser."""

    page: Page
    chapter_id: int

    def open(self, anchor: str = "") -> ReadingPage:
        self.page.goto(f"/chapters/{self.chapter_id}/read{anchor}")
        expect(self.page.locator("[data-behaviour~='reading'][data-ready]")).to_be_attached()
        # htmx comes to life a moment later; until then forms are sent as without scripts, and the page comes anew.
        expect(self.page.locator("#new-thread[data-htmx-powered]")).to_be_attached()
        return self

    @property
    def text(self) -> Locator:
        return self.page.locator("#part-text")

    @property
    def composer(self) -> Locator:
        return self.page.locator("#new-thread")

    def select(self, words: str) -> None:
        """Select the words where they first stand, as a drag of the mouse would."""
        self.page.locator("#reading-text").evaluate(_SELECT, words)

    def comment(self, words: str, body: str) -> None:
        self.select(words)
        self.page.get_by_role("button", name="Comment", exact=True).first.click()
        self.composer.get_by_role("textbox").fill(body)
        self.composer.get_by_role("button", name="Comment").click()
        expect(self.card(body)).to_be_visible()

    def card(self, words: str) -> Locator:
        return card(self.page, words)

    def expect_marked(self, *words: str, name: str = "thread-mark") -> None:
        """Wait until these words are painted and no others, in the order of their cards."""
        wait_until(lambda: self.marked(name) == list(words), REACHES_WITHIN_MS / 1000, page=self.page)
        assert self.marked(name) == list(words)

    def marked(self, name: str) -> list[str]:
        return self.page.evaluate("name => [...(CSS.highlights.get(name) ?? [])].map(String)", name)

    def click_on(self, words: str) -> None:
        """Click in the middle of the words in the text."""
        x, y = self.page.locator("#reading-text").evaluate(_MIDDLE, words)
        self.page.mouse.click(x, y)


@dataclass
class House:
    """An author and a beta of one chapter, on a live server."""

    server: LiveServer
    new_context: Callable[..., BrowserContext]
    chapter_id: int
    document_id: int
    work_id: int
    beta_id: int
    sessions: dict[str, str]

    def device(self, who: str, **options: Any) -> BrowserContext:
        context = self.new_context(**{"viewport": {"width": 1280, "height": 900}} | options)
        carry_session(context, self.server, self.sessions[who])
        return context

    def reader(self, who: str = "beta", anchor: str = "", **options: Any) -> ReadingPage:
        return ReadingPage(self.device(who, **options).new_page(), self.chapter_id).open(anchor)

    def desk(self, **options: Any) -> Tab:
        return Tab(self.device("author", **options).new_page(), self.chapter_id).open()

    def document(self) -> Document:
        """The chapter's text; needs an app context."""
        return text_of(db.session.get(Chapter, self.chapter_id))


def make_house(
    server: LiveServer, new_context: Callable[..., BrowserContext], *blocks: Node | str, **notes: Node
) -> House:
    with server.app.app_context():
        work = make_work(make_author("Tidewater"), "What the Tide Keeps")
        chapter = make_chapter(*blocks, work=work, title="Low Water", **notes)
        beta = add_beta(work, make_guest("mothwing"))
        db.session.commit()
        sessions = {"author": author_of(work).get_id(), "beta": beta.get_id()}
        return House(server, new_context, chapter.id, text_of(chapter).id, work.id, beta.id, sessions)


def card(page: Page, words: str) -> Locator:
    """The card of the thread in which somebody says the words."""
    return page.locator("#threads .thread").filter(has_text=words)


def unfold(card: Locator, what: str) -> None:
    """Open what a card keeps folded: the way to reply, or to change a comment."""
    card.locator("summary").filter(has_text=what).click()


def soon() -> dict[str, float]:
    return {"timeout": REACHES_WITHIN_MS}


_FIND = """
  const find = (element, words) => {
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    for (let text = walker.nextNode(); text; text = walker.nextNode()) {
      const start = text.data.indexOf(words);
      if (start >= 0) return [text, start, text, start + words.length];
    }
    throw new Error(`"${words}" is not in one piece of text`);
  };
"""
_SELECT = f"(element, words) => {{ {_FIND} getSelection().setBaseAndExtent(...find(element, words)); }}"
_MIDDLE = f"""(element, words) => {{ {_FIND}
  const [node, start, , end] = find(element, words);
  const range = document.createRange();
  range.setStart(node, start);
  range.setEnd(node, end);
  node.parentElement.scrollIntoView({{ block: "center" }});
  const {{ left, top, width, height }} = range.getClientRects()[0];
  return [left + width / 2, top + height / 2];
}}"""
