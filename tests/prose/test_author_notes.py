"""Author's notes found in a text, and what only looks like one."""

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from prosemirror.model import Node

from tests.prose.makers import doc, h, p, quote, rule, t
from workshop.prose.author_notes import split_author_notes
from workshop.prose.documents import document_from_text
from workshop.prose.plain import plain_text

SAMPLE = Path(__file__).parents[3] / "shared" / "samples" / "i-know-you.txt"

STORY = (
    "The lantern had been out for an hour when Mio-chan knocked, and by then the tea was cold and so was Ren.\n\n"
    "“You’re late,” he said. “I waited, you know. An hour, an hour and a half, and then I stopped counting.”\n\n"
    "She laughed. “You always count,” she said, and sat down on the floor in front of him, her coat still wet."
)


def split(text: str) -> tuple[str | None, str, str | None]:
    parts = split_author_notes(document_from_text(text))
    before, story, after = (_plain(part) for part in (parts.before, parts.text, parts.after))
    return before, story or "", after


def _plain(part: Node | None) -> str | None:
    return None if part is None else plain_text(part).text


@pytest.mark.parametrize(
    "note",
    [
        "A/N: Hi!",
        "A/N Hi!",
        "a/n: hi",
        "A / N - hi",
        "(A/N: Hi there.)",
        "**A/N**: Hi",
        "[A/N] Hi",
        "~A/N~ Hi",
        "A.N. Hi",
        "AN: Hi.",
        "AN - Hi.",
        "Author's Note: Hi.",
        "Author’s Notes: Hi.",
        "AUTHORS NOTE: HI.",
        "Authors' note - hi.",
        "Author Note. Hi.",
        "Authoress’s note: hi",
        "A note from the author: hi.",
        "Note: This is AU.",
        "Notes: Written for the summer exchange.",
        "Beginning notes: Hi.",
        "End note: Thanks to my beta!",
        "Disclaimer: I own nothing.",
        "Disclaimer - not mine.",
        "DISCLAIMER",
        "Disclaimer applies.",
        "Disclaimers: see chapter one.",
        "I do not own Naruto.",
        "I don’t own the characters, I only borrow them.",
    ],
)
def test_a_labelled_paragraph_is_a_note_above_and_below(note):
    assert split(f"{note}\n\n{STORY}") == (note, STORY, None)
    assert split(f"{STORY}\n\n{note}") == (None, STORY, note)
    assert split(f"{note}\n\n{STORY}\n\n{note}") == (note, STORY, note)


@pytest.mark.parametrize(
    "line",
    [
        "An hour passed before she spoke.",
        "AN HOUR PASSED BEFORE SHE SPOKE.",
        "Ana: that was her name.",
        "A narrow road led north.",
        "He wrote A/N in the margin.",
        "Notes lay all over the floor.",
        "Note by note, the song came back.",
        "The author's note was missing.",
        "Authority is noted.",
        "I don't own a coat.",
        "I do not own you, he thought.",
        "Disclaimed by all, he left.",
        "Review the plan, said Kakashi.",
        "Rating the ramen took all night.",
        "Summary justice, they called it.",
        "Pairing: tea and rain.",
        "Beta: the second letter.",
    ],
)
def test_a_line_of_the_story_is_no_note(line):
    assert split(f"{line}\n\n{STORY}") == (None, f"{line}\n\n{STORY}", None)
    assert split(f"{STORY}\n\n{line}") == (None, f"{STORY}\n\n{line}", None)


@pytest.mark.parametrize(
    ("above", "before", "kept"),
    [
        ("A/N: Hi.\n\nDisclaimer: not mine.\n\n", "A/N: Hi.\n\nDisclaimer: not mine.", ""),
        ("Rating: T\n\nPairing: none\n\nA/N: Hi.\n\n", "Rating: T\n\nPairing: none\n\nA/N: Hi.", ""),
        ("Author's Note:\n\nI wrote this on a train.\n\n", "Author's Note:\n\nI wrote this on a train.", ""),
        ("I know You\n\nA/N: Hi.\n\n", "A/N: Hi.", "I know You\n\n"),
        ("Lanterns\n\nThe First Arc\n\nA/N: Hi.\n\n", "A/N: Hi.", "Lanterns\n\nThe First Arc\n\n"),
        ("A/N: Hi.\n\nLanterns\n\n", "A/N: Hi.", "Lanterns\n\n"),
        ("A/N: Hi.\n\n***\n\n", "A/N: Hi.", ""),
        ("***\n\nA/N: Hi.\n\n***\n\n", "A/N: Hi.", ""),
        ("A/N: Hi.\n\nThank you all for the reviews!\n\n~*~\n\n", "A/N: Hi.\n\nThank you all for the reviews!", ""),
        ("(A/N: Hi.)\n\nIt rained.\n\n***\n\n", "(A/N: Hi.)", "It rained.\n\n"),
    ],
)
def test_a_note_above_ends_where_the_story_begins(above, before, kept):
    found, story, after = split(above + STORY)
    assert (found, after) == (before, None)
    assert story == kept + STORY


