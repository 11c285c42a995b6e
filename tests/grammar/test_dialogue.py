"""Where a paragraph is speech, in every way that stories are punctuated."""

from __future__ import annotations

import pytest

from workshop.grammar.dialogue import is_spoken, speech_spans


def spoken(paragraph: str) -> list[str]:
    return [paragraph[start:end] for start, end in speech_spans(paragraph)]


@pytest.mark.parametrize(
    ("paragraph", "speech"),
    [
        ("He left.", []),
        ("", []),
        ('"Go," he said. "Now."', ['"Go,"', '"Now."']),
        ("“Go,” he said. “Now.”", ["“Go,”", "“Now.”"]),
        # Speech over several paragraphs is closed only in the last.
        ("“And then he went", ["“And then he went"]),
        ("He said: “It was all", ["“It was all"]),
        ("„Geh“, sagte er.", ["„Geh“"]),
        ("„Geh”, he said.", ["„Geh”"]),
        ("«Va», dit-il.", ["«Va»"]),
        ("»Geh«, sagte er.", ["»Geh«"]),
        ("「行け」と言った。", ["「行け」"]),
        ("— Go, he said.", ["— Go, he said."]),
        ("-- Go, he said.", ["-- Go, he said."]),
        ("He waited—then left.", []),
        # Single marks, as British books have them; apostrophes open nothing.
        ("‘Go,’ he said. ‘Now!’", ["‘Go,’", "‘Now!’"]),
        ("'Go,' he said.", ["'Go,'"]),
        ("'Course he did. The others' bags weren't his.", []),
        ("’Course he did. ’Tis nothing.", []),
        # Inside double marks single ones are quotations, and all of it is spoken.
        ("“He said ‘no,’ twice,” she said.", ["“He said ‘no,’ twice,”"]),
        ("‘Don’t,’ he said.", ["‘Don’t,’"]),
        ("Rock 'n' roll.", []),
    ],
)
def test_speech_is_found(paragraph: str, speech: list[str]) -> None:
    assert spoken(paragraph) == speech


def test_place_is_spoken_inside_the_marks_only() -> None:
    spans = speech_spans("“Go,” he said.")
    assert [is_spoken(spans, place) for place in (0, 4, 5, 9)] == [True, True, False, False]
