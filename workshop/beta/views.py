"""HTTP of beta reading: the reading view, and the threads beside a chapter's text there and on the desk."""

import json
from typing import Any

from flask import Blueprint, Response, jsonify, make_response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from workshop.beta import queries, readings, service
from workshop.beta.access import reader_of_comment, reader_of_thread
from workshop.beta.models import Comment, Thread
from workshop.db import db
from workshop.errors import BadInput
from workshop.people.access import current_person, needed_person
from workshop.people.views import limiter
from workshop.prose.html import document_to_page
from workshop.web import json_body, now, number_asked, wants_fragment, wants_json
from workshop.works.access import reader_of_chapter, reader_of_document, reader_of_work
from workshop.works.models import Chapter, Document, Part, Work
from workshop.works.queries import chapter_rows, documents_of, standing_chapters, text_of
from workshop.works.saving import document_node

blueprint = Blueprint("beta", __name__)

#: The parts of a chapter that betas read, as they lie on the page.
READ_PARTS = (Part.NOTE_BEFORE, Part.TEXT, Part.NOTE_AFTER)


def _writer() -> str:
    person = current_person()
    return f"person {person.id}" if person else request.remote_addr or ""


#: Characters of a quote that a card shows.
QUOTE_SHOWN = 300

#: Nobody writes faster; a script that floods a work does.
writing_limit = limiter.shared_limit("60 per minute; 1000 per day", scope="threads", key_func=_writer)


@blueprint.get("/works/<int:work_id>/read")
@reader_of_work
def show_contents(work: Work) -> str:
    """The work's chapters, to read."""
    counts = queries.open_thread_counts_by_chapter(work)
    return render_template(
        "beta/contents.html",
        work=work,
        author_name=queries.pen_names(work),
        rows=chapter_rows(work),
        open_threads=counts,
    )


@blueprint.get("/chapters/<int:chapter_id>/read")
@reader_of_chapter
def read_chapter(chapter: Chapter) -> Redirect | str:
    """The chapter and its threads, as a beta reads them; a draft has no such page, and its author goes back to it."""
    if chapter.draft_of is not None:
        return redirect(url_for("desk.show_chapter", chapter_id=chapter.id), 303)
    chapters = standing_chapters(chapter.work)
    place = chapters.index(chapter)
    return render_template(
        "beta/reading.html",
        **queries.thread_panel(chapter, needed_person()),
        work=chapter.work,
        chapters=chapters,
        place=place,
        words=text_of(chapter).words,
        texts=_texts(chapter),
        undo=_taken_back(chapter),
    )


@blueprint.post("/chapters/<int:chapter_id>/read")
@reader_of_chapter
def note_reading(chapter: Chapter) -> Response:
    """The page tells that its reader has come to the end of the text, and at which version."""
    readings.note_reading(text_of(chapter), json_body().get("version"), needed_person(), now())
    db.session.commit()
    return Response(status=204)


@blueprint.get("/chapters/<int:chapter_id>/read/text")
@reader_of_chapter
def read_text(chapter: Chapter) -> str:
    """The fragment with the chapter's text and notes, for pages that are open while the author writes."""
    return render_template("beta/_text.html", chapter=chapter, texts=_texts(chapter))


@blueprint.get("/chapters/<int:chapter_id>/threads")
@reader_of_chapter
def list_threads(chapter: Chapter) -> Redirect | Response:
    """Where every thread stands now, and the cards of those that changed after the revision `since`; 304 for no news."""
    if not wants_json():
        return redirect(url_for("beta.read_chapter", chapter_id=chapter.id, _anchor="threads"), 303)
    threads, changed = queries.news_of(chapter, number_asked("since", 0))
    lists = {name: [_place(thread) for thread in listed] for name, listed in threads.by_name().items()}
    cards = render_template("beta/_cards.html", person=needed_person(), changed=changed)
    answer = jsonify(revision=threads.revision, versions=threads.versions(), lists=lists, cards=cards)
    answer.add_etag()
    return answer.make_conditional(request)


@blueprint.post("/documents/<int:document_id>/threads")
@reader_of_document
@writing_limit
def open_thread(document: Document) -> Response | Redirect:
    sent = _sent("from", "to", "version")
    thread = service.open_thread(
        document, sent["from"], sent["to"], sent["version"], sent["body"], needed_person(), now()
    )
    db.session.commit()
    return _kept(thread, opened=thread.id)


