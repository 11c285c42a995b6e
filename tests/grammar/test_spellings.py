"""Words that no English dictionary has, or not this one, and that are right in a story all the same."""

from __future__ import annotations

import pytest

from tests.grammar.makers import match
from workshop.grammar import voices
from workshop.grammar.judging import Paragraph, judge_paragraph, pieces_to_look_up
from workshop.grammar.oceans import twin
from workshop.lexicon.names import Lexicon


@pytest.mark.parametrize(
    ("here", "there"),
    [
        ("colour", "color"),
        ("Neighbourhood", "Neighborhood"),
        ("FAVOURITE", "FAVORITE"),
        ("dishonourable", "dishonorable"),
        ("centre", "center"),
        ("theatres", "theaters"),
        ("realise", "realize"),
        ("realising", "realizing"),
        ("analysed", "analyzed"),
        ("travelled", "traveled"),
        ("jewellery", "jewelry"),
        ("grey", "gray"),
        ("greyish", "grayish"),
        ("defence", "defense"),
        ("moustache", "mustache"),
        ("skilfully", "skillfully"),
        ("pyjamas", "pajamas"),
    ],
)
def test_word_has_a_twin_across_the_ocean_in_both_directions(here: str, there: str) -> None:
    assert (twin(here), twin(there)) == (there, here)


@pytest.mark.parametrize(
    "word", ["humourous", "honourary", "fourty", "tree", "rise", "prise", "hour", "recieve", "honourific"]
)
def test_slip_gets_no_twin_that_would_make_it_right(word: str) -> None:
    assert twin(word) is None


def shown(text: str, word: str, dictionary: set[str], is_note: bool = False) -> bool:
    """Whether the word is shown as unknown where the dictionary has those words."""
    matches = [match(text, word)]
    asked = pieces_to_look_up(text, matches, Lexicon())
    return bool(judge_paragraph(Paragraph(text, is_note), matches, Lexicon(), frozenset(dictionary & asked)))


def test_other_sides_spelling_is_known_and_a_slip_is_not() -> None:
    assert not shown("Her favourite colour.", "colour", {"color"})
    assert not shown("A many-coloured coat.", "many-coloured", {"many", "colored"})
    assert shown("Her favourite coulor.", "coulor", {"color"})


def test_dropped_letters_are_right_in_speech_only() -> None:
    assert not shown("“I was runnin home,” he said.", "runnin", {"running"})
    assert shown("He was runnin home.", "runnin", {"running"})
    assert not shown("“Get in the ’ouse!” she said.", "ouse", {"house"})
    assert shown("He saw the ouse.", "ouse", {"house"})
    assert shown("“I was runing home,” he said.", "runing", {"running"})


def test_dialect_is_right_in_speech_and_notes_and_sounds_are_right_everywhere() -> None:
    assert not shown("“I knowed it,” he said.", "knowed", set())
    assert shown("He knowed it.", "knowed", set())
    assert not shown("Thanks to y’all!", "y’all", set(), is_note=True)
    assert not shown("Whoosh went the lamp, and it was late.", "Whoosh", set())


def test_lists_hold_no_word_twice_and_none_with_a_capital() -> None:
    for words in (voices._words("dialect.txt"), voices._words("everywhere.txt")):
        assert words
        assert {word for word in words if word != word.lower()} == set()
