"""Threads: opening one on words, talking in it, and the lists of them."""

import pytest
from sqlalchemy import event, func, select

from tests.beta.makers import cross_out, make_thread, place_of, put_in
from tests.makers import NOW, add_beta, author_of, make_chapter, make_text, make_work, minutes, text_of
from tests.prose.makers import doc, p, t
from workshop import live
from workshop.beta import queries, service
from workshop.beta.models import COMMENT_MAX, Comment, Thread
from workshop.db import db
from workshop.errors import BadInput, Conflict, NotFound
from workshop.people.models import Person
from workshop.prose.anchors import BadAnchor
from workshop.works.models import Chapter, Document, Part
from workshop.works.queries import documents_of
from workshop.works.service import bin_chapter, bin_work, delete_for_good

pytestmark = pytest.mark.usefixtures("session")


def writer(document: Document) -> Person:
    return author_of(document.chapter.work)


def open_on(document: Document, start: object, end: object, version: object = None, body: object = "Hm?") -> Thread:
    number = document.version if version is None else version
    return service.open_thread(document, start, end, number, body, writer(document), NOW)


def count_threads() -> int:
    return db.session.scalar(select(func.count(Thread.id)))


def fresh(thread: Thread) -> Thread:
    db.session.flush()
    db.session.expire(thread)
    return thread


# Opening -----------------------------------------------------------------------------------------------------------


def test_thread_keeps_the_words_it_was_opened_on() -> None:
    text = make_text("The tide was out.")
    beta = add_beta(text.chapter.work)
    thread = service.open_thread(text, 5, 9, text.version, " Which tide?\r\nAgain? ", beta, minutes(1))
    assert (thread.start, thread.end, thread.state, thread.quote, thread.now) == (5, 9, "anchored", "tide", "tide")
    assert (thread.version, thread.opened_by, thread.opened_at) == (text.version, beta.id, minutes(1))
    assert [(each.body, each.person_id) for each in thread.comments] == [("Which tide?\nAgain?", beta.id)]


def test_thread_opened_on_an_old_version_stands_where_its_words_are_now() -> None:
    text = make_text("The tide was out.")
    seen = text.version
    put_in(text, "tide", "spring ")
    put_in(text, "The", "Now. ")
    thread = open_on(text, 5, 9, seen)
    assert (thread.quote, thread.state, thread.start) == ("tide", "anchored", place_of(text, "tide"))


def test_thread_on_words_that_changed_meanwhile_shows_then_and_now() -> None:
    text = make_text("The tide was out.")
    seen = text.version
    put_in(text, "de was", "n ri")
    thread = open_on(text, 5, 9, seen)
    assert (thread.state, thread.quote, thread.now) == ("changed", "tide", "tin ride")


def test_thread_on_words_that_were_deleted_meanwhile_is_kept_with_its_quote() -> None:
    text = make_text("The tide was out.")
    seen = text.version
    cross_out(text, "tide ")
    thread = open_on(text, 5, 9, seen, "I loved this word")
    assert (thread.state, thread.quote, thread.now) == ("gone", "tide", "")
    assert thread.comments[0].body == "I loved this word"


def test_thread_can_be_about_an_authors_note() -> None:
    chapter = make_chapter("Text.", note_before=doc("Thanks for reading!"))
    note = documents_of(chapter)[Part.NOTE_BEFORE]
    assert open_on(note, 1, 7).quote == "Thanks"


def test_private_notes_have_no_threads() -> None:
    chapter = make_chapter("Text.", private_note=doc("She dies in chapter nine."))
    with pytest.raises(BadInput):
        open_on(documents_of(chapter)[Part.PRIVATE_NOTE], 1, 4)
    assert count_threads() == 0


@pytest.mark.parametrize("version", [-1, True, "1", 1.0, None, 10**30, 99])
def test_thread_on_a_version_that_is_none_is_refused(version: object) -> None:
    text = make_text("The tide was out.")
    with pytest.raises((BadInput, NotFound)):
        service.open_thread(text, 1, 4, version, "Hm?", writer(text), NOW)
    assert count_threads() == 0


@pytest.mark.parametrize(("start", "end"), [(1, 1), (4, 5), (0, 99), (-5, 3), ("1", "4"), (1, 10**30), (None, None)])
def test_thread_on_no_words_is_refused(start: object, end: object) -> None:
    text = make_text("The tide was out.")
    with pytest.raises(BadAnchor):
        open_on(text, start, end)
    assert count_threads() == 0


