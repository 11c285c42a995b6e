"""Find and replace in the chapter."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from tests.browser.desk import Desk, Tab

TEXT = "Ren counted the boats.\nThe boat was gone, Ren’s boat.\nBOAT. Serenity."


def open_bar(tab: Tab, key: str = "Control+F") -> Locator:
    tab.press(key)
    bar = tab.page.get_by_role("search", name="Find and replace")
    expect(bar).to_be_visible()
    return bar


def test_matches_are_counted_shown_and_walked_in_a_ring(desk: Desk) -> None:
    tab = desk.tab()
    tab.type(TEXT)
    tab.press("Control+Home")
    bar = open_bar(tab)

    bar.get_by_label("Find").fill("boat")

    expect(bar.get_by_text("1 of 4")).to_be_visible()
    expect(tab.words.locator(".match")).to_have_count(4)
    for place in ("1 of 4", "2 of 4", "3 of 4", "4 of 4", "1 of 4"):
        tab.press("Enter")
        expect(bar.get_by_text(place)).to_be_visible()
    tab.press("Shift+Enter")
    expect(bar.get_by_text("4 of 4")).to_be_visible()
    assert tab.page.evaluate("document.getSelection().toString()") in ("BOAT", "")


def test_capitals_and_whole_words_narrow_the_search(desk: Desk) -> None:
    tab = desk.tab()
    tab.type(TEXT)
    bar = open_bar(tab)
    bar.get_by_label("Find").fill("ren")
    expect(tab.words.locator(".match")).to_have_count(3)

    bar.get_by_role("button", name="Whole words").click()
    expect(tab.words.locator(".match")).to_have_count(2)
    bar.get_by_role("button", name="Match capitals").click()
    expect(bar.get_by_text("Not found")).to_be_visible()
    expect(bar.get_by_role("button", name="Next match")).to_be_disabled()


def test_straight_quote_finds_the_curly_one(desk: Desk) -> None:
    tab = desk.tab()
    tab.type(TEXT)
    bar = open_bar(tab)

    bar.get_by_label("Find").fill("ren's")

    expect(tab.words.locator(".match")).to_have_text(["Ren’s"])


def test_signs_with_a_meaning_in_patterns_are_only_signs(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("(a) a. a-b [x] $5 a|b *")
    bar = open_bar(tab)

    for words in ("(a)", "a.", "a-b", "[x]", "$5", "a|b", "*", "\\"):
        bar.get_by_label("Find").fill(words)
        expect(bar.get_by_text("Not found" if words == "\\" else "1 of 1")).to_be_visible()


def test_replace_goes_on_to_the_next_and_all_is_one_undo(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("a boat and a boat and a ")
    tab.press("Control+I")
    tab.type("boat")
    tab.press("Control+Home")
    bar = open_bar(tab, "Control+H")
    bar.get_by_label("Find").fill("boat")
    bar.get_by_label("Replace", exact=True).fill("ship")

    bar.get_by_role("button", name="Replace", exact=True).click()
    expect(bar.get_by_text("1 of 2")).to_be_visible()
    bar.get_by_role("button", name="All").click()

    expect(bar.get_by_text("2 replaced")).to_be_visible()
    assert tab.html() == "<p>a ship and a ship and a <em>ship</em></p>"
    tab.press("Escape")
    expect(tab.words).to_be_focused()
    tab.press("Control+Z")
    assert tab.html() == "<p>a ship and a boat and a <em>boat</em></p>"
    tab.expect_kept()
    assert desk.stored_text() == "a ship and a boat and a boat"


def test_matches_follow_what_is_typed_meanwhile(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("boat")
    bar = open_bar(tab)
    bar.get_by_label("Find").fill("boat")
    expect(bar.get_by_text("1 of 1")).to_be_visible()

    tab.click_at_end()
    tab.type(" boat")

    expect(tab.words.locator(".match")).to_have_count(2)


def test_escape_closes_the_bar_and_takes_the_marks_away(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("boat")
    bar = open_bar(tab)
    bar.get_by_label("Find").fill("boat")
    expect(tab.words.locator(".match")).to_have_count(1)

    tab.press("Escape")

    expect(bar).to_be_hidden()
    expect(tab.words.locator(".match")).to_have_count(0)


def test_selected_words_are_what_is_looked_for(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("one two one")
    tab.select("one")

    bar = open_bar(tab)

    expect(bar.get_by_label("Find")).to_have_value("one")
    expect(bar.get_by_text("1 of 2")).to_be_visible()
