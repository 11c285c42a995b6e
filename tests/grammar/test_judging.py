"""From LanguageTool's matches to findings: what stays quiet where, and what the lexicon makes of a word."""

from __future__ import annotations

import pytest

from tests.grammar.makers import match
from workshop.grammar.findings import Finding, Kind, Source
from workshop.grammar.judging import Paragraph, judge_paragraph, pieces_to_look_up
from workshop.grammar.languagetool.matches import Match
from workshop.grammar.levels import Level
from workshop.lexicon.names import Lexicon
from workshop.prose.utf16 import utf16_slice

CAST = Lexicon.of(["Tavira", "Miroku"])


def judge(
    text: str,
    *matches: Match,
    lexicon: Lexicon = CAST,
    words: tuple[str, ...] = (),
    is_note: bool = False,
    level: Level = Level.ESSENTIAL,
) -> list[Finding]:
    return list(judge_paragraph(Paragraph(text, is_note), matches, lexicon, frozenset(words), level))


def test_dialect_is_wrong_in_narration_and_right_in_speech_and_notes() -> None:
    def dialect(text: str) -> Match:
        return match(text, "don't", "HE_VERB_AGR", "GRAMMAR", issue="grammar")

    narrated, said = "He don't care.", "“He don't care,” she said."
    assert [finding.kind for finding in judge(narrated, dialect(narrated))] == [Kind.MISTAKE]
    assert judge(said, dialect(said)) == []
    assert judge(narrated, dialect(narrated), is_note=True) == []


def test_mistake_in_speech_is_still_a_mistake() -> None:
    text = "“I walked threw it,” she said."
    assert len(judge(text, match(text, "threw", "GALLEY_THROUGH_THREW", "GALLEY_WORDS"))) == 1


def test_hyphens_are_a_matter_of_style_and_left_out_of_notes() -> None:
    text = "An old fashioned clock."
    hyphen = match(text, "old fashioned", "EN_COMPOUNDS_OLD_FASHIONED", "MISC")
    assert [finding.kind for finding in judge(text, hyphen, level=Level.THOROUGH)] == [Kind.STYLE]
    assert judge(text, hyphen, is_note=True, level=Level.THOROUGH) == []


def test_each_level_shows_all_that_a_quieter_one_shows() -> None:
    text = "An old fashioned clock, and he walked threw it."
    mistake = match(text, "threw", "GALLEY_THROUGH_THREW", "GALLEY_WORDS")
    hyphen = match(text, "old fashioned", "EN_COMPOUNDS_OLD_FASHIONED", "MISC")
    shown = [{finding.words for finding in judge(text, mistake, hyphen, level=level)} for level in Level]
    assert shown[0] == {"threw"}
    assert shown[0] < shown[1] <= shown[2]


def test_too_that_stands_for_to_is_a_mistake_although_it_is_filed_under_style() -> None:
    text = "I know you don't want too."
    found = judge(text, match(text, "too", "TOO_TO_EITHER", "STYLE", issue="style"))
    assert [finding.kind for finding in found] == [Kind.MISTAKE]


def test_source_tells_our_rules_from_the_stock_ones() -> None:
    text = "He walked threw the door."
    ours, stock = match(text, "threw", "GALLEY_THROUGH_THREW", "GALLEY_WORDS"), match(text, "He", "RULE", "GRAMMAR")
    assert [finding.source for finding in judge(text, ours, stock)] == [Source.LANGUAGETOOL, Source.RULES]


@pytest.mark.parametrize("word", ["Tavira", "Tavira's", "Tavira-chan", "T-Tavira", "TAVIRAAA", "Miroku-sama’s"])
def test_forms_of_a_known_name_are_silent(word: str) -> None:
    text = f"Then {word} laughed."
    assert judge(text, match(text, word)) == []


def test_unknown_word_is_shown_as_such() -> None:
    text = "Then Kessaly laughed."
    (finding,) = judge(text, match(text, "Kessaly", suggestions=("Kelsey",)))
    assert (finding.kind, finding.source, finding.words) == (Kind.UNKNOWN, Source.LANGUAGETOOL, "Kessaly")
    assert finding.suggestions == ("Kelsey",)


def test_near_miss_of_a_name_is_a_mistake_with_the_name_as_suggestion() -> None:
    text = "Then Tavria-chan laughed."
    (finding,) = judge(text, match(text, "Tavria-chan", suggestions=("Bavaria",)))
    assert (finding.kind, finding.source) == (Kind.MISTAKE, Source.LEXICON)
    assert finding.suggestions == ("Tavira-chan",)


def test_near_honorific_is_found_though_the_speller_says_nothing() -> None:
    (finding,) = judge("😀 Don't cry, Tavira-cha.", words=("cha",))
    assert (finding.kind, finding.source, finding.suggestions) == (Kind.MISTAKE, Source.LEXICON, ("Tavira-chan",))
    assert (finding.start, finding.end) == (14, 24)


def test_near_honorific_takes_the_place_of_the_spellers_match() -> None:
    text = "Come, Miroku-sma!"
    assert [finding.source for finding in judge(text, match(text, "Miroku-sma"))] == [Source.LEXICON]


def test_word_of_the_lexicon_is_not_mistaken_for_another() -> None:
    text = "Rin laughed."
    ring = match(text, "Rin", "RING_RIN", "CONFUSED_WORDS", suggestions=("Ring",))
    assert judge(text, ring, lexicon=Lexicon.of(["Rin"])) == []
    assert len(judge(text, ring)) == 1


def test_places_are_utf16_units() -> None:
    text = "😀😀 He walked threw 😀 it."
    (finding,) = judge(text, match(text, "threw", "GALLEY_THROUGH_THREW", "GALLEY_WORDS"))
    assert utf16_slice(text, finding.start, finding.end) == finding.words == "threw"


def test_dictionary_is_asked_about_pieces_only_where_it_must_be() -> None:
    text = "A moon-Tavira, and Miroku-cha, and Tavira-chan."
    assert pieces_to_look_up(text, [match(text, "moon-Tavira"), match(text, "Tavira-chan")], CAST) == {"moon", "cha"}


def test_word_that_is_begun_again_after_a_dash_is_no_word() -> None:
    assert judge("“Wh—what?” she asked.", match("“Wh—what?”", "Wh")) == []
    assert len(judge("“Wh—who?” she asked.", match("“Wh—who?”", "Wh"))) == 0
    assert len(judge("“Qh—what?” she asked.", match("“Qh—what?”", "Qh"))) == 1
