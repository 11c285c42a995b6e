"""Takes the pictures in docs/screenshots/ anew: `python -m tests.browser.screenshots`.

It fetches and starts a LanguageTool of its own; with LANGUAGETOOL_URL it asks one that runs already.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright
from prosemirror.model import Node

from tests.browser import chromium
from tests.browser.signing_in import carry_session
from tests.live import LiveServer, served
from tests.makers import add_beta, make_author, make_guest, text_of
from workshop import create_app, grammar
from workshop.beta import service as threads
from workshop.beta.invitations import invite
from workshop.db import db, migrate
from workshop.desk.sample import lay_out_sample, sample_text
from workshop.history.service import name_version
from workshop.lexicon.service import add_terms
from workshop.people.models import Person
from workshop.prose.documents import document_from_text, read_document
from workshop.prose.plain import plain_text
from workshop.prose.utf16 import utf16_length
from workshop.settings import Settings
from workshop.web import now
from workshop.works.models import Document, Part, Work
from workshop.works.saving import document_node, replace_content
from workshop.works.service import add_chapter, create_work, describe_work, order_chapters

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "screenshots"
SIZES = {"1280": {"width": 1280, "height": 800}, "360": {"width": 360, "height": 740}}
#: A first fetch of LanguageTool takes minutes on a slow line.
GRAMMAR_SECONDS = 900
CAST = ("Ren", "Kaede", "Oba-san", "Jun", "Plover")


@dataclass(frozen=True)
class Scene:
    """The house as the pictures show it: who may look, and where things are."""

    author: str
    beta: str
    work: int
    chapter: int
    document: int


def main() -> int:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with (
        tempfile.TemporaryDirectory() as instance,
        gallery(Path(instance)) as (server, scene),
        sync_playwright() as play,
    ):
        browser = play.chromium.launch(executable_path=chromium.find_on_machine(), args=list(chromium.FLAGS))
        for name, picture in PICTURES.items():
            for size in SIZES:
                take(browser, server, scene, name, picture, size)
        take(browser, server, scene, "desk-dark", PICTURES["desk"], "1280", theme="dark")
        for size in SIZES:
            take(browser, server, scene, "review-dark", PICTURES["review"], size, theme="dark")
            for name in ("history", "work-history", "playback"):
                take(browser, server, scene, f"{name}-dark", PICTURES[name], size, theme="dark")
        take(browser, server, scene, "shelf-dark", PICTURES["shelf"], "1280", theme="dark")
        browser.close()
    return 0


@contextmanager
def gallery(instance: Path) -> Iterator[tuple[LiveServer, Scene]]:
    """Serve a house that has been lived in for some weeks."""
    app = create_app(Settings.from_environment(os.environ, instance=instance))
    migrate(app)
    with app.app_context():
        scene = furnish()
        db.session.commit()
    grammar.start(app)
    app.extensions["grammar"].wait(GRAMMAR_SECONDS)
    with served(app) as server:
        yield server, scene
    app.extensions["grammar"].stop()


def furnish() -> Scene:
    author, mothwing, tealeaf = make_author("tidewrack"), make_guest("mothwing"), make_guest("tealeaf")
    for title, summary, chapters, hours in OTHER_WORKS:
        write_work(author, title, summary, chapters, hours)
    work = lay_out_sample(author, now() - timedelta(days=9))
    describe_work(
        work, "What the Tide Keeps", "The lighthouse keeper counts the boats in every night, and one is missing."
    )
    chapter = work.chapters[0]
    for title, paragraphs in (("The Lamp-room", 10), ("Salt", 13)):
        add_chapter(work, title, author, now() - timedelta(days=12), filled(paragraphs))
    order_chapters(work, [each.id for each in sorted(work.chapters, key=lambda each: (each is chapter, each.id))])
    add_terms(work, CAST, now())
    for person in (mothwing, tealeaf):
        add_beta(work, person)
    invite(work, 7, author, now(), "for saltmarsh")
    document = text_of(chapter)
    revise(document, author)
    discuss(document, author, mothwing, tealeaf)
    return Scene(author.get_id(), mothwing.get_id(), work.id, chapter.id, document.id)


OTHER_WORKS = (
    ("Five Times Oba-san Knew (and One Time She Said So)", "Ren thinks nobody notices. Oba-san mends nets.", 5, 50),
    ("Soup for Eleven", "A recipe in nine letters, for whoever reads lighthouse logs.", 2, 170),
    ("untitled ferry thing", "", 1, 900),
)


def write_work(author: Person, title: str, summary: str, chapters: int, hours_ago: int) -> Work:
    then = now() - timedelta(hours=hours_ago)
    work = create_work(author, title, then)
    describe_work(work, title, summary)
    for number in range(chapters):
        add_chapter(work, f"Part {number + 1}", author, then, filled(14 - number))
    return work


def filled(paragraphs: int) -> dict[Part, Node]:
    return {Part.TEXT: document_from_text("\n\n".join(sample_text().split("\n\n")[1:paragraphs]))}


def revise(document: Document, author: Person) -> None:
    """Write the chapter on in three sittings, one of them named."""
    for days, old, new in (
        (8, "That's one.", "That's one. I am counting those now, the way you count boats."),
        (2, "the gulls would move to another island.", "the gulls would pack up and move to another island."),
        (0, "It isn't. I've known it longer", "It isn't; it was only ever hungry. I've known it longer"),
    ):
        content = json.loads(json.dumps(document_node(document).to_json()).replace(old, new))
        saved = replace_content(document, read_document(content), author, now() - timedelta(days=days, hours=2), None)
        if days == 2 and saved:
            name_version(document, saved.version, "Sent to mothwing")


def discuss(document: Document, author: Person, mothwing: Person, tealeaf: Person) -> None:
    """Two open threads and a resolved one."""
    first = comment(
        document, "ever sense the storm", "“since”! Also I love that the sea never says sorry.", mothwing, 3
    )
    threads.reply(first, "Every time. Thank you!", author, now() - timedelta(hours=1))
    comment(document, "I've jumped a lot.", "This line is the whole character. Don’t touch it.", tealeaf, 26)
    done = comment(document, "half of it down my sleeve", "Poor soup.", mothwing, 30)
    threads.resolve(done, author, now())


def comment(document: Document, words: str, body: str, person: Person, hours_ago: int) -> threads.Thread:
    start, end = place_of(document, words)
    return threads.open_thread(document, start, end, document.version, body, person, now() - timedelta(hours=hours_ago))


def place_of(document: Document, words: str) -> tuple[int, int]:
    text = plain_text(document_node(document))
    at = text.text.index(words)
    return text.position_at(utf16_length(text.text[:at])), text.position_at(utf16_length(text.text[: at + len(words)]))


@dataclass(frozen=True)
class Picture:
    """An address with the scene's ids in braces, who looks, and what they do before the picture is taken."""

    path: str
    who: str = "author"
    prepare: Callable[[Page], None] = lambda page: None


