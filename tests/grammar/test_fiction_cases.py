"""Hard cases by the table, through the whole path: dashes and pauses, and what the author says to the readers."""

from __future__ import annotations

import pytest

from tests.grammar.makers import check, said
from workshop.grammar.engine import Engine
from workshop.grammar.judging import Paragraph
from workshop.grammar.levels import Level
from workshop.lexicon.names import Lexicon
from workshop.prose.author_notes import begins_note

pytestmark = pytest.mark.languagetool

#: A line with dashes, hyphens or pauses, and what an author who wants real mistakes sees in it.
DASHES = [
    ("“I never—” She stopped. “I never meant to.”", []),
    ("“You’re not go—”", []),
    ("“I—I don’t know,” he said.", []),
    ("“Wh—what?” she asked.", []),
    ("“W-what do you—no, don’t.”", []),
    ("And yet, you survived—for the most part—by yourself.", []),
    ("And yet, you survived — for the most part — by yourself.", []),
    ("And yet, you survived – for the most part – by yourself.", []),
    ("And yet, you survived -- for the most part -- by yourself.", []),
    ("And yet, you survived - for the most part - by yourself.", []),
    ("He waited… and waited…", []),
    ("He waited... and waited...", []),
    ("He waited…and then he left.", []),
    ("“…What?” she said. “…Oh.”", []),
    ("“So… you knew?”", []),
    ("“Fine,” she said—and that was that.", []),
    ("“You”—he pointed—“stay here.”", []),
    ("“Is that…?” she asked.", []),
    ("Not now. Not ever—never again.", []),
    ("A half-finished, not-quite-empty, once-in-a-lifetime sort of night.", []),
    ("He counted: one—two—three—and jumped.", []),
    ("The years 1914–1918 were long.", []),
    ("“Run!”—and they ran.", []),
    ("— Go, he said.", []),
    ("– and nobody answered.", []),
    ("***", []),
    ("You’ve been here—ever sense we left—alone.", [("sense", "since")]),
    ("He walked threw the door—slowly.", [("threw", "through")]),
    ("She looked at the the sea—and laughed.", [("the the", "the")]),
    ("“I could of—” He stopped. “I could of saved him.”", [("of", "have"), ("could of", "could have")]),
    ("He knew…that he could of saved him…", [("could of", "could have")]),
]
#: A paragraph that the author may have put above or below the story, and whether it is a note.
NOTES = [
    ("A/N: Thanks for reading!", True),
    ("A/N - Thanks for reading!", True),
    ("AN: Thanks for reading!", True),
    ("a/n thanks for reading", True),
    ("(A/N: sorry this is late)", True),
    ("[A/N: sorry this is late]", True),
    ("**A/N:** sorry this is late", True),
    ("*A/N*: sorry", True),
    ("A/Ns at the end.", True),
    ("A.N. Sorry this is late.", True),
    ("Author's note: this is short.", True),
    ("Author’s Note: this is short.", True),
    ("Authors notes: this is short.", True),
    ("AUTHOR'S NOTE", True),
    ("Author note: hi", True),
    ("End notes: hi", True),
    ("Notes: hi", True),
    ("Disclaimer: I own nothing.", True),
    ("DISCLAIMER: not mine", True),
    ("I don't own Naruto.", True),
    ("An old man came.", False),
    ("Ann: the girl next door.", False),
    ("A note lay on the table.", False),
    ("Notes drifted up from the piano.", False),
    ("Author and hero of this tale, he bowed.", False),
    ("A and N were letters on the door.", False),
    ("She asked what an A/N was.", False),
    ("The disclaimer was long.", False),
    ("I don't own a boat, he thought.", False),
    ("An: nobody called her that.", False),
]

#: What may stand in a note without a word from us, and what may not.
IN_NOTES = [
    ("A/N: Me and my beta was up all night, it don't matter.", []),
    ("A/N: y'all are gonna love this one, I ain't sorry.", []),
    ("A/N: Not much sense, but hey, it's drabble. So whatever.", []),
    ("A/N: There's lots of angst in this one lol.", []),
    ("A/N: An old fashioned love story - kind of..", []),
    ("A/N: Thanks to all who has reviewed!!!", []),
    ("A/N: I could of updated sooner.", [("could of", "could have")]),
    ("A/N: I'll try too write more.", [("too write", "to write")]),
]


def shown(engine: Engine, texts: list[str], level: Level = Level.ESSENTIAL) -> list[list[tuple[str, str]]]:
    """Return what is said in each text, all of them asked at once."""
    paragraphs = [Paragraph(text, begins_note(text)) for text in texts]
    found = check(engine, paragraphs, lexicon=Lexicon.of(["Naruto"]), level=level)
    return [said(list(findings)) for findings in found]


def test_dashes_and_pauses_are_voice_and_hide_no_mistake(languagetool: Engine) -> None:
    texts = [text for text, _ in DASHES]
    assert len(texts) >= 30
    assert dict(zip(texts, shown(languagetool, texts), strict=True)) == dict(DASHES)


def test_habits_of_pausing_are_said_to_who_wants_style(languagetool: Engine) -> None:
    (found,) = shown(languagetool, ["He waited - then he left--for good."], Level.THOROUGH)
    assert found == [(" - ", "—"), ("--", "—")]


@pytest.mark.parametrize(("text", "is_note"), NOTES)
def test_note_is_told_from_the_story(text: str, is_note: bool) -> None:
    assert begins_note(text) is is_note


def test_note_is_a_letter_to_friends(languagetool: Engine) -> None:
    texts = [text for text, _ in IN_NOTES]
    assert dict(zip(texts, shown(languagetool, texts), strict=True)) == dict(IN_NOTES)
