"""How long a note is to the archive that will publish it."""

from prosemirror.model import Node

from workshop.prose.documents import empty_document
from workshop.prose.html import document_to_html
from workshop.works.models import Document
from workshop.works.saving import document_node

#: AO3's limit for the notes at the beginning of a chapter, and for those at its end.
NOTE_MAX = 5000


def note_length(document: Document) -> int:
    """Return the characters that AO3 validates: those of the HTML, tags included.

    The browser counts the same while a note is written: static/js/notes/length.js, tests/notes/length_vectors.json.
    """
    return html_length(document_node(document))


def html_length(doc: Node) -> int:
    """Return the characters of the document's HTML; an empty one has none."""
    return 0 if doc.eq(empty_document()) else len(document_to_html(doc))
