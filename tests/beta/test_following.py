"""What a thread becomes while its text is edited: where it stands, and what it says of its words."""

import pytest
from sqlalchemy import event

from tests.beta.makers import cross_out, make_thread, place_of, put_behind, put_in, save, units
from tests.makers import NOW, author_of, make_chapter, make_text, plain, text_of, write
from tests.prose.makers import doc
from workshop.beta import service
from workshop.beta.models import Thread
from workshop.db import db
from workshop.people.models import Person
from workshop.works.models import Document, Part
from workshop.works.queries import documents_of
from workshop.works.saving import replace_content, take_back, version_node

pytestmark = pytest.mark.usefixtures("session")


def writer(document: Document) -> Person:
    return author_of(document.chapter.work)


def open_on(document: Document, start: object, end: object, version: object = None, body: object = "Hm?") -> Thread:
    number = document.version if version is None else version
    return service.open_thread(document, start, end, number, body, writer(document), NOW)


def fresh(thread: Thread) -> Thread:
    db.session.flush()
    db.session.expire(thread)
    return thread


def test_comment_follows_its_sentence_when_a_paragraph_is_added_above() -> None:
    text = make_text("The tide was out.", "She waited.")
    thread = make_thread(text, "waited")
    write(text, "A new beginning.", "The tide was out.", "She waited.")
    assert (fresh(thread).state, thread.start) == ("anchored", place_of(text, "waited"))


def test_comment_stays_on_its_words_when_the_same_words_appear_before_them() -> None:
    text = make_text("She waited. He waited.")
    start = place_of(text, "He waited")
    thread = open_on(text, start + 3, start + 9)
    put_in(text, "She", "waited and waited. ")
    assert (fresh(thread).state, thread.start) == ("anchored", start + 3 + units("waited and waited. "))


def test_words_put_in_at_the_edges_stay_outside() -> None:
    text = make_text("The tide was out.")
    thread = make_thread(text, "tide")
    put_in(text, "tide", "spring")
    put_in(text, " was", "mark")
    assert (fresh(thread).state, thread.now) == ("anchored", "tide")


def test_changed_words_show_then_and_now_and_come_back_when_they_are_as_before() -> None:
    text = make_text("The tide was out.")
    thread = make_thread(text, "tide was")
    put_in(text, "was", "surely ")
    assert (fresh(thread).state, thread.quote, thread.now) == ("changed", "tide was", "tide surely was")
    cross_out(text, "surely ")
    assert (fresh(thread).state, thread.now) == ("anchored", "tide was")


def test_last_word_typed_anew_letter_by_letter_is_shown_whole() -> None:
    text = make_text("Until the lamp went on.")
    thread = make_thread(text, "the lamp")
    cross_out(text, "amp")
    for typed_before, letter in (("the l", "a"), ("the la", "n"), ("the lan", "tern")):
        put_behind(text, typed_before, letter)
    assert (fresh(thread).state, thread.now) == ("changed", "the lantern")


def test_first_word_typed_anew_is_shown_whole() -> None:
    text = make_text("Until the lamp went on.")
    thread = make_thread(text, "lamp went")
    cross_out(text, "la")
    put_in(text, "mp went", "swa")
    assert (fresh(thread).state, thread.now) == ("changed", "swamp went")


def test_word_that_is_typed_as_it_was_is_unchanged_again() -> None:
    text = make_text("Until the lamp went on.")
    thread = make_thread(text, "the lamp")
    cross_out(text, "mp")
    assert fresh(thread).now == "the la"
    put_behind(text, "the la", "mp")
    assert (fresh(thread).state, thread.now) == ("anchored", "the lamp")


def test_word_typed_against_unchanged_words_stays_outside() -> None:
    text = make_text("Until the lamp went on.")
    thread = make_thread(text, "lamp")
    put_behind(text, "lamp", "light")
    assert (fresh(thread).state, thread.now) == ("anchored", "lamp")


