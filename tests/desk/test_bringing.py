"""What a draft changed, brought over into the main text with the threads on it."""

from datetime import datetime

import pytest
from flask import Flask

from tests.beta.makers import make_thread, place_of
from tests.makers import NOW, author_of, client_of, make_chapter, minutes, plain, text_of, write
from workshop.beta.carrying import Carried, carry_threads
from workshop.beta.models import Thread
from workshop.beta.service import open_thread
from workshop.db import db
from workshop.desk import bringing
from workshop.errors import BadInput
from workshop.history.service import restore_version
from workshop.prose.diff import Keep, Span
from workshop.works.log import find_save, saves_before
from workshop.works.models import Chapter, Document
from workshop.works.origins import BROUGHT_FROM_DRAFT
from workshop.works.saving import Saved, take_back
from workshop.works.sealing import seal_document
from workshop.works.service import bin_chapter, start_draft

BEGUN = ("The tide was out.", "Rin counted the boats.", "Nobody moved.")


def make_draft(*blocks: str, main: tuple[str, ...] = BEGUN) -> Chapter:
    """Make a draft of a chapter that began with BEGUN; both have gone on since."""
    chapter = make_chapter(*BEGUN)
    draft = start_draft(chapter, "Another ending", None, author_of(chapter.work), NOW)
    write(text_of(draft), *blocks, now=minutes(1))
    write(text_of(chapter), *main, now=minutes(2))
    return draft


def bring(draft: Chapter, **keeps: Keep) -> tuple[Saved, Carried] | None:
    """Bring over what "d0", "d1" and so on tell; without any, all that is no conflict."""
    differences = bringing.merge_of(draft).differences
    chosen = {int(name[1:]): keep for name, keep in keeps.items()} or {
        index: "theirs" for index, difference in enumerate(differences) if not difference.is_conflict
    }
    return bringing.bring_over(draft, bringing.told_versions(draft), chosen, author_of(draft.work), minutes(3))


@pytest.mark.usefixtures("session")
def test_all_that_the_draft_changed_comes_over_beside_what_the_main_text_changed() -> None:
    draft = make_draft(
        "The tide was out.", "Rin counted the lamps.", "Everybody moved.", main=("The tide was in.", *BEGUN[1:])
    )
    saved, _ = bring(draft)
    main = text_of(draft.main)
    assert plain(main) == "The tide was in.\nRin counted the lamps.\nEverybody moved."
    assert find_save(main.id, saved.version).origin == BROUGHT_FROM_DRAFT
    assert bringing.merge_of(draft).differences == ()


@pytest.mark.usefixtures("session")
def test_one_difference_comes_over_and_what_was_left_is_offered_no_more_but_can_be_taken() -> None:
    draft = make_draft("The tide was in.", "Rin counted the boats.", "Everybody moved.")
    bring(draft, d1="theirs")
    assert plain(text_of(draft.main)) == "The tide was out.\nRin counted the boats.\nEverybody moved."
    merged = bringing.merge_of(draft)
    assert (len(merged.offered), len(merged.differences)) == (0, 1)
    bring(draft, d0="theirs")
    assert plain(text_of(draft.main)) == "The tide was in.\nRin counted the boats.\nEverybody moved."
    assert bringing.merge_of(draft).differences == ()


@pytest.mark.usefixtures("session")
def test_what_is_written_after_a_bringing_over_is_offered_alone() -> None:
    draft = make_draft("The tide was in.", "Rin counted the boats.", "Everybody moved.")
    bring(draft, d1="theirs")
    write(
        text_of(draft), "The tide was in.", "Rin counted the boats.", "Everybody moved.", "It rained.", now=minutes(4)
    )
    merged = bringing.merge_of(draft)
    assert (len(merged.offered), len(merged.differences)) == (1, 2)
    bring(draft, d0="theirs")
    assert plain(text_of(draft.main)).split("\n") == [*BEGUN[:2], "Everybody moved.", "It rained."]


