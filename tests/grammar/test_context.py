"""The context model: what it corrects, where it is silent, and what happens without it."""

from __future__ import annotations

import logging
import re
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.grammar.makers import match, said
from workshop.grammar.context import THRESHOLDS, WINDOW_WEIGHTS, matching
from workshop.grammar.context.explain import explain
from workshop.grammar.context.matching import context_matches
from workshop.grammar.context.model import DamagedModel, Model
from workshop.grammar.context.slips import directions
from workshop.grammar.context.tokens import read_tokens
from workshop.grammar.findings import Finding, Source
from workshop.grammar.judging import Paragraph, judge_paragraph
from workshop.grammar.languagetool.matches import Match
from workshop.lexicon.names import Lexicon

CONTEXT_FOLDER = THRESHOLDS.parent


def findings(text: str, *others: Match, lexicon: Lexicon = Lexicon(), is_note: bool = False) -> list[Finding]:
    (found,) = context_matches([text], "en-US")
    return list(judge_paragraph(Paragraph(text, is_note), [*others, *found], lexicon, frozenset()))


@pytest.mark.parametrize(
    ("clean", "right", "wrong"),
    [
        ("You've been like this since we left you.", "since", "sense"),
        ("She had a strong sense of humour.", "sense", "since"),
        ("“I think you're going to be late,” he said.", "you're", "your"),
        ("The dog wagged its tail at him.", "its", "it's"),
        ("He was taller than his brother.", "than", "then"),
        ("She did not want to lose him again.", "lose", "loose"),
        ("He took a deep breath and opened the door.", "breath", "breathe"),
        ("They walked past the old church in silence.", "past", "passed"),
        ("He did not know whether she would come.", "whether", "weather"),
        ("She threw the ball through the window.", "through", "threw"),
        ("It was too late to go back.", "too", "to"),
        ("The room was very quiet after that.", "quiet", "quite"),
    ],
)
def test_planted_slip_is_corrected_and_its_clean_twin_is_silent(clean: str, right: str, wrong: str) -> None:
    assert said(findings(clean)) == []
    assert said(findings(clean.replace(right, wrong, 1))) == [(wrong, right)]


def test_places_are_utf16_units() -> None:
    text = "😀😀 You've been like this sense we left you."
    (found,) = findings(text)
    assert text.encode("utf-16-le")[2 * found.start : 2 * found.end].decode("utf-16-le") == "sense"


@pytest.mark.parametrize(
    ("text", "suggestion"),
    [
        ("“I think your going to be late,” he said. “Don’t.”", "you’re"),
        ('"I think your going to be late," he said. "Don\'t."', "you're"),
        ("“I THINK YOUR GOING TO BE LATE,” he said.", "YOU'RE"),
    ],
)
def test_suggestion_keeps_capitals_and_apostrophes(text: str, suggestion: str) -> None:
    assert [found.suggestions[0] for found in findings(text)] == [suggestion]


def test_finding_says_who_speaks_and_why() -> None:
    (found,) = findings("You've been like this sense we left you.")
    assert (found.source, found.rule, found.short) == (Source.CONTEXT, "CONTEXT_SENSE", "sense / since")
    assert found.message == (
        "“since” fits here (from that time on, or because), not “sense” (a feeling or a meaning). "
        "As in: “Nobody has seen him since the storm.”"
    )


def test_pair_without_words_of_its_own_has_a_plain_sentence() -> None:
    assert explain("wall", "walk")[0] == "From the words around it, “walk” fits here better than “wall”."


def test_every_meaning_has_an_example_with_its_word() -> None:
    for line in (CONTEXT_FOLDER / "meanings.tsv").read_text("utf-8").splitlines():
        if not line.startswith("#"):
            word, meaning, example = line.split("\t")
            assert meaning, word
            assert re.search(rf"\b{word}\b", example.replace("’", "'"), re.IGNORECASE), line


def test_what_a_rule_has_said_is_not_said_again() -> None:
    text = "You've been like this sense we left you."
    (found,) = findings(text, match(text, "this sense", rule="GALLEY_SENSE", category="GALLEY", suggestions=("x",)))
    assert found.source is Source.RULES


