"""Curly quotes, dashes and ellipses while typing; each case is typed key by key."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.desk import Desk

#: What is typed, and what stands there then.
CASES = [
    ('"Hello," she said.', "“Hello,” she said."),
    ("\"'Run,' he said to me.\"", "“‘Run,’ he said to me.”"),
    ("It's Naruto's, isn't it?", "It’s Naruto’s, isn’t it?"),
    ("'Course you didn't know.", "’Course you didn’t know."),
    ('"\'Course," he said. "Let \'em go."', "“’Course,” he said. “Let ’em go.”"),
    ("'Cause of rock 'n' roll in the '90s, 'round here", "’Cause of rock ’n’ roll in the ’90s, ’round here"),
    ("the ones that got away--'em and us", "the ones that got away—’em and us"),
    ("'Embers,' she said, 'and causes.'", "‘Embers,’ she said, ‘and causes.’"),
    ("the boys' boat", "the boys’ boat"),
    ('"I was going to--" It broke off.', "“I was going to—” It broke off."),
    ('He turned--"Wait!"--and ran.', "He turned—“Wait!”—and ran."),
    ("\"He said 'never--' and left.\"", "“He said ‘never—’ and left.”"),
    ('"W-what the h-"', "“W-what the h-”"),
    ('Well... ("maybe")', "Well… (“maybe”)"),
    ("wait -- no", "wait — no"),
    ('""', "“”"),
    ("5'10\" tall", "5’10” tall"),
]


def test_typed_quotes_dashes_and_dots_become_what_a_printer_sets(desk: Desk) -> None:
    tab = desk.tab()

    tab.type("\n".join(typed for typed, _ in CASES))

    assert dict(zip(CASES, tab.paragraphs(), strict=True)) == {case: case[1] for case in CASES}


def test_enter_ends_a_clipped_word_too(desk: Desk) -> None:
    tab = desk.tab()

    tab.type("Get 'em\nNow")

    assert tab.paragraphs() == ["Get ’em", "Now"]


def test_backspace_gives_back_the_keys_that_were_typed(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("over --")
    expect(tab.words).to_have_text("over —")

    tab.press("Backspace")

    expect(tab.words).to_have_text("over --")


def test_correction_keeps_the_form_of_the_words_around_it(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("a ")
    tab.press("Control+I")
    tab.type('"b" c')

    assert tab.html() == "<p>a <em>“b” c</em></p>"


def test_switch_is_remembered_on_this_device(desk: Desk) -> None:
    tab = desk.tab()
    switches = tab.page.locator("[data-behaviour~='typography-switch']")
    expect(switches.first).to_have_attribute("aria-pressed", "true")

    tab.switch_typography()
    tab.type('"It\'s--" ...')
    tab.expect_kept()
    tab.open()

    for switch in switches.all():
        expect(switch).to_have_attribute("aria-pressed", "false")
    expect(tab.words).to_have_text('"It\'s--" ...')
    tab.switch_typography()
    tab.type(' "on"')
    expect(tab.words).to_have_text('"It\'s--" ... “on”')
