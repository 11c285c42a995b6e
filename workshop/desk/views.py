"""The shelf, the way into a work, and the desk with one chapter on it."""

import json

from flask import Blueprint, Response, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as Redirect

from workshop.beta.queries import open_thread_counts, thread_panel
from workshop.db import db
from workshop.grammar.languagetool.languages import LANGUAGES
from workshop.grammar.queries import language_of, level_of
from workshop.history.moved import moved_words, read_moved
from workshop.history.queries import find_restored
from workshop.people.access import anyone, current_person, needed_person
from workshop.people.service import has_authors
from workshop.prose.schema import SPEC
from workshop.web import number_asked
from workshop.works import queries
from workshop.works.access import author_of_chapter, reader_of_work, role_in
from workshop.works.models import Chapter, Role, Work

blueprint = Blueprint("desk", __name__)


@blueprint.get("/")
@anyone
def show_shelf() -> Redirect | str:
    """The person's works; without a session, the way in."""
    person = current_person()
    if person is None:
        return redirect(url_for("people.sign_in" if has_authors() else "arrival.welcome"), 303)
    rows = queries.shelf(person)
    counts = open_thread_counts([row.work.id for row in rows])
    return render_template("works/shelf.html", rows=rows, open_threads=counts, binned=_just_binned())


@blueprint.get("/works/<int:work_id>/open")
@reader_of_work
def open_work(work: Work) -> Redirect:
    """Go where the person left off: an author's desk, a beta's reading view."""
    chapter = queries.last_edited_chapter(work)
    if role_in(work, needed_person()) is Role.AUTHOR:
        if chapter is None:
            return redirect(url_for("works.show_work", work_id=work.id), 303)
        return redirect(url_for("desk.show_chapter", chapter_id=chapter.id), 303)
    first = next(iter(queries.standing_chapters(work)), None)
    if first is None:
        return redirect(url_for("beta.show_contents", work_id=work.id), 303)
    return redirect(url_for("beta.read_chapter", chapter_id=first.id), 303)


@blueprint.get("/chapters/<int:chapter_id>")
@author_of_chapter
def show_chapter(chapter: Chapter) -> str:
    """The desk: the chapter's text in the editor, its margin beside it."""
    return render_template(
        "desk/chapter.html",
        **thread_panel(chapter, needed_person()),
        work=chapter.work,
        chapters=queries.chapter_rows(chapter.work),
        main=chapter.main or chapter,
        drafts=queries.standing_drafts(chapter.main or chapter),
        documents=queries.documents_of(chapter),
        level=level_of(chapter.work),
        language=language_of(chapter.work),
        languages=LANGUAGES,
        restored=find_restored(chapter, request.args.get("restored", "")),
        moved=moved_words(chapter, read_moved(request.args.getlist("moved"))),
    )


@blueprint.get("/schema.json")
@anyone
def show_schema() -> Response:
    """The one schema, from which the browser builds its editor. Its order counts: jsonify would sort the names."""
    response = Response(json.dumps(SPEC), mimetype="application/json")
    response.headers["Cache-Control"] = "private, max-age=3600"
    return response


def _just_binned() -> Work | None:
    """The work that was binned a moment ago, for the undo line."""
    work = db.session.get(Work, number_asked("binned", 0))
    person = current_person()
    if work is None or work.binned_at is None or person is None or role_in(work, person) is not Role.AUTHOR:
        return None
    return work