def await_findings(page: Page) -> None:
    """Wait until the text is underlined; the first findings are those of the short notes."""
    expect(page.locator(".prose-editor .finding").nth(5)).to_be_attached(timeout=90_000)


def open_findings(page: Page) -> None:
    await_findings(page)
    page.locator("[data-opens-panel='findings']:visible, #tab-findings:visible").first.click()
    if page.viewport_size["width"] > 760:
        page.keyboard.press("F8")
    page.wait_for_timeout(500)


def scroll_to_thread(page: Page) -> None:
    page.get_by_text("You've been like this").scroll_into_view_if_needed()
    page.mouse.move(page.viewport_size["width"] / 2, 400)
    page.mouse.wheel(0, 220)
    page.wait_for_timeout(500)


def await_review(page: Page) -> None:
    expect(page.locator(".review-count")).to_contain_text("1 of", timeout=90_000)
    page.wait_for_timeout(300)


def play_on(page: Page) -> None:
    """Go to the last version but one and on, so that the words that came with the last one are marked."""
    for key in ("End", "ArrowLeft", "ArrowRight"):
        page.get_by_role("slider").press(key)
        page.wait_for_timeout(500)


PICTURES = {
    "shelf": Picture("/"),
    "work": Picture("/works/{work}"),
    "desk": Picture("/chapters/{chapter}", prepare=await_findings),
    "findings": Picture("/chapters/{chapter}", prepare=open_findings),
    "review": Picture("/chapters/{chapter}/review", prepare=await_review),
    "history": Picture("/chapters/{chapter}/history"),
    "work-history": Picture("/works/{work}/history"),
    "playback": Picture("/documents/{document}/playback", prepare=play_on),
    "compare": Picture("/documents/{document}/compare"),
    "beta": Picture("/chapters/{chapter}/read", who="beta", prepare=scroll_to_thread),
}


def take(
    browser: Browser, server: LiveServer, scene: Scene, name: str, picture: Picture, size: str, theme: str = "light"
) -> None:
    context = browser.new_context(
        base_url=server.url, viewport=SIZES[size], color_scheme=theme, reduced_motion="reduce"
    )
    carry_session(context, server, getattr(scene, picture.who))
    page = context.new_page()
    page.goto(picture.path.format(**vars(scene)))
    page.wait_for_timeout(1500)  # Nothing on the page says that the last card has found its place.
    picture.prepare(page)
    page.screenshot(path=FOLDER / f"{name}-{size}.png")
    context.close()


if __name__ == "__main__":
    sys.exit(main())
