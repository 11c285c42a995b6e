"""Two documents compared: kept, moved, split, joined and changed blocks."""

from random import Random

import pytest
from hypothesis import given, settings

from tests.prose.makers import br, bullets, doc, h, image, mark, p, quote, rule, t
from tests.prose.random_edits import random_pair
from tests.prose.strategies import SEEDS, documents
from workshop.prose.diff import ComparedBlock, Fold, Piece, Span, Style, compare, fold_unchanged
from workshop.prose.plain import plain_text, text_between

FIRST = "The lantern had been out for an hour when Mio-chan finally knocked."
SECOND = "He poured the cold tea into two cups and pushed the bigger one across."
THIRD = "Outside, the bridge-keeper rang his bell for the last boat of the day."
SIGNS = {"same": "", "removed": "-", "added": "+", "formatted": "~"}


def shown(block: ComparedBlock) -> str:
    """Write a block as one line: what is gone as [-so-], what has come as [+so+], what was formatted as [~so~]."""
    return "".join(
        f"[{SIGNS[piece.change]}{piece.text}{SIGNS[piece.change]}]" if SIGNS[piece.change] else piece.text
        for piece in block.pieces
    )


def unplaced(block: ComparedBlock) -> tuple[Piece, ...]:
    """Return the block's pieces wherever they stand."""
    return tuple(piece._replace(old=Span(0, 0), new=Span(0, 0)) for piece in block.pieces)


def story(old, new):
    return [(block.change, shown(block)) for block in compare(old, new)]


def test_the_same_document_has_no_changes():
    document = doc(h("Title"), p("It ", t("was", "em"), br(), "so."), rule(), quote("x"))
    blocks = compare(document, document)
    assert [block.change for block in blocks] == ["same"] * 4
    assert blocks[1].pieces == (
        Piece("same", "It "),
        Piece("same", "was", ("em",)),
        Piece("same", "\nso."),
    )


@pytest.mark.parametrize(
    ("old", "new", "line"),
    [
        ("I don't want too.", "I don't want to.", "I don't want [-too-][+to+]."),
        ("I like it.", "I really like it.", "I [+really +]like it."),
        ("I really like it.", "I like it.", "I [-really -]like it."),
        ("the big cat sat", "the small dog sat", "the [-big cat-][+small dog+] sat"),
        ("It is so.", "It is—so.", "It is[- -][+—+]so."),
        ("Sakura-cha left.", "Sakura-chan left.", "[-Sakura-cha-][+Sakura-chan+] left."),
        ("so 😀 it", "so 😃 it", "so [-😀-][+😃+] it"),
        (p("a b", br(), "c d"), p("a b c d"), "a b[-↵\n-][+ +]c d"),
        (p("see ", image(alt="a map"), " here"), p("see  here"), "see[- [a map] -][+  +]here"),
    ],
)
def test_a_changed_paragraph_is_shown_word_by_word(old, new, line):
    assert story(doc(old), doc(new)) == [("changed", line)]


def test_added_and_removed_paragraphs_are_shown_whole():
    assert story(doc(FIRST, SECOND), doc(FIRST, THIRD, SECOND)) == [
        ("same", FIRST),
        ("added", f"[+{THIRD}+]"),
        ("same", SECOND),
    ]
    assert story(doc(FIRST, THIRD, SECOND), doc(FIRST, SECOND)) == [
        ("same", FIRST),
        ("removed", f"[-{THIRD}-]"),
        ("same", SECOND),
    ]
    assert story(doc(FIRST), doc("Nothing of it.")) == [("removed", f"[-{FIRST}-]"), ("added", "[+Nothing of it.+]")]


def test_a_moved_paragraph_is_shown_where_it_was_and_where_it_is():
    changed = THIRD.replace("last", "only")
    assert story(doc(THIRD, FIRST, SECOND), doc(FIRST, SECOND, changed)) == [
        ("moved_away", f"[-{THIRD}-]"),
        ("same", FIRST),
        ("same", SECOND),
        ("moved", THIRD.replace("last", "[-last-][+only+]")),
    ]


@pytest.mark.parametrize(
    ("line", "moved"),
    [("Yes.", False), ("“Ah!”", False), ("“No, no!”", True)],
)
def test_a_line_of_one_word_that_stands_elsewhere_has_not_moved(line, moved):
    changes = [change for change, _ in story(doc(line, FIRST, SECOND), doc(FIRST, SECOND, line))]
    assert changes == (["moved_away", "same", "same", "moved"] if moved else ["removed", "same", "same", "added"])


def test_a_parted_paragraph_shows_only_its_new_end():
    assert story(doc(f"{FIRST} {SECOND}"), doc(FIRST, SECOND)) == [("changed", f"{FIRST}[- -][+¶\n+]{SECOND}")]


def test_paragraphs_made_one_show_only_the_end_that_went():
    assert story(doc(THIRD, FIRST, SECOND), doc(THIRD, f"{FIRST} {SECOND}")) == [
        ("same", THIRD),
        ("changed", f"{FIRST}[-¶\n-][+ +]{SECOND}"),
    ]


def test_a_paragraph_parted_in_three_shows_two_new_ends():
    whole = f"{FIRST} {SECOND} {THIRD}"
    [(change, line)] = story(doc(whole), doc(FIRST, SECOND, THIRD))
    assert (change, line.count("¶")) == ("changed", 2)


def test_a_page_in_one_paragraph_parted_into_lines_shows_only_the_new_ends():
    lines = [f"{FIRST} Number {number}." if number % 2 else f"“{SECOND}” Then {number}." for number in range(12)]
    [(change, line)] = story(doc(" ".join(lines)), doc(*lines))
    assert (change, line) == ("changed", "[- -][+¶\n+]".join(lines))


