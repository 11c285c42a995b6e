"""HTTP of works and chapters: making, naming, ordering, the bin."""

from flask import Blueprint, redirect, render_template, request, url_for
from prosemirror.model import Node
from werkzeug.wrappers import Response

from workshop.db import db
from workshop.errors import BadInput, NotAllowed
from workshop.people.access import needed_person, signed_in
from workshop.people.models import Person
from workshop.prose.author_notes import SplitNotes, split_author_notes
from workshop.prose.documents import document_from_text
from workshop.prose.html import document_to_html
from workshop.web import field, file_text, now, number_asked, whole_number
from workshop.works import queries, service
from workshop.works.access import (
    author_of_binned_chapter,
    author_of_binned_work,
    author_of_chapter,
    author_of_work,
)
from workshop.works.models import SUMMARY_MAX, TITLE_MAX, Chapter, Part, Work

#: AO3 takes 510,000 characters a chapter; a file may hold a little more before it is cut into chapters.
CHAPTER_TEXT_MAX = 1_000_000

blueprint = Blueprint("works", __name__)


@blueprint.post("/works")
@signed_in
def create_work(person: Person) -> Response:
    if not person.is_author:
        raise NotAllowed("Guests read and comment. To write works of your own you need an account here.")
    work = service.create_work(person, field("title", most=TITLE_MAX, needed=False), now())
    chapter = service.add_chapter(work, "", person, now())
    db.session.commit()
    return redirect(url_for("desk.show_chapter", chapter_id=chapter.id), 303)


@blueprint.get("/works/<int:work_id>")
@author_of_work
def show_work(work: Work) -> str:
    return render_template("works/work.html", work=work, chapters=queries.chapter_rows(work), binned=_just_binned(work))


@blueprint.post("/works/<int:work_id>")
@author_of_work
def describe_work(work: Work) -> Response:
    service.describe_work(
        work, field("title", most=TITLE_MAX, needed=False), field("summary", most=SUMMARY_MAX, needed=False)
    )
    db.session.commit()
    return redirect(url_for("works.show_work", work_id=work.id), 303)


@blueprint.get("/works/<int:work_id>/chapters/new")
@author_of_work
def show_new_chapter(work: Work) -> str:
    return render_template("works/new_chapter.html", work=work, title="", text="", found=None)


@blueprint.post("/works/<int:work_id>/chapters")
@author_of_work
def add_chapter(work: Work) -> Response | str | tuple[str, int]:
    """Add a chapter: empty, from pasted text, or from a .txt file. What cannot be kept stays in the form."""
    try:
        return _add_or_offer_notes(work)
    except BadInput as error:
        db.session.rollback()
        sent = {name: request.form.get(name, "") for name in ("title", "text")}
        return render_template("works/new_chapter.html", work=work, found=None, error=error, **sent), error.status


def _add_or_offer_notes(work: Work) -> Response | str:
    """Add the chapter, unless author's notes are found in it: then the author is asked about them first."""
    title = field("title", most=TITLE_MAX, needed=False)
    text = _sent_text()
    content = document_from_text(text)
    found = split_author_notes(content)
    choice = request.form.get("notes")
    if choice not in {"lift", "leave"} and (found.before or found.after):
        return render_template("works/new_chapter.html", work=work, title=title, text=text, found=_as_html(found))
    parts = _lifted(found) if choice == "lift" else {Part.TEXT: content} if text else {}
    chapter = service.add_chapter(work, title, needed_person(), now(), parts)
    db.session.commit()
    return redirect(url_for("desk.show_chapter", chapter_id=chapter.id), 303)


@blueprint.post("/works/<int:work_id>/order")
@author_of_work
def order_chapters(work: Work) -> Response:
    """Take the chapters' ids in their new order, as dragging sends them."""
    service.order_chapters(work, request.form.getlist("chapter", type=int))
    db.session.commit()
    return redirect(url_for("works.show_work", work_id=work.id), 303)


@blueprint.post("/chapters/<int:chapter_id>/title")
@author_of_chapter
def rename_chapter(chapter: Chapter) -> Response:
    service.rename_chapter(chapter, field("title", most=TITLE_MAX, needed=False))
    db.session.commit()
    if request.form.get("back") == "drafts" and chapter.draft_of is not None:
        return redirect(url_for("drafts.list_drafts", chapter_id=chapter.draft_of), 303)
    return redirect(_work_page(chapter) if request.form.get("back") == "work" else _desk(chapter), 303)


