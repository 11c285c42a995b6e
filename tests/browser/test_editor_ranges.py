"""What other modules build on: ranges that stay with their words, and telling which paragraphs changed."""

from __future__ import annotations

from typing import Any

from tests.browser.desk import Desk, Tab
from tests.browser.modules import own

_WITH_EDITOR = own("""async ([act, given]) => {
  const { editorIn } = await import("/static/js/desk/editor.js");
  const { rangeLayer } = await import("/static/js/desk/decorations.js");
  const { changedParagraphs, findParagraph } = await import("/static/js/desk/paragraphs.js");
  const { paragraphsOf } = await import("/static/js/desk/position-map.js");
  const editor = editorIn(document.getElementById("chapter-text"));
  if (!window.layer) {
    window.layer = rangeLayer("test");
    editor.addPlugin(window.layer.plugin);
  }
  const shown = () => window.layer.all(editor.state).map(({ key, from, to }) => [key, editor.doc.textBetween(from, to), from]);
  const acts = {
    set: (ranges) => window.layer.set(editor.view, ranges),
    setWithin: ([from, to, ranges]) => window.layer.setWithin(editor.view, from, to, ranges),
    remove: (keys) => window.layer.remove(editor.view, keys),
    keep: () => { window.kept = editor.doc; },
    changed: () => changedParagraphs(window.kept, editor.doc).map(
      ({ text, position }) => [text, editor.doc.textBetween(position, position + text.length)],
    ),
    find: (text) => {
      const { node } = paragraphsOf(window.kept).find((paragraph) => paragraph.text === text);
      const position = findParagraph(editor.doc, node);
      return position === null ? null : editor.doc.textBetween(position, position + text.length);
    },
    marks: () => [...editor.view.dom.querySelectorAll(".finding")].map((mark) => mark.textContent),
    at: (position) => window.layer.at(editor.state, position).map(({ key, note }) => [key, note]),
    shown: () => undefined,
  };
  const answer = acts[act](given);
  return answer === undefined ? shown() : answer;
}""")


def ask(tab: Tab, act: str, given: Any = None) -> Any:
    return tab.page.evaluate(_WITH_EDITOR, [act, given])


def span(key: str, start: int, end: int, **more: Any) -> dict[str, Any]:
    return {"key": key, "from": start, "to": end, "attributes": {"class": "finding"}, **more}


def test_ranges_follow_their_words_and_go_with_the_last_of_them(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("one two three")
    assert ask(tab, "set", [span("a", 1, 4), span("b", 5, 8)]) == [["a", "one", 1], ["b", "two", 5]]

    tab.press("Home")
    tab.type("x ")
    assert ask(tab, "shown") == [["a", "one", 3], ["b", "two", 7]]
    assert ask(tab, "marks") == ["one", "two"]

    tab.select("one")
    tab.press("Delete")
    assert ask(tab, "shown") == [["b", "two", 4]]


def test_wave_below_the_last_line_of_a_paragraph_is_not_cut_off(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("one\ntwo")
    # No caret blinks in the picture.
    tab.page.evaluate("() => { document.activeElement.blur(); getSelection().removeAllRanges(); }")
    box = tab.words.locator("p").last.bounding_box()
    # Of the wave, the box ends above its lower half.
    below = {"x": box["x"], "y": box["y"] + box["height"] + 1, "width": 40, "height": 2}
    bare = tab.page.screenshot(clip=below, animations="disabled")

    ask(tab, "set", [span("a", 6, 9) | {"attributes": {"class": "finding finding-mistake"}}])

    assert tab.page.screenshot(clip=below, animations="disabled") != bare


def test_words_typed_at_the_edge_of_a_range_stay_outside(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("one")
    ask(tab, "set", [span("a", 1, 4)])

    tab.press("End")
    tab.type("!")
    tab.press("Home")
    tab.type("(")

    assert ask(tab, "marks") == ["one"]


def test_one_paragraph_is_marked_anew_and_the_others_keep_theirs(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("one two\nthree four")
    ask(tab, "set", [span("a", 1, 4), span("b", 10, 15), span("c", 16, 20)])

    assert ask(tab, "setWithin", [10, 20, [span("d", 16, 20)]]) == [["a", "one", 1], ["d", "four", 16]]
    assert ask(tab, "remove", ["a"]) == [["d", "four", 16]]


def test_range_beyond_the_text_is_left_out(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("one")

    assert ask(tab, "set", [span("a", 1, 4), span("b", 3, 99), span("c", 2, 2)]) == [["a", "one", 1]]


def test_range_brings_back_what_it_was_given(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("one two")
    ask(tab, "set", [span("a", 1, 4, note="hm"), span("b", 5, 8, note="oh")])

    assert ask(tab, "at", 6) == [["b", "oh"]]
    assert ask(tab, "at", 4) == [["a", "hm"]]


def test_only_touched_paragraphs_have_changed(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("one\ntwo\nthree")
    ask(tab, "keep")

    tab.press("ArrowUp", "End")
    tab.type("!\nnew")
    assert ask(tab, "changed") == [["two!", "two!"], ["new", "new"]]
    assert ask(tab, "find", "three") == "three"
    assert ask(tab, "find", "two") is None

    ask(tab, "keep")
    tab.select("one")
    tab.press("Control+I")
    assert ask(tab, "changed") == [["one", "one"]]
    ask(tab, "keep")
    assert ask(tab, "changed") == []


def test_paragraphs_in_lists_and_quotations_are_told_by_themselves(desk: Desk) -> None:
    tab = desk.tab()
    tab.type("item")
    tab.press("Control+Shift+8")
    tab.type("\nsecond")
    ask(tab, "keep")

    tab.type("!")

    assert ask(tab, "changed") == [["second!", "second!"]]
    assert ask(tab, "find", "item") == "item"
