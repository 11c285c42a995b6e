"""Works and chapters: made, named, ordered, binned, brought back, removed."""

import pytest
from sqlalchemy import func, select

from tests.makers import add_beta, make_author, make_chapter, make_guest, make_work, minutes, plain, text_of, type_words
from tests.prose.makers import doc
from workshop.db import db
from workshop.errors import BadInput, Conflict, NotFound
from workshop.people.models import Person
from workshop.works import queries, service
from workshop.works.access import is_author, loaded, role_in
from workshop.works.models import Chapter, Document, Membership, Part, Role, Snapshot, Version, Work

pytestmark = pytest.mark.usefixtures("session")


def standing(work: Work) -> list[str]:
    db.session.expire_all()
    return [chapter.title for chapter in queries.standing_chapters(work)]


def counted(*tables: type) -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(table)) for table in tables]


def test_new_work_belongs_to_whoever_made_it() -> None:
    author = make_author()
    work = make_work(author)
    assert role_in(work, author) is Role.AUTHOR
    assert role_in(work, make_author()) is None


def test_work_without_a_title_can_be_found_all_the_same() -> None:
    assert make_work(title="").title == service.UNTITLED_WORK


def test_new_chapter_has_its_text_and_three_notes_and_stands_last() -> None:
    work = make_work()
    make_chapter("One.", work=work, title="1")
    chapter = make_chapter("Two.", work=work, title="2", note_after=doc("Thanks."))
    assert standing(work) == ["1", "2"]
    documents = queries.documents_of(chapter)
    assert set(documents) == set(Part)
    assert plain(documents[Part.NOTE_AFTER]) == "Thanks."
    assert [documents[part].version for part in (Part.NOTE_BEFORE, Part.PRIVATE_NOTE)] == [0, 0]


def test_what_a_chapter_was_made_from_is_its_first_version() -> None:
    chapter = make_chapter("One.", "Two.")
    [version] = db.session.scalars(select(Version))
    assert (version.document_id, version.origin) == (text_of(chapter).id, "imported")


def test_chapters_stand_in_the_order_they_are_put_in() -> None:
    work = make_work()
    one, two, three = (make_chapter(work=work, title=title) for title in "123")
    service.order_chapters(work, [three.id, one.id, two.id])
    assert standing(work) == ["3", "1", "2"]


def test_order_must_name_each_chapter_once_and_no_other() -> None:
    work = make_work()
    one, two = (make_chapter(work=work, title=title) for title in "12")
    foreign = make_chapter(work=make_work())
    for order in (
        [],
        [one.id],
        [one.id, one.id],
        [one.id, two.id, two.id],
        [one.id, foreign.id],
        [one.id, two.id, foreign.id],
    ):
        with pytest.raises(Conflict):
            service.order_chapters(work, order)
    assert standing(work) == ["1", "2"]


@pytest.mark.parametrize(("places", "order"), [(-1, "213"), (1, "132"), (-9, "213"), (9, "132")])
def test_chapter_moves_as_far_as_there_is_room(places: int, order: str) -> None:
    work = make_work()
    _, two, _ = (make_chapter(work=work, title=title) for title in "123")
    service.move_chapter(two, max(-1, min(places, 1)))
    assert standing(work) == list(order)
    service.move_chapter(two, places)
    assert standing(work) == list(order)


def test_binned_chapter_comes_back_to_its_old_place() -> None:
    work = make_work()
    _, two, _ = (make_chapter(work=work, title=title) for title in "123")
    service.bin_chapter(two, minutes(1))
    assert standing(work) == ["1", "3"]
    service.unbin_chapter(two)
    assert standing(work) == ["1", "2", "3"]


def test_binned_chapter_comes_back_near_its_place_after_the_others_were_ordered() -> None:
    work = make_work()
    one, two, three = (make_chapter(work=work, title=title) for title in "123")
    service.bin_chapter(two, minutes(1))
    service.order_chapters(work, [three.id, one.id])
    service.unbin_chapter(two)
    assert sorted(standing(work)) == ["1", "2", "3"]
    assert standing(work)[0] == "3"