@pytest.mark.parametrize("body", ["", "  \n ", None, 7, ["a"], "a\x00b", "\ud83d", "x" * (COMMENT_MAX + 1)])
def test_comment_that_is_no_text_is_refused(body: object) -> None:
    text = make_text("The tide was out.")
    with pytest.raises(BadInput):
        open_on(text, 5, 9, body=body)
    assert count_threads() == 0


def test_comment_may_be_as_long_as_the_limit() -> None:
    text = make_text("The tide was out.")
    assert len(open_on(text, 5, 9, body="é" * COMMENT_MAX).comments[0].body) == COMMENT_MAX


# Talking -----------------------------------------------------------------------------------------------------------


def test_reply_stands_below_and_opens_a_resolved_thread_again() -> None:
    text = make_text("The tide was out.")
    thread = make_thread(text, "tide", "Which?")
    service.resolve(thread, writer(text), minutes(1))
    service.reply(thread, "The spring one.", writer(text), minutes(2))
    assert [each.body for each in fresh(thread).comments] == ["Which?", "The spring one."]
    assert thread.resolved_at is None


def test_resolve_says_who_and_when_and_reopen_takes_it_back() -> None:
    thread = make_thread(make_text("The tide was out."), "tide")
    person = thread.comments[0].person
    service.resolve(thread, person, minutes(1))
    service.resolve(thread, writer(thread.document), minutes(2))
    assert (thread.resolved_at, thread.resolver) == (minutes(1), person)
    service.reopen(thread)
    assert (thread.resolved_at, thread.resolved_by) == (None, None)


def test_only_its_writer_changes_a_comment() -> None:
    thread = make_thread(make_text("The tide was out."), "tide", "Which?")
    comment = thread.comments[0]
    with pytest.raises(service.NotYours):
        service.edit_comment(comment, "Mine now", writer(thread.document), NOW)
    with pytest.raises(service.NotYours):
        service.delete_comment(comment, writer(thread.document), NOW)
    assert (comment.body, comment.deleted_at) == ("Which?", None)


def test_edited_comment_says_so_unless_nothing_changed() -> None:
    comment = make_thread(make_text("The tide was out."), "tide", "Which?").comments[0]
    service.edit_comment(comment, " Which? ", comment.person, minutes(1))
    assert comment.edited_at is None
    service.edit_comment(comment, "Which one?", comment.person, minutes(2))
    assert (comment.body, comment.edited_at) == ("Which one?", minutes(2))


def test_comment_that_was_taken_back_can_be_brought_back_but_not_changed() -> None:
    comment = make_thread(make_text("The tide was out."), "tide", "Which?").comments[0]
    service.delete_comment(comment, comment.person, minutes(1))
    with pytest.raises(Conflict):
        service.edit_comment(comment, "Which one?", comment.person, minutes(2))
    service.restore_comment(comment, comment.person)
    assert comment.deleted_at is None


# Lists -------------------------------------------------------------------------------------------------------------


def test_threads_stand_in_the_order_of_the_chapter_then_gone_then_resolved() -> None:
    chapter = make_chapter("One two three four.", note_before=doc("Before."), note_after=doc("After."))
    documents = documents_of(chapter)
    text = documents[Part.TEXT]
    made = {words: make_thread(text, words) for words in ("three", "two", "four", "One")}
    made["After"] = make_thread(documents[Part.NOTE_AFTER], "After")
    made["Before"] = make_thread(documents[Part.NOTE_BEFORE], "Before")
    put_in(text, "hree", "x")
    cross_out(text, "two ")
    service.resolve(made["One"], writer(text), minutes(1))
    service.resolve(made["four"], writer(text), minutes(2))
    found = queries.threads_of(chapter)
    assert [thread.quote for thread in found.standing] == ["Before", "three", "After"]
    assert [thread.quote for thread in found.gone] == ["two"]
    assert [thread.quote for thread in found.resolved] == ["four", "One"]


