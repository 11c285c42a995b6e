"""HTTP of drafts: the list beside a chapter, beginning one, and bringing what it changed into the main text."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workshop.db import db
from workshop.errors import BadInput
from workshop.history.queries import find_version, versions_to_compare
from workshop.people.access import needed_person
from workshop.web import field, now, number_asked
from workshop.works import queries, service
from workshop.works.access import author_of_chapter
from workshop.works.models import TITLE_MAX, Chapter

blueprint = Blueprint("drafts", __name__)


@blueprint.get("/chapters/<int:chapter_id>/drafts")
@author_of_chapter
def list_drafts(chapter: Chapter) -> Response | str:
    """The chapter's drafts, and the way to begin one; of a draft, those beside it."""
    if chapter.draft_of is not None:
        return redirect(url_for("drafts.list_drafts", chapter_id=chapter.draft_of), 303)
    return render_template(
        "desk/drafts.html",
        chapter=chapter,
        drafts=queries.standing_drafts(chapter),
        choices=versions_to_compare(queries.text_of(chapter)),
        begun_with=_versions_begun_with(chapter),
        binned=_just_binned(chapter),
    )


@blueprint.post("/chapters/<int:chapter_id>/drafts")
@author_of_chapter
def start_draft(chapter: Chapter) -> Response:
    """Begin a draft, with the main text as it is or as it was at a version."""
    name = field("name", most=TITLE_MAX, needed=False)
    draft = service.start_draft(chapter, name, _chosen_version(), needed_person(), now())
    db.session.commit()
    return redirect(url_for("desk.show_chapter", chapter_id=draft.id), 303)


def _chosen_version() -> int | None:
    """Return the version that the form names; None for the text as it is."""
    number = request.form.get("version", "")
    if number and not (number.isascii() and number.isdigit() and len(number) < 10):
        raise BadInput
    return int(number) if number else None


def _versions_begun_with(chapter: Chapter) -> dict[int, object]:
    """Return the saves of the main text with which its drafts began, by their numbers, as far as there are such."""
    text = queries.text_of(chapter)
    numbers = {draft.began_at for draft in queries.standing_drafts(chapter)}
    return {number: version for number in numbers if number and (version := find_version(text, number))}


def _just_binned(chapter: Chapter) -> Chapter | None:
    """The draft that was binned a moment ago, for the undo line."""
    draft = db.session.get(Chapter, number_asked("binned", 0))
    return draft if draft and draft.draft_of == chapter.id and draft.binned_at else None