def test_chapter_in_the_bin_cannot_be_moved_among_the_others() -> None:
    chapter = make_chapter()
    service.bin_chapter(chapter, minutes(1))
    with pytest.raises(BadInput):
        service.move_chapter(chapter, 1)


def test_binning_again_keeps_the_first_moment() -> None:
    work = make_work()
    service.bin_work(work, minutes(1))
    service.bin_work(work, minutes(9))
    assert work.binned_at == minutes(1)


def test_only_what_lies_in_the_bin_can_be_removed() -> None:
    chapter = make_chapter("Keep me.")
    for thing in (chapter, chapter.work):
        with pytest.raises(Conflict):
            service.delete_for_good(thing)
    assert plain(text_of(chapter)) == "Keep me."


def test_removed_chapter_leaves_nothing_behind_and_the_others_alone() -> None:
    work = make_work()
    other = make_chapter("Stays.", work=work)
    chapter = make_chapter("Goes.", work=work)
    db.session.add(Snapshot(document_id=text_of(chapter).id, number=1, content=b""))
    service.bin_chapter(chapter, minutes(1))
    service.delete_for_good(chapter)
    db.session.expire_all()
    assert counted(Chapter, Document, Version, Snapshot) == [1, 4, 1, 0]
    assert plain(text_of(other)) == "Stays."


def test_removed_work_takes_everything_with_it_but_the_people() -> None:
    work = make_work()
    make_chapter("Goes.", work=work)
    add_beta(work)
    service.bin_work(work, minutes(1))
    service.delete_for_good(work)
    db.session.commit()
    assert counted(Work, Membership, Chapter, Document, Version, Person) == [0, 0, 0, 0, 0, 2]


def test_shelf_shows_words_and_last_edit_newest_first() -> None:
    author = make_author()
    old, new = make_work(author, "Old"), make_work(author, "New")
    make_chapter("One two.", work=old)
    make_chapter("Three.", work=old)
    type_words(text_of(make_chapter("Four.", work=new)), " five", now=minutes(9))
    rows = queries.shelf(author)
    assert [(row.work.title, row.words, row.chapters, row.role) for row in rows] == [
        ("New", 2, 1, Role.AUTHOR),
        ("Old", 3, 2, Role.AUTHOR),
    ]
    assert rows[0].edited_at == minutes(9)


def test_shelf_leaves_out_binned_works_chapters_and_notes() -> None:
    author = make_author()
    work = make_work(author)
    service.bin_work(make_work(author, "Binned"), minutes(1))
    service.bin_chapter(make_chapter("one two three", work=work), minutes(1))
    make_chapter("one", work=work, note_before=doc("not counted"))
    assert [(row.work.title, row.words, row.chapters) for row in queries.shelf(author)] == [("Salt", 1, 1)]


def test_shelf_holds_works_one_betas_until_access_is_revoked() -> None:
    work = make_work()
    beta = add_beta(work)
    assert [(row.work.id, row.role) for row in queries.shelf(beta)] == [(work.id, Role.BETA)]
    db.session.get(Membership, (work.id, beta.id)).revoked_at = minutes(1)
    db.session.flush()
    assert queries.shelf(beta) == []


def test_author_left_off_in_the_chapter_edited_last() -> None:
    work = make_work()
    one, two = make_chapter("One.", work=work), make_chapter("Two.", work=work)
    type_words(text_of(one), "!", now=minutes(5))
    assert queries.last_edited_chapter(work) is one
    service.bin_chapter(one, minutes(6))
    assert queries.last_edited_chapter(work) is two
    assert queries.last_edited_chapter(make_work()) is None


def test_bin_holds_the_author_s_own_things_alone() -> None:
    author = make_author()
    work, binned = make_work(author), make_work(author, "Binned")
    chapter = make_chapter(work=work)
    within = make_chapter(work=binned)
    add_beta(work, beta := make_guest())
    service.bin_chapter(chapter, minutes(1))
    service.bin_chapter(within, minutes(1))
    service.bin_work(binned, minutes(2))
    found = queries.bin_of(author)
    assert [row.thing for row in found.works] == [binned]
    assert [row.thing for row in found.chapters] == [chapter]
    assert queries.bin_of(beta).titles == []


