"""Drafts: begun from a version, written by themselves, in none of the work's lists, seen by no beta."""

import pytest

from tests.makers import NOW, add_beta, author_of, make_chapter, make_guest, make_work, minutes, plain, text_of, write
from workshop.db import db
from workshop.errors import BadInput, NotFound
from workshop.works import queries, service
from workshop.works.access import loaded
from workshop.works.head import find_head
from workshop.works.models import Chapter, Document, Role
from workshop.works.saving import NoSuchVersion
from workshop.works.service import start_draft

pytestmark = pytest.mark.usefixtures("session")


def draft_of(chapter: Chapter, name: str = "Another ending", version: int | None = None) -> Chapter:
    return start_draft(chapter, name, version, author_of(chapter.work), NOW)


def test_draft_begins_with_the_text_as_it_is_and_goes_its_own_way() -> None:
    chapter = make_chapter("The tide was out.")
    draft = draft_of(chapter)
    write(text_of(draft), "The tide was in.")
    assert plain(text_of(chapter)) == "The tide was out."
    assert plain(text_of(draft)) == "The tide was in."
    assert draft.began_at == text_of(chapter).version


def test_draft_begins_with_an_old_version_too() -> None:
    chapter = make_chapter("The tide was out.")
    old = text_of(chapter).version
    write(text_of(chapter), "The tide was in.")
    assert plain(text_of(draft_of(chapter, version=old))) == "The tide was out."
    with pytest.raises(NoSuchVersion):
        draft_of(chapter, version=9999)


def test_draft_has_a_name_and_no_draft_beside_it() -> None:
    chapter = make_chapter("The tide was out.")
    draft = draft_of(chapter, name="")
    assert draft.title == "Draft 1"
    with pytest.raises(BadInput):
        draft_of(draft)


def test_draft_is_in_none_of_the_works_lists() -> None:
    work = make_work()
    chapter, second = make_chapter("One.", work=work), make_chapter("Two.", work=work)
    draft = draft_of(chapter)
    write(text_of(draft), "Quite a few more words.", now=minutes(5))
    db.session.expire_all()
    assert queries.standing_chapters(work) == [chapter, second]
    assert [row.chapter for row in queries.chapter_rows(work)] == [chapter, second]
    assert queries.last_edited_chapter(work) != draft
    (row,) = queries.shelf(author_of(work))
    assert (row.chapters, row.words) == (2, 2)
    service.order_chapters(work, [second.id, chapter.id])
    with pytest.raises(BadInput):
        service.move_chapter(draft, 1)
    assert queries.standing_drafts(chapter) == [draft]


def test_draft_is_its_authors_alone() -> None:
    chapter = make_chapter("The tide was out.")
    draft, beta = draft_of(chapter), make_guest()
    add_beta(chapter.work, beta)
    readers = {Role.AUTHOR, Role.BETA}
    assert loaded(Chapter, draft.id, author_of(chapter.work), readers) is draft
    for kind, thing in ((Chapter, draft), (Document, text_of(draft))):
        with pytest.raises(NotFound):
            loaded(kind, thing.id, beta, readers)


def test_draft_lies_in_the_bin_with_its_chapter_and_goes_with_it() -> None:
    chapter = make_chapter("The tide was out.")
    draft, author = draft_of(chapter), author_of(chapter.work)
    service.bin_chapter(chapter, NOW)
    with pytest.raises(NotFound):
        loaded(Chapter, draft.id, author, {Role.AUTHOR})
    service.unbin_chapter(chapter)
    assert loaded(Chapter, draft.id, author, {Role.AUTHOR}) is draft
    service.bin_chapter(draft, NOW)
    assert queries.standing_drafts(chapter) == []
    service.unbin_chapter(draft)
    service.bin_chapter(chapter, NOW)
    service.delete_for_good(chapter)
    assert db.session.get(Chapter, draft.id) is None


def test_nothing_is_saved_into_a_draft_whose_chapter_lies_in_the_bin() -> None:
    chapter = make_chapter("The tide was out.")
    author, text = author_of(chapter.work), text_of(draft_of(chapter))
    db.session.flush()
    assert not find_head(text.id, author.id, author.session_epoch).in_bin
    service.bin_chapter(chapter, NOW)
    db.session.flush()
    assert find_head(text.id, author.id, author.session_epoch).in_bin
    service.unbin_chapter(chapter)
    db.session.flush()
    assert not find_head(text.id, author.id, author.session_epoch).in_bin
