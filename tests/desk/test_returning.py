"""What an undo tells of the threads that go along, and what it reads of a long log for it.

What becomes of the threads themselves is in `test_bringing`.
"""

import re
from html import unescape
from math import ceil

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.beta.makers import make_thread
from tests.desk.test_bringing import BEGUN, bring, make_draft
from tests.history.scene import HTMX
from tests.history.test_long import MANY, blocks_read, fill, statements
from tests.makers import NOW, author_of, client_of, make_text, minutes, text_of, write
from workshop.db import db
from workshop.desk.returning import take_threads_along
from workshop.history.service import restore_version
from workshop.works.models import Chapter, Document
from workshop.works.saving import ThreadsMoved, take_back
from workshop.works.sealing import BLOCK_SAVES
from workshop.works.service import start_draft


def bring_two_drafts_over() -> tuple[Chapter, Chapter, int]:
    """Bring a draft over with two threads, while a third stays, and one with a single thread; give the version before."""
    draft = make_draft("The tide was in.", *BEGUN[1:])
    author, main = author_of(draft.work), text_of(draft.main)
    other = start_draft(draft.main, "A third", None, author, minutes(2))
    write(text_of(other), *BEGUN[:2], "Everybody moved.", now=minutes(2))
    for each, words in ((draft, "was in"), (draft, "in."), (draft, "boats"), (other, "Everybody")):
        make_thread(text_of(each), words, person=author)
    before = main.version
    for each in (draft, other):
        bring(each)
    return draft, other, before


@pytest.mark.usefixtures("session")
def test_it_is_told_how_many_threads_went_back_to_which_draft_and_how_many_came_over_again() -> None:
    draft, other, before = bring_two_drafts_over()
    author, main = author_of(draft.work), text_of(draft.main)
    both = [(draft.id, 2), (other.id, 1)]
    gone_back = restore_version(main, before, author, minutes(5))
    assert gone_back.moved == tuple(ThreadsMoved(draft_id, "back", count) for draft_id, count in both)
    undone = take_back(main, gone_back.version, author, minutes(6))
    assert undone.moved == tuple(ThreadsMoved(draft_id, "over", count) for draft_id, count in both)
    again = take_back(main, undone.version, author, minutes(7))
    assert again.moved == gone_back.moved
    assert restore_version(main, undone.version, author, minutes(8)).moved == undone.moved


@pytest.mark.usefixtures("session")
def test_nothing_is_told_where_no_thread_went_along() -> None:
    draft = make_draft("The tide was in.", *BEGUN[1:])
    make_thread(text_of(draft), "boats", person=author_of(draft.work))
    saved, _ = bring(draft)
    assert take_back(text_of(draft.main), saved.version, author_of(draft.work), minutes(5)).moved == ()


def said(page: str) -> str:
    """Return what the undo bar of a page or a fragment says."""
    return " ".join(unescape(re.search(r'<div class="undo-bar">\s*<p>(.*?)</p>', page, re.DOTALL)[1]).split())


def post(client: FlaskClient, path: str, **form: str) -> str:
    return client.post(path, data=form, follow_redirects=True).text


def test_page_after_each_says_so(app: Flask) -> None:
    with app.app_context():
        draft, _, before = bring_two_drafts_over()
        main, draft_id = text_of(draft.main), draft.id
        main_id, text_id = draft.main.id, main.id
        client = client_of(app, author_of(draft.work).get_id())
        db.session.commit()

    def newest() -> str:
        with app.app_context():
            return f"{text_id}.{db.session.get_one(Document, text_id).version}"

    went = (
        "2 comment threads went back to the draft “Another ending”. 1 comment thread went back to the draft “A third”."
    )
    came = "2 comment threads came over from the draft “Another ending” again. "
    came += "1 comment thread came over from the draft “A third” again."
    page = post(client, f"/documents/{text_id}/versions/{before}/restore")
    assert said(page) == f"Brought back version {before}. What stood there before is in the history. {went}"
    behind = f"/chapters/{main_id}?restored={text_id}.{before}&moved={draft_id}.back.2"
    assert "undo-bar" not in client.get(behind).text  # loaded again once more was written
    undo = f"/chapters/{main_id}/take-back"
    answer = client.post(undo, data={"versions": newest()}, headers=HTMX).text
    assert said(answer) == f"It is back as it was. What you wrote in the meantime stays. {came}"
    assert said(post(client, undo, versions=newest())) == f"It is back as it was. {went}"
    then = f"/chapters/{draft_id}/bring-over"
    assert said(post(client, undo, versions=newest(), then=then)) == f"It is back as it was. {came}"


@pytest.mark.usefixtures("session")
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
