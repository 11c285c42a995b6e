"""HTTP of notes: offering to move those that stand in the text, and moving them."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from workshop.db import db
from workshop.notes import service
from workshop.people.access import needed_person
from workshop.prose.html import document_to_page
from workshop.web import now, wants_fragment
from workshop.works.access import author_of_chapter
from workshop.works.models import Chapter

blueprint = Blueprint("notes", __name__)


@blueprint.get("/chapters/<int:chapter_id>/found-notes")
@author_of_chapter
def show_found_notes(chapter: Chapter) -> str:
    """The offer to move the notes that the text begins or ends with; an empty place where there are none."""
    found = service.find_notes(chapter)
    notes = [note for note in (found.before, found.after) if note is not None] if found else []
    return render_template("notes/_found.html", chapter=chapter, found=[document_to_page(note) for note in notes])


@blueprint.post("/chapters/<int:chapter_id>/lift-notes")
@author_of_chapter
def lift_notes(chapter: Chapter) -> Response | str:
    moved = service.lift_notes(chapter, needed_person(), now())
    db.session.commit()
    if wants_fragment():
        return render_template("notes/_lifted.html", chapter=chapter, moved=moved)
    return redirect(url_for("desk.show_chapter", chapter_id=chapter.id), 303)