def test_thread_without_a_comment_left_is_listed_nowhere() -> None:
    text = make_text("The tide was out.")
    thread = make_thread(text, "tide")
    service.delete_comment(thread.comments[0], thread.comments[0].person, NOW)
    assert len(queries.threads_of(text.chapter)) == 0
    assert len(queries.news_of(text.chapter, 0)[0]) == 0
    assert queries.open_thread_counts([text.chapter.work_id]) == {}
    service.restore_comment(thread.comments[0], thread.comments[0].person)
    assert len(queries.threads_of(text.chapter)) == 1


def test_change_of_one_thread_is_news_of_that_thread_alone() -> None:
    text = make_text("The tide was out.", "She waited.")
    tide, waited = make_thread(text, "tide"), make_thread(text, "waited")
    shown = queries.threads_of(text.chapter).revision
    service.resolve(tide, writer(text), NOW)
    assert queries.news_of(text.chapter, shown)[1] == [tide]
    shown = queries.threads_of(text.chapter).revision
    put_in(text, "aited", "x")
    put_in(text, "The", "Once. ")
    assert queries.news_of(text.chapter, shown)[1] == [waited]


def queries_to_list(chapter_id: int) -> int:
    """Return how many queries it takes, from an empty session, to read everything that the list shows."""
    db.session.commit()
    db.session.expunge_all()
    statements: list[str] = []

    def note(*given: object) -> None:
        statements.append(given[2])

    event.listen(db.engine, "before_cursor_execute", note)
    for thread in queries.threads_of(db.session.get(Chapter, chapter_id)).standing:
        assert [comment.person.pen_name for comment in thread.comments]
        assert thread.document.part == Part.TEXT
    event.remove(db.engine, "before_cursor_execute", note)
    return len(statements)


def test_list_takes_the_same_few_queries_however_long_it_is() -> None:
    text = make_text("One two three four five six.")
    text_id, chapter_id = text.id, text.chapter_id
    make_thread(text, "One")
    few = queries_to_list(chapter_id)
    for words in ("two", "three", "four", "five", "six"):
        make_thread(db.session.get(Document, text_id), words)
    assert queries_to_list(chapter_id) == few


def test_counts_leave_out_what_is_resolved_or_in_the_bin() -> None:
    work = make_work()
    first, second = make_chapter("One two.", work=work), make_chapter("Three four.", work=work)
    other = make_chapter("Five six.")
    make_thread(text_of(first), "One")
    service.resolve(make_thread(text_of(first), "two"), author_of(work), NOW)
    make_thread(text_of(second), "Three")
    make_thread(text_of(second), "four")
    make_thread(text_of(other), "Five")
    assert queries.open_thread_counts([work.id, other.work_id]) == {work.id: 3, other.work_id: 1}
    assert queries.open_thread_counts_by_chapter(work) == {first.id: 1, second.id: 2}
    bin_chapter(second, NOW)
    assert queries.open_thread_counts([work.id]) == {work.id: 1}


def test_deleting_a_work_deletes_its_threads() -> None:
    text = make_text("The tide was out.")
    make_thread(text, "tide")
    work = text.chapter.work
    bin_work(work, NOW)
    delete_for_good(work)
    db.session.commit()
    assert count_threads() == 0
    assert db.session.scalar(select(func.count(Comment.id))) == 0


# Telling -----------------------------------------------------------------------------------------------------------


def test_open_pages_hear_of_a_comment_once_it_is_kept() -> None:
    text = make_text("The tide was out.")
    thread = make_thread(text, "tide")
    db.session.commit()
    before = live.hub.revision(text.chapter_id, "threads")
    service.reply(thread, "Yes.", writer(text), NOW)
    assert live.hub.revision(text.chapter_id, "threads") == before
    db.session.commit()
    assert live.hub.revision(text.chapter_id, "threads") == before + 1


def test_open_pages_hear_when_words_of_a_thread_change_but_not_when_they_only_move() -> None:
    text = make_text("The tide was out.")
    make_thread(text, "tide")
    db.session.commit()
    before = live.hub.revision(text.chapter_id, "threads")
    put_in(text, "The", "Now. ")
    db.session.commit()
    assert live.hub.revision(text.chapter_id, "threads") == before
    put_in(text, "ide", "r")
    db.session.commit()
    assert live.hub.revision(text.chapter_id, "threads") == before + 1


def test_paragraph_marks_of_a_quote_are_kept() -> None:
    text = make_text(p("One ", t("two", "em")), "Three")
    thread = open_on(text, 1, 15)
    assert thread.quote == "One two\n\nThree"
