"""The whole story with two browsers, author and beta, on a real server with a real LanguageTool.

On our own sample; and, where it lies beside the project, on a real reader's text.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import BrowserContext, Locator, Page, expect

from tests.languagetool_fixture import app_asking, languagetool
from workshop.grammar.engine import Engine
from workshop.settings import Settings

__all__ = ["languagetool"]

pytestmark = pytest.mark.languagetool

REAL_TEXT = Path(__file__).resolve().parents[3] / "shared" / "samples" / "i-know-you.txt"

#: What the real text must show after its cast is learnt: the words underlined, and the first suggestion.
EXPECTED = {
    ("to", "too"),
    ("too", "to"),
    ("take", "takes"),
    ("sense", "since"),
    ("Your", "You're"),
    ("vertebrae", "vertebra"),
    ("everyday", "every day"),
    ("can", "can do"),
    ("Sakura-cha", "Sakura-chan"),
    ("ever ever", "ever"),
}
#: What must never be underlined in it.
NAMES_AND_VOICE = re.compile(
    r"Sasuke|Sakura(?!-cha$)|Tsunade|Kakashi|Hatake|Uchiha|Haruno|Naruto|Jiraiya|Shinobi|jonin|teme|baa-chan|gonna|Course|"
    r"Not much sense|^I$"
)

SELECT = """([selector, words]) => {
  const walker = document.createTreeWalker(document.querySelector(selector), NodeFilter.SHOW_TEXT);
  for (let text = walker.nextNode(); text; text = walker.nextNode()) {
    const start = text.data.indexOf(words);
    if (start < 0) continue;
    text.parentElement.scrollIntoView({ block: "center", behavior: "instant" });
    text.parentElement.closest("[contenteditable=true]")?.focus();
    document.getSelection().setBaseAndExtent(text, start, text, start + words.length);
    return;
  }
  throw new Error(`"${words}" is not in one piece of text`);
}"""


@pytest.fixture
def app(settings: Settings, languagetool: Engine) -> Iterator[Flask]:
    with app_asking(languagetool, settings) as app:
        yield app


def found_the_house(context: BrowserContext) -> Page:
    """Do what a newcomer does: open the page, make the first account; lands on the desk with the sample."""
    page = context.new_page()
    page.goto("/")
    page.get_by_label("Pen name").fill("tealeaf")
    page.get_by_label("Password", exact=True).fill("eleven boats and a lamp")
    page.get_by_role("button", name="Set up my desk").click()
    expect(text_of(page)).to_be_visible()
    return page


def text_of(page: Page) -> Locator:
    return page.get_by_role("textbox", name="Chapter text")


def talk(page: Page) -> Locator:
    """The thread that this story is about; the sample has one of its own beside it."""
    return page.locator("#threads .thread", has_text="Keep the gulls!")


def expect_kept(page: Page) -> None:
    expect(page.locator("[data-behaviour~='saved-state']")).to_have_text("Kept", timeout=10_000)


def invite(page: Page, pen_name: str, context: BrowserContext) -> Page:
    """Make a link on the author's page and go in by it with the other browser."""
    desk = page.url
    page.get_by_role("link", name="Share with a beta").click()
    page.get_by_label("For whom").fill(pen_name)
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_label("Send this link").input_value()
    page.goto(desk)
    beta = context.new_page()
    beta.goto(link)
    beta.get_by_label("Pen name").fill(pen_name)
    beta.get_by_role("button", name="Start reading").click()
    return beta


