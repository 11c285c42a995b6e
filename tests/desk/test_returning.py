"""What an undo reads of a long log to find the threads that go along. What becomes of them is in `test_bringing`."""

from math import ceil

import pytest

from tests.history.test_long import MANY, blocks_read, fill, statements
from tests.makers import NOW, author_of, make_text
from workshop.desk.returning import take_threads_along
from workshop.works.sealing import BLOCK_SAVES
from workshop.works.service import start_draft

pytestmark = pytest.mark.usefixtures("session")


@pytest.mark.parametrize("sealed", [True, False])
def test_undo_reads_each_block_once_and_of_the_rows_those_alone_that_typing_did_not_make(sealed: bool) -> None:
    text = make_text()
    fill(text, MANY, sealed=sealed)
    start_draft(text.chapter, "Another ending", None, author_of(text.chapter.work), NOW)
    with statements() as seen:
        take_threads_along(text, f"undid {MANY}")()
    assert blocks_read(seen) == (ceil(MANY / BLOCK_SAVES) if sealed else 0)
    of_rows = [statement for statement in seen if "FROM versions" in statement]
    assert len(of_rows) == 1
    assert "origin IS NOT NULL" in of_rows[0]
