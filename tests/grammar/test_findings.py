"""A finding is known again by its rule, its words and their sentence."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.grammar.findings import fingerprint, sentence_around
from workshop.grammar.offsets import Offsets
from workshop.prose.utf16 import utf16_length

SENTENCE = "She walked threw the door."


def mark(text: str, words: str = "threw", rule: str = "RULE") -> str:
    start = text.index(words)
    return fingerprint(rule, text, start, start + len(words))


@pytest.mark.parametrize(
    "text",
    [
        f"It rained. {SENTENCE} He followed.",
        f"{SENTENCE} He followed.",
        f"“Never!” {SENTENCE}",
        f"A line\n{SENTENCE}\nanother",
        f"What?! {SENTENCE}",
        "She  walked threw\u00a0the door.",
    ],
)
def test_fingerprint_survives_edits_elsewhere(text: str) -> None:
    assert mark(text) == mark(SENTENCE)


def test_fingerprint_survives_smart_quotes() -> None:
    assert mark("'Tis \"odd\" he walked threw it.") == mark("’Tis “odd” he walked threw it.")


@pytest.mark.parametrize(
    ("text", "rule"),
    [("She ran threw the door.", "RULE"), (SENTENCE, "OTHER"), ("She walked threw the door", "RULE")],
)
def test_fingerprint_changes_with_rule_or_sentence(text: str, rule: str) -> None:
    assert mark(text, rule=rule) != mark(SENTENCE)


def test_same_words_twice_in_a_sentence_are_two_findings() -> None:
    text = "He walked threw it and she walked threw it."
    second = text.rindex("threw")
    assert fingerprint("RULE", text, second, second + 5) != mark(text)


@given(st.text(max_size=80), st.text(max_size=80))
def test_fingerprint_never_depends_on_other_paragraph_lines(before: str, after: str) -> None:
    assert mark(f"{before.replace('threw', '')}\n{SENTENCE}\n{after}") == mark(SENTENCE)


@given(st.text(max_size=60), st.data())
def test_sentence_always_holds_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    begin, stop = sentence_around(text, start, end)
    assert 0 <= begin <= start <= end <= stop <= len(text)


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_offsets_convert_there_and_back(text: str) -> None:
    offsets = Offsets(text)
    for place in range(len(text) + 1):
        assert offsets.units(place) == utf16_length(text[:place])
        assert offsets.codepoint(offsets.units(place)) == place
