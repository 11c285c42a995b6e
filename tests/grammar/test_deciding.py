"""Verdicts: made, taken back, given back; what is asked; what is gathered into an author's frequent mistakes."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.grammar.makers import match, said
from tests.makers import NOW, add_beta, author_of, make_author, make_chapter, minutes, text_of
from workshop.beta import service as threads
from workshop.beta.models import Thread
from workshop.db import db
from workshop.errors import BadInput
from workshop.grammar.context.matching import matches_of
from workshop.grammar.context.slips import LOWERED, Pair, directions, find_slips
from workshop.grammar.context.tokens import Token
from workshop.grammar.deciding import Question, ask_beta, decide, restore, take_back
from workshop.grammar.findings import Finding
from workshop.grammar.frequent import mistakes_of
from workshop.grammar.judging import Paragraph, judge_paragraph
from workshop.grammar.models import Decision, Verdict
from workshop.grammar.queries import OFTEN, decision_counts, decisions_of, frequent_pairs, ignored_in
from workshop.lexicon.names import Lexicon
from workshop.works.models import Document

TEXT = "He walked threw the door."


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def document() -> Document:
    return text_of(make_chapter(TEXT))


def finding_in(text: str, words: str = "threw", rule: str = "THROUGH", meant: str = "through") -> Finding:
    found = match(text, words, rule, "CONFUSED_WORDS", suggestions=(meant,) if meant else ())
    return judge_paragraph(Paragraph(text), [found], Lexicon(), frozenset())[0]


def decided(document: Document, verdict: Verdict, finding: Finding, **more: object) -> Decision:
    work = document.chapter.work
    return decide(work, verdict, finding.as_json(), author_of(work), NOW, **more)


def hears(document: Document, finding: Finding) -> bool:
    return ignored_in(document.chapter.work).lets_through(finding)


def ask(document: Document, finding: Finding, body: object = "Is this right?", start: object = 11) -> Decision:
    question = Question(start, 16, document.version, body)
    return ask_beta(document, finding.as_json(), question, author_of(document.chapter.work), NOW)


def test_left_finding_is_quiet_in_its_sentence_only(document: Document) -> None:
    decided(document, Verdict.LEAVE, finding_in(TEXT))
    assert not hears(document, finding_in(f"It rained. {TEXT}"))
    assert hears(document, finding_in("She walked threw the door."))
    assert hears(document, finding_in(TEXT, words="walked"))


def test_left_finding_stays_quiet_under_another_name_of_its_rule_or_of_a_suggestion(document: Document) -> None:
    decided(document, Verdict.LEAVE, finding_in(TEXT))
    assert not hears(document, finding_in(TEXT, rule="THREW_THROUGH"))
    assert not hears(document, finding_in(TEXT, meant="throughout"))


def test_another_mistake_in_the_same_words_is_shown(document: Document) -> None:
    decided(document, Verdict.LEAVE, finding_in(TEXT))
    assert hears(document, finding_in(TEXT, rule="PAST_TENSE", meant="thrown"))
    assert hears(document, finding_in(TEXT, rule="PAST_TENSE", meant=""))


def test_two_spaces_can_be_left(document: Document) -> None:
    decided(document, Verdict.LEAVE, finding_in("He  ran.", "  ", "SPACES", " "))
    assert not hears(document, finding_in("He  ran.", "  ", "SPACES", " "))


def test_voice_is_quiet_wherever_its_words_stand(document: Document) -> None:
    decided(document, Verdict.VOICE, finding_in("I could of gone.", "could of", "OF_HAVE", "could have"))
    assert not hears(document, finding_in("Could of been worse.", "Could of", "OF_HAVE", "Could have"))
    assert not hears(document, finding_in("We could of run.", "could of", "MODAL_OF", "could have"))
    assert hears(document, finding_in("We should of run.", "should of", "OF_HAVE", "should have"))


def test_rule_is_off_in_its_work_only(document: Document) -> None:
    decided(document, Verdict.NEVER, finding_in(TEXT))
    other = text_of(make_chapter(TEXT))
    assert not hears(document, finding_in("She threw it.", meant=""))
    assert hears(other, finding_in(TEXT))


def test_accepted_finding_is_remembered_and_hides_nothing(document: Document) -> None:
    decision = decided(document, Verdict.ACCEPT, finding_in(TEXT), meant="though")
    assert (decision.words, decision.meant, decision.pair) == ("threw", "though", "threw/though")
    assert (decision.before, decision.after) == ("He walked ", " the door.")
    assert hears(document, finding_in(TEXT))


def test_verdict_is_kept_once_and_can_be_taken_back_and_given_back(document: Document) -> None:
    author = author_of(document.chapter.work)
    decision = decided(document, Verdict.LEAVE, finding_in(TEXT))
    assert decided(document, Verdict.LEAVE, finding_in(TEXT)) is decision
    take_back(decision, author, minutes(1))
    assert hears(document, finding_in(TEXT))
    assert decisions_of(document.chapter.work, Verdict.LEAVE, 10) == []
    restore(decision, author)
    assert not hears(document, finding_in(TEXT))
    take_back(decision, author, minutes(2))
    assert decided(document, Verdict.LEAVE, finding_in(TEXT)) is decision
    assert not hears(document, finding_in(TEXT))
    assert decision_counts(document.chapter.work)[Verdict.LEAVE] == 1


def test_asked_finding_is_quiet_until_its_thread_is_resolved(document: Document) -> None:
    decision = ask(document, finding_in(TEXT))
    thread = db.session.get(Thread, decision.thread_id)
    assert (thread.quote, thread.comments[0].body) == ("threw", "Is this right?")
    assert not hears(document, finding_in(TEXT))
    beta = add_beta(document.chapter.work)
    threads.reply(thread, "It is not.", beta, NOW)
    assert not hears(document, finding_in(TEXT))
    threads.resolve(thread, beta, NOW)
    assert hears(document, finding_in(TEXT))
    threads.reopen(thread)
    assert not hears(document, finding_in(TEXT))


def test_same_question_is_asked_once_and_anew_once_it_was_resolved(document: Document) -> None:
    first = ask(document, finding_in(TEXT))
    thread_id = first.thread_id
    assert ask(document, finding_in(TEXT)).thread_id == thread_id
    threads.resolve(db.session.get(Thread, thread_id), author_of(document.chapter.work), NOW)
    again = ask(document, finding_in(TEXT))
    assert again is first
    assert again.thread_id != thread_id
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 2


def test_question_is_taken_back_with_its_thread_unless_somebody_answered(document: Document) -> None:
    author = author_of(document.chapter.work)
    decision = ask(document, finding_in(TEXT))
    comments = db.session.get(Thread, decision.thread_id).comments
    take_back(decision, author, NOW)
    assert comments[0].deleted_at == NOW
    assert hears(document, finding_in(TEXT))
    restore(decision, author)
    assert comments[0].deleted_at is None
    assert not hears(document, finding_in(TEXT))
    threads.reply(comments[0].thread, "Yes.", add_beta(document.chapter.work), NOW)
    take_back(decision, author, NOW)
    assert comments[0].deleted_at is None
    assert hears(document, finding_in(TEXT))


@pytest.mark.parametrize(("body", "start"), [("", 11), (None, 11), ("x", None), ("x", 99), ("x", 16)])
def test_question_that_is_none_leaves_nothing_behind(document: Document, body: object, start: object) -> None:
    with pytest.raises(BadInput):
        ask(document, finding_in(TEXT), body, start)
    assert db.session.scalar(select(func.count()).select_from(Thread)) == 0
    assert hears(document, finding_in(TEXT))


@pytest.mark.parametrize(
    ("written", "meant", "pair"),
    [
        ("to", "too", ("to", "too")),
        ("Your", "You’re", ("your", "you're")),
        ("could of", "could have", ("of", "have")),
        ("better then", "better than", ("then", "than")),
        ("everyday", "every day", None),
        ("the the", "the", None),
        ("to", "To", None),
        ("to", "", None),
        ("to", None, None),
        ("5", "6", None),
        ("a" * 41, "b", None),
    ],
)
def test_pair_is_the_one_word_in_which_a_correction_differs(
    written: str, meant: str | None, pair: tuple[str, str] | None
) -> None:
    assert Pair.of(written, meant) == pair
    if pair:
        assert Pair.read(str(Pair(*pair))) == pair


def mend(document: Document, count: int, words: str = "to", meant: str = "too", rule: str = "TO") -> None:
    for number in range(count):
        decided(document, Verdict.ACCEPT, finding_in(f"It was {words} hard for number {number}.", words, rule, meant))


def test_pair_is_frequent_once_it_was_mended_often(document: Document) -> None:
    author = author_of(document.chapter.work)
    mend(document, OFTEN - 1)
    decided(document, Verdict.LEAVE, finding_in("It was to much.", "to", "TO", "too"))
    assert frequent_pairs(author) == frozenset()
    decision = decided(document, Verdict.ACCEPT, finding_in("It was To much.", "To", "TO", "Too"))
    assert frequent_pairs(author) == {("to", "too")}
    assert frequent_pairs(make_author()) == frozenset()
    take_back(decision, author, NOW)
    assert frequent_pairs(author) == frozenset()


def test_frequent_mistakes_are_gathered_by_pair_and_by_rule_with_examples(document: Document) -> None:
    mend(document, 4)
    mend(document, 2, "everyday", "every day", "EVERYDAY")
    mend(document, 1, "threw", "through", "THROUGH")
    pairs, rules = mistakes_of(author_of(document.chapter.work))
    assert (pairs.pair, pairs.count, pairs.is_watched, len(pairs.examples)) == (("to", "too"), 4, True, 3)
    assert (rules.pair, rules.count, rules.is_watched) == (None, 2, False)
    assert (
        pairs.examples[0].before + pairs.examples[0].words + pairs.examples[0].after == "It was to hard for number 3."
    )


def test_pair_that_the_model_does_not_know_is_not_watched(document: Document) -> None:
    mend(document, OFTEN, "teh", "the", "SPELLING")
    (mistake,) = mistakes_of(author_of(document.chapter.work))
    assert not mistake.is_watched
    assert "teh" not in directions()


class Doubtful:
    """A model, written by hand, for which "too" fits better than "to" by so much beyond the threshold, and nothing else."""

    def __init__(self, margin: float) -> None:
        self._too = dict(directions()["to"])["too"] + margin

    def scores(self, texts: list[list[Token]], asked: list[list[int]], least: object) -> list[dict[int, Doubtful]]:
        return [dict.fromkeys(places, self) for places in asked]

    def better(self, meant: str, written: str) -> float:
        return self._too if (written, meant) == ("to", "too") else 0.0


def heard(margin: float, *frequent: Pair) -> list[tuple[str, str]]:
    text = "It was to hard."
    (slips,) = find_slips(Doubtful(margin), [text], LOWERED)
    return said(
        list(
            judge_paragraph(
                Paragraph(text), matches_of(text, slips), Lexicon(), frozenset(), frequent=frozenset(frequent)
            )
        )
    )


def test_frequent_pair_has_a_lower_threshold_and_no_other_has() -> None:
    mistyped, other, turned = Pair("to", "too"), Pair("of", "off"), Pair("too", "to")
    assert heard(-LOWERED / 2) == heard(-LOWERED / 2, other, turned) == []
    assert heard(-LOWERED / 2, mistyped) == [("to", "too")]
    assert heard(-LOWERED - 0.1, mistyped) == []
    assert heard(0.1) == heard(0.1, mistyped) == [("to", "too")]
