"""Plain text as a document: paragraphs, wrapped lines, scene breaks, odd endings."""

import textwrap

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tests.prose.makers import br, doc, p, rule
from workshop.prose.documents import MAX_DOCUMENT_SIZE, DocumentTooLarge, document_from_text
from workshop.prose.plain import plain_text
from workshop.prose.scene_breaks import is_scene_break

STORY = [
    "The lantern had been out for an hour when Mio-chan finally knocked, and by then the tea was cold and so was Ren.",
    "“You’re late,” he said.",
    "“I know. I ran—well, I walked quickly—all the way from the south gate, and then the bridge-keeper wanted to talk.”",
    "He did not answer. He poured the cold tea into two cups and pushed the bigger one over, very nearly an embrace.",
    "“Ren-nii…”",
    "“Drink,” he said. “Then tell me who followed you, and why you thought the half-finished wall would hide it.”",
]


@pytest.mark.parametrize(
    ("text", "document"),
    [
        ("", doc("")),
        (" \n\t\n\u3000\n", doc("")),
        ("One.", doc("One.")),
        ("One.\n\nTwo.", doc("One.", "Two.")),
        ("\n\n  One.  \n \t \n\n Two.\n\n", doc("One.", "Two.")),
        ("One.\r\n\r\nTwo.", doc("One.", "Two.")),
        ("One.\r\rTwo.", doc("One.", "Two.")),
        ("\ufeffOne.\u2029Two.", doc("One.", "Two.")),
        ("One.\fTwo.", doc("One.", "Two.")),
        ("a\u2028b\n\nc", doc(p("a", br(), "b"), "c")),
        (
            "Roses are red\nViolets are blue\n\nShe said.",
            doc(p("Roses are red", br(), "Violets are blue"), "She said."),
        ),
        ("One.\nTwo.\nThree.", doc("One.", "Two.", "Three.")),
        ("\tOne.\n\tTwo.\n\tThree.", doc("One.", "Two.", "Three.")),
        ("\u3000一。\n\u3000二。", doc("一。", "二。")),
        ("_so_ *bold*\n\n<b>no</b>", doc("_so_ *bold*", "<b>no</b>")),
        ("a\tb  c", doc("a b  c")),
        ("nul\x00 bell\x07 \x1b[1mbold\x9b", doc("nul bell [1mbold")),
        ("half \ud83d end", doc("half \ufffd end")),
        ("One.\n\n***\n\nTwo.", doc("One.", rule(), "Two.")),
        ("One.\n\nTwo.\noOo\nThree.", doc("One.", "Two.", rule(), "Three.")),
        ("One.\n\n* * *\n~*~\n\nTwo.", doc("One.", rule(), "Two.")),
        ("...\n\n—\n\n?", doc("...", "—", "?")),
    ],
)
def test_a_text_becomes_paragraphs(text, document):
    assert document_from_text(text).to_json() == document.to_json()


@pytest.mark.parametrize("width", [55, 60, 68, 72, 80, 96])
@pytest.mark.parametrize("between", ["\n\n", "\n\n\n"])
def test_a_text_broken_at_a_fixed_width_is_put_together_again(width, between):
    text = between.join(textwrap.fill(each, width) for each in STORY)
    assert plain_text(document_from_text(text)).text == "\n\n".join(STORY)


@pytest.mark.parametrize("width", [60, 72])
def test_indented_paragraphs_are_parted_though_no_line_is_blank(width):
    text = "\n".join(textwrap.fill(each, width, initial_indent="    ") for each in STORY)
    assert plain_text(document_from_text(text)).text == "\n\n".join(STORY)


def test_one_line_a_paragraph_is_kept_apart_around_a_scene_break():
    text = "\n".join(STORY[:4]) + "\n\n~*~\n\n" + "\n".join(STORY[4:])
    assert document_from_text(text).to_json() == doc(*STORY[:4], rule(), *STORY[4:]).to_json()


def test_verse_in_a_wrapped_text_keeps_its_lines():
    verse = "Tide, tide,\nbring her home,\nbring her home to me."
    text = "\n\n".join([*(textwrap.fill(each, 60) for each in STORY), verse])
    last = document_from_text(text).last_child
    assert last.to_json() == p("Tide, tide,", br(), "bring her home,", br(), "bring her home to me.").to_json()


def test_a_rare_large_gap_parts_scenes_and_a_common_one_does_not():
    rare = "\n\n".join(STORY[:4]) + "\n\n\n\n" + "\n\n".join(STORY[4:])
    assert document_from_text(rare).to_json() == doc(*STORY[:4], rule(), *STORY[4:]).to_json()
    assert document_from_text("\n\n\n\n".join(STORY)).to_json() == doc(*STORY).to_json()
    with_both = "\n\n".join(STORY[:4]) + "\n\n\n\n***\n\n\n\n" + "\n\n".join(STORY[4:])
    assert document_from_text(with_both).to_json() == doc(*STORY[:4], rule(), *STORY[4:]).to_json()


@pytest.mark.parametrize(
    "line",
    [
        "***",
        "* * *",
        "*****",
        "---",
        "- - -",
        "———",
        "~*~",
        "~ * ~ * ~",
        "===",
        "___",
        "#",
        "# # #",
        "*",
        "~",
        "§",
        "⁂",
        "oOo",
        "oOoOo",
        "o O o",
        "~oOo~",
        "-oOo-",
        "ooo",
        "o0o",
        "xXx",
        "XxXxX",
        "xxx",
        "-x-",
        "~X~",
        "*o*",
        "<><>",
        "☆",
        "♥ ♥ ♥",
        "❤️❤️❤️",
        ".oOo.",
        ".:*:.",
        "LINE BREAK",
        "-line break-",
        "[Scene Break]",
        "~*~PAGE BREAK~*~",
        "linebreak",
        "* " * 30,
        "\t***\t",
    ],
)
def test_a_scene_break_is_known_in_its_many_forms(line):
    assert is_scene_break(line)


@pytest.mark.parametrize(
    "line",
    [
        "",
        " ",
        "...",
        "…",
        ". . .",
        "—",
        "-",
        "--",
        "?",
        "!!!",
        "?!",
        "O.o",
        "o_O",
        "O_O",
        ">x<",
        "X",
        "x",
        "ox",
        "Ooh",
        "xoxo",
        "<3",
        "I.",
        "1",
        "***word***",
        "-Sakura-",
        "*gasp*",
        "Break",
        "Time to break",
        "line breaks here",
        "“…”",
        "A/N",
        "ххх",
        "*" * 121,
    ],
)
def test_what_only_looks_like_a_scene_break_stays_text(line):
    assert not is_scene_break(line)


def test_a_text_that_is_too_long_is_refused():
    with pytest.raises(DocumentTooLarge):
        document_from_text("x" * MAX_DOCUMENT_SIZE)


LINES = st.lists(st.sampled_from([*STORY, "", "", "***", "    Indented.", "Short", "Tide, tide,", " \t"]), max_size=12)


@settings(max_examples=300)
@given(LINES.map("\n".join) | st.text(max_size=80))
@example("\ud800")
@example("\x1c\x1d\x85")
def test_any_text_becomes_a_document_and_loses_no_letter(text):
    document = document_from_text(text)
    document.check()
    kept = [line for line in text.splitlines() if not is_scene_break(line)]
    assert _letters(plain_text(document).text) == _letters("".join(kept))


def _letters(text: str) -> str:
    return "".join(character for character in text if character.isalpha())
