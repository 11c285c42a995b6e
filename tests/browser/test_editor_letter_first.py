"""A typed letter is on the screen before the editor reads it, and what happens in between loses nothing."""

from __future__ import annotations

import pytest

from tests.browser.desk import Desk
from tests.browser.modules import own

# On the first letter typed: what the page and the editor have, before anything has asked the editor for its state.
_LOOK = own("""async () => {
  const { editorIn } = await import("/static/js/desk/editor.js");
  const editor = editorIn(document.getElementById("chapter-text"));
  const look = () => [editor.view.dom.textContent, editor.view.state.doc.textContent];
  editor.view.dom.addEventListener("input", async () => {
    await null;
    window.seen = { early: look(), asked: editor.doc.textContent };
  }, { once: true });
  editor.view.dom.addEventListener("input", () => setTimeout(() => { window.seen.late = look(); }, 100), { once: true });
}""")

# What others do to the first paragraph.
_MEDDLE = own("""async (deed) => {
  const { editorIn } = await import("/static/js/desk/editor.js");
  const { rangeLayer } = await import("/static/js/desk/decorations.js");
  const { receiveTransaction, Step } = await import("/static/js/desk/prosemirror.js");
  const editor = editorIn(document.getElementById("chapter-text"));
  const layer = rangeLayer("meddling");
  editor.addPlugin(layer.plugin);
  const deeds = {
    "a mark is shown": () => layer.set(editor.view, [{ key: "a", from: 2, to: 5, attributes: { class: "finding" } }]),
    "a step arrives": () => {
      const { doc, schema } = editor;
      const slice = { content: [{ type: "text", text: "<" }] };
      const step = Step.fromJSON(schema, { stepType: "replace", from: 1, to: 1, slice });
      editor.view.dispatch(receiveTransaction(editor.state, [step], ["someone"], { mapSelectionBackward: true }));
      window.arrived = (window.arrived ?? 0) + 1;
    },
    "a command runs": () => editor.run("align_center"),
    "a composition begins": () => editor.view.dom.dispatchEvent(new CompositionEvent("compositionstart")),
  };
  window.meddle = deeds[deed];
}""")
_MEDDLE_WITH_EACH_LETTER = """(text) => text.addEventListener("input", async () => { await null; meddle(); })"""
_MOVE_AND_MEDDLE = """(text) => { getSelection().collapse(text.children[1].firstChild, 2); meddle(); }"""


def test_letter_is_on_the_screen_before_it_is_read(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("Salt")
    tab.expect_kept()
    tab.page.evaluate(_LOOK)
    tab.type("s")

    tab.page.wait_for_timeout(200)
    seen = tab.page.evaluate("window.seen")
    assert seen == {"early": ["Salts", "Salt"], "asked": "Salts", "late": ["Salts", "Salts"]}


def test_quotes_and_first_letters_are_read_at_once(desk: Desk) -> None:
    tab = desk.tab()
    tab.words.click()
    tab.page.evaluate(_LOOK)
    tab.type("S")
    tab.page.wait_for_timeout(200)
    assert tab.page.evaluate("window.seen.early[1]") == "S"

    tab.type("alt ")
    tab.page.evaluate(_LOOK)
    tab.type('"')
    tab.page.wait_for_timeout(200)
    assert tab.page.evaluate("window.seen.early") == ["Salt “", "Salt “"]


#: It is made up in the page: the server has no such version, and says so to the caret in it.
_A_STEP = pytest.param("a step arrives", marks=pytest.mark.tolerates("status of 400"))


@pytest.mark.parametrize("deed", ["a mark is shown", _A_STEP, "a command runs", "a composition begins"])
def test_what_happens_before_a_letter_is_read_loses_none(desk: Desk, deed: str) -> None:
    tab = desk.tab()
    tab.type("Salt on the rope")
    tab.expect_kept()
    for _ in range(6):
        tab.press("ArrowLeft")
    tab.page.evaluate(_MEDDLE, deed)
    tab.words.evaluate(_MEDDLE_WITH_EACH_LETTER)
    letters = "abc def ghi jkl"
    tab.type(letters)

    arrived = "<" * (tab.page.evaluate("window.arrived") or 0)
    assert tab.paragraphs() == [f"{arrived}Salt on th{letters}e rope"]


@pytest.mark.parametrize("deed", ["a mark is shown", _A_STEP, "a command runs"])
def test_what_happens_before_the_browser_tells_of_the_caret_leaves_it_there(desk: Desk, deed: str) -> None:
    tab = desk.tab()
    tab.type("Salted\non the rope")
    tab.expect_kept()
    tab.press("Control+Home")
    tab.page.evaluate(_MEDDLE, deed)

    tab.words.evaluate(_MOVE_AND_MEDDLE)
    tab.type("x")

    arrived = "<" * (tab.page.evaluate("window.arrived") or 0)
    assert tab.paragraphs() == [f"{arrived}Salted", "onx the rope"]


# The widest stretch that any step of one's own replaced.
_WATCH_STEPS = own("""() => {
  window.widest = 0;
  document.addEventListener("editor-change", ({ detail }) => {
    for (const { from, to } of detail.transaction.steps) window.widest = Math.max(window.widest, to - from);
  });
}""")
_PUT_CARET = """(editor, paragraph) => { getSelection().collapse(editor.children[paragraph].firstChild, 1); }"""


def test_letters_without_keys_at_two_places_are_two_small_changes(desk: Desk) -> None:
    """One change of all that lies between them would take along what others write there meanwhile."""
    tab = desk.tab()
    tab.type("first\nsecond\nthird")
    tab.expect_kept()
    tab.page.evaluate(_WATCH_STEPS)

    for _ in range(5):
        for paragraph in (0, 2):
            tab.words.evaluate(_PUT_CARET, paragraph)
            tab.page.keyboard.insert_text("x")

    tab.expect_kept()
    assert tab.paragraphs() == ["fxxxxxirst", "second", "txxxxxhird"]
    assert tab.page.evaluate("window.widest") == 0
