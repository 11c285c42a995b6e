"""HTTP of drafts: the list beside a chapter, beginning one, and bringing what it changed into the main text."""

from typing import get_args

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workshop.db import db
from workshop.desk import bringing
from workshop.errors import BadInput
from workshop.history.moved import moved_words, read_moved
from workshop.history.queries import find_told, find_version, versions_to_compare
from workshop.people.access import needed_person
from workshop.prose.diff import Keep
from workshop.web import field, now, number_asked, whole_number
from workshop.works import queries, service
from workshop.works.access import author_of_chapter
from workshop.works.models import TITLE_MAX, Chapter
from workshop.works.origins import BROUGHT_FROM_DRAFT

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


@blueprint.get("/chapters/<int:chapter_id>/bring-over")
@author_of_chapter
def show_differences(chapter: Chapter) -> str:
    """What a draft changed beside the main text, each with a choice."""
    merged = bringing.merge_of(chapter)
    return render_template(
        "desk/bring_over.html",
        chapter=chapter,
        main=chapter.main,
        shown=bringing.shown_differences(merged),
        told=bringing.told_versions(chapter),
        offered=len(merged.offered),
        conflicts=sum(difference.is_conflict for difference in merged.offered),
        brought=_just_brought(chapter),
        carried=number_asked("carried", 0),
        left=number_asked("left", 0),
        moved=moved_words(chapter, read_moved(request.args.getlist("moved"))),
    )


@blueprint.post("/chapters/<int:chapter_id>/bring-over")
@author_of_chapter
def bring_over(chapter: Chapter) -> Response:
    """Bring what was chosen into the main text."""
    told = bringing.Told(whole_number(field("main", most=9)), whole_number(field("draft", most=9)))
    brought = bringing.bring_over(chapter, told, _chosen_keeps(), needed_person(), now())
    db.session.commit()
    if brought is None:
        return redirect(url_for("drafts.show_differences", chapter_id=chapter.id), 303)
    saved, carried = brought
    version = f"{queries.text_of(chapter.main).id}.{saved.version}"
    counts = {"carried": carried.over or None, "left": carried.left or None}
    return redirect(url_for("drafts.show_differences", chapter_id=chapter.id, brought=version, **counts), 303)


def _chosen_keeps() -> dict[int, Keep]:
    """Return what the form chose for each difference, as "keep-3=both"; raises BadInput for any other choice."""
    keeps: dict[int, Keep] = {}
    for name, keep in request.form.items():
        if name.startswith("keep-"):
            if keep not in get_args(Keep):
                raise BadInput
            keeps[whole_number(name.removeprefix("keep-"))] = keep
    return keeps


def _just_brought(draft: Chapter) -> str | None:
    """What "document.number" tells if that version brought something over into the draft's main text, else None."""
    told = request.args.get("brought", "")
    _, version = find_told(draft.main, told) or (None, None)
    return told if version and version.origin == BROUGHT_FROM_DRAFT else None


def _chosen_version() -> int | None:
    """Return the version that the form names; None for the text as it is."""
    number = field("version", most=9, needed=False)
    return whole_number(number) if number else None


def _versions_begun_with(chapter: Chapter) -> dict[int, object]:
    """Return the saves of the main text with which its drafts began, by their numbers, as far as there are such."""
    text = queries.text_of(chapter)
    numbers = {draft.began_at for draft in queries.standing_drafts(chapter)}
    return {number: version for number in numbers if number and (version := find_version(text, number))}


def _just_binned(chapter: Chapter) -> Chapter | None:
    """The draft that was binned a moment ago, for the undo line."""
    draft = db.session.get(Chapter, number_asked("binned", 0))
    return draft if draft and draft.draft_of == chapter.id and draft.binned_at else None