def test_formatting_does_not_change_words() -> None:
    text = make_text("The tide was out.")
    thread = make_thread(text, "tide")
    save(text, [{"stepType": "addMark", "mark": {"type": "em"}, "from": 3, "to": 8}])
    assert (fresh(thread).state, thread.start, thread.end) == ("anchored", 5, 9)


def test_deleted_words_leave_a_thread_that_is_gone_and_keeps_its_quote() -> None:
    text = make_text("The tide was out.", "She waited.")
    thread = make_thread(text, "waited")
    write(text, "The tide was out.")
    assert (fresh(thread).state, thread.quote, thread.now) == ("gone", "waited", "")


def test_gone_thread_never_jumps_to_the_same_words_elsewhere() -> None:
    text = make_text("She waited.", "Nothing.")
    thread = make_thread(text, "waited")
    write(text, "Nothing.")
    write(text, "Nothing.", "She waited.")
    assert fresh(thread).state == "gone"


def test_threads_of_a_restored_version_stay_where_the_text_did_not_change() -> None:
    text = make_text("The tide was out.", "She waited.")
    old = text.version
    write(text, "The tide came in.", "She waited.", "He left.")
    kept, lost = make_thread(text, "waited"), make_thread(text, "He left")
    replace_content(text, version_node(text, old), writer(text), NOW, origin=f"restored {old}")
    assert plain(text) == "The tide was out.\nShe waited."
    assert (fresh(kept).state, kept.start) == ("anchored", place_of(text, "waited"))
    assert (fresh(lost).state, lost.quote) == ("gone", "He left")


def test_taking_a_version_back_leaves_later_threads_on_their_words() -> None:
    text = make_text("The tide was out.", "She waited.")
    number = put_in(text, "The", "Once. ").version
    thread = make_thread(text, "waited")
    take_back(text, number, writer(text), NOW)
    assert (fresh(thread).state, thread.start) == ("anchored", place_of(text, "waited"))


def test_emoji_before_the_words_moves_a_thread_by_two() -> None:
    text = make_text("The tide was out.")
    thread = make_thread(text, "tide")
    put_in(text, "The", "😀")
    assert (fresh(thread).start, thread.end, thread.state) == (7, 11, "anchored")


def test_resolved_threads_move_too_so_that_they_can_be_opened_again() -> None:
    text = make_text("The tide was out.")
    thread = make_thread(text, "tide")
    service.resolve(thread, writer(text), NOW)
    put_in(text, "The", "Now. ")
    assert fresh(thread).start == place_of(text, "tide")


def test_threads_of_other_documents_do_not_move() -> None:
    chapter = make_chapter("The tide was out.", note_before=doc("The tide note."))
    thread = make_thread(documents_of(chapter)[Part.NOTE_BEFORE], "tide")
    put_in(text_of(chapter), "The", "Now. ")
    assert fresh(thread).start == 5


def test_threads_behind_a_change_move_in_one_statement_however_many() -> None:
    def statements_to_type(number_of_threads: int) -> int:
        text = make_text("Now.", "The tide was out.")
        threads = [make_thread(text, "tide") for _ in range(number_of_threads)]
        db.session.commit()
        statements: list[str] = []

        def note(*given: object) -> None:
            statements.append(given[2])

        event.listen(db.engine, "before_cursor_execute", note)
        put_in(text, "Now", "Here and ")
        event.remove(db.engine, "before_cursor_execute", note)
        assert {thread.start for thread in threads} == {place_of(text, "tide")}
        return len([words for words in statements if "threads" in words])

    assert statements_to_type(1) == statements_to_type(9)


def test_anchors_move_in_the_same_transaction_as_the_text() -> None:
    text = make_text("The tide was out.")
    thread = make_thread(text, "tide")
    db.session.commit()
    put_in(text, "The", "Now. ")
    db.session.rollback()
    assert (thread.start, plain(text)) == (5, "The tide was out.")