def test_lines_made_one_paragraph_show_only_the_ends_that_went():
    lines = [f"{FIRST} Number {number}." if number % 2 else f"“{SECOND}” Then {number}." for number in range(12)]
    assert story(doc(*lines), doc(" ".join(lines))) == [("changed", "[-¶\n-][+ +]".join(lines))]


def test_a_paragraph_put_between_the_parts_of_another_does_not_part_them_further():
    old, new = doc(f"Chapter Two {FIRST}"), doc("Chapter Two", SECOND, FIRST)
    assert story(old, new) == [("changed", f"Chapter Two[- -][+¶\n{SECOND}¶\n+]{FIRST}")]


@pytest.mark.parametrize(
    ("old", "new", "piece"),
    [
        (t("ever"), t("ever", "em"), Piece("formatted", "ever", ("em",), gained=("em",))),
        (t("ever", "strong"), t("ever"), Piece("formatted", "ever", (), lost=("strong",))),
        (
            t("ever", "strong"),
            t("ever", "em"),
            Piece("formatted", "ever", ("em",), gained=("em",), lost=("strong",)),
        ),
        (
            t("ever", mark("link", href="https://a/")),
            t("ever", mark("link", href="https://b/")),
            Piece("formatted", "ever", ("link",), gained=("link",), lost=("link",)),
        ),
    ],
)
def test_formatting_is_a_change_of_its_own(old, new, piece):
    [block] = compare(doc(p("not ", old, " again")), doc(p("not ", new, " again")))
    assert block.change == "changed"
    assert unplaced(block) == (Piece("same", "not "), piece, Piece("same", " again"))


def test_formatting_may_change_inside_a_word():
    [block] = compare(doc("unbelievable"), doc(p("un", t("believ", "em"), "able")))
    assert [piece.text for piece in block.pieces if piece.change == "formatted"] == ["believ"]


def test_what_is_gone_keeps_the_formatting_that_it_had():
    [block] = compare(doc(p("a ", t("very long", "em"), " day")), doc("a short day"))
    assert Piece("removed", "very long", ("em",)) in unplaced(block)
    assert Piece("added", "short") in unplaced(block)


@pytest.mark.parametrize(
    ("old", "new", "old_style", "style"),
    [
        (p(FIRST), p(FIRST, align="center"), Style("paragraph"), Style("paragraph", align="center")),
        (p(FIRST), h(FIRST, level=3), Style("paragraph"), Style("heading", level=3)),
        (h(FIRST, level=2), h(FIRST, level=3), Style("heading", level=2), Style("heading", level=3)),
        (p(FIRST), quote(FIRST), Style("paragraph"), Style("paragraph", within=("blockquote",))),
        (
            bullets(FIRST),
            p(FIRST),
            Style("paragraph", within=("bullet_list", "list_item")),
            Style("paragraph"),
        ),
    ],
)
def test_a_block_that_changed_its_style_says_what_it_was(old, new, old_style, style):
    [block] = compare(doc(old), doc(new))
    assert (block.change, block.old_style, block.style) == ("changed", old_style, style)
    assert all(piece.change == "same" for piece in block.pieces)


def test_a_drawn_scene_break_becomes_a_real_one():
    block = compare(doc(FIRST, "* * *", SECOND), doc(FIRST, rule(), SECOND))[1]
    assert (block.change, block.old_style, block.style) == ("changed", Style("paragraph"), Style("scene_break"))
    assert unplaced(block) == (Piece("removed", "* * *"),)


def test_long_unchanged_stretches_are_folded():
    lines = [f"Line number {number} of the quiet part." for number in range(9)]
    new = [*lines]
    new[4] = "Line number 4 of the loud part."
    folded = fold_unchanged(compare(doc(*lines), doc(*new)))
    assert [len(item.blocks) if isinstance(item, Fold) else item.change for item in folded] == [
        3,
        "same",
        "changed",
        "same",
        3,
    ]
    assert [len(item.blocks) for item in fold_unchanged(compare(doc(*lines), doc(*lines)))] == [9]


@settings(max_examples=300)
@given(SEEDS)
def test_both_texts_can_be_read_off_their_comparison(seed):
    old, new = random_pair(Random(seed))
    blocks = compare(old, new)
    kept = [block for block in blocks if block.change not in {"removed", "moved_away"}]
    assert _letters(_read(kept, without="removed")) == _letters(plain_text(new).text)
    was = [block for block in blocks if block.change not in {"added", "moved"}]
    assert sorted(_letters(_read(was, without="added"))) == sorted(_letters(plain_text(old).text))


@settings(max_examples=200)
@given(documents())
def test_a_document_compared_with_itself_is_the_same(document):
    assert {block.change for block in compare(document, document)} == {"same"}


@settings(max_examples=300)
@given(SEEDS)
def test_a_piece_stands_where_it_says_in_either_document(seed):
    old, new = random_pair(Random(seed))
    for piece in (piece for block in compare(old, new) for piece in block.pieces):
        for document, span in ((old, piece.old), (new, piece.new)):
            if span.start < span.end:
                assert _letters(text_between(document, span.start, span.end)) == _letters(piece.text)


def test_a_comparison_is_the_same_each_time():
    old, new = random_pair(Random(7))
    assert compare(old, new) == compare(old, new)


def _read(blocks: list[ComparedBlock], without: str) -> str:
    return " ".join(piece.text for block in blocks for piece in block.pieces if piece.change != without)


def _letters(text: str) -> str:
    # What stands for ends of lines and for images in a comparison is not in the plain text.
    for sign in ("¶", "↵", "\ufffc", "[a cat]", "[image]"):
        text = text.replace(sign, "")
    return "".join(text.split())
