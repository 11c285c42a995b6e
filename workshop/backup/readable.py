"""A chapter as a page that any browser opens without Galley. Pure."""

from collections.abc import Iterable
from html import escape

from prosemirror.model import Node

from workshop.prose.html import document_to_html
from workshop.works.models import Part

_HEADINGS = {
    Part.NOTE_BEFORE: "Author’s note before the chapter",
    Part.TEXT: None,
    Part.NOTE_AFTER: "Author’s note after the chapter",
    Part.PRIVATE_NOTE: "Private note",
}

_PAGE = """\
<!DOCTYPE html>
<html lang="{language}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>{title}</title></head>
<body>
<p>{work}</p>
<h1>{title}</h1>
{parts}
</body>
</html>
"""


def chapter_page(work: str, title: str, language: str, parts: Iterable[tuple[Part, Node]]) -> str:
    """Return the page of a chapter: its text with the notes around it; what is empty is left out."""
    texts = dict(parts)
    shown = [_section(_HEADINGS[part], texts[part]) for part in _HEADINGS if part in texts and _has_words(texts[part])]
    return _PAGE.format(
        language=escape(language), work=escape(work), title=escape(title or "Untitled"), parts="\n".join(shown)
    )


def _section(heading: str | None, doc: Node) -> str:
    return (f"<h2>{heading}</h2>\n" if heading else "") + str(document_to_html(doc))


def _has_words(doc: Node) -> bool:
    return len(doc.children) > 1 or doc.children[0].content.size > 0
