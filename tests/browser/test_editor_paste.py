"""Pasting from where stories are written and posted. The samples in clipboard/ are shaped as each program's clipboard is."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.desk import Desk

CLIPBOARD = Path(__file__).parent / "clipboard"
STORY = (
    '<p class="align-center"><em>a Naruto story</em></p>'
    "<p>“You never <em>listened</em>,” she said. <strong>Never</strong>. <u>Not once</u>, <s>not twice</s>.</p>"
    "<p>Both <em><strong>at once</strong></em> and a link.</p>"
    '<hr class="scene-break">'
    "<p>Line one<br>line two 😀</p>"
    "<ul><li><p>first</p></li><li><p><em>second</em></p></li></ul>"
    '<p class="align-right">The end</p>'
)


def test_story_keeps_its_form_and_nothing_else(desk: Desk) -> None:
    tab = desk.tab()
    for sample, heading in {"google-docs.html": "h2", "word.html": "h1", "ao3.html": "h2"}.items():
        tab.click_at_end()
        tab.press("Control+A", "Delete", "Control+Alt+0")
        tab.paste(html=(CLIPBOARD / sample).read_text(), text="not this")
        assert tab.html() == f"<{heading}>Low Water</{heading}>{STORY}", sample

    tab.expect_kept()
    assert desk.stored_text().startswith("Low Water\n\na Naruto story\n\n“You never listened,”")


# Chromium reports what would have run and was refused, though it is only read as text.
refused = pytest.mark.tolerates("Content Security Policy")


@refused
def test_hostile_html_runs_nothing_and_leaves_only_words(desk: Desk) -> None:
    tab = desk.tab()
    title = tab.page.title()

    tab.paste(html=(CLIPBOARD / "hostile.html").read_text())
    tab.expect_kept()

    assert tab.html() == "<p>one two</p><p>three <em><strong>four</strong></em></p><p>five1</p>"
    assert tab.page.title() == title


@refused
def test_html_that_calls_itself_ours_is_held_to_the_schema(desk: Desk) -> None:
    tab = desk.tab()

    tab.paste(
        html='<p data-pm-slice="0 0 []">a <a href="javascript:alert(1)" onclick="alert(1)">b</a> <script>alert(1)</script>'
        '<img src="data:image/svg+xml,x" onerror="alert(1)"><u style="position:fixed">c</u></p>'
    )

    assert tab.html() == "<p>a b <u>c</u></p>"


def test_copy_of_our_own_keeps_all_that_the_schema_has(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("see here")
    tab.select("here")
    tab.press("Control+K")
    tab.page.get_by_label("Address").fill("https://example.org/")
    tab.press("Enter")
    tab.press("Control+A", "Control+C", "Control+End", "Enter", "Control+V")

    assert tab.html() == '<p>see <a href="https://example.org/" rel="noopener noreferrer nofollow">here</a></p>' * 2


def test_plain_text_becomes_paragraphs(desk: Desk) -> None:
    tab = desk.tab()
    texts = {
        "one\n\ntwo\nand a half\n\n\nthree\n": "<p>one</p><p>two<br>and a half</p><p>three</p>",
        "one\r\ntwo\r\n": "<p>one</p><p>two</p>",
        "one\n\n* * *\n\ntwo": '<p>one</p><hr class="scene-break"><p>two</p>',
    }
    for text, html in texts.items():
        tab.click_at_end()
        tab.press("Control+A", "Delete")
        tab.paste(text=text)
        assert tab.html() == html


def test_words_pasted_into_a_sentence_stay_in_it(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("ac")
    tab.press("ArrowLeft")

    tab.paste(html="<meta charset='utf-8'><p style='text-align:center'><i>b</i></p>")

    assert tab.html() == "<p>a<em>b</em>c</p>"


def test_pasted_picture_leaves_nothing(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("a")

    tab.paste(html='<img src="https://example.org/tracker.gif" alt="art">')

    assert tab.html() == "<p>a</p>"


def test_paste_is_told_so_that_notes_in_it_can_be_looked_for(desk: Desk) -> None:
    tab = desk.tab()
    tab.page.evaluate("document.body.addEventListener('pasted', () => { document.title = 'pasted'; })")

    tab.paste(text="A/N: hi\n\nStory")

    expect(tab.page).to_have_title("pasted")
