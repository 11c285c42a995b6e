"""A chapter of one author in a real browser: made, opened, typed in, and read back from the server."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.browser.signing_in import carry_session
from tests.live import LiveServer
from workshop.db import db
from workshop.people.models import Person
from workshop.prose.documents import document_from_text, read_document
from workshop.prose.plain import plain_text
from workshop.works import queries, service
from workshop.works.models import Document, Part
from workshop.works.saving import document_node, save_steps

NOW = datetime(2026, 11, 1, tzinfo=UTC)
#: Typing takes real time; a save follows some tenths of a second after it.
KEPT_WITHIN_MS = 10_000


@dataclass
class Tab:
    """One tab with the chapter open in it."""

    page: Page
    chapter_id: int

    @property
    def words(self) -> Locator:
        """The chapter's text, where one types."""
        return self.page.get_by_role("textbox", name="Chapter text")

    @property
    def state(self) -> Locator:
        return self.page.locator("[data-behaviour~='saved-state']")

    def open(self) -> Tab:
        self.page.goto(f"/chapters/{self.chapter_id}")
        expect(self.words).to_be_visible()
        return self

    def click_at_end(self) -> None:
        self.words.click()
        self.page.keyboard.press("Control+End")

    def type(self, text: str, *, delay: float = 0) -> None:
        """Type at the caret; the caret goes to the end of the text first when the text has no focus."""
        if not self.words.evaluate("element => element === document.activeElement"):
            self.click_at_end()
        self.page.keyboard.type(text, delay=delay)

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def select(self, words: str) -> None:
        """Select the words where they first stand, as a drag of the mouse would."""
        self.words.evaluate(_SELECT, words)

    def switch_typography(self) -> None:
        """Switch curly quotes and dashes on or off, in the menu of the toolbar."""
        self.page.get_by_role("button", name="More", exact=True).click()
        self.page.get_by_role("button", name="Curly quotes and dashes").click()
        self.page.keyboard.press("Escape")

    def paste(self, *, html: str = "", text: str = "") -> None:
        """Put this on the clipboard, as another program does, and press the keys that paste it."""
        kinds = {kind: value for kind, value in (("text/html", html), ("text/plain", text)) if value}
        self.page.evaluate(_PUT_ON_CLIPBOARD, kinds)
        if not self.words.evaluate("element => element === document.activeElement"):
            self.click_at_end()
        self.page.keyboard.press("Control+V")

    def html(self) -> str:
        """The text as the editor shows it, without what is only there for editing."""
        return self.words.evaluate(_CLEAN_HTML)

    def paragraphs(self) -> list[str]:
        return self.words.evaluate("element => [...element.children].map((block) => block.textContent)")

    def expect_kept(self) -> None:
        expect(self.state).to_have_text("Kept", timeout=KEPT_WITHIN_MS)


@dataclass
class Desk:
    """An author with one work of one chapter, on a live server."""

    server: LiveServer
    new_context: Callable[..., BrowserContext]
    session_id: str
    chapter_id: int
    document_id: int
    contexts: list[BrowserContext] = field(default_factory=list)

    def device(self, **options: Any) -> BrowserContext:
        """A browser of its own, in which the author is signed in."""
        context = self.new_context(**{"permissions": ["clipboard-read", "clipboard-write"]} | options)
        carry_session(context, self.server, self.session_id)
        self.contexts.append(context)
        return context

    def tab(self, context: BrowserContext | None = None) -> Tab:
        """Open the chapter in a new tab; of a new device, unless one is given."""
        return Tab((context or self.device()).new_page(), self.chapter_id).open()

    def stored(self) -> dict[str, Any]:
        """The document as the server has it."""
        with self.server.app.app_context():
            return document_node(db.session.get(Document, self.document_id)).to_json()

    def stored_text(self) -> str:
        return plain_text(read_document(self.stored())).text

    def type_elsewhere(self, letters: str) -> None:
        """Type at the start of the text as another device does, a step for each letter."""
        with self.server.app.app_context():
            document = db.session.get_one(Document, self.document_id)
            content = [[{"type": "text", "text": letter}] for letter in letters]
            steps = [
                {"stepType": "replace", "from": at, "to": at, "slice": {"content": text}}
                for at, text in enumerate(content, 1)
            ]
            save_steps(
                document, document.version, steps, "elsewhere", document.chapter.work.memberships[0].person_id, NOW
            )
            db.session.commit()

    def version(self) -> int:
        with self.server.app.app_context():
            return db.session.get(Document, self.document_id).version


def make_desk(server: LiveServer, new_context: Callable[..., BrowserContext], text: str = "") -> Desk:
    with server.app.app_context():
        # Nobody signs in with this hash, and making a real one takes a third of a second.
        person = Person(pen_name="mothwing", sign_in_name="mothwing", password_hash="-", created_at=NOW)
        db.session.add(person)
        db.session.flush()
        work = service.create_work(person, "What the Tide Keeps", NOW)
        parts = {Part.TEXT: document_from_text(text)} if text else {}
        chapter = service.add_chapter(work, "Low Water", person, NOW, parts)
        db.session.commit()
        return Desk(server, new_context, person.get_id(), chapter.id, queries.text_of(chapter).id)


_SELECT = """(element, words) => {
  const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const start = text.data.indexOf(words);
    if (start < 0) continue;
    element.focus();
    document.getSelection().setBaseAndExtent(text, start, text, start + words.length);
    return;
  }
  throw new Error(`"${words}" is not in one piece of text`);
}"""

# Not navigator.clipboard.write: that cleans HTML before it lets it out, and other programs do not.
_PUT_ON_CLIPBOARD = """(kinds) => {
  const put = (event) => {
    for (const [kind, value] of Object.entries(kinds)) event.clipboardData.setData(kind, value);
    event.preventDefault();
    event.stopImmediatePropagation();
  };
  addEventListener("copy", put, { capture: true, once: true });
  document.execCommand("copy");
}"""

_CLEAN_HTML = """(element) => {
  const copy = element.cloneNode(true);
  const extras = ".ProseMirror-trailingBreak, .ProseMirror-separator, .ProseMirror-gapcursor";
  for (const extra of copy.querySelectorAll(extras)) extra.remove();
  for (const mark of copy.querySelectorAll("span[class]:not([data-type])")) mark.replaceWith(...mark.childNodes);
  for (const block of copy.querySelectorAll(".near-caret")) {
    block.classList.remove("near-caret");
    if (!block.className) block.removeAttribute("class");
  }
  return copy.innerHTML.replaceAll(' contenteditable="false"', "").replaceAll(' draggable="true"', "");
}"""
