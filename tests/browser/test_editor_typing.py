"""Typing, forming and correcting words on the desk, with the keys a writer uses."""

from __future__ import annotations

from playwright.sync_api import expect

from tests.browser.desk import Desk

MARK_KEYS = {"Control+B": "strong", "Control+I": "em", "Control+U": "underline", "Control+Shift+X": "strike"}


def paragraph(*inline: dict, **attrs: str) -> dict:
    return {
        "type": "paragraph",
        "attrs": {"align": attrs.get("align")},
        **({"content": list(inline)} if inline else {}),
    }


def words(text: str, *marks: str) -> dict:
    return {"type": "text", "text": text} | ({"marks": [{"type": mark} for mark in marks]} if marks else {})


def test_typed_paragraphs_are_kept_as_the_document_has_them(desk: Desk) -> None:
    tab = desk.tab()

    tab.type("The harbour was quiet.\nToo quiet 😀.")
    tab.expect_kept()

    assert desk.stored()["content"] == [paragraph(words("The harbour was quiet.")), paragraph(words("Too quiet 😀."))]
    assert tab.paragraphs() == ["The harbour was quiet.", "Too quiet 😀."]


def test_shortcuts_mark_the_selected_words_and_take_the_mark_off(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("one two three")

    for key, mark in MARK_KEYS.items():
        tab.select("two")
        tab.press(key)
        tab.expect_kept()
        assert desk.stored()["content"] == [paragraph(words("one "), words("two", mark), words(" three"))]
        tab.press(key)
        tab.expect_kept()
        assert desk.stored()["content"] == [paragraph(words("one two three"))]


def test_toolbar_shows_what_the_selection_has_and_changes_it(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("one two")
    italic = tab.page.get_by_role("toolbar", name="Form of the words").get_by_role("button", name="Italic")
    expect(italic).to_have_attribute("aria-pressed", "false")

    tab.select("two")
    italic.click()

    expect(italic).to_have_attribute("aria-pressed", "true")
    expect(tab.words).to_be_focused()
    tab.press("ArrowLeft", "ArrowLeft")
    expect(italic).to_have_attribute("aria-pressed", "false")
    tab.expect_kept()
    assert desk.stored()["content"] == [paragraph(words("one "), words("two", "em"))]


def test_toolbar_is_reached_and_walked_by_keyboard(desk: Desk) -> None:
    tab = desk.tab()
    toolbar = tab.page.get_by_role("toolbar", name="Form of the words")
    tab.type("one two")
    tab.select("two")

    tab.press("Alt+F10")
    expect(toolbar.get_by_role("button", name="Bold")).to_be_focused()
    tab.press("ArrowRight")
    expect(toolbar.get_by_role("button", name="Italic")).to_be_focused()
    tab.press("End")
    expect(toolbar.get_by_role("button", name="More")).to_be_focused()
    tab.press("ArrowRight", "ArrowRight", "Enter")

    expect(tab.words).to_be_focused()
    tab.expect_kept()
    assert desk.stored()["content"] == [paragraph(words("one "), words("two", "em"))]
    assert toolbar.locator("button[tabindex='0']").count() == 1


def test_undo_is_disabled_until_something_can_be_undone(desk: Desk) -> None:
    tab = desk.tab()
    undo = tab.page.get_by_role("button", name="Undo", exact=True)
    expect(undo).to_have_attribute("aria-disabled", "true")

    tab.type("one")
    expect(undo).to_have_attribute("aria-disabled", "false")
    tab.press("Control+Z")

    expect(tab.words).to_have_text("")
    tab.press("Control+Y")
    expect(tab.words).to_have_text("one")
    tab.press("Control+Z", "Control+Shift+Z")
    expect(tab.words).to_have_text("one")


def test_scene_break_splits_the_paragraph_and_the_caret_goes_on_behind_it(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("before after")
    tab.press(*["ArrowLeft"] * 5, "Control+Shift+H")
    tab.type("and ")
    tab.expect_kept()

    assert desk.stored()["content"] == [
        paragraph(words("before ")),
        {"type": "scene_break"},
        paragraph(words("and after")),
    ]


def test_enter_after_a_hand_written_scene_break_makes_a_real_one(desk: Desk) -> None:
    tab = desk.tab()
    signs = ["***", "* * *", "---", "~*~", "oOo", "#", "⁂", "- x -"]
    for sign in signs:
        tab.type(f"before\n{sign}\n")
    tab.type("after")
    tab.expect_kept()

    scene = [paragraph(words("before")), {"type": "scene_break"}]
    assert desk.stored()["content"] == [*scene * len(signs), paragraph(words("after"))]


def test_enter_after_words_makes_no_scene_break(desk: Desk) -> None:
    tab = desk.tab()
    tab.switch_typography()
    lines = ["xoxo", "xxx", "...", "Oh!", "–", "No.", "A * in words", "ooo"]
    tab.type("\n".join([*lines, "after"]))
    tab.expect_kept()

    assert desk.stored_text().split("\n\n") == [*lines, "after"]


def test_alignment_lists_quotation_and_heading_come_from_their_keys(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("centred")
    tab.press("Control+Shift+E", "Enter", "Control+Shift+L")
    tab.type("item")
    tab.press("Control+Shift+8", "Enter")
    tab.type("second")
    tab.press("Enter", "Enter", "Control+Shift+9")
    tab.type("letter")
    tab.press("Enter", "Enter", "Control+Alt+2")
    tab.type("title")
    tab.expect_kept()

    assert tab.html() == (
        '<p class="align-center">centred</p><ul><li><p>item</p></li><li><p>second</p></li></ul>'
        "<blockquote><p>letter</p></blockquote><h2>title</h2>"
    )


def test_shift_enter_breaks_the_line_inside_its_paragraph(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("one")
    tab.press("Shift+Enter")
    tab.type("two")
    tab.expect_kept()

    assert desk.stored_text() == "one\ntwo"


def test_link_is_set_shown_and_taken_off_with_its_key(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("read this")
    tab.select("this")
    tab.press("Control+K")
    popover = tab.page.get_by_role("dialog", name="Link")
    address = popover.get_by_label("Address")
    expect(address).to_be_focused()

    address.fill("javascript:alert(1)")
    tab.press("Enter")
    expect(popover.get_by_text("That is no address.")).to_be_visible()
    address.fill("example.org/story")
    tab.press("Enter")

    expect(popover).to_be_hidden()
    expect(tab.words).to_be_focused()
    expect(tab.words.get_by_role("link", name="this")).to_have_attribute("href", "https://example.org/story")
    tab.press("Control+K")
    expect(address).to_have_value("https://example.org/story")
    popover.get_by_role("button", name="Take it off").click()
    expect(tab.words.get_by_role("link")).to_have_count(0)
    tab.expect_kept()
    assert desk.stored()["content"] == [paragraph(words("read this"))]


def test_title_is_kept_and_shown_wherever_the_page_names_the_chapter(desk: Desk) -> None:
    tab = desk.tab()
    title = tab.page.get_by_role("textbox", name="Chapter title")

    title.fill("Spring Tide")
    title.press("Enter")

    expect(tab.words).to_be_focused()
    expect(tab.page.get_by_role("navigation", name="Chapters").get_by_text("Spring Tide")).to_be_visible()
    tab.expect_kept()
    tab.open()
    expect(title).to_have_value("Spring Tide")


def test_empty_document_says_what_to_do_until_something_is_typed(desk: Desk) -> None:
    tab = desk.tab()
    expect(tab.words).to_have_attribute("data-empty", "")

    tab.type("a")

    assert tab.words.get_attribute("data-empty") is None


def test_tab_key_leaves_the_text_so_that_nobody_is_trapped(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("word")

    tab.press("Tab")

    expect(tab.words).not_to_be_focused()


def test_focus_mode_leaves_the_sheet_alone_and_escape_brings_the_rest_back(desk: Desk) -> None:
    tab = desk.tab()
    margin = tab.page.get_by_role("complementary", name="Margin")
    expect(margin).to_be_visible()

    tab.words.click()
    tab.press("Control+Shift+F")
    expect(margin).to_be_hidden()
    expect(tab.words).to_be_visible()
    tab.press("Escape")

    expect(margin).to_be_visible()
