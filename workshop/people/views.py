"""HTTP of accounts: signing in and out, the password, the sessions, whether others may sign up."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from werkzeug.wrappers import Response

from workshop.db import db
from workshop.errors import WorkshopError
from workshop.people import service
from workshop.people.access import anyone, begin_session, current_person, end_session, signed_in
from workshop.people.models import Person
from workshop.web import local_path, reads_only

blueprint = Blueprint("people", __name__)


class DeclaredLimits(Limiter):
    """Limits for the views that declare one. Every other request would be asked about limits that we do not have."""

    def _check_request_limit(self, callable_name: str | None = None, in_middleware: bool = True) -> None:
        if not in_middleware:
            super()._check_request_limit(callable_name, in_middleware)


limiter = DeclaredLimits(get_remote_address, storage_uri="memory://")


def _tried_name() -> str:
    """The pen name that is being tried, so that guessing one person's password is slow from many addresses too."""
    # Cut, because the limiter remembers it: a hand-made request could send megabytes.
    return service.sign_in_name(request.form.get("pen_name", "")[: service.SIGN_IN_NAME_MAX])


@blueprint.get("/sign-in")
@anyone
def sign_in() -> Response | str:
    if current_person():
        return redirect(url_for("desk.show_shelf"), 303)
    if not service.has_authors():
        return redirect(url_for("arrival.welcome"), 303)
    return _sign_in_page()


# Checking a password takes a third of a second; nobody's save should wait for that.
@blueprint.post("/sign-in")
@anyone
@reads_only
@limiter.limit("10 per minute; 60 per hour")
@limiter.limit("10 per 5 minutes", key_func=_tried_name)
def begin_sign_in() -> Response | tuple[str, int]:
    try:
        person = service.check_sign_in(request.form.get("pen_name", ""), request.form.get("password", ""))
    except service.WrongSignIn as error:
        return _sign_in_page(error), error.status
    begin_session(person)
    return redirect(local_path(request.form.get("next")) or url_for("desk.show_shelf"), 303)


@blueprint.post("/sign-out")
@anyone
def sign_out() -> Response:
    end_session()
    return redirect(url_for("people.sign_in"), 303)


@blueprint.get("/account")
@signed_in
def account(person: Person) -> str:
    return _account_page(person)


@blueprint.post("/account/password")
@signed_in
@limiter.limit("10 per minute")
def change_password(person: Person) -> Response | tuple[str, int]:
    try:
        service.change_password(person, request.form.get("old", ""), request.form.get("new", ""))
    except WorkshopError as error:
        return _account_page(person, error), error.status
    db.session.commit()
    begin_session(person)
    return redirect(url_for("people.account", changed="password"), 303)


@blueprint.post("/account/sign-out-everywhere")
@signed_in
def sign_out_everywhere(person: Person) -> Response:
    service.end_sessions(person)
    db.session.commit()
    end_session()
    return redirect(url_for("people.sign_in"), 303)


@blueprint.post("/account/sign-up")
@signed_in
def set_sign_up(person: Person) -> Response:
    service.set_sign_up(person, request.form.get("open") == "yes")
    db.session.commit()
    return redirect(url_for("people.account", changed="sign-up"), 303)


def _sign_in_page(error: WorkshopError | None = None) -> str:
    return render_template(
        "people/sign_in.html",
        error=error,
        pen_name=request.form.get("pen_name", ""),
        next=local_path(request.values.get("next")) or "",
        sign_up_open=service.sign_up_is_open(),
    )


def _account_page(person: Person, error: WorkshopError | None = None) -> str:
    return render_template(
        "people/account.html",
        person=person,
        error=error,
        changed=request.args.get("changed"),
        sign_up_open=service.sign_up_is_open(),
    )
