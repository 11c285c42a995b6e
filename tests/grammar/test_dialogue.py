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
        ("‘It was late. Nobody came.", ["‘It was late. Nobody came."]),
        ("‘Don’t,’ he said.", ["‘Don’t,’"]),
        ("‘I saw the others’ bags, didn’t I?’ she asked.", ["‘I saw the others’ bags, didn’t I?’"]),
        ("‘Runnin’, are you?’ he said.", ["‘Runnin’, are you?’"]),
        ("‘…What?’ she said. ‘—No!’", ["‘…What?’", "‘—No!’"]),
        ("'I won't,' he said. 'You can't make me.'", ["'I won't,'", "'You can't make me.'"]),
        ("'Go on then' she said.", ["'Go on then'"]),
        ("He said, ‘Get ’em.’ And got ’em.", ["‘Get ’em.’"]),
        ("’Em and the dogs’, the boys’ and ’ers.", []),
        ("Rock 'n' roll. The ’90s. The dogs' bowl.", []),
        ("’Twas said. ’Til then, ’course.", []),
        # One kind inside the other is a quotation, and all of it is spoken.
        ("“He said ‘no,’ twice,” she said.", ["“He said ‘no,’ twice,”"]),
        ("‘He said “no” to me,’ she said. It was “fine.”", ["‘He said “no” to me,’", "“fine.”"]),
        ("‘“No,” he said,’ she told me.", ["‘“No,” he said,’"]),
        ("\"He said 'no' to me,\" she said.", ["\"He said 'no' to me,\""]),
        # Kinds that are mixed up, and marks that are no quotation marks.
        ('“Go," he said. "Now.”', ['“Go,"', '"Now.”']),
        ("”Go,” he said. ”Now.”", ["”Go,”", "”Now.”"]),
        ("``Go,'' he said.", ["``Go,''"]),
        ("''Go,'' he said.", ["''Go,''"]),
        ('He was 6\'2" tall. "Right," she said.', ['"Right,"']),
        ('A 5" blade, a 6" blade.', []),
        # Speech that breaks off, begins late, or has a tag in its middle.
        ("“I never—” She stopped. “I never did.”", ["“I never—”", "“I never did.”"]),
        ("Then—“Go!”—and he went.", ["“Go!”"]),
        ('"I," she said, "am going', ['"I,"', '"am going']),
        ("(“Go,” he said.)", ["(“Go,”"[1:]]),
        # The marks of other countries.
        ("« Va », dit-il. « Vite ! »", ["« Va »", "« Vite ! »"]),
        ("» et puis il est parti.", ["» et puis il est parti."]),
        ("»Gå», sa han.", ["»Gå»"]),
        ("‚Geh‘, sagte er.", ["‚Geh‘"]),
        ("›Geh‹, sagte er. ‹Va›, dit-il.", ["›Geh‹", "‹Va›"]),
        ("『はい』「いいえ」", ["『はい』", "「いいえ」"]),
        # A dash opens the whole paragraph, unless there are marks too.
        ("- Go, he said. - Now.", ["- Go, he said. - Now."]),
        ("– Vamos – dijo él.", ["– Vamos – dijo él."]),
        ("— “Go,” he said.", ["“Go,”"]),
        ("-ish, she thought.", []),
        ("Well-known. He left -- at once.", []),
    ],
)
def test_speech_is_found(paragraph: str, speech: list[str]) -> None:
    assert spoken(paragraph) == speech


def test_place_is_spoken_inside_the_marks_only() -> None:
    spans = speech_spans("“Go,” he said.")
    assert [is_spoken(spans, place) for place in (0, 4, 5, 9)] == [True, True, False, False]