@pytest.mark.parametrize(
    ("below", "after"),
    [
        ("\n\n***\n\nA/N: Bye.", "A/N: Bye."),
        ("\n\nA/N: Bye.\n\nMore on Sunday.\n\nThanks, M.", "A/N: Bye.\n\nMore on Sunday.\n\nThanks, M."),
        ("\n\nAuthor's note:\n\nBye.", "Author's note:\n\nBye."),
        ("\n\nTranslations: none\n\nA/N: Bye.", "A/N: Bye."),
        ("\n\nBeta: Mio\n\nA/N: Bye.", "Beta: Mio\n\nA/N: Bye."),
        ("\n\nPlease review!", "Please review!"),
        ("\n\nR&R, please.", "R&R, please."),
        ("\n\nReviews are love.", "Reviews are love."),
    ],
)
def test_a_note_below_runs_to_the_end(below, after):
    found = split(STORY + below)
    assert found[0] is None
    assert found[1] == STORY + ("\n\nTranslations: none" if "Translations" in below else "")
    assert found[2] == after


@pytest.mark.parametrize(
    "text",
    [
        f"{STORY}\n\n(A/N: teme is an insult.)\n\nShe slept.",
        f"{STORY}\n\nA/N: in the middle.\n\n***\n\n{STORY}",
        f"{STORY}\n\nA/N: in the middle.\n\n{STORY}\n\n{STORY}\n\n{STORY}",
        "A/N: Only a note.\n\nA/N: And another.",
        "A/N: Nothing but this.",
        "",
        STORY,
        f"{STORY}\n\n\n\n***",
    ],
)
def test_what_may_be_the_story_is_left_in_it(text):
    document = document_from_text(text)
    parts = split_author_notes(document)
    assert (parts.before, parts.after) == (None, None)
    assert parts.text is document


def test_a_short_scene_above_a_break_is_not_taken_for_a_note():
    scene = (
        "It rained. It rained all night, and in the morning it rained a little less, which in the south is called dawn."
    )
    drabble = f"A/N: Hi.\n\n{scene}\n\n***\n\nThe end of it came quietly."
    assert split(drabble)[0] == "A/N: Hi."


def test_notes_keep_their_formatting():
    note = p(t("A/N:", "strong"), " for ", t("Mio", "em"))
    parts = split_author_notes(doc(h("Lanterns"), note, rule(), quote("It rained."), "She slept."))
    assert parts.before is not None
    assert parts.before.to_json() == doc(note).to_json()
    assert parts.text.to_json() == doc(h("Lanterns"), rule(), quote("It rained."), "She slept.").to_json()


PIECES = st.sampled_from(
    [
        "A/N: Hi.",
        "Author's note:",
        "Disclaimer: no.",
        "Rating: T",
        "***",
        "",
        "Lanterns",
        "She slept.",
        "Please review!",
        STORY,
    ]
)


@settings(max_examples=300)
@given(st.lists(PIECES, max_size=9))
def test_no_word_is_lost_or_moved_past_another(pieces):
    document = document_from_text("\n\n".join(pieces))
    parts = split_author_notes(document)
    for part in (parts.before, parts.text, parts.after):
        if part is not None:
            part.check()
    texts = [plain_text(part).text.split() for part in (parts.before, parts.text, parts.after) if part is not None]
    assert sorted(chain.from_iterable(texts)) == sorted(plain_text(document).text.split())


if SAMPLE.exists():

    def test_the_real_text_gives_up_its_two_notes_and_keeps_its_title():
        text = SAMPLE.read_text(encoding="utf-8")
        first, *story, last = text.strip().split("\n\n")
        assert split(text) == (first, "\n\n".join(story), last)
        assert story[:2] == ["I know You", "The First Sequence in the 'I Know You' Arc"]
