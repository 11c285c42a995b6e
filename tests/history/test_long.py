"""Histories of ten thousand versions: what a page reads of them. Rows and blocks are counted, never the time."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta

import pytest
from sqlalchemy import event, insert

from tests.beta.makers import make_thread
from tests.makers import NOW, author_of, make_chapter, make_text, make_work, text_of
from workshop.beta.models import Comment
from workshop.beta.moments import ROWS_AT_ONCE
from workshop.db import db
from workshop.history.queries import (
    MARKS_A_PAGE,
    SAVES_A_PAGE,
    SITTINGS_A_PAGE,
    frames_of_document,
    sittings_page,
    timeline_page,
)
from workshop.history.sittings import PAUSE
from workshop.works.blocks import SealedSave, pack_saves
from workshop.works.log import CURVE_BLOCKS, CURVE_ROWS, CURVE_SAVES, curves
from workshop.works.models import Block, Document, Version
from workshop.works.sealing import BLOCK_SAVES

pytestmark = pytest.mark.usefixtures("session")

MANY = 10_000


def fill(document: Document, count: int, *, sealed: bool, began: datetime = NOW) -> None:
    """Give the document so many saves, 600 in a sitting, in blocks or in rows; nobody reads their steps here."""
    person = author_of(document.chapter.work).id
    saves = [
        SealedSave(
            number, 1, "tab", person, began + timedelta(seconds=4 * number, hours=number // 600), number, None, None
        )
        for number in range(1, count + 1)
    ]
    if sealed:
        parts = [saves[start : start + BLOCK_SAVES] for start in range(0, count, BLOCK_SAVES)]
        db.session.add_all(_block(document, part) for part in parts)
    else:
        columns = [save._asdict() | {"document_id": document.id, "steps": "[" + "x" * 300 + "]"} for save in saves]
        db.session.execute(insert(Version), columns)
    document.version, document.words, document.edited_at = count, count, saves[-1].saved_at
    db.session.flush()


def _block(document: Document, saves: list[SealedSave]) -> Block:
    return Block(
        document_id=document.id,
        first=saves[0].number - 1,
        last=saves[-1].number,
        began_at=saves[0].saved_at,
        digest=b"",
        saves=pack_saves(saves),
        steps=b"",
        states=b"",
    )


@contextmanager
def statements() -> Iterator[list[str]]:
    """Give the list into which every statement goes that is sent meanwhile."""
    seen: list[str] = []

    def note(*arguments: object) -> None:
        seen.append(str(arguments[2]))

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)


@contextmanager
def rows_given() -> Iterator[list[object]]:
    """Give the list into which every row goes that the database gives meanwhile."""
    driver = db.session.connection().connection.driver_connection
    seen: list[object] = []

    def note(_cursor: object, row: object) -> object:
        seen.append(row)
        return row

    driver.row_factory = note
    yield seen
    driver.row_factory = None


def blocks_read(seen: list[str]) -> int:
    return sum("SELECT blocks.saves" in statement for statement in seen)


def test_page_of_a_sealed_history_reads_the_blocks_of_its_sittings_alone() -> None:
    text = make_text()
    fill(text, MANY, sealed=True)
    with statements() as seen:
        page = sittings_page([text])
    assert SAVES_A_PAGE <= sum(len(sitting.saves) for sitting in page.sittings) < SAVES_A_PAGE + 600
    assert blocks_read(seen) <= (SAVES_A_PAGE + 600) / BLOCK_SAVES + 2
    with statements() as seen:
        sittings_page([text], NOW + timedelta(hours=2))
    assert blocks_read(seen) <= 4


@pytest.mark.parametrize("sealed", [True, False])
def test_curve_and_playback_read_no_steps_and_keep_few_of_many_saves(sealed: bool) -> None:
    text = make_text()
    fill(text, MANY, sealed=sealed)
    with statements() as seen:
        [lengths] = curves([text])
        frames = frames_of_document(text)
    assert len(lengths) <= (CURVE_SAVES if sealed else CURVE_ROWS) + 2
    assert blocks_read(seen) <= (2 * CURVE_BLOCKS if sealed else 0)
    assert len(seen) <= 2 * CURVE_BLOCKS + 6
    assert not any("steps" in statement for statement in seen)
    assert (lengths[-1].number, frames[-1].number) == (MANY, MANY)
    assert lengths[0].words < MANY / 100
    assert all(length.words == length.number for length in lengths)


def test_curve_of_a_work_reads_no_more_than_that_of_a_chapter() -> None:
    work = make_work()
    texts = [text_of(make_chapter(work=work)) for _ in range(6)]
    for text in texts:
        fill(text, MANY, sealed=True)
    with statements() as seen:
        found = curves(texts)
    assert blocks_read(seen) <= CURVE_BLOCKS
    assert [lengths[-1].words for lengths in found] == [MANY] * 6
    assert sum(map(len, found)) <= CURVE_SAVES + 6


def test_page_of_a_work_reads_nothing_of_chapters_that_come_later_in_it() -> None:
    work = make_work()
    texts = [text_of(make_chapter(work=work)) for _ in range(2 * SITTINGS_A_PAGE)]
    for days, text in enumerate(texts):
        fill(text, 100, sealed=True, began=NOW + timedelta(days=days))
    with statements() as seen:
        page = timeline_page(texts)
    assert len(page.rows) == SITTINGS_A_PAGE
    assert {change.document_id for row in page.rows for change in row.changes} == {
        text.id for text in texts[SITTINGS_A_PAGE:]
    }
    assert blocks_read(seen) <= SITTINGS_A_PAGE + 2


def test_page_takes_no_more_comments_from_the_database_than_it_shows() -> None:
    text = make_text("The tide was in.")
    thread = make_thread(text, "tide")
    rows = [
        {"thread_id": thread.id, "person_id": thread.opened_by, "body": "So?", "written_at": NOW + number * PAUSE}
        for number in range(1, MANY)
    ]
    db.session.execute(insert(Comment), rows)
    with rows_given() as seen:
        first = timeline_page([text])
        second = timeline_page([text], first.older_than)
    assert [len(page.rows) for page in (first, second)] == [MARKS_A_PAGE, MARKS_A_PAGE]
    assert len(seen) < 3 * ROWS_AT_ONCE


def test_damaged_block_leaves_a_curve_of_the_others() -> None:
    text = make_text()
    fill(text, 2 * BLOCK_SAVES, sealed=True)
    db.session.get(Block, (text.id, BLOCK_SAVES)).saves = b"damaged"
    db.session.flush()
    [lengths] = curves([text])
    assert BLOCK_SAVES < lengths[0].number
    assert lengths[-1].number == 2 * BLOCK_SAVES