@blueprint.post("/chapters/<int:chapter_id>/move")
@author_of_chapter
def move_chapter(chapter: Chapter) -> Response:
    places = request.form.get("places", type=int)
    if places not in {-1, 1}:
        raise BadInput
    service.move_chapter(chapter, places)
    db.session.commit()
    return redirect(_work_page(chapter), 303)


@blueprint.post("/chapters/<int:chapter_id>/bin")
@author_of_chapter
def bin_chapter(chapter: Chapter) -> Response:
    service.bin_chapter(chapter, now())
    db.session.commit()
    if chapter.draft_of is not None:
        return redirect(url_for("drafts.list_drafts", chapter_id=chapter.draft_of, binned=chapter.id), 303)
    return redirect(url_for("works.show_work", work_id=chapter.work_id, binned=chapter.id), 303)


@blueprint.post("/chapters/<int:chapter_id>/unbin")
@author_of_binned_chapter
def unbin_chapter(chapter: Chapter) -> Response:
    service.unbin_chapter(chapter)
    db.session.commit()
    if chapter.draft_of is not None and chapter.main.binned_at is None:
        return redirect(url_for("drafts.list_drafts", chapter_id=chapter.draft_of), 303)
    return redirect(_work_page(chapter), 303)


@blueprint.post("/chapters/<int:chapter_id>/delete")
@author_of_binned_chapter
def delete_chapter(chapter: Chapter) -> Response:
    service.delete_for_good(chapter)
    db.session.commit()
    return redirect(url_for("works.show_bin"), 303)


@blueprint.post("/works/<int:work_id>/bin")
@author_of_work
def bin_work(work: Work) -> Response:
    service.bin_work(work, now())
    db.session.commit()
    return redirect(url_for("desk.show_shelf", binned=work.id), 303)


@blueprint.post("/works/<int:work_id>/unbin")
@author_of_binned_work
def unbin_work(work: Work) -> Response:
    service.unbin_work(work)
    db.session.commit()
    return redirect(url_for("desk.show_shelf"), 303)


@blueprint.post("/works/<int:work_id>/delete")
@author_of_binned_work
def delete_work(work: Work) -> Response:
    service.delete_for_good(work)
    db.session.commit()
    return redirect(url_for("works.show_bin"), 303)


@blueprint.get("/bin")
@signed_in
def show_bin(person: Person) -> str:
    return render_template("works/bin.html", bin=queries.bin_of(person))


@blueprint.post("/bin/empty")
@signed_in
def empty_bin(person: Person) -> Response:
    """Delete for good what the form names: all that the page showed, and nothing that came into the bin since."""
    service.empty_bin(person, _ids_sent("works"), _ids_sent("chapters"))
    db.session.commit()
    return redirect(url_for("works.show_bin"), 303)


def _ids_sent(name: str) -> list[int]:
    """Return the ids that a field holds with commas between them; raises BadInput."""
    return [whole_number(word) for word in request.form.get(name, "").split(",") if word]


def _just_binned(work: Work) -> Chapter | None:
    """The chapter that was binned a moment ago, for the undo line."""
    chapter = db.session.get(Chapter, number_asked("binned", 0))
    return chapter if chapter and chapter.work_id == work.id and chapter.binned_at else None


def _sent_text() -> str:
    """Return the text of the chosen file, or else of the text field; raises BadInput for what is no text."""
    text = file_text("file")
    if text is None:
        return field("text", most=CHAPTER_TEXT_MAX, needed=False)
    if len(text) > CHAPTER_TEXT_MAX:
        raise BadInput(f"That file is longer than a chapter can be: {CHAPTER_TEXT_MAX:,} characters. Cut it in two.")
    return text


def _lifted(found: SplitNotes) -> dict[Part, Node]:
    parts = {Part.NOTE_BEFORE: found.before, Part.TEXT: found.text, Part.NOTE_AFTER: found.after}
    return {part: node for part, node in parts.items() if node is not None}


def _as_html(found: SplitNotes) -> dict[str, str]:
    """Return the found notes as HTML for the preview; an absent one is empty."""
    return {
        "before": document_to_html(found.before) if found.before else "",
        "after": document_to_html(found.after) if found.after else "",
    }


def _desk(chapter: Chapter) -> str:
    return url_for("desk.show_chapter", chapter_id=chapter.id)


def _work_page(chapter: Chapter) -> str:
    return url_for("works.show_work", work_id=chapter.work_id)
