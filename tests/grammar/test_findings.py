"""A finding is known again by its words and their sentence, and a voice by its words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.grammar.offsets import Offsets
from workshop.grammar.recognising import Sentences, fingerprint, voiced
from workshop.prose.utf16 import utf16_length

SENTENCE = "She walked threw the door."


def places(text: str, words: str = "threw") -> tuple[str, ...]:
    start = text.index(words)
    return Sentences(text).places(start, start + len(words))


def sentence(text: str, words: str = "threw") -> str:
    start = text.index(words)
    return text[slice(*Sentences(text).around(start, start + len(words)))].strip()


def stays(before: str, after: str) -> bool:
    """Whether what was decided about the words in one text is known in the other."""
    return places(before)[0] in places(after)


@pytest.mark.parametrize(
    "text",
    [
        f"It rained. {SENTENCE} He followed.",
        f"{SENTENCE} He followed.",
        f"“Never!” {SENTENCE}",
        f"A line\n{SENTENCE}\nanother",
        f"What?! {SENTENCE}",
        "She  walked threw\u00a0the door.",
        # Typed on at its edges, before there is a space.
        f"{SENTENCE}He followed.",
        f"{SENTENCE}and",
        f"It rained.{SENTENCE}",
        f"{SENTENCE}“What?”",
        f"“What?”{SENTENCE}",
        f"{SENTENCE}— What",
        # Typed on without a capital.
        f"{SENTENCE} then he followed.",
        # In quotation marks now, or in italics of plain text.
        f"“{SENTENCE}”",
        f"“{SENTENCE}” he said.",
        f"He said: “No.” “{SENTENCE} Well.”",
        f"*{SENTENCE}*",
        f"({SENTENCE})",
        # From a word processor.
        "She walked\u200b threw the do\u00ador.",
        f"\ufffc{SENTENCE}",
        # After marks that end nothing.
        f"At 3.5 miles, e.g. there. {SENTENCE}",
        f"“But—” {SENTENCE}",
        f"“But—”{SENTENCE}",
        f"He met Mr. Lee. {SENTENCE}",
        f"Neither did I. {SENTENCE}",
        f"Well… {SENTENCE}",
    ],
)
def test_finding_is_known_again_after_edits_elsewhere(text: str) -> None:
    assert stays(SENTENCE, text)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ('\'Tis "odd" he walked threw it.', "’Tis “odd” he walked threw it."),
        ("He ran -- and walked threw it...", "He ran—and walked threw it…"),
        ("He ran — and walked threw it.", "He ran—and walked threw it."),
        ("Se\u0301verine walked threw it.", "S\u00e9verine walked threw it."),
        ("“Stop!” she said and walked threw.", "'Stop!' she said and walked threw."),
        ("„Halt!“ he said and walked threw.", '"Halt!" he said and walked threw.'),
        ("« Stop ! » she said and walked threw.", "«\u202fStop\u202f!\u202f» she said and walked threw."),
        ("“I could threw you!”", "“I could threw you!” he said."),
        ("I… threw it…", "I… threw it… and then"),
        ("It was 5 p.m. and she threw it.", "Yes. It was 5 p.m. and she threw it. No."),
    ],
)
def test_finding_is_known_again_after_typography_and_typing_on(before: str, after: str) -> None:
    assert stays(before, after)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (SENTENCE, "She ran threw the door."),
        (SENTENCE, "She walked threw the door"),
        (SENTENCE, "And she walked threw the door."),
        ("“Stop!” he walked threw it.", "“Go!” he walked threw it."),
        ("“Stop!” he walked threw it.", "He walked threw it."),
        ("Mr. Lee walked threw it.", "Dr. Lee walked threw it."),
        ("It was 5 p.m. and she threw it.", "It was 6 p.m. and she threw it."),
        ("It was 3.5 miles threw it.", "It was 4.5 miles threw it."),
        ("Oh… he walked threw it.", "No… he walked threw it."),
        ("“But—” he walked threw it.", "“And—” he walked threw it."),
    ],
)
def test_finding_in_another_sentence_is_another(before: str, after: str) -> None:
    assert not stays(before, after)


def test_sentence_goes_on_where_a_mark_does_not_end_it() -> None:
    assert sentence("No. “Stop!” he said, threw with it. Mr. Lee ran.") == "“Stop!” he said, threw with it."
    whole = "At 5 a.m. old Mr. Lee walked 3.5 miles threw it!"
    assert sentence(f"Oh. {whole} He sat.") == whole


def test_same_words_twice_in_a_sentence_are_two_findings() -> None:
    text = "He walked threw it and she walked threw it."
    second = text.rindex("threw")
    assert not {*Sentences(text).places(second, second + 5)} & {*places(text)}


def test_two_marks_in_a_sentence_are_two_findings() -> None:
    text = 'The "old" door'
    assert Sentences(text).places(4, 5) != Sentences(text).places(8, 9)


def test_fingerprint_is_that_of_one_rule() -> None:
    (place,) = places(SENTENCE)
    assert fingerprint("RULE", place) == fingerprint("RULE", place) != fingerprint("OTHER", place)


def test_neighbours_are_what_stands_around_in_the_sentence() -> None:
    text = f"It rained. {SENTENCE} He followed."
    start = text.index("threw")
    assert Sentences(text).neighbours(start, start + 5) == ("She walked ", " the door.")
    before, after = Sentences("a " * 200 + "threw" + " b" * 200).neighbours(400, 405)
    assert (len(before), before[0], len(after), after[-1]) == (121, "…", 121, "…")


def test_voice_knows_its_words_in_capitals_and_curls() -> None:
    assert voiced("Could’ve") == voiced("could've") != voiced("would've")


@given(st.text(max_size=80), st.text(max_size=80))
def test_place_never_depends_on_other_lines(before: str, after: str) -> None:
    assert stays(SENTENCE, f"{before.replace('threw', '')}\n{SENTENCE}\n{after}")


@given(st.text(st.sampled_from(" .!?…\"”’'—-aB1\n"), max_size=60), st.data())
def test_sentence_always_holds_its_words(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    begin, stop = Sentences(text).around(start, end)
    assert 0 <= begin <= start <= end <= stop <= len(text)
    assert len(Sentences(text).places(start, end)) >= 1


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=60))
def test_offsets_convert_there_and_back(text: str) -> None:
    offsets = Offsets(text)
    for place in range(len(text) + 1):
        assert offsets.units(place) == utf16_length(text[:place])
        assert offsets.codepoint(offsets.units(place)) == place