@pytest.mark.usefixtures("session")
def test_decision_for_the_main_text_holds_though_nothing_comes_over() -> None:
    draft = make_draft(BEGUN[0], "Rin counted the lamps.", BEGUN[2], main=(BEGUN[0], "Rin counted the nets.", BEGUN[2]))
    version = text_of(draft.main).version
    assert bring(draft, d0="ours") is None
    assert text_of(draft.main).version == version
    merged = bringing.merge_of(draft)
    assert (merged.offered, len(merged.differences)) == ([], 1)
    assert next(saves_before(text_of(draft).id)).origin == "decided what stays in the draft"
    decided = text_of(draft).version
    assert bring(draft, d0="ours") is None
    assert text_of(draft).version == decided


@pytest.mark.usefixtures("session")
def test_what_was_decided_is_known_when_the_log_is_sealed() -> None:
    draft = make_draft("The tide was in.", "Rin counted the boats.", "Everybody moved.")
    bring(draft, d1="theirs")
    for text in (text_of(draft), text_of(draft.main)):
        db.session.commit()
        assert seal_document(text.id, minutes(60 * 24))
    db.session.expire_all()
    merged = bringing.merge_of(draft)
    assert (len(merged.offered), len(merged.differences)) == (0, 1)


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize(
    ("keep", "words"), [("ours", "nets"), ("theirs", "lamps"), ("both", "nets lamps")], ids=["ours", "theirs", "both"]
)
def test_author_decides_a_conflict(keep: Keep, words: str) -> None:
    draft = make_draft(BEGUN[0], "Rin counted the lamps.", BEGUN[2], main=(BEGUN[0], "Rin counted the nets.", BEGUN[2]))
    (difference,) = bringing.merge_of(draft).differences
    assert difference.is_conflict
    bring(draft, d0=keep)
    assert plain(text_of(draft.main)) == f"The tide was out.\nRin counted the {words}.\nNobody moved."


@pytest.mark.usefixtures("session")
def test_moved_paragraph_is_shown_at_both_its_places_and_keeps_its_comment() -> None:
    first = "The harbour had been quiet for most of the week, and nobody liked it."
    draft = make_draft(*BEGUN)
    write(text_of(draft), first, *BEGUN, now=minutes(3))
    bring(draft)
    draft = start_draft(draft.main, "Later", None, author_of(draft.work), NOW)
    thread = make_thread(text_of(draft.main), "most of the week")
    write(text_of(draft), *BEGUN, first, now=minutes(4))
    (shown,) = bringing.shown_differences(bringing.merge_of(draft))
    assert [row.block.change for row in shown.rows] == ["moved_away", "moved"]
    bring(draft)
    assert plain(text_of(draft.main)).split("\n") == [*BEGUN, first]
    db.session.refresh(thread)
    assert thread.state == "anchored"


@pytest.mark.usefixtures("session")
def test_it_is_undone_as_any_edit_is_and_offered_again() -> None:
    draft = make_draft("The tide was in.", *BEGUN[1:], main=(*BEGUN, "Then it rained."))
    saved, _ = bring(draft)
    undo(draft, saved.version)
    assert plain(text_of(draft.main)).split("\n") == [*BEGUN, "Then it rained."]
    assert len(bringing.merge_of(draft).offered) == 1


def undo(draft: Chapter, version: int) -> int:
    """Undo a version of the main text and tell the version that did."""
    return take_back(text_of(draft.main), version, author_of(draft.work), minutes(5)).version


def go_back(draft: Chapter, version: int) -> int:
    """Bring an old version of the main text back and tell the version that did."""
    return restore_version(text_of(draft.main), version, author_of(draft.work), minutes(5)).version


@pytest.mark.usefixtures("session")
@pytest.mark.parametrize("goes_back", [False, True], ids=["undone", "restored"])
def test_threads_go_back_with_a_bringing_over_that_is_undone_and_over_when_that_is_undone_too(goes_back: bool) -> None:
    draft = make_draft("The tide was in.", "Rin counted the lamps.", "Everybody moved.", main=("It rained.", *BEGUN))
    author, main, text = author_of(draft.work), text_of(draft.main), text_of(draft)
    before = main.version
    went = make_thread(text, "counted the lamps", person=author)
    stayed = make_thread(main, "It rained", person=author)
    saved, _ = bring(draft)
    late = open_thread_at(main, "Everybody", minutes(4))
    write(main, "It rained.", "The tide was in.", "Then Rin counted the lamps.", "Everybody moved.", now=minutes(4))
    undid = go_back(draft, before) if goes_back else undo(draft, saved.version)
    assert (went.document_id, went.state, went.now) == (text.id, "anchored", "counted the lamps")
    assert place_of(text, "counted the lamps") == went.start
    assert (stayed.document_id, late.document_id, late.now) == (main.id, main.id, "Nobody")
    assert len(bringing.merge_of(draft).offered) == 3
    undo(draft, undid)
    assert (went.document_id, went.state, went.now) == (main.id, "anchored", "counted the lamps")
    assert place_of(main, "counted the lamps") == went.start
    assert bringing.merge_of(draft).offered == []