def test_bin_tells_how_much_goes() -> None:
    author = make_author()
    binned, bare, work = (make_work(author, title) for title in ("Binned", "Bare", "Standing"))
    make_chapter("one two three", work=binned, note_before=doc("Not counted here."))
    service.bin_chapter(make_chapter("four five", work=binned), minutes(1))
    service.bin_chapter(make_chapter("six", work=work, title="Cut"), minutes(2))
    service.bin_work(binned, minutes(3))
    service.bin_work(bare, minutes(4))
    found = queries.bin_of(author)
    assert [(row.thing.title, row.chapters, row.words) for row in found.works] == [("Bare", 0, 0), ("Binned", 2, 5)]
    assert [(row.thing.title, row.words) for row in found.chapters] == [("Cut", 1)]


def test_emptying_takes_what_was_seen_in_the_bin_and_nothing_else() -> None:
    author = make_author()
    kept, seen, later = (make_work(author, title) for title in ("Standing", "Seen", "Later"))
    foreign = make_work(title="Foreign")
    cut = make_chapter("Cut.", work=kept)
    for work in (seen, later, foreign):
        service.bin_work(work, minutes(1))
    service.bin_chapter(cut, minutes(1))
    service.empty_bin(author, [seen.id, kept.id, foreign.id, 99_999], [cut.id])
    assert {work.title for work in db.session.scalars(select(Work))} == {"Standing", "Later", "Foreign"}
    assert counted(Chapter) == [0]


@pytest.mark.parametrize("part", Part)
def test_who_may_load_a_document(part: Part) -> None:
    chapter = make_chapter("Text.")
    document = queries.documents_of(chapter)[part]
    author = next(each.person for each in chapter.work.memberships)
    beta, stranger = add_beta(chapter.work), make_author()
    assert loaded(Document, document.id, author, set(Role)) is document
    if part is Part.PRIVATE_NOTE:
        with pytest.raises(NotFound):
            loaded(Document, document.id, beta, set(Role))
    else:
        assert loaded(Document, document.id, beta, set(Role)) is document
    with pytest.raises(NotFound):
        loaded(Document, document.id, beta, {Role.AUTHOR})
    with pytest.raises(NotFound):
        loaded(Document, document.id, stranger, set(Role))


def test_revoked_beta_loads_nothing_from_that_moment_on() -> None:
    chapter = make_chapter("Text.")
    beta = add_beta(chapter.work)
    assert loaded(Chapter, chapter.id, beta, set(Role)) is chapter
    db.session.get(Membership, (chapter.work_id, beta.id)).revoked_at = minutes(1)
    for kind, thing in ((Work, chapter.work), (Chapter, chapter), (Document, text_of(chapter))):
        with pytest.raises(NotFound):
            loaded(kind, thing.id, beta, set(Role))


def test_binned_things_are_found_by_their_authors_in_the_bin_alone() -> None:
    chapter = make_chapter("Text.")
    author = next(each.person for each in chapter.work.memberships)
    beta = add_beta(chapter.work)
    service.bin_chapter(chapter, minutes(1))
    for kind, thing in ((Chapter, chapter), (Document, text_of(chapter))):
        with pytest.raises(NotFound):
            loaded(kind, thing.id, author, {Role.AUTHOR})
    assert loaded(Chapter, chapter.id, author, {Role.AUTHOR}, binned=True) is chapter
    with pytest.raises(NotFound):
        loaded(Chapter, chapter.id, beta, set(Role), binned=True)
    assert loaded(Work, chapter.work_id, beta, set(Role)) is chapter.work


def test_chapters_of_a_binned_work_are_in_the_bin_with_it() -> None:
    chapter = make_chapter("Text.")
    author = next(each.person for each in chapter.work.memberships)
    service.bin_work(chapter.work, minutes(1))
    for kind, thing in ((Work, chapter.work), (Chapter, chapter), (Document, text_of(chapter))):
        with pytest.raises(NotFound):
            loaded(kind, thing.id, author, {Role.AUTHOR})


def test_author_is_who_the_membership_says() -> None:
    work = make_work()
    assert is_author(work, work.memberships[0].person)
    assert not is_author(work, add_beta(work))
