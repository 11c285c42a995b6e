"""Threads and invitations, as short as a test can ask for them."""

from __future__ import annotations

from prosemirror.model import Node

from tests.makers import NOW, add_beta, author_of, typed
from workshop.beta import service
from workshop.beta.invitations import invite
from workshop.beta.models import Thread
from workshop.people.models import Person
from workshop.works.models import Document, Work
from workshop.works.saving import Saved, document_node, save_steps


def make_thread(document: Document, words: str, body: str = "Really?", person: Person | None = None) -> Thread:
    """Open a thread on the first place where the document has these words, within one block."""
    start = place_of(document, words)
    person = person or add_beta(document.chapter.work)
    return service.open_thread(document, start, start + units(words), document.version, body, person, NOW)


def place_of(document: Document, words: str) -> int:
    """Return the position at which the words begin."""
    found: list[int] = []

    def look(node: Node, position: int, *_: object) -> None:
        if node.is_textblock and words in node.text_content:
            found.append(position + 1 + units(node.text_content.partition(words)[0]))

    document_node(document).descendants(look)
    return found[0]


def units(words: str) -> int:
    return len(words.encode("utf-16-le")) // 2


def put_in(document: Document, before: str, words: str) -> Saved:
    """Type words directly before others."""
    return save(document, [typed(place_of(document, before), words)])


def put_behind(document: Document, after: str, words: str) -> Saved:
    """Type words directly behind others."""
    return save(document, [typed(place_of(document, after) + units(after), words)])


def cross_out(document: Document, words: str) -> Saved:
    start = place_of(document, words)
    return save(document, [{"stepType": "replace", "from": start, "to": start + units(words)}])


def save(document: Document, steps: list[dict[str, object]]) -> Saved:
    saved = save_steps(document, document.version, steps, "tab", author_of(document.chapter.work).id, NOW)
    assert isinstance(saved, Saved)
    return saved


def make_link(work: Work, days: int = 7) -> str:
    """Make an invitation and give its token."""
    _, token = invite(work, days, author_of(work), NOW)
    return token
