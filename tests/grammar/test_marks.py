"""The marks around speech, and habits of pausing: what is found, what is put in its place, and what stays quiet."""

from __future__ import annotations

import pytest

from workshop.grammar.marks import HABITS, mark_matches, open_marks
from workshop.prose.utf16 import utf16_slice


def mended(paragraph: str) -> str:
    """Return the paragraph with the first suggestion of each match in its place."""
    for match in sorted(mark_matches(paragraph), key=lambda match: -match.start):
        before = utf16_slice(paragraph, 0, match.start)
        paragraph = before + match.suggestions[0] + paragraph[len(before) + match.end - match.start :]
    return paragraph


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("“I know.” she said.", "“I know,” she said."),
        ('"I know." he whispered softly.', '"I know," he whispered softly.'),
        ("‘I know.’ they said.", "‘I know,’ they said."),
        ("“I know.” said Tavira.", "“I know,” said Tavira."),
        ("“I know.” She said.", "“I know,” she said."),
        ("“I know.” He whispered softly.", "“I know,” he whispered softly."),
        ("“I know,” She said, and left.", "“I know,” she said, and left."),
        ("“I know,” He quietly added.", "“I know,” he quietly added."),
        ("“You know?” She asked.", "“You know?” she asked."),
        ("“No!” He yelled.", "“No!” he yelled."),
        ("“I know” she said.", "“I know,” she said."),
        ("“I know” said Tavira.", "“I know,” said Tavira."),
        ("'I don't know' she said.", "'I don't know,' she said."),
        ("“I know” I said.", "“I know,” I said."),
        ("“I know”, she said.", "“I know,” she said."),
        # Pauses.
        ("He waited - then he left.", "He waited—then he left."),
        ("He waited--then he left.", "He waited—then he left."),
        ("He waited -- then he left.", "He waited—then he left."),
        ("Well.. no.", "Well… no."),
        ("Well..... no", "Well… no"),
        ("“No!!!” she said. “What?!?!”", "“No!” she said. “What?”"),
    ],
)
def test_mark_is_found_and_put_right(wrong: str, right: str) -> None:
    assert mended(wrong) == right
    assert mended(right) == right


@pytest.mark.parametrize(
    "paragraph",
    [
        "“I know,” she said.",
        "“I know.” She said nothing.",
        "“I know.” She said it twice, slowly.",
        "“I know.” He added, irrelevantly, “Time flies.”",
        "“I know.” She smiled.",
        "“I know.” Tavira said so herself.",
        "“What?” She asked him again, and he told her.",
        "“I never—” she said.",
        "“I never…” she said.",
        "“Go. Now!” they yelled.",
        "The word “love” she never used.",
        "They called it “the old mill” and said no more.",
        "He was 6'2\" she said.",
        "Wait… what? Wait... what? Well—no. Well — no.",
        "Twenty-one, N-Naruto, 1914-18, and a well-known, half-mad girl.",
        "“What?!” she said. “No!!”",
        "***",
        "---",
        "~ * ~ -- ~ * ~",
    ],
)
def test_right_marks_are_left_alone(paragraph: str) -> None:
    assert list(mark_matches(paragraph)) == []


def test_habits_are_told_from_mistakes() -> None:
    found = list(mark_matches("“Go.” she said - “now”, he said.. "))
    assert {match.rule: match.category == HABITS for match in found} == {
        "GALLEY_TAG_COMMA": False, "GALLEY_HYPHEN_FOR_DASH": True, "GALLEY_COMMA_OUTSIDE": True, "GALLEY_TWO_DOTS": True,
    }  # fmt: skip


def test_places_are_utf16_units() -> None:
    text = "😀😀 “I know.” she said."
    (match,) = mark_matches(text)
    assert utf16_slice(text, match.start, match.end) == ".”"


@pytest.mark.parametrize(
    ("paragraphs", "places"),
    [
        (["“Go on."], [0]),
        (["“Go on.", "He went."], [0]),
        (["“Go on.", "“And on.", "“And stop.”"], []),
        (['"Go on.', '"And stop."'], []),
        (["“Go on.”", "He went."], []),
        (["He said: “Go on.", "He went."], [9]),
        # What ends with a colon leads to a letter or a song in paragraphs of its own.
        (["“Here it is:", "Dear all,", "Yours.”"], []),
        (['A 5" blade.', "He went."], []),
        (["😀 “Go on.", ""], [3]),
        (["— Go on.", "— And on."], []),
    ],
)
def test_speech_that_is_never_closed_is_found_at_its_opening(paragraphs: list[str], places: list[int]) -> None:
    assert [match.start for matches in open_marks(paragraphs) for match in matches] == places


@pytest.mark.parametrize(
    ("paragraphs", "single"),
    [
        (["She had a plan (a bad one), then."], []),
        (["She had a plan (a bad one."], [(0, 15)]),
        (["She had a plan a bad one)."], [(0, 24)]),
        (["(It began here.", "It went on.", "It ended here.)"], []),
        (["(It began (twice.", "It ended once.)"], [(0, 0)]),
        (["He [the cat (a tom] slept."], [(0, 12)]),
        (["He [the cat (a tom) slept."], [(0, 3)]),
        (["a) Soup", "b) Bread", "12) Salt"], []),
        (["Thank you :) for reading ;-) and (really :( ) bye =)"], []),
        (["A/N: sorry (: no beta"], []),
        (["The key {is here}."], []),
        (["😀 (a smile"], [(0, 3)]),
        (["ab)"], [(0, 2)]),
        ([""], []),
    ],
)
def test_bracket_without_its_other_half_is_found(paragraphs: list[str], single: list[tuple[int, int]]) -> None:
    found = [(number, match.start) for number, matches in enumerate(open_marks(paragraphs)) for match in matches]
    assert found == single
