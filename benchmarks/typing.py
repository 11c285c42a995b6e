"""Milliseconds from a key to its letter on the screen, on a full desk, beside a plain textarea."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from statistics import median

from playwright.sync_api import BrowserContext, Page, Route

from benchmarks._browser import browser, carry_session
from benchmarks._galley import Place, Seeded, seeded, text_of_characters
from benchmarks._report import Goal, conclude, percentile, show_heading, show_table
from workshop.beta.service import open_thread
from workshop.db import db
from workshop.people.models import Person
from workshop.prose.plain import plain_text
from workshop.web import now
from workshop.works.models import Document
from workshop.works.saving import document_node

CHARACTERS = 100_000
MARKS = 500
COMMENTS = 200
ROUNDS = 12
KEYS = 60
#: A fast typist's pause. Saves and grammar requests run meanwhile, as they do for a person.
PAUSE_MS = 90

EXPLANATION = f"""\
Typing into the middle of {CHARACTERS:,} characters in Chromium. Galley: the real desk page, {MARKS} grammar marks and
{COMMENTS} threads in the text, saving as one types. Beside it a bare textarea with the same text. From the key's event to
the frame that shows it, {ROUNDS} rounds of {KEYS} keys each, in turns; the ratio is that of
all rounds together, since one round's p95 hangs on three keys."""

# The event's own time stamp is when the browser got the key. A message after the frame's callbacks comes once it is painted.
WATCH = """() => {
  window.took = [];
  const channel = new MessageChannel();
  const began = [];
  channel.port1.onmessage = () => { window.took.push(performance.now() - began.shift()); };
  addEventListener("keydown", (event) => {
    began.push(event.timeStamp);
    requestAnimationFrame(() => channel.port2.postMessage(0));
  }, { capture: true });
}"""
# Puts the caret at the end of a paragraph in the middle and scrolls there, as a click does.
GO_TO_MIDDLE = """(editor) => {
  const block = editor.children[Math.floor(editor.children.length / 2)];
  block.scrollIntoView({ block: "center" });
  editor.focus();
  getSelection().selectAllChildren(block);
  getSelection().collapseToEnd();
}"""


def main(arguments: list[str]) -> int:
    show_heading("typing", EXPLANATION)
    with seeded() as galley:
        text = text_of_characters(CHARACTERS)
        place = galley.add_chapters(text, 1)[0]
        _comment_everywhere(galley, place)
        process = galley.process()
        process.start()
        try:
            with browser() as context:
                carry_session(context, galley, process.url)
                desk = _open_desk(context, f"{process.url}/chapters/{place.chapter_id}")
                area = _open_textarea(context, text)
                return _measure(area, desk)
        finally:
            process.kill()


def _measure(area: Page, desk: Page) -> int:
    for page in (area, desk):
        _type(page, 20)
    pairs = [(_type(area, KEYS), _type(desk, KEYS)) for _ in range(ROUNDS)]
    areas, desks = ([took for pair in pairs for took in pair[side]] for side in (0, 1))
    ratio = percentile(desks, 0.95) / percentile(areas, 0.95)
    rows = [
        (
            name,
            median(times),
            percentile(times, 0.95),
            max(times),
            page.evaluate("document.querySelectorAll('*').length"),
        )
        for name, times, page in (("textarea", areas, area), ("Galley", desks, desk))
    ]
    show_table(("where", "p50 ms", "p95 ms", "slowest ms", "elements on the page"), rows)
    return conclude([Goal("key to paint p95, to a textarea", ratio, at_most=1.25)])


def _type(page: Page, keys: int) -> list[float]:
    """Type and return how long each key took. The tab is in front meanwhile: others are not painted."""
    page.bring_to_front()
    page.evaluate("window.took.length = 0")
    for number in range(keys):
        page.keyboard.press(" " if number % 6 == 5 else "etaoin"[number % 6])
        page.wait_for_timeout(PAUSE_MS)
    took = _painted(page, keys)
    assert len(took) == keys, f"{len(took)} of {keys} keys were painted"
    return took


def _painted(page: Page, keys: int) -> list[float]:
    """Return what was painted; on a busy machine the last keys take a moment longer than the pause."""
    for _ in range(50):
        took = page.evaluate("window.took")
        if len(took) >= keys:
            break
        page.wait_for_timeout(100)
    return took


def _open_textarea(context: BrowserContext, text: str) -> Page:
    page = context.new_page()
    page.set_content("<textarea autofocus style='width: 640px; height: 800px; font: 18px/1.6 serif'></textarea>")
    page.evaluate(WATCH)
    page.locator("textarea").evaluate(
        "(area, text) => { area.value = text; area.focus(); area.setSelectionRange(text.length / 2, text.length / 2); }",
        text,
    )
    return page


def _open_desk(context: BrowserContext, url: str) -> Page:
    page = context.new_page()
    page.route(re.compile("/documents/[0-9]+/findings"), _findings_everywhere())
    page.goto(url)
    editor = page.get_by_role("textbox", name="Chapter text")
    _wait_for_marks(page)
    page.evaluate(WATCH)
    editor.evaluate(GO_TO_MIDDLE)
    return page


def _wait_for_marks(page: Page) -> None:
    """Wait until the marks are there; the page's policy forbids waiting by an expression."""
    for _ in range(600):
        if page.locator(".prose-editor .finding").count() >= MARKS:
            return
        page.wait_for_timeout(100)
    raise AssertionError(f"Only {page.locator('.prose-editor .finding').count()} grammar marks appeared")


def _findings_everywhere() -> Callable[[Route], None]:
    """Answer for the grammar checker: a finding so often that the whole text has MARKS of them."""
    every = CHARACTERS // (MARKS + 5)

    def answer(route: Route) -> None:
        asked = json.loads(route.request.post_data or "{}")["paragraphs"]
        found = {each["key"]: [_finding(each, at) for at in _places(each["text"], every)] for each in asked}
        route.fulfill(json={"state": "ready", "message": "", "percent": None, "findings": found})

    return answer


def _places(text: str, every: int) -> list[tuple[int, int]]:
    """Return the first word after each so many characters, the first of them at the start."""
    words = [match.span() for match in re.finditer(r"\w+", text)]
    marks = max(1, round(len(text) / every))
    return words[:: max(1, len(words) // marks)][:marks] if words else []


def _finding(paragraph: dict[str, str], place: tuple[int, int]) -> dict[str, object]:
    start, end = place
    return {
        "id": f"{paragraph['key']}-{start}",
        "start": start,
        "end": end,
        "words": paragraph["text"][start:end],
        "kind": ("mistake", "style", "unknown")[start % 3],
        "source": "languagetool",
        "rule": "SOME_RULE",
        "message": "Did you mean something else?",
        "short": "Something else",
        "suggestions": ["else"],
    }


def _comment_everywhere(galley: Seeded, place: Place) -> None:
    """Open COMMENTS threads, spread over the text, on some words each."""
    with galley.app.app_context():
        document = db.session.get_one(Document, place.document_id)
        person = db.session.get_one(Person, galley.person_id)
        paragraphs = [each for each in plain_text(document_node(document)).paragraphs if len(each.text) > 40]
        for number in range(COMMENTS):
            paragraph = paragraphs[number * len(paragraphs) // COMMENTS]
            start = paragraph.position + 12 * (number % 3)
            open_thread(document, start, start + 20, document.version, f"Comment {number}", person, now())
        db.session.commit()