@pytest.mark.usefixtures("session")
def test_what_an_earlier_bringing_over_had_brought_is_left_when_it_alone_is_undone() -> None:
    draft = make_draft("The tide was in.", *BEGUN[1:])
    saved, _ = bring(draft)
    write(text_of(draft), "The tide was in.", *BEGUN[1:], "It rained.", now=minutes(4))
    bring(draft)
    undo(draft, saved.version)
    assert plain(text_of(draft.main)).split("\n") == [*BEGUN, "It rained."]
    merged = bringing.merge_of(draft)
    assert (len(merged.offered), len(merged.differences)) == (0, 1)


@pytest.mark.usefixtures("session")
def test_thread_comes_back_to_a_draft_that_has_gone_on() -> None:
    draft = make_draft("The tide was in.", "Rin counted the lamps.", "Everybody moved.")
    author, text = author_of(draft.work), text_of(draft)
    stands, mended, gone = (make_thread(text, words, person=author) for words in ("was in", "the lamps", "Everybody"))
    saved, _ = bring(draft)
    write(text, "Now the tide was in.", "Rin counted the two lamps.", now=minutes(4))
    undo(draft, saved.version)
    assert {thread.document_id for thread in (stands, mended, gone)} == {text.id}
    assert (stands.state, stands.now) == ("anchored", "was in")
    assert (mended.state, mended.now) == ("changed", "the two lamps")
    assert (gone.state, gone.quote) == ("gone", "Everybody")


@pytest.mark.usefixtures("session")
def test_thread_from_a_draft_in_the_bin_stays_in_the_main_text() -> None:
    draft = make_draft("The tide was in.", *BEGUN[1:])
    thread = make_thread(text_of(draft), "was in", person=author_of(draft.work))
    saved, _ = bring(draft)
    bin_chapter(draft, minutes(4))
    undo(draft, saved.version)
    assert thread.document_id == text_of(draft.main).id


@pytest.mark.usefixtures("session")
def test_undoing_one_of_two_drafts_leaves_what_the_other_brought_over() -> None:
    draft = make_draft("The tide was in.", *BEGUN[1:])
    other = start_draft(draft.main, "A third", None, author_of(draft.work), minutes(2))
    write(text_of(other), *BEGUN[:2], "Everybody moved.", now=minutes(2))
    author = author_of(draft.work)
    first, second = (
        make_thread(text_of(each), words, person=author) for each, words in ((draft, "in"), (other, "body"))
    )
    saved, _ = bring(draft)
    bring(other)
    undo(draft, saved.version)
    assert (first.document_id, second.document_id) == (text_of(draft).id, text_of(draft.main).id)
    assert (len(bringing.merge_of(draft).offered), bringing.merge_of(other).offered) == (1, [])


def open_thread_at(document: Document, words: str, moment: datetime) -> Thread:
    start = place_of(document, words)
    author = author_of(document.chapter.work)
    return open_thread(document, start, start + len(words), document.version, "Since then.", author, moment)


@pytest.mark.usefixtures("session")
def test_comments_in_the_main_text_stay_at_their_words() -> None:
    draft = make_draft("The tide was in.", *BEGUN[1:])
    thread = make_thread(text_of(draft.main), "Rin counted")
    bring(draft)
    db.session.refresh(thread)
    assert (thread.state, thread.now) == ("anchored", "Rin counted")


