"""Corrections of a review: written where the sentence still stands and nowhere else, and taken back."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from flask import Flask
from prosemirror.model import Node

from tests.grammar.makers import match
from tests.makers import (
    NOW,
    author_of,
    make_author,
    make_chapter,
    make_work,
    minutes,
    plain,
    text_of,
    type_words,
    write,
)
from tests.prose.makers import br, doc, p, t
from workshop.beta import service as threads
from workshop.db import db
from workshop.errors import BadInput, NotFound
from workshop.grammar.correcting import Corrected, Correction, correct, take_back
from workshop.grammar.judging import Paragraph, judge_paragraph
from workshop.grammar.models import Decision
from workshop.grammar.review import documents_of
from workshop.lexicon.names import Lexicon
from workshop.prose.mending import NotWordsAlone, mending_step
from workshop.prose.plain import plain_text
from workshop.prose.utf16 import utf16_length
from workshop.works.models import Document, Version
from workshop.works.saving import document_node
from workshop.works.service import bin_chapter

TEXT = "He walked threw the door."
EMOJI = "😀 Fine. She is to tired 😀 to go."


@pytest.fixture(autouse=True)
def in_app(app: Flask) -> Iterator[None]:
    with app.app_context():
        yield


@pytest.fixture
def document() -> Document:
    return text_of(make_chapter("It rained.", TEXT, EMOJI))


def correction(document: Document, words: str, meant: str, paragraph: int = 1, **other: object) -> Correction:
    """Return what a page sends that was shown the newest state of the document."""
    block = plain_text(document_node(document)).paragraphs[paragraph]
    found = match(block.text, words, "THROUGH", "CONFUSED_WORDS", suggestions=(meant,))
    finding = judge_paragraph(Paragraph(block.text), [found], Lexicon(), frozenset())[0]
    start = block.position + finding.start
    sent = {"start": start, "end": start + utf16_length(words), "version": document.version, "meant": meant}
    return Correction(document.id, **(sent | {"finding": finding.as_json()} | other))


def made(document: Document, *corrections: Correction) -> Corrected:
    work = document.chapter.work
    return correct(work, corrections, author_of(work), minutes(1))


def undo(document: Document, done: Corrected) -> None:
    work = document.chapter.work
    take_back(work, done.saved, done.decisions, author_of(work), minutes(2))


def test_a_correction_is_one_small_step_and_is_remembered(document: Document) -> None:
    done = made(document, correction(document, "threw", "through"))
    assert plain(document) == f"It rained.\nHe walked through the door.\n{EMOJI}"
    version = db.session.get(Version, done.saved[0])
    assert (version.origin, version.number, len(version.steps) < 120) == ("corrected", document.version, True)
    (decision,) = (db.session.get(Decision, each) for each in done.decisions)
    assert (decision.verdict, decision.words, decision.meant, decision.pair) == (
        "accept",
        "threw",
        "through",
        "threw/through",
    )
    assert done.passed == []


def test_words_behind_an_emoji_are_met(document: Document) -> None:
    made(document, correction(document, "to tired", "too tired", paragraph=2))
    assert plain(document).endswith("😀 Fine. She is too tired 😀 to go.")


def test_a_correction_finds_its_words_after_text_was_written_elsewhere(document: Document) -> None:
    sent = correction(document, "threw", "through")
    write(document, "Something new.", "It rained hard.", TEXT, EMOJI)
    type_words(document, " More.")
    assert made(document, sent).passed == []
    assert "He walked through the door." in plain(document)


@pytest.mark.parametrize(
    "now_there",
    [
        "He walked threw the old door.",
        "He walked through the door.",
        "He threw the door.",
        "",
        "He walked threw threw the door.",
    ],
)
def test_what_changed_meanwhile_is_never_touched(document: Document, now_there: str) -> None:
    sent = correction(document, "threw", "through")
    write(document, "It rained.", now_there, EMOJI)
    before, version = plain(document), document.version
    assert made(document, sent) == Corrected([], [], [0])
    assert (plain(document), document.version) == (before, version)


def test_no_other_place_is_taken_for_the_findings(document: Document) -> None:
    sent = correction(document, "threw", "through")
    for shift in (-1, 1, 5, -9, 400):
        moved = Correction(document.id, sent.version, max(0, sent.start + shift), sent.end + shift, "X", sent.finding)
        assert made(document, moved).passed == [0], shift


def test_all_alike_are_one_version_a_text_and_one_undo(document: Document) -> None:
    write(document, "He walked threw it.", "She ran threw it. They fell threw it.")
    second = text_of(make_chapter("We saw threw it.", work=document.chapter.work))
    sent = [correction(document, "threw", "through", 0), correction(document, "threw", "through", 1)]
    before = document.version
    done = made(document, *sent, correction(second, "threw", "through", 0))
    assert plain(document) == "He walked through it.\nShe ran through it. They fell threw it."
    assert plain(second) == "We saw through it."
    assert len(done.saved) == 2
    assert document.version == before + 2
    assert db.session.get(Version, (document.id, document.version)).origin == "corrected"
    undo(document, done)
    assert plain(document) == "He walked threw it.\nShe ran threw it. They fell threw it."
    assert plain(second) == "We saw threw it."
    assert all(db.session.get(Decision, each).taken_back_at for each in done.decisions)


def test_the_undo_keeps_what_was_written_since(document: Document) -> None:
    done = made(document, correction(document, "threw", "through"))
    type_words(document, " It is late.")
    undo(document, done)
    assert plain(document) == f"It rained.\n{TEXT}\n{EMOJI} It is late."


def test_only_corrections_are_taken_back(document: Document) -> None:
    work = document.chapter.work
    for saved in ([(document.id, document.version)], [(document.id, 9_999)], [(document.id, 0)]):
        with pytest.raises(BadInput):
            take_back(work, saved, [], author_of(work), NOW)


def test_another_works_text_and_one_in_the_bin_are_not_found(document: Document) -> None:
    other = make_work(make_author())
    sent = correction(document, "threw", "through")
    with pytest.raises(NotFound):
        correct(other, [sent], author_of(other), NOW)
    bin_chapter(document.chapter, NOW)
    with pytest.raises(NotFound):
        made(document, sent)


def test_a_comment_on_the_sentence_stays_on_it(document: Document) -> None:
    work = document.chapter.work
    at = correction(document, "threw", "through")
    thread = threads.open_thread(document, at.start - 10, at.end + 9, document.version, "Hm?", author_of(work), NOW)
    made(document, at)
    assert (thread.state, thread.now) == ("changed", "He walked through the door")


def after(content: Node, words: str, meant: str) -> Node:
    block = plain_text(content).paragraphs[0]
    start = block.position + block.text.index(words)
    return mending_step(content, start, start + len(words), meant).apply(content).doc


@pytest.mark.parametrize(
    ("before", "words", "meant", "then"),
    [
        (
            doc(p("She is ", t("to", "em"), " tired.")),
            "to tired",
            "too tired",
            doc(p("She is ", t("too", "em"), " tired.")),
        ),
        (
            doc(p("He walked ", t("threw", "em"), ".")),
            "threw",
            "through",
            doc(p("He walked ", t("through", "em"), ".")),
        ),
        (doc(p(t("threw it", "em"))), "threw", "saw", doc(p(t("saw it", "em")))),
        (doc(p("the the ", t("end", "strong"))), "the the", "the", doc(p("the ", t("end", "strong")))),
        (doc(p("Ah  so")), "  ", " ", doc(p("Ah so"))),
    ],
)
def test_formatting_stays_with_what_is_kept(before: Node, words: str, meant: str, then: Node) -> None:
    assert after(before, words, meant).eq(then)


def test_images_and_line_breaks_are_left_to_the_desk() -> None:
    broken = doc(p("one", br(), "two"))
    with pytest.raises(NotWordsAlone):
        after(broken, "one\ntwo", "one two")
    with pytest.raises(NotWordsAlone):
        after(doc(p("one two")), "one two", "one\ntwo")


def test_the_chapter_that_was_edited_last_comes_first_and_empty_notes_not_at_all() -> None:
    work = make_work()
    first = make_chapter("One.", work=work, note_before=doc("Hi."))
    second, third, gone = (make_chapter(f"{words}.", work=work) for words in ("Two", "Three", "Cut"))
    bin_chapter(gone, NOW)
    type_words(text_of(second), " More.", minutes(2))
    type_words(text_of(first), " More.", minutes(1))
    listed = [(document.chapter_id, document.part) for document in documents_of(work)]
    assert listed == [(second.id, "text"), (first.id, "text"), (first.id, "note_before"), (third.id, "text")]
