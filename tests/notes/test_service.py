"""Notes found in a text and moved to where notes belong."""

import pytest

from tests.makers import add_beta, author_of, make_chapter, minutes, plain, text_of, type_words
from tests.prose.makers import doc, p, t
from workshop.history.service import take_back_versions
from workshop.notes.service import NoNotesInText, find_notes, lift_notes
from workshop.works.models import Chapter, Part
from workshop.works.queries import documents_of
from workshop.works.saving import document_node

pytestmark = pytest.mark.usefixtures("session")

STORY = ("The tide was out when Rin came home that evening.", "Nobody had lit the lamps along the harbour wall.")


def words(chapter: Chapter) -> dict[Part, str]:
    return {part: plain(document) for part, document in documents_of(chapter).items() if plain(document)}


def lift(chapter: Chapter) -> list[str]:
    """Move the notes; give what an undo line would name."""
    return [
        f"{moved.document.id}.{moved.version}" for moved in lift_notes(chapter, author_of(chapter.work), minutes(1))
    ]


def test_text_without_notes_has_none_to_find() -> None:
    chapter = make_chapter(*STORY)
    assert find_notes(chapter) is None
    with pytest.raises(NoNotesInText):
        lift(chapter)
    assert words(chapter) == {Part.TEXT: "\n".join(STORY)}


def test_empty_chapter_has_none_to_find() -> None:
    assert find_notes(make_chapter()) is None


def test_notes_move_from_both_ends_to_their_own_places() -> None:
    chapter = make_chapter("A/N: Thanks to salt.", *STORY, "A/N: More on Friday.")
    lift(chapter)
    assert words(chapter) == {
        Part.NOTE_BEFORE: "A/N: Thanks to salt.",
        Part.TEXT: "\n".join(STORY),
        Part.NOTE_AFTER: "A/N: More on Friday.",
    }


def test_moved_notes_keep_their_form() -> None:
    note = p("A/N: Thanks to ", t("salt", "em"), ".")
    chapter = make_chapter(note, *STORY)
    lift(chapter)
    assert document_node(documents_of(chapter)[Part.NOTE_BEFORE]).eq(doc(note))


def test_note_that_holds_something_gets_the_found_one_behind_it() -> None:
    chapter = make_chapter("A/N: Thanks to salt.", *STORY, note_before=doc("Disclaimer: not mine."))
    lift(chapter)
    assert words(chapter)[Part.NOTE_BEFORE] == "Disclaimer: not mine.\nA/N: Thanks to salt."


def test_one_note_leaves_the_other_documents_alone() -> None:
    chapter = make_chapter("A/N: Thanks to salt.", *STORY, private_note=doc("He dies."))
    after = documents_of(chapter)[Part.NOTE_AFTER].version
    assert len(lift(chapter)) == 2
    assert documents_of(chapter)[Part.NOTE_AFTER].version == after
    assert words(chapter)[Part.PRIVATE_NOTE] == "He dies."


def test_move_can_be_taken_back_whole() -> None:
    chapter = make_chapter("A/N: Thanks to salt.", *STORY, "A/N: More on Friday.", note_after=doc("Bye."))
    before = words(chapter)
    told = lift(chapter)
    assert len(take_back_versions(chapter, told, author_of(chapter.work), minutes(2))) == 3
    assert words(chapter) == before


def test_what_is_typed_after_the_move_outlives_taking_it_back() -> None:
    chapter = make_chapter("A/N: Thanks to salt.", *STORY)
    told = lift(chapter)
    type_words(text_of(chapter), " Rin did.", now=minutes(2))
    take_back_versions(chapter, told, author_of(chapter.work), minutes(3))
    assert words(chapter) == {Part.TEXT: "\n".join(("A/N: Thanks to salt.", *STORY)) + " Rin did."}


def test_moving_again_finds_nothing_more() -> None:
    chapter = make_chapter("A/N: Thanks to salt.", *STORY)
    lift(chapter)
    with pytest.raises(NoNotesInText):
        lift(chapter)


def test_move_is_kept_as_versions_that_say_what_they_were() -> None:
    chapter = make_chapter("A/N: Thanks to salt.", *STORY)
    add_beta(chapter.work)
    told = lift(chapter)
    assert {int(each.split(".")[0]) for each in told} == {
        documents_of(chapter)[part].id for part in (Part.TEXT, Part.NOTE_BEFORE)
    }