@blueprint.post("/threads/<int:thread_id>/comments")
@reader_of_thread
@writing_limit
def reply(thread: Thread) -> Response | Redirect:
    service.reply(thread, _sent()["body"], needed_person(), now())
    db.session.commit()
    return _kept(thread)


@blueprint.post("/threads/<int:thread_id>/resolve")
@reader_of_thread
def resolve(thread: Thread) -> Response | Redirect:
    service.resolve(thread, needed_person(), now())
    db.session.commit()
    return _kept(thread)


@blueprint.post("/threads/<int:thread_id>/reopen")
@reader_of_thread
def reopen(thread: Thread) -> Response | Redirect:
    service.reopen(thread)
    db.session.commit()
    return _kept(thread)


@blueprint.post("/comments/<int:comment_id>")
@reader_of_comment
@writing_limit
def edit_comment(comment: Comment) -> Response | Redirect:
    service.edit_comment(comment, _sent()["body"], needed_person(), now())
    db.session.commit()
    return _kept(comment.thread)


@blueprint.post("/comments/<int:comment_id>/delete")
@reader_of_comment
def delete_comment(comment: Comment) -> Response | Redirect:
    """Take it back; the answer brings the way to undo that."""
    service.delete_comment(comment, needed_person(), now())
    db.session.commit()
    return _kept(comment.thread, taken_back=comment)


@blueprint.post("/comments/<int:comment_id>/restore")
@reader_of_comment
def restore_comment(comment: Comment) -> Response | Redirect:
    service.restore_comment(comment, needed_person())
    db.session.commit()
    return _kept(comment.thread)


def one_line(words: str) -> str:
    """Return quoted words for a card: paragraphs run on, the middle of a long passage left out."""
    line = " ".join(words.replace("\n\n", " ¶ ").split())
    return line if len(line) <= QUOTE_SHOWN else f"{line[: QUOTE_SHOWN - 80]} … {line[-60:]}"


def _place(thread: Thread) -> tuple[int, int, int, int]:
    return thread.id, thread.document_id, thread.start, thread.end


def _sent(*numbers: str) -> dict[str, Any]:
    """Return what was sent, by a script or by a form, with the form's numbers read; the service judges the values."""
    if wants_json():
        body = json_body()
        return {name: body.get(name) for name in (*numbers, "body")}
    values = {name: request.form.get(name, "") for name in numbers}
    if not all(value.isascii() and value.isdigit() and len(value) < 10 for value in values.values()):
        raise BadInput
    return {name: int(value) for name, value in values.items()} | {"body": request.form.get("body")}


def _kept(thread: Thread, opened: int | None = None, taken_back: Comment | None = None) -> Response | Redirect:
    """Answer a change: pages with htmx ask for the news, as every other open page does by its own event."""
    if wants_json():
        return make_response(jsonify(thread=thread.id), 201 if opened else 200)
    if not wants_fragment():
        undo = taken_back.id if taken_back else None
        address = url_for("beta.read_chapter", chapter_id=thread.document.chapter_id, undo=undo)
        return redirect(f"{address}#{'threads' if taken_back else f'thread-{thread.id}'}", 303)
    answer = make_response(render_template("beta/_taken_back.html", comment=taken_back) if taken_back else "")
    told = {"threads": {"revision": thread.revision}} | ({"thread-opened": {"thread": opened}} if opened else {})
    answer.headers["HX-Trigger"] = json.dumps(told)
    return answer


def _texts(chapter: Chapter) -> list[dict[str, Any]]:
    """Return each document that is read: the Document, its HTML, and whether it has any words."""
    documents = documents_of(chapter)
    read = [(documents[part], document_node(documents[part])) for part in READ_PARTS]
    return [
        {"document": document, "html": document_to_page(node), "is_empty": not node.text_content}
        for document, node in read
    ]


def _taken_back(chapter: Chapter) -> Comment | None:
    """The comment that this person took back a moment ago, for the undo line of a page without scripts."""
    comment = db.session.get(Comment, number_asked("undo", 0))
    if comment is None or comment.person_id != needed_person().id or comment.deleted_at is None:
        return None
    return comment if comment.thread.document.chapter_id == chapter.id else None
