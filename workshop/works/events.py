"""HTTP of what happens to a chapter while it is open: a stream of events, the same by asking, where its authors are."""

from collections.abc import Iterator
from contextlib import ExitStack
from dataclasses import asdict
from queue import Full, SimpleQueue
from typing import Any

from flask import Blueprint, Flask, Response, current_app, jsonify

from workshop import live
from workshop.errors import NotFound
from workshop.people.access import needed_person, person_of_session
from workshop.people.models import Person
from workshop.people.views import limiter
from workshop.web import json_body, reads_only
from workshop.works.access import (
    author_of_chapter,
    author_of_document,
    is_author,
    loaded,
    may_read,
    reader_of_chapter,
    role_in,
)
from workshop.works.company import Company, read_caret, read_tab
from workshop.works.models import Chapter, Document, Role

#: A page waits this long before it opens a stream that broke.
RECONNECT_MS = 2000
#: Events that tell who is at a chapter. Betas do not hear them: who reads when is nobody else's business, nor who writes.
_OF_AUTHORS = {"caret", "left"}
#: By it a page notices that its stream has died without a word.
_HEARTBEAT = "still-here"
_COMPANY = "company"

blueprint = Blueprint("events", __name__)
blueprint.record_once(lambda setup: setup.app.extensions.setdefault(_COMPANY, Company()))


def _who_moves() -> str:
    return f"carets of {needed_person().id}"


#: A caret moves five times a second at most; this leaves room for a few pages of one person.
moving_limit = limiter.shared_limit("900 per minute", scope="carets", key_func=_who_moves)


@blueprint.get("/chapters/<int:chapter_id>/events")
@reader_of_chapter
def stream_events(chapter: Chapter) -> Response:
    """A stream that begins with the chapter's pulse; 204 when there is no room for one more, so that the page polls."""
    open_stream = ExitStack()
    try:
        queue = open_stream.enter_context(live.hub.stream(chapter.id))
    except Full:
        return Response(status=204)
    # The database connection goes back with the end of this request: the stream waits without one.
    told = _told(current_app._get_current_object(), chapter.id, needed_person().get_id(), queue)
    response = Response(told, mimetype="text/event-stream", headers={"X-Accel-Buffering": "no"})
    response.call_on_close(open_stream.close)
    return response


@blueprint.get("/chapters/<int:chapter_id>/pulse")
@reader_of_chapter
def send_pulse(chapter: Chapter) -> Response:
    return jsonify(pulse(chapter, needed_person()))


@blueprint.post("/documents/<int:document_id>/caret")
@author_of_document
@reads_only
@moving_limit
def place_caret(document: Document) -> tuple[str, int]:
    """Tell the other authors where this page of the person writes. Nothing is stored.

    A page that is ahead of the server, over which an older copy was laid, has no place in anybody's text: where it saves,
    it is told so.
    """
    person = needed_person()
    caret = read_caret(json_body(), document, person.id, person.pen_name)
    if caret.version <= document.version:
        _company().place(document.chapter_id, caret)
        live.hub.publish(document.chapter_id, live.Event("caret", asdict(caret)))
    return "", 204


@blueprint.post("/chapters/<int:chapter_id>/leave")
@author_of_chapter
@reads_only
@moving_limit
def leave_chapter(chapter: Chapter) -> tuple[str, int]:
    """Tell the other authors that this page of the person goes away."""
    tab, person_id = read_tab(json_body()), needed_person().id
    if _company().leave(chapter.id, person_id, tab):
        live.hub.publish(chapter.id, live.Event("left", {"tab": tab, "person": person_id}))
    return "", 204


def pulse(chapter: Chapter, person: Person) -> dict[str, Any]:
    """Return what has a version or a revision in the chapter; a page compares it with what it last heard."""
    role = role_in(chapter.work, person)
    told = {"company": _company().carets(chapter.id)} if role is Role.AUTHOR else {}
    return told | {
        "documents": {str(document.id): document.version for document in chapter.documents if may_read(document, role)},
        "threads": live.hub.revision(chapter.id, "threads"),
        "grammar": live.hub.revision(chapter.id, "grammar"),
    }


def _company() -> Company:
    return current_app.extensions[_COMPANY]


def _told(app: Flask, chapter_id: int, session_id: str, queue: SimpleQueue[live.Event]) -> Iterator[str]:
    """Give the stream's messages, until the reader's access ends."""
    happened: live.Event | None = None
    yield f"retry: {RECONNECT_MS}\n\n"
    while True:
        with app.app_context():
            message = _message(chapter_id, session_id, happened)
        if message is None:
            yield live.Event("closed", {}).as_message()
            return
        yield message
        happened = live.next_event(queue)
        if happened is None:
            happened = live.Event(_HEARTBEAT, {})


def _message(chapter_id: int, session_id: str, happened: live.Event | None) -> str | None:
    """Return what this reader may hear of the event, a silent sign of life where that is nothing, or None at the end.

    Without an event it is the pulse. Safety rests on this: it looks anew, before each message, who may read.
    """
    person = person_of_session(session_id)
    try:
        chapter = loaded(Chapter, chapter_id, person, set(Role)) if person else None
    except NotFound:
        chapter = None
    if chapter is None:
        return None
    if happened is None:
        return live.Event("pulse", pulse(chapter, person)).as_message()
    if happened.name == live.ACCESS or not _concerns(happened, chapter, person):
        return ": still here\n\n"
    return happened.as_message()


def _concerns(happened: live.Event, chapter: Chapter, person: Person) -> bool:
    """Whether the person may hear of the event: betas hear nothing of the private notes, and not who is here."""
    if happened.name in _OF_AUTHORS and not is_author(chapter.work, person):
        return False
    document_id = happened.payload.get("document")
    if document_id is None:
        return True
    try:
        loaded(Document, document_id, person, set(Role))
    except NotFound:
        return False
    return True
