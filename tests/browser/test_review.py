"""The review with a real LanguageTool: walked by keyboard, corrected, decided, undone, all alike, and summed up."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect

from tests.browser.desk import NOW, Desk, make_desk
from tests.browser.interception import intercept
from tests.languagetool_fixture import app_asking, languagetool
from tests.live import LiveServer
from workshop.db import db
from workshop.grammar.engine import Engine
from workshop.people.models import Person
from workshop.prose.documents import document_from_text
from workshop.prose.plain import plain_text
from workshop.settings import Settings
from workshop.works import service
from workshop.works.models import Document, Part
from workshop.works.saving import document_node, replace_content

__all__ = ["languagetool"]

pytestmark = pytest.mark.languagetool

TEXT = (
    "Ren-kun has been like this ever sense the storm.\n\n"
    "You're thinking to hard about it, said his aunt. We will wait for however long it take.\n\n"
    "He looked at the light everyday."
)
MENDED = (
    "Ren-kun has been like this ever since the storm.\n\n"
    "You're thinking too hard about it, said his aunt. We will wait for however long it takes.\n\n"
    "He looked at the light every day."
)


@pytest.fixture
def app(settings: Settings, languagetool: Engine) -> Iterator[Flask]:
    with app_asking(languagetool, settings) as app:
        yield app


@pytest.fixture
def desk(live_server: LiveServer, new_context: Callable[..., BrowserContext]) -> Desk:
    return make_desk(live_server, new_context, TEXT)


@pytest.fixture
def page(desk: Desk) -> Page:
    page = desk.device().new_page()
    page.goto(f"/chapters/{desk.chapter_id}/review")
    expect(count(page)).to_have_text("1 of 4", timeout=30_000)
    return page


def count(page: Page) -> Locator:
    return page.locator(".review-count")


def card(page: Page) -> Locator:
    return page.locator(".review-card")


def end(page: Page) -> Locator:
    return page.locator(".review-end")


def text_now(desk: Desk) -> str:
    with desk.server.app.app_context():
        return plain_text(document_node(db.session.get(Document, desk.document_id))).text


def test_a_chapter_is_walked_and_mended_by_keyboard_alone(desk: Desk, page: Page) -> None:
    for number, meant in enumerate(("since", "too", "takes", "every day"), start=1):
        expect(count(page)).to_have_text(f"{number} of 4")
        expect(page.locator(".finding-fix").first).to_contain_text(meant)
        expect(page.locator(".finding-fix").first).to_be_focused()
        page.keyboard.press("Enter")
    expect(end(page)).to_contain_text("All looked at")
    expect(end(page)).to_contain_text("sense → since")
    assert text_now(desk) == MENDED
    expect(page.get_by_role("link", name="Back to the desk")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Chapter text")).to_contain_text("every day", timeout=15_000)


def test_every_answer_has_its_key_and_every_one_its_undo(desk: Desk, page: Page) -> None:
    page.keyboard.press("i")
    expect(count(page)).to_have_text("2 of 4")
    page.keyboard.press("v")
    expect(count(page)).to_have_text("3 of 4")
    page.keyboard.press("a")
    expect(page.get_by_label("Your question")).to_be_focused()
    page.keyboard.type("Is it iv? Really")
    page.keyboard.press("Control+Enter")
    expect(count(page)).to_have_text("4 of 4")
    page.keyboard.press("1")
    expect(end(page)).to_contain_text("All looked at")
    for name in ("Corrected", "Left as it is", "Voice", "Asked"):
        expect(end(page)).to_contain_text(re.compile(f"1\\s*{name}"))
    for number in (4, 3, 2, 1):
        page.keyboard.press("u")
        expect(count(page)).to_have_text(f"{number} of 4")
        expect(page.locator(".finding-verdicts")).to_be_visible()
    assert text_now(desk) == TEXT
    page.reload()
    expect(count(page)).to_have_text("1 of 4")


def test_one_walks_past_and_back_and_comes_to_what_is_open(desk: Desk, page: Page) -> None:
    page.keyboard.press("Enter")
    expect(count(page)).to_have_text("2 of 4")
    page.keyboard.press("ArrowLeft")
    expect(card(page)).to_contain_text("“sense” is now “since”.")
    for number in (2, 3, 4):
        page.keyboard.press("ArrowRight")
        expect(count(page)).to_have_text(f"{number} of 4")
    page.keyboard.press("ArrowRight")
    expect(end(page)).to_contain_text(re.compile(r"3\s*Still open"))
    page.get_by_role("button", name="Look at the open ones").click()
    expect(count(page)).to_have_text("2 of 4")


def test_a_sentence_that_changed_in_another_tab_is_looked_at_anew(desk: Desk, page: Page) -> None:
    rewrite(desk, TEXT.replace("ever sense the storm", "ever sense the big storm"))
    page.keyboard.press("Enter")
    expect(card(page).get_by_role("alert").first).to_contain_text("changed meanwhile")
    expect(page.locator(".review-passage")).to_contain_text("the big storm")
    assert "ever sense the big storm" in text_now(desk)
    page.keyboard.press("Enter")
    expect(count(page)).to_have_text("2 of 4")
    assert "ever since the big storm" in text_now(desk)


def test_words_are_marked_where_they_stand_although_corrections_outrun_the_check(desk: Desk, page: Page) -> None:
    held: list[Route] = []
    intercept(page, "**/documents/*/review", lambda route: held.append(route) if not held else route.continue_())
    page.keyboard.press("1")
    expect(count(page)).to_have_text("2 of 4")
    page.keyboard.press("ArrowRight")
    page.keyboard.press("1")
    expect(count(page)).to_have_text("4 of 4")

    # What it brings is the text after both corrections, and is overtaken by the check after the second.
    held[0].continue_()

    expect(page.locator("[data-review='status']")).to_be_hidden()
    expect(page.locator(".review-passage")).to_contain_text("however long it takes.")
    assert marked(page) == "everyday"


def test_text_written_before_a_finding_does_not_lead_it_astray(desk: Desk, page: Page) -> None:
    rewrite(desk, f"It had rained all night, and more.\n\n{TEXT}")
    page.keyboard.press("Enter")
    expect(count(page)).to_have_text("2 of 4")
    assert text_now(desk) == f"It had rained all night, and more.\n\n{TEXT.replace('ever sense', 'ever since')}"


@pytest.mark.tolerates("net::ERR_FAILED")
def test_nothing_is_lost_while_galley_is_away(desk: Desk, page: Page) -> None:
    intercept(page, "**/corrections", lambda route: route.abort())
    page.keyboard.press("Enter")
    expect(card(page).get_by_role("alert").first).to_contain_text("Nothing is lost")
    expect(count(page)).to_have_text("1 of 4")
    page.unroute("**/corrections")
    page.keyboard.press("Enter")
    expect(count(page)).to_have_text("2 of 4")


def test_a_whole_work_is_walked_and_all_alike_are_corrected_in_one_go(desk: Desk) -> None:
    second, clean = add_chapters(desk, "She could of known. He could of gone. We could of stayed.", "All is well here.")
    page = desk.device().new_page()
    page.goto(f"/works/{work_of(desk)}")
    page.get_by_role("link", name="Review its findings").click()
    expect(page.locator(".review-status")).to_be_hidden(timeout=30_000)
    expect(page.locator(".review-count")).to_have_text("1 of 7")
    for _ in range(6):
        if not page.locator(".review-alike-open").is_visible():
            page.keyboard.press("ArrowRight")
    page.keyboard.press("l")
    alike = page.locator(".review-alike")
    expect(alike.locator("li")).to_have_count(3)
    alike.get_by_role("checkbox").nth(2).uncheck()
    page.get_by_role("button", name="Correct 2 of 3").click()
    expect(alike).to_be_hidden()
    with desk.server.app.app_context():
        assert plain_text(document_node(db.session.get(Document, second))).text == (
            "She could have known. He could have gone. We could of stayed."
        )
    page.keyboard.press("u")
    expect(page.locator(".review-alike-open")).to_contain_text("All 3 alike")
    assert clean


def test_a_chapter_without_findings_says_what_was_checked(desk: Desk) -> None:
    rewrite(desk, "All is well here.")
    page = desk.device().new_page()
    page.goto(f"/chapters/{desk.chapter_id}")
    page.get_by_role("tab", name="Findings").click()
    page.get_by_role("link", name="Review").click()
    expect(end(page)).to_contain_text("Nothing to fix here", timeout=30_000)
    expect(end(page)).to_contain_text("4 words in 1 text were checked")


def rewrite(desk: Desk, text: str) -> None:
    """Make the chapter read otherwise, as another device of the author would."""
    with desk.server.app.app_context():
        document = db.session.get(Document, desk.document_id)
        replace_content(document, document_from_text(text), db.session.get(Person, 1), NOW, None)
        db.session.commit()


def add_chapters(desk: Desk, *texts: str) -> list[int]:
    """Give the ids of their texts."""
    with desk.server.app.app_context():
        work = db.session.get(Document, desk.document_id).chapter.work
        made = [
            service.add_chapter(work, "", db.session.get(Person, 1), NOW, {Part.TEXT: document_from_text(text)})
            for text in texts
        ]
        db.session.commit()
        return [next(document.id for document in chapter.documents if document.part == Part.TEXT) for chapter in made]


def work_of(desk: Desk) -> int:
    with desk.server.app.app_context():
        return db.session.get(Document, desk.document_id).chapter.work_id


SAMPLE = Path(__file__).resolve().parents[3] / "shared" / "samples" / "i-know-you.txt"
#: What an editor would correct in it: words as written, and what is meant.
MISTAKES = {
    "to": "too",
    "too": "to",
    "neck deep": "neck-deep",
    "take": "takes",
    "sense": "since",
    "Your": "You're",
    "vertebrae": "vertebra",
    "everyday": "every day",
    "ever ever": "ever",
}


@pytest.mark.skipif(not SAMPLE.exists(), reason="the sample lies beside the repository on some machines only")
def test_a_real_story_is_walked_by_keyboard_and_has_exactly_the_corrections(desk: Desk) -> None:
    text = SAMPLE.read_text("utf-8")
    rewrite(desk, text)
    before = text_now(desk)
    page = desk.device().new_page()
    page.goto(f"/works/{work_of(desk)}/lexicon")
    page.get_by_role("button", name="Look for names").press("Enter")
    page.get_by_role("button", name="Learn the chosen ones").press("Enter", timeout=60_000)
    page.goto(f"/chapters/{desk.chapter_id}/review")
    expect(count(page)).to_contain_text("1 of", timeout=60_000)
    corrected = walk_and_correct(page, MISTAKES)
    expect(end(page)).to_contain_text(re.compile(f"{len(corrected)}\\s*Corrected"))
    assert set(corrected) == set(MISTAKES)
    after = text_now(desk)
    assert after == with_corrections(before, corrected)
    page.keyboard.press("Enter")
    expect(page.get_by_role("textbox", name="Chapter text")).to_contain_text(
        "like this since we left you", timeout=15_000
    )


def walk_and_correct(page: Page, mistakes: dict[str, str]) -> list[str]:
    """Take the first suggestion where it is the right one, pass by the rest; give the words in the order of the walk."""
    corrected = []
    while not end(page).is_visible():
        place, words = count(page).inner_text(), marked(page)
        is_right = mistakes.get(words) == page.locator(".finding-fix").first.inner_text()
        page.keyboard.press("1" if is_right else "ArrowRight")
        corrected += [words] if is_right else []
        expect(count(page)).not_to_have_text(place)
    return corrected


def marked(page: Page) -> str:
    """The words that are marked in the passage."""
    return page.evaluate(
        "[...CSS.highlights].filter(([name]) => name !== 'review-sentence').flatMap(([, all]) => [...all]).join('')"
    )


def with_corrections(text: str, corrected: list[str]) -> str:
    """Return the text with those words, met in this order, as they are meant. Each stands in a sentence that is known."""
    sentences = {
        "to": "thinking {} hard",
        "too": "you don't want {}.",
        "neck deep": "like your {} pity",
        "take": "however long it {} for",
        "sense": "like this {} we left",
        "Your": "{} skinnier since",
        "vertebrae": "feeling every {} in",
        "everyday": "like the sun {}, now",
        "ever ever": "get rid of me, {} again",
    }
    for words in corrected:
        written, meant = (sentences[words].format(each) for each in (words, MISTAKES[words]))
        assert text.count(written) == 1
        text = text.replace(written, meant)
    return text
