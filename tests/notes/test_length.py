"""The length of a note as AO3 validates it: the characters of its HTML."""

import json
from pathlib import Path

import pytest

from tests.makers import make_chapter
from tests.prose.makers import doc
from workshop.notes.length import NOTE_MAX, html_length, note_length
from workshop.prose.documents import read_document
from workshop.works.models import Part
from workshop.works.queries import documents_of

#: The browser counts the same: tests/browser/test_notes.py.
VECTORS = json.loads(Path(__file__).with_name("length_vectors.json").read_text("utf-8"))


@pytest.mark.parametrize("vector", VECTORS, ids=lambda vector: vector["name"])
def test_length_is_that_of_the_html(vector: dict) -> None:
    assert html_length(read_document(vector["content"])) == vector["length"]


@pytest.mark.usefixtures("session")
def test_note_is_measured_as_it_stands() -> None:
    documents = documents_of(make_chapter(note_before=doc("Thanks!")))
    assert [note_length(documents[part]) for part in (Part.NOTE_BEFORE, Part.NOTE_AFTER)] == [14, 0]


def test_paragraph_fits_that_fills_the_archive_s_room_to_the_last_character() -> None:
    assert html_length(doc("x" * (NOTE_MAX - len("<p></p>")))) == NOTE_MAX