def test_context_knows_better_than_languagetool_what_was_meant() -> None:
    text = "You've been like this sense we left you."
    guess = match(text, "this sense", rule="SOME_RULE", category="GRAMMAR", suggestions=("these senses",))
    assert said(findings(text, guess)) == [("sense", "since")]
    same = match(text, "this sense", rule="SOME_RULE", category="GRAMMAR", suggestions=("this since",))
    assert said(findings(text, same)) == [("this sense", "this since")]
    elsewhere = match(text, "You've been", rule="SOME_RULE", category="GRAMMAR", suggestions=("You have been",))
    assert said(findings(text, elsewhere)) == [("You've been", "You have been"), ("sense", "since")]


def test_dialect_is_left_to_those_who_speak() -> None:
    assert said(findings("He was tired and she must of known it.")) == [("of", "have")]
    assert said(findings("“She must of known it,” he said.")) == []


def test_word_of_the_lexicon_is_left_alone() -> None:
    assert findings("You've been like this sense we left you.", lexicon=Lexicon.of(["sense"])) == []


def test_part_of_a_compound_and_a_name_are_left_alone() -> None:
    assert findings("You've been like this Sense we left you.") == []
    assert findings("You've been like this sense-we left you.") == []


def test_a_note_hears_only_what_is_very_sure() -> None:
    text = "You've been like this sense we left you."
    (found,) = context_matches([text], "en-US")[0]
    for category, heard in (("CONTEXT", 0), ("CONTEXT_SURE", 1)):
        doubted = match(text, "sense", rule=found.rule, category=category, suggestions=found.suggestions)
        assert len(judge_paragraph(Paragraph(text, True), [doubted], Lexicon(), frozenset())) == heard


def test_other_languages_and_texts_without_words_have_no_matches() -> None:
    assert context_matches(["You've been like this sense we left you."], "de-DE") == [()]
    assert context_matches(["", "…", "😀"], "en-GB") == [(), (), ()]


def test_company_and_length_change_nothing() -> None:
    slip = "You've been like this sense we left you."
    long = "He walked home. " * 60 + slip + " He walked home." * 60
    alone = context_matches([slip], "en-US")[0]
    in_company = context_matches(["She laughed.", slip, long], "en-US")
    assert in_company[1] == alone
    assert [long[found.start : found.end] for found in in_company[2]] == ["sense"]


def test_threads_get_what_one_alone_gets() -> None:
    texts = ["You've been like this sense we left you.", "He was taller then his brother.", "All is well."] * 4
    alone = context_matches(texts, "en-US")
    with ThreadPoolExecutor(4) as threads:
        assert list(threads.map(lambda _: context_matches(texts, "en-US"), range(8))) == [alone] * 8


def test_every_direction_is_about_words_the_model_can_tell_apart() -> None:
    model = Model.load()
    told_apart = {word for written, meant in directions().items() for word in (written, *(w for w, _ in meant))}
    assert told_apart <= set(model.window.outputs)


def test_damaged_weights_leave_grammar_without_the_model(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    damaged = tmp_path / "window.npz"
    damaged.write_bytes(WINDOW_WEIGHTS.read_bytes()[:-1])
    with pytest.raises(DamagedModel):
        Model.load(window=damaged)
    for lost in ("recurrent", "glance"):
        with pytest.raises(DamagedModel, match="cannot be read"):
            Model.load(**{lost: tmp_path / "none.npz"})
    load = Model.load
    monkeypatch.setattr(Model, "load", lambda: load(window=damaged))
    matching.the_model.cache_clear()
    try:
        with caplog.at_level(logging.ERROR):
            assert context_matches(["You've been like this sense we left you."], "en-US") == [()]
            assert context_matches(["Again."], "en-US") == [()]
    finally:
        matching.the_model.cache_clear()
    assert [record.message for record in caplog.records] == [
        "Grammar goes on without the context model: window.npz does not have its checksum."
    ]


def test_tokens_have_their_places_and_forms() -> None:
    tokens = read_tokens("“Don’t,” said café…")
    assert [token.form for token in tokens] == ['"', "don't", ",", '"', "said", "café", "…"]
    assert (tokens[1].start_codepoint, tokens[1].end_codepoint) == (1, 6)