def test_from_an_empty_folder_to_a_talk_in_the_margin(new_context: Callable[..., BrowserContext]) -> None:
    author = found_the_house(new_context())

    # Real mistakes are underlined; one is taken.
    mistakes = author.locator(".prose-editor .finding-mistake")
    expect(mistakes.filter(has_text="sense")).to_be_visible(timeout=30_000)
    mistakes.filter(has_text="sense").click()
    author.locator("#finding-card").get_by_role("button", name="since").click()
    expect(text_of(author)).to_contain_text("ever since the storm")
    expect_kept(author)

    # The author's notes stand in their places beside the text.
    author.get_by_role("tab", name="Notes").click()
    expect(author.get_by_role("textbox", name="Before the chapter")).to_contain_text("Lighthouse arc")
    private = author.get_by_role("textbox", name="For yourself")
    private.click()
    author.keyboard.type("Ren knows. Do not say it before chapter five.")
    expect_kept(author)

    # A beta comes by a link, reads the notes but not the private one, and comments on words.
    beta = invite(author, "mothwing", new_context())
    expect(beta.locator("[data-behaviour~='reading'][data-ready]")).to_be_attached()
    reading = beta.locator("#reading-text")
    expect(reading).to_contain_text("I came up the hundred and eleven steps")
    expect(reading).to_contain_text("Lighthouse arc")
    expect(beta.locator("body")).not_to_contain_text("Ren knows")
    author.get_by_role("tab", name="Threads").click()
    beta.evaluate(SELECT, ["#part-text", "the gulls would move to another island"])
    beta.locator("#comment-here").click()
    beta.get_by_label("Your comment on these words").fill("I laughed out loud here. Keep the gulls!")
    beta.locator("#new-thread").get_by_role("button", name="Comment").click()

    # It appears at the author's without a reload, and the answer at the beta's.
    thread = talk(author)
    expect(thread).to_be_visible()
    thread.get_by_text("Reply", exact=True).first.click()
    thread.get_by_label("Your reply to mothwing").fill("The gulls stay.")
    thread.get_by_role("button", name="Reply").click()
    expect(talk(beta)).to_contain_text("The gulls stay.")

    # The comment stays with its words while the text around them and inside them changes.
    text_of(author).focus()
    author.keyboard.press("Control+Home")
    author.keyboard.type("Listen. ")
    expect_kept(author)
    expect(reading).to_contain_text("Listen. I came up")
    expect(talk(beta)).to_have_attribute("data-state", "anchored")
    author.evaluate(SELECT, [".prose-editor", "another"])
    author.keyboard.type("some other")
    expect_kept(author)
    changed = talk(beta)
    expect(changed).to_have_attribute("data-state", "changed")
    expect(changed).to_contain_text("the gulls would move to some other island")

    # Every version is kept: name one, compare, bring the first back; the talk stays.
    author.get_by_role("link", name="History").first.click()
    expect(author.get_by_role("heading", name="Low Water")).to_be_visible()
    author.locator(".sitting-versions summary").first.click()
    author.locator("ul.versions a").last.click()  # the list, not the link that stands there before it came
    author.get_by_role("link", name="Compare with now").click()
    expect(author.locator(".compared-list")).to_contain_text("some other")
    expect(author.locator(".compared-list ins").first).to_contain_text("Listen.")
    author.go_back()
    author.get_by_label("Name").fill("As it came")
    author.get_by_role("button", name="Name it").click()
    expect(author.get_by_text("Kept as “As it came”.")).to_be_visible()
    author.get_by_role("button", name="Bring this version back").click()
    expect(text_of(author)).to_contain_text("ever sense the storm")
    expect(text_of(author)).not_to_contain_text("Listen.")
    expect(talk(author)).to_contain_text("The gulls stay.")
    expect(reading).to_contain_text("ever sense the storm")

    # Resolved and reopened by either side; the door is closed, and the beta sees nothing more at once.
    talk(beta).get_by_role("button", name="Resolve").click()
    expect(author.locator("#threads [data-show='resolved']")).to_be_visible()
    author.get_by_role("link", name="Share with a beta").click()
    author.get_by_role("button", name="Close the door for mothwing", exact=True).click()
    expect(beta.locator("#reading-text")).to_have_count(0)
    expect(beta.locator("body")).not_to_contain_text("hundred and eleven")


if REAL_TEXT.exists():

    def test_the_real_text_shows_its_mistakes_and_no_name(new_context: Callable[..., BrowserContext]) -> None:
        page = found_the_house(new_context(viewport={"width": 1280, "height": 900}))
        page.get_by_role("link", name="New chapter").click()
        page.get_by_label("Chapter title").fill("I know You")
        page.locator("#file").set_input_files(REAL_TEXT)
        page.get_by_role("button", name="Add the chapter").click()

        # The A/N at both ends are offered as notes.
        expect(page.locator("main")).to_contain_text("The first sequence in the 'I know you' arc!")
        page.get_by_role("button", name="Yes, make it a note").click()
        expect(text_of(page)).to_contain_text("I've been with you since we were twelve")
        expect(text_of(page)).not_to_contain_text("A/N")
        page.get_by_role("tab", name="Notes").click()
        expect(page.get_by_role("textbox", name="After the chapter")).to_contain_text("Not much sense")

        page.get_by_role("tab", name="Findings").click()
        expect(page.locator(".finding-row [data-row='words']").filter(has_text="sense")).to_have_count(
            1, timeout=60_000
        )
        page.get_by_role("button", name=re.compile("Learn the cast")).click()
        page.get_by_role("button", name="Learn the chosen ones").click(timeout=30_000)
        expect(page.locator(".finding-row").filter(has_text="Sakura-chan")).to_have_count(1, timeout=30_000)
        expect(page.locator(".finding-row").filter(has_text="Unknown")).to_have_count(0)

        words = page.locator(".finding-row [data-row='words']").all_inner_texts()
        meant = page.locator(".finding-row [data-row='meant']").all_inner_texts()
        assert EXPECTED <= set(zip(words, meant, strict=True))
        assert [word for word in words if NAMES_AND_VOICE.search(word)] == []
