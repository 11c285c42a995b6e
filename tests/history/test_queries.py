"""Reads of the history, on real rows: sittings over pages, the versions of one, what is worth comparing."""

import pytest
from sqlalchemy import event, insert

from tests.makers import (
    NOW,
    add_beta,
    author_of,
    make_author,
    make_chapter,
    make_text,
    minutes,
    text_of,
    type_words,
    write,
)
from tests.prose.makers import doc
from workshop.beta.service import open_thread
from workshop.db import db
from workshop.history import queries
from workshop.history.queries import (
    MARKS_A_PAGE,
    SITTINGS_A_PAGE,
    VERSIONS_A_PAGE,
    Timeline,
    find_restored,
    get_version,
    named_versions,
    saves_of,
    sittings_page,
    timeline_page,
    versions_of_sitting,
    versions_to_compare,
)
from workshop.history.service import name_version, restore_version
from workshop.history.sittings import Mark
from workshop.works import log
from workshop.works.log import neighbours
from workshop.works.models import Document, Part, Version
from workshop.works.queries import documents_of
from workshop.works.saving import NoSuchVersion, replace_content

pytestmark = pytest.mark.usefixtures("session")


def fill(document: Document, count: int, seconds_apart: float) -> None:
    """Put rows of saves into the log, faster than saving could; their steps are of no interest here."""
    person = author_of(document.chapter.work)
    rows = [
        {
            "document_id": document.id,
            "number": number,
            "steps": "[" + "x" * 300 + "]",
            "client": "tab",
            "person_id": person.id,
            "saved_at": minutes(number * seconds_apart / 60),
            "words": number,
        }
        for number in range(1, count + 1)
    ]
    db.session.execute(insert(Version), rows)
    document.version = count
    db.session.flush()


def test_saves_come_newest_first_with_the_words_before_each() -> None:
    text = make_text()
    for number, words in enumerate(("one", "one two", "one")):
        write(text, words, now=minutes(number))
    saves = list(saves_of([text]))
    assert [(save.words_before, save.words) for save in saves] == [(2, 1), (1, 2), (0, 1)]
    assert [save.number_before for save in saves] == [saves[1].number, saves[2].number, 0]


def test_saves_of_several_documents_are_one_stream() -> None:
    chapter = make_chapter()
    text, note = (documents_of(chapter)[part] for part in (Part.TEXT, Part.NOTE_BEFORE))
    write(text, "a", now=minutes(1))
    write(note, "b", now=minutes(2))
    write(text, "c", now=minutes(3))
    assert [save.part for save in saves_of([text, note])] == [Part.TEXT, Part.NOTE_BEFORE, Part.TEXT]


