"""The first minutes: the first account, further sign-ups, and the sample work that waits on a new shelf."""

from collections.abc import Callable
from datetime import datetime

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workshop.db import db
from workshop.desk.sample import lay_out_sample
from workshop.errors import WorkshopError
from workshop.people import service
from workshop.people.access import anyone, begin_session, current_person
from workshop.people.models import Person
from workshop.people.views import limiter
from workshop.web import now
from workshop.works.models import Work
from workshop.works.queries import last_edited_chapter

blueprint = Blueprint("arrival", __name__)


@blueprint.get("/welcome")
@anyone
def welcome() -> Response | str:
    """The page of the first start; afterwards it leads to signing in."""
    if service.has_authors():
        return redirect(url_for("people.sign_in"), 303)
    return _page("people/welcome.html")


@blueprint.post("/welcome")
@anyone
@limiter.limit("20 per minute")
def found_house() -> Response | tuple[str, int]:
    return _arrive(service.found_house, "people/welcome.html")


@blueprint.get("/sign-up")
@anyone
def sign_up() -> Response | str:
    if current_person() or not service.sign_up_is_open():
        return redirect(url_for("people.sign_in"), 303)
    return _page("people/sign_up.html")


@blueprint.post("/sign-up")
@anyone
@limiter.limit("10 per minute; 30 per hour")
def make_account() -> Response | tuple[str, int]:
    return _arrive(service.sign_up, "people/sign_up.html")


def _arrive(make: Callable[[str, str, datetime], Person], page: str) -> Response | tuple[str, int]:
    """Make the account and lead to the desk with the sample open, or show the form again with what was wrong."""
    try:
        person = make(request.form.get("pen_name", ""), request.form.get("password", ""), now())
    except WorkshopError as error:
        db.session.rollback()
        return _page(page, error), error.status
    work = lay_out_sample(person, now())
    db.session.commit()
    begin_session(person)
    return redirect(_first_page(work), 303)


def _first_page(work: Work) -> str:
    chapter = last_edited_chapter(work)
    return url_for("desk.show_chapter", chapter_id=chapter.id) if chapter else url_for("desk.show_shelf")


def _page(template: str, error: WorkshopError | None = None) -> str:
    return render_template(template, error=error, pen_name=request.form.get("pen_name", ""))
