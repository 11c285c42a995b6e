"""What the comparison's page says: how many changes, where a reader stops, and forms in words."""

import pytest
from prosemirror.model import Node

from tests.prose.makers import bullets, doc, h, mark, p, quote, rule, t
from workshop.history.comparing import Comparison, ShownBlock, ShownFold, compared_page


def stops(page: Comparison) -> int:
    """Return how many places of the page a reader steps to."""
    shown = [row for row in page.rows if isinstance(row, ShownBlock)]
    return sum(bool(each.number) for row in shown for each in (row, *row.runs))


def notes(old: Node, new: Node) -> list[str]:
    return [note for row in compared_page(old, new).rows if isinstance(row, ShownBlock) for note in row.notes]


def test_two_equal_documents_have_no_changes() -> None:
    page = compared_page(doc("One.", "Two."), doc("One.", "Two."))
    assert (page.changes, page.words_added, page.words_removed, page.blocks_moved) == (0, 0, 0, 0)


def test_words_that_came_and_went_at_one_place_are_one_change() -> None:
    page = compared_page(doc("He came back to me."), doc("He came back to us all."))
    assert (page.changes, page.words_added, page.words_removed) == (1, 2, 1)


def test_changes_apart_in_one_paragraph_are_stepped_through_one_by_one() -> None:
    page = compared_page(doc("It rained and it was cold."), doc("It snowed and it was warm."))
    assert page.changes == stops(page) == 2


def test_paragraphs_that_came_together_are_one_stop() -> None:
    page = compared_page(doc("One."), doc("One.", "Two.", "Three."))
    assert page.changes == stops(page) == 1
    assert page.words_added == 2


def test_paragraphs_that_went_apart_from_each_other_are_two() -> None:
    page = compared_page(doc("Alpha.", "One stays here.", "Omega."), doc("One stays here."))
    assert page.changes == stops(page) == 2


def test_moved_paragraph_neither_came_nor_went() -> None:
    blocks = [
        "The first of them all stays.",
        "The second is much longer than that.",
        "The third one follows.",
        "And a fourth closes it.",
    ]
    page = compared_page(doc(*blocks), doc(*blocks[1:], blocks[0]))
    assert (page.words_added, page.words_removed, page.blocks_moved) == (0, 0, 1)
    assert {note for row in page.rows if isinstance(row, ShownBlock) for note in row.notes} == {
        "Moved here",
        "Moved away from here",
    }


def test_long_unchanged_stretch_is_folded_and_a_short_one_is_not() -> None:
    same = [f"Paragraph number {number} stays." for number in range(9)]
    rows = compared_page(
        doc("Old.", *same, "Old end.", "x", "y", "Last one."), doc("New!", *same, "New end!", "x", "y", "Last one?")
    ).rows
    assert [len(row.blocks) for row in rows if isinstance(row, ShownFold)] == [7]


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        (p("never"), p(t("never", "em")), "“never” now italic"),
        (p(t("never", "em")), p("never"), "“never” no longer italic"),
        (p(t("never", "em")), p(t("never", "strong")), "“never” now bold, no longer italic"),
        (
            p(t("x", mark("link", href="https://a.org/"))),
            p(t("x", mark("link", href="https://b.org/"))),
            "“x” leads elsewhere now",
        ),
        (p("x"), p("x", align="center"), "Now centred, was at the left"),
        (p("x", align="right"), p("x"), "Now at the left, was at the right"),
        (p("x"), h("x"), "Now a heading, was a paragraph"),
        (h("x", level=2), h("x", level=3), "Now a heading of level 3, was 2"),
        (p("The words stay."), quote("The words stay."), "Now in a quotation"),
        (quote("The words stay."), p("The words stay."), "No longer in a quotation"),
        (p("The words stay."), bullets("The words stay."), "Now in a list"),
        (p("* * *"), rule(), "Now a scene break, was a paragraph"),
    ],
)
def test_change_of_form_is_said_in_words(old: Node, new: Node, says: str) -> None:
    assert notes(doc(old), doc(new)) == [says]


def test_long_words_are_quoted_by_their_beginning() -> None:
    [note] = notes(doc("word " * 40), doc(p(t("word " * 40, "strong"))))
    assert note.endswith("…” now bold")
    assert len(note) < 60