def test_saves_are_all_read_however_many_there_are(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(log, "ROWS_A_QUERY", 7)
    text = make_text()
    fill(text, 50, 1)
    assert [save.number for save in saves_of([text])] == list(range(50, 0, -1))
    assert [save.words_before for save in saves_of([text])] == list(range(49, -1, -1))


def test_document_without_saves_has_no_sittings() -> None:
    page = sittings_page([make_text()])
    assert (page.sittings, page.older_than) == ([], None)


def test_pages_hold_every_sitting_once() -> None:
    text = make_text()
    fill(text, 50, 45 * 60)
    first = sittings_page([text])
    assert len(first.sittings) == SITTINGS_A_PAGE
    numbers, page = [], first
    while True:
        numbers += [save.number for sitting in page.sittings for save in sitting.saves]
        if page.older_than is None:
            break
        page = sittings_page([text], page.older_than)
    assert numbers == list(range(50, 0, -1))


def test_words_of_the_oldest_sitting_of_a_page_are_counted_from_the_next_page_on() -> None:
    text = make_text()
    fill(text, SITTINGS_A_PAGE + 5, 45 * 60)
    [change] = sittings_page([text]).sittings[-1].changes
    assert (change.words, change.words_added) == (6, 1)


def test_last_page_that_is_full_leads_nowhere() -> None:
    text = make_text()
    fill(text, SITTINGS_A_PAGE, 45 * 60)
    assert sittings_page([text]).older_than is None


def test_long_sittings_end_a_page_early(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(queries, "SAVES_A_PAGE", 10)
    text = make_text()
    fill(text, 40, 10 * 60)
    for number in range(21, 41):
        db.session.get(Version, (text.id, number)).saved_at = minutes(10 * number + 300)
    db.session.flush()
    page = sittings_page([text])
    assert [len(sitting.saves) for sitting in page.sittings] == [20]
    assert [len(sitting.saves) for sitting in sittings_page([text], page.older_than).sittings] == [20]


def test_ten_thousand_versions_in_one_sitting_load_no_steps_and_come_in_few_queries() -> None:
    text = make_text()
    fill(text, 10_000, 1)
    db.session.commit()
    seen: list[str] = []
    event.listen(db.engine, "before_cursor_execute", lambda *arguments: seen.append(arguments[2]))
    page = sittings_page([text])
    assert sum(len(sitting.saves) for sitting in page.sittings) == 10_000
    assert len(seen) <= 10_000 / log.ROWS_A_QUERY + 3
    assert not any("versions.steps" in statement for statement in seen)


def test_sitting_opens_to_one_version_a_minute() -> None:
    text = make_text()
    fill(text, 600, 2)
    [sitting] = sittings_page([text]).sittings
    versions = versions_of_sitting([text], sitting.began_at, sitting.ended_at)
    assert [save.number for save in versions.saves][:3] == [600, 599, 569]
    assert len(versions.saves) == 21
    assert versions.rest_ended is None


def test_long_sitting_opens_in_parts_that_hold_every_minute() -> None:
    text = make_text()
    fill(text, 200, 60)
    [sitting] = sittings_page([text]).sittings
    numbers, ended = [], sitting.ended_at
    while ended is not None:
        part = versions_of_sitting([text], sitting.began_at, ended)
        assert len(part.saves) <= VERSIONS_A_PAGE
        numbers += [save.number for save in part.saves]
        ended = part.rest_ended
    assert numbers == list(range(200, 0, -1))


def test_sitting_opens_to_nothing_of_the_sittings_beside_it() -> None:
    text = make_text()
    for at in (0, 40, 45, 90):
        write(text, f"at {at}", now=minutes(at))
    sitting = sittings_page([text]).sittings[1]
    versions = versions_of_sitting([text], sitting.began_at, sitting.ended_at)
    assert [save.saved_at for save in versions.saves] == [minutes(45), minutes(40)]


def test_version_is_found_by_its_own_number_alone() -> None:
    text = make_text()
    type_words(text, "one")
    type_words(text, " two")
    assert get_version(text, 2).words == 2
    other = make_text("other")
    for number in (0, 3, -1, 10**20 % 2**31):
        with pytest.raises(NoSuchVersion):
            get_version(text, number)
    assert neighbours(text.id, 1) == (None, 2)
    assert neighbours(text.id, 2) == (1, None)
    assert neighbours(other.id, other.version) == (None, None)


def test_named_versions_come_newest_first_from_all_parts_of_the_chapter_alone() -> None:
    chapter = make_chapter("Text.", note_before=doc("Note."))
    documents = documents_of(chapter)
    type_words(text_of(chapter), "!", now=minutes(5))
    for document, number, name in (
        (documents[Part.TEXT], documents[Part.TEXT].version, "whole"),
        (documents[Part.NOTE_BEFORE], documents[Part.NOTE_BEFORE].version, "noted"),
    ):
        name_version(document, number, name)
    name_version(text := make_text("Elsewhere."), text.version, "foreign")
    assert [version.name for version in named_versions(chapter.documents)] == ["whole", "noted"]


def test_what_is_worth_comparing_is_what_has_a_name_and_how_sittings_ended() -> None:
    text = make_text()
    for at in (0, 1, 50, 51, 120):
        write(text, f"at {at}", now=minutes(at))
    numbers = [save.number for save in saves_of([text])]
    name_version(text, numbers[3], "named")
    choices = versions_to_compare(text)
    assert [version.number for version in choices.named] == [numbers[3]]
    assert [save.number for save in choices.sittings] == [numbers[0], numbers[1], numbers[3]]
    assert choices.before_last_sitting == numbers[1]


def test_first_sitting_is_compared_with_the_empty_page() -> None:
    text = make_text("one")
    assert versions_to_compare(text).before_last_sitting == 0
    assert versions_to_compare(make_text()).before_last_sitting == 0


def test_restoration_is_known_while_it_is_the_newest_version_of_this_chapter() -> None:
    chapter = make_chapter("one")
    text, person = text_of(chapter), author_of(chapter.work)
    first = text.version
    write(text, "two", now=minutes(1))
    name_version(text, first, "Sent")
    saved = restore_version(text, first, person, minutes(2))
    told = f"{text.id}.{saved.version}"
    assert find_restored(chapter, told) == queries.Restored(told, f"restored {first}", {first: "Sent"})
    assert find_restored(make_chapter("other"), told) is None
    type_words(text, "!")
    assert find_restored(chapter, told) is None


@pytest.mark.parametrize(
    "told", ["", "x", "1", "1.", ".1", "1.1.1", "-1.1", "1.x", "99999999999.1", "1.99999999999", "١.١"]
)
def test_nonsense_tells_no_restoration(told: str) -> None:
    assert find_restored(make_chapter("one"), told) is None


def test_a_version_that_was_typed_is_no_restoration() -> None:
    chapter = make_chapter()
    type_words(text_of(chapter), "one", person=make_author())
    assert find_restored(chapter, f"{text_of(chapter).id}.1") is None


def test_replacing_from_elsewhere_is_no_restoration() -> None:
    chapter = make_chapter()
    saved = replace_content(text_of(chapter), doc("one"), author_of(chapter.work), NOW, origin="imported")
    assert find_restored(chapter, f"{text_of(chapter).id}.{saved.version}") is None


def pages_of(document: Document, person_id: int | None = None) -> list[Timeline]:
    """Return every page of the document's timeline, newest first."""
    pages = [timeline_page([document], None, person_id)]
    while pages[-1].older_than:
        pages.append(timeline_page([document], pages[-1].older_than, person_id))
    return pages


def marks_on(page: Timeline) -> list[Mark]:
    return [row for row in page.rows if isinstance(row, Mark)]


def make_commented_text(count: int, *sittings: range) -> Document:
    """Make a text with sittings that save at these minutes, and so many comments, one each 40 minutes."""
    text = make_text()
    for minute in sorted(minute for sitting in sittings for minute in sitting):
        type_words(text, "more ", now=minutes(minute))
    beta = add_beta(text.chapter.work)
    for number in range(count):
        open_thread(text, 1, 4, text.version, "Why?", beta, minutes(40 * number))
    return text


def test_a_page_ends_with_so_many_marks_and_none_is_lost_or_told_twice() -> None:
    text = make_commented_text(2 * MARKS_A_PAGE + 7, range(10, 60, 20), range(2_000, 2_010, 5), range(3_010, 3_100, 20))
    pages = pages_of(text)
    assert [len(marks_on(page)) for page in pages] == [MARKS_A_PAGE, MARKS_A_PAGE, 7]
    rows = [row for page in pages for row in page.rows]
    assert len(rows) == 2 * MARKS_A_PAGE + 7 + 3
    assert [row.ended_at for row in rows] == sorted((row.ended_at for row in rows), reverse=True)
    assert [len(marks_on(page)) for page in pages_of(text, author_of(text.chapter.work).id)] == [0]


def test_a_page_never_ends_within_a_sitting() -> None:
    # The last mark that has room stands at minute 2,800, in the middle of this sitting.
    sitting = range(2_715, 2_900, 20)
    pages = pages_of(make_commented_text(70 + MARKS_A_PAGE, sitting))
    assert [len(marks_on(page)) for page in pages] == [MARKS_A_PAGE + 2, MARKS_A_PAGE, 8]
    assert [len(page.rows) - len(marks_on(page)) for page in pages] == [1, 0, 0]


@pytest.mark.parametrize("older", [0, 1])
def test_marks_of_one_moment_stay_on_one_page_and_lead_to_no_empty_one(older: int) -> None:
    text = make_text("One two three.")
    betas = [add_beta(text.chapter.work) for _ in range(MARKS_A_PAGE + 3)]
    for beta in betas:
        open_thread(text, 1, 4, text.version, "Why?", beta, minutes(-100))
    for beta in betas[:older]:
        open_thread(text, 1, 4, text.version, "Why?", beta, minutes(-200))
    assert [len(marks_on(page)) for page in pages_of(text)] == [MARKS_A_PAGE + 3, *[1] * older]