@pytest.mark.usefixtures("session")
def test_threads_go_along_with_the_words_that_came_over_and_only_those() -> None:
    draft = make_draft("The tide was in.", "Rin counted the boats.", "Everybody moved.", main=("It rained.", *BEGUN))
    author = author_of(draft.work)
    first = make_thread(text_of(draft), "was in", person=author)
    last = make_thread(text_of(draft), "Everybody", person=author)
    _, carried = bring(draft, d1="theirs")
    main = text_of(draft.main)
    assert carried == Carried(over=1, left=0)
    assert (first.document_id, last.document_id) == (text_of(draft).id, main.id)
    assert (last.state, last.now, last.version) == ("anchored", "Everybody", main.version)
    assert [comment.body for comment in db.session.get_one(Thread, last.id).comments] == ["Really?"]


@pytest.mark.usefixtures("session")
def test_thread_whose_words_did_not_come_over_stays_in_the_draft_and_is_counted() -> None:
    draft = make_draft(BEGUN[0], "Rin counted the lamps.", BEGUN[2], main=(BEGUN[0], "Rin counted the nets.", BEGUN[2]))
    kept = make_thread(text_of(draft), "lamps", person=author_of(draft.work))
    assert bring(draft, d0="ours") is None
    assert kept.document_id == text_of(draft).id


@pytest.mark.usefixtures("session")
def test_thread_of_which_one_common_word_is_left_in_the_main_text_stays_in_the_draft() -> None:
    draft = make_draft(
        *(BEGUN[0], "Rin counted the lanterns along the old harbour wall and the boats beyond it twice.", BEGUN[2]),
        main=(BEGUN[0], "By evening the lanterns were gone, and so was everything that Mira had hoped for.", BEGUN[2]),
    )
    text = text_of(draft)
    thread = make_thread(
        text, "lanterns along the old harbour wall and the boats beyond it", person=author_of(draft.work)
    )
    carried = carry_threads(text, text_of(draft.main), [Span(thread.start, thread.end)])
    assert carried == Carried(over=0, left=1)
    assert (thread.document_id, thread.state) == (text.id, "anchored")


@pytest.mark.usefixtures("session")
def test_nothing_is_brought_over_from_a_page_that_is_behind() -> None:
    draft = make_draft("The tide was in.", *BEGUN[1:])
    told = bringing.told_versions(draft)
    write(text_of(draft.main), "All else.", now=minutes(5))
    with pytest.raises(bringing.WrittenSince):
        bringing.bring_over(draft, told, {0: "theirs"}, author_of(draft.work), minutes(6))
    assert plain(text_of(draft.main)) == "All else."


@pytest.mark.usefixtures("session")
def test_main_text_has_nothing_to_bring_over_and_no_difference_is_made_up() -> None:
    draft = make_draft("The tide was in.", *BEGUN[1:])
    with pytest.raises(bringing.NoDraft):
        bringing.merge_of(draft.main)
    with pytest.raises(BadInput):
        bring(draft, d7="theirs")


def test_page_shows_both_texts_and_brings_over_what_its_form_chose(app: Flask) -> None:
    with app.app_context():
        draft = make_draft(
            "The tide was in.", "Rin counted the lamps.", BEGUN[2], main=(BEGUN[0], "Rin counted the nets.", BEGUN[2])
        )
        make_thread(text_of(draft), "was in", person=author_of(draft.work))
        db.session.commit()
        draft_id, main_id = draft.id, draft.draft_of
        told = bringing.told_versions(draft)
        client = client_of(app, author_of(draft.work).get_id())
    address = f"/chapters/{draft_id}/bring-over"
    page = client.get(address).text
    assert "2</span> differences" in page
    assert "Both changed this" in page
    assert "<del>nets</del>" in page
    assert "<ins>lamps</ins>" in page
    form = {"main": told.main, "draft": told.draft, "keep-0": "theirs", "keep-1": "both"}
    assert client.post(address, data=form | {"keep-1": "neither"}).status_code == 400
    assert client.post(address, data=form | {"keep-x": "ours"}).status_code == 400
    assert client.post(address, data=form | {"main": "-1"}).status_code == 400
    answer = client.post(address, data=form, follow_redirects=True)
    assert "Brought over into the main text. 1 comment thread went along." in answer.text
    assert "Nothing to bring over" in answer.text
    with app.app_context():
        assert (
            plain(text_of(db.session.get_one(Chapter, main_id)))
            == "The tide was in.\nRin counted the nets lamps.\nNobody moved."
        )
    assert client.post(address, data=form).status_code == 409
