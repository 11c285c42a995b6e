"""Naming versions, bringing one back, and taking that back."""

import pytest

from tests.makers import (
    NOW,
    author_of,
    make_author,
    make_chapter,
    make_text,
    minutes,
    plain,
    text_of,
    type_words,
    write,
)
from tests.prose.makers import doc, p, t
from workshop.db import db
from workshop.errors import BadInput
from workshop.history.service import name_version, restore_version, take_back_versions
from workshop.people.models import Person
from workshop.prose.documents import Applied
from workshop.works.models import Document, Version
from workshop.works.saving import NoSuchVersion, document_changed, document_node, version_node

pytestmark = pytest.mark.usefixtures("session")


def writer(document: Document) -> Person:
    return author_of(document.chapter.work)


def test_version_gets_a_name_another_and_none() -> None:
    text = make_text("one")
    for name, kept in (("Sent", "Sent"), ("Sent to my beta", "Sent to my beta"), ("", None)):
        name_version(text, text.version, name)
        db.session.expire_all()
        assert db.session.get(Version, (text.id, text.version)).name == kept


def test_version_that_never_was_gets_no_name() -> None:
    with pytest.raises(NoSuchVersion):
        name_version(make_text("one"), 99, "x")


def test_restored_version_is_a_new_one_and_nothing_newer_is_lost() -> None:
    text = make_text("One.", p("Two, ", t("kept", "em"), "."))
    old, was = text.version, document_node(text)
    write(text, "Newer.", now=minutes(1))
    newer = text.version
    saved = restore_version(text, old, writer(text), minutes(2))
    assert document_node(text).eq(was)
    assert saved.version == text.version > newer
    assert version_node(text, newer).eq(doc("Newer."))
    assert db.session.get(Version, (text.id, saved.version)).origin == f"restored {old}"


def test_restoring_keeps_what_did_not_change_in_its_place() -> None:
    text = make_text("The first stays.", "The second goes.", "The third stays.")
    old = text.version
    write(text, "The first stays.", "The third stays.", now=minutes(1))
    told: list[Applied] = []

    def hear(_document: Document, applied: Applied) -> None:
        told.append(applied)

    before = 3  # inside "The first"
    third = document_node(text).child(0).node_size + 5
    with document_changed.connected_to(hear):
        restore_version(text, old, writer(text), minutes(2))
    [applied] = told
    assert applied.mapping.map(before) == before
    assert document_node(text).text_between(applied.mapping.map(third), applied.mapping.map(third) + 5) == "third"


def test_restoring_what_stands_there_already_makes_no_version() -> None:
    text = make_text("one")
    assert restore_version(text, text.version, writer(text), minutes(1)) is None


def test_only_a_version_that_was_saved_can_be_restored() -> None:
    text = make_text("one")
    for number in (0, 99):
        with pytest.raises(NoSuchVersion):
            restore_version(text, number, writer(text), NOW)


def test_taking_a_restoration_back_keeps_what_was_typed_since() -> None:
    chapter = make_chapter("One.", "Two.")
    text, person = text_of(chapter), author_of(chapter.work)
    old = text.version
    write(text, "One.", "Two, but longer.", "Three.", now=minutes(1))
    saved = restore_version(text, old, person, minutes(2))
    type_words(text, " Typed.", now=minutes(3))
    assert len(take_back_versions(chapter, [f"{text.id}.{saved.version}"], person, minutes(4))) == 1
    assert plain(text).startswith("One.\nTwo")
    assert "Typed." in plain(text)
    assert "Three." in plain(text)


def test_taking_back_what_is_gone_already_changes_nothing() -> None:
    chapter = make_chapter("One.")
    text, person = text_of(chapter), author_of(chapter.work)
    saved = write(text, "One. Two.", now=minutes(1))
    write(text, "One.", now=minutes(2))
    version = text.version
    take_back_versions(chapter, [f"{text.id}.{saved.version}"], person, minutes(3))
    assert plain(text) == "One."
    assert text.version == version


@pytest.mark.parametrize("told", ["", "x", "1", "1.", "-1.1", "1.1.1", "1,1", "99999999999.1"])
def test_nonsense_is_not_taken_back(told: str) -> None:
    chapter = make_chapter("One.")
    with pytest.raises(BadInput):
        take_back_versions(chapter, [told], make_author(), NOW)


def test_version_of_another_chapter_is_not_taken_back() -> None:
    chapter, other = make_chapter("One."), make_chapter("Other.")
    with pytest.raises(BadInput):
        take_back_versions(chapter, [f"{text_of(other).id}.1"], make_author(), NOW)
    assert plain(text_of(other)) == "Other."
