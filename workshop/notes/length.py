"""How long a note is to the archive that will publish it."""

from workshop.prose.html import document_to_html
from workshop.works.models import Document
from workshop.works.saving import document_node

#: AO3's limit for the notes at the beginning of a chapter, and for those at its end.
NOTE_MAX = 5000


def note_length(document: Document) -> int:
    """Return the characters that AO3 validates: those of the HTML, tags included.

    The browser counts the same while a note is written: static/js/notes/meter.js, tests/notes/length_vectors.json.
    """
    return len(document_to_html(document_node(document)))
