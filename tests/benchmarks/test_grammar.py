"""How `bench grammar` counts: a figure is worth what its scoring is worth."""

from __future__ import annotations

import pytest

from benchmarks._grammar import cases
from benchmarks._grammar.checkers import sort_by_paragraph
from benchmarks._grammar.measuring import measure_known
from benchmarks._grammar.scoring import Case, Hit, Score, both_ways, confused, score
from workshop.grammar.languagetool.matches import Match

CLEAN = "It has been quiet since we left."
PAIRS = both_ways([("sense", "since"), ("of", "’ve")])


def case(text: str, wrong: str, right: str, clean: str = CLEAN) -> Case:
    place = text.index(wrong)
    clean_place = clean.index(right)
    return Case(
        "1",
        f"{right}/{wrong}",
        text,
        place,
        place + len(wrong),
        wrong,
        right,
        clean,
        clean_place,
        clean_place + len(right),
    )


def hit(text: str, words: str, *suggestions: str, rule: str = "RULE") -> Hit:
    start = text.index(words)
    return Hit(start, start + len(words), rule, "languagetool", False, suggestions)


WRONG = "It has been quiet sense we left."


@pytest.mark.parametrize(
    ("hits", "expected"),
    [
        ([], Score(False, False, False)),
        ([hit(WRONG, "sense", "since")], Score(True, True, True)),
        ([hit(WRONG, "sense", "tense", "since")], Score(False, True, True)),
        ([hit(WRONG, "sense", *"abcde", "since")], Score(False, False, True)),
        ([hit(WRONG, "sense")], Score(False, False, True)),
        ([hit(WRONG, "quiet sense", "quiet since")], Score(True, True, True)),
        ([hit(WRONG, "quiet sense", "calm since")], Score(False, False, True)),
        ([hit(WRONG, "quiet", "quite")], Score(False, False, False)),
        ([hit(WRONG, "left", "since")], Score(False, False, False)),
        ([hit(WRONG, "sense", "tense"), hit(WRONG, "sense we", "since we")], Score(True, True, True)),
        ([hit(WRONG, "sense", "Since")], Score(True, True, True)),
    ],
)
def test_error_is_corrected_by_a_first_suggestion_that_gives_the_clean_words_again(
    hits: list[Hit], expected: Score
) -> None:
    assert score(case(WRONG, "sense", "since"), hits, ()) == expected


def test_finding_that_the_clean_paragraph_has_too_finds_nothing() -> None:
    usual = [hit(CLEAN, "since we", "as we", rule="STYLE")]
    one = case(WRONG, "sense", "since")
    assert not score(one, [hit(WRONG, "sense we", "as we", rule="STYLE")], usual).found
    assert score(one, [hit(WRONG, "sense we", "as we", rule="OTHER")], usual).found


def test_finding_over_half_a_paragraph_finds_nothing() -> None:
    clean, text = (
        f"{word} we left the house by the sea they have not spoken to us at all." for word in ("Since", "Sense")
    )
    assert not score(case(text, "Sense", "Since", clean), [hit(text, text, "")], ()).found


def test_missing_word_is_corrected_by_a_finding_beside_its_place() -> None:
    clean, text = "that is all I can do that helps", "that is all I can that helps"
    one = Case("1", "do", text, 17, 17, "", "do", clean, 18, 20)
    assert score(one, [hit(text, "can", "can do")], ()).corrected


def test_should_have_is_as_right_as_the_published_contraction() -> None:
    clean, text = "You should’ve gone.", "You should of gone."
    one = Case("1", "have/of", text, 11, 13, "of", "’ve", clean, 10, 13)
    assert score(one, [hit(text, "should of", "should've")], ()).corrected
    assert score(one, [hit(text, "of", "have")], ()).corrected
    assert not score(one, [hit(text, "of", "off")], ()).corrected


@pytest.mark.parametrize(
    ("words", "suggestions", "pair"),
    [
        ("since", ("sense",), ("since", "sense")),
        ("Since", ("Sense",), ("since", "sense")),
        ("quiet since", ("quiet, since", "quiet sense"), ("since", "sense")),
        ("since", ("as",), None),
        ("since", ("", "since then"), None),
        ("quiet since", ("calm sense",), None),
        ("since", ("a", "b", "c", "d", "e", "sense"), None),
    ],
)
def test_alarm_about_a_confused_word_swaps_one_word_for_another_of_its_set(
    words: str, suggestions: tuple[str, ...], pair: tuple[str, str] | None
) -> None:
    paragraph = "Since then it has been quiet since we left."
    assert confused(paragraph, hit(paragraph, words, *suggestions), PAIRS) == pair


def test_have_stands_for_its_contraction_in_the_sets() -> None:
    assert confused("You should have gone.", Hit(11, 15, "R", "rules", False, ("of",)), PAIRS) == ("have", "of")


def test_findings_of_a_whole_text_come_back_to_their_paragraphs_in_code_points() -> None:
    paragraphs = ["😀 Its cold.", "", "Its 😀 late."]
    found = [Match(start, start + 3, "R", "C", "", "", "", ()) for start in (3, 16)]
    places = [[(one.start, one.end) for one in hits] for hits in sort_by_paragraph(paragraphs, found)]
    assert places == [[(2, 5)], [], [(0, 3)]]


def test_planted_errors_are_the_same_each_time_and_differ_in_one_word() -> None:
    own = cases.sample_paragraphs()
    planted = cases.planted_cases(own, cases.known_mistakes(own, cases.OWN_MISTAKES))
    assert planted == cases.planted_cases(own, cases.known_mistakes(own, cases.OWN_MISTAKES))
    assert len(planted) > 150
    for one in planted:
        assert one.clean in own
        assert one.text[one.start : one.end] == one.wrong != one.right
        assert one.clean[one.clean_start : one.clean_end] == one.right
        assert one.text[: one.start] + one.right + one.text[one.end :] == one.clean


def test_nothing_is_planted_where_the_sample_has_a_mistake_already() -> None:
    text = "I have waited sense noon. I have waited since noon."
    known = cases.known_mistakes([text], [("waited [sense] noon", "since")])
    assert {one.start for one in cases.planted_cases([text], known) if one.right == "sense"} == set()
    assert [one.text for one in cases.planted_cases([text], known) if one.right == "since"] == [
        "I have waited sense noon. I have waited sense noon."
    ]


def test_planted_word_takes_over_capitals_and_apostrophes() -> None:
    texts = {one.text for one in cases.planted_cases(["You’re here. Its keel is ours."])}
    assert {"Your here. Its keel is ours.", "You’re here. It’s keel is ours."} <= texts


class Saying:
    """A checker that says the same hits about every paragraph that holds their words."""

    from_disk = False

    def __init__(self, *said: tuple[str, str]) -> None:
        self._said = said

    def check(self, paragraphs: list[str], learn_cast: bool, progress: object) -> list[list[Hit]]:
        return [[hit(text, words, better) for words, better in self._said if words in text] for text in paragraphs]


def test_what_is_shown_besides_the_known_mistakes_is_counted_apart() -> None:
    paragraphs = ["It is quiet.", "Your late, but I waited sense noon."]
    mistakes = cases.known_mistakes(paragraphs, [("[Your] late", "You’re"), ("waited [sense] noon", "since")])
    walked = measure_known(Saying(("Your", "You're"), ("quiet", "quite"), ("but", "")), paragraphs, mistakes, "test")
    assert [one.score.corrected for one in walked.scored] == [True, False]
    assert [hit.suggestions for _, hit in walked.others] == [("quite",), ("",)]
