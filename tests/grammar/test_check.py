"""Checking paragraphs by the batch and across the whole text, with LanguageTool itself."""

from __future__ import annotations

import pytest

from tests.grammar.makers import check, findings_in, learn, said
from workshop.grammar.check import merge, paragraph_matches
from workshop.grammar.engine import Engine
from workshop.grammar.judging import Paragraph
from workshop.lexicon.names import Lexicon

pytestmark = pytest.mark.languagetool

PARAGRAPHS = [
    "“He dont know,” 😀 she said.",
    "",
    "He walked threw the door. Its cold",
    "   ",
    "that she go there. She walked threw",
    "the door. I know. I know. I know.",
    "A line.\nAnother line threw and threw.",
    "\ufffc",
] * 5


def test_batches_give_what_single_requests_give(languagetool: Engine) -> None:
    single = [paragraph_matches(languagetool.client, [text], "en-US")[0] for text in PARAGRAPHS]
    assert any(single)
    assert paragraph_matches(languagetool.client, PARAGRAPHS, "en-US") == single


@pytest.mark.parametrize(("times", "least"), [(1, 1), (20, 2)], ids=["one batch", "several batches"])
def test_progress_ends_at_the_whole(languagetool: Engine, times: int, least: int) -> None:
    texts = PARAGRAPHS * times
    seen: list[tuple[int, int]] = []
    paragraph_matches(languagetool.client, texts, "en-US", lambda *steps: seen.append(steps))
    assert len(seen) >= least
    assert seen[-1] == (sum(map(len, texts)),) * 2


def test_no_rule_looks_beyond_its_paragraph(languagetool: Engine) -> None:
    """What is asked by the batch, and kept by the paragraph, must not hang on the neighbours."""
    across = [
        "She had a plan (a bad one.",
        "It had worked before) and the colour was right. Then he slept.Then he woke.",
        "The color was wrong. Then he ate. Then he slept. Then he died. He needed help to help the helper help.",
        "“I know,” he said. “It goes on",
        "and on. I need to go. I need to stay. I need to know.",
    ]
    alone = [paragraph_matches(languagetool.client, [text], "en-US")[0] for text in across]
    assert paragraph_matches(languagetool.client, across, "en-US") == alone
    assert "SENTENCE_WHITESPACE" in {match.rule for match in alone[1]}


def test_paragraph_match_gives_way_to_one_across_the_text(languagetool: Engine) -> None:
    (within,) = paragraph_matches(languagetool.client, ["He dont know."], "en-US")
    assert merge(within, ()) == within
    assert merge(within, within) == within
    assert merge(within, ()) + merge((), within) == within * 2


@pytest.mark.parametrize(
    ("text", "found"),
    [
        # Voice: what a story may do.
        ("I know. I know you. I know how. I know why.", []),
        ("'Course you didn't know. You're gonna be fine, kinda.", []),
        ("“Me and him ain't got nothing,” she said. “He don't care.”", []),
        ("And then. Nothing. But hey, not much sense.", []),
        ("He ran, and ran, and the road went on and on.", []),
        ("“W-what? N-no! Nooooo! I-I can't!”", []),
        ("She was a kick-ass, half-mad, not-quite-sane sort of girl.", []),
        ("Heh. Tch. Hmph, oh well.", []),
        ("“I was waitin' and hopin',” he said.", []),
        # Mistakes: what it may not.
        ("I don't like you thinking to hard about them.", [("to", "too")]),
        ("I know you don't want too.", [("too", "to")]),
        ("You've been like this sense we left you.", [("sense", "since")]),
        ("Your skinnier since I saw you.", [("Your", "You're")]),
        ("It shone like the sun everyday, then.", [("everyday", "every day")]),
        ("I could of saved him.", [("could of", "could have")]),
        ("He looked at the the door.", [("the the", "the")]),
        ("She couldn't breath.", [("breath", "breathe")]),
        ("He was better then me.", [("better then", "better than")]),
        ("Informations came in late.", [("Informations", "Information")]),
        ("The childrens laughed.", [("childrens", "children's")]),
    ],
)
def test_fiction_is_heard_as_fiction(languagetool: Engine, text: str, found: list[tuple[str, str]]) -> None:
    assert said(findings_in(languagetool, text)) == found


def test_cast_is_learnt_and_then_silent(languagetool: Engine) -> None:
    texts = [
        "Tavira-chan waited at the pier for Miroku-sama. “M-Miroku!” she called.",
        "“TAVIRAAA!” yelled the Okanos. Tavira's lantern went out, and Tavria laughed. Miroku ran.",
    ]
    proposals = learn(languagetool, texts)
    terms = [proposal.term for proposal in proposals if proposal.sure]
    assert terms == ["Miroku", "Tavira", "Okanos"]
    found = check(languagetool, [Paragraph(text) for text in texts], lexicon=Lexicon.of(terms))
    assert [said(list(findings)) for findings in found] == [[], [("Tavria", "Tavira")]]
