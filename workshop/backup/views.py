"""HTTP of backups: a work as a file, restoring from one after a look into it, and the daily copies of the house."""

import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from flask import Blueprint, Response, current_app, redirect, render_template, request, send_file, url_for
from werkzeug.wrappers import Response as Redirect

from workshop.backup import daily, staging
from workshop.backup.checking import check_backup
from workshop.backup.contents import back_up
from workshop.backup.layout import UPLOAD_BYTES_MAX, file_name
from workshop.backup.opening import opened_backup
from workshop.backup.restoring import restore_works
from workshop.backup.telling import counts_told
from workshop.db import db, writing
from workshop.errors import BadInput, NotAllowed, WorkshopError
from workshop.people.access import needed_person, signed_in
from workshop.people.models import Person
from workshop.people.views import limiter
from workshop.settings import Settings
from workshop.web import now, reads_only
from workshop.works.access import author_of_work
from workshop.works.models import Work

_PIECE_BYTES = 1 << 18

blueprint = Blueprint("backup", __name__)


# A POST, so that no other page can make this one work: a long history takes some seconds.
@blueprint.post("/works/<int:work_id>/backup")
@author_of_work
@reads_only
def send_backup(work: Work) -> Response:
    """The work with all that hangs on it, as a file."""
    # It has no name, and is gone once it is closed.
    file = tempfile.TemporaryFile(dir=_settings().instance)
    try:
        back_up(file, [work], now(), needed_person())
    except BaseException:
        file.close()
        raise
    response = Response(_pieces(file), mimetype="application/zip")
    response.content_length = file.tell()
    response.headers.set("Content-Disposition", "attachment", filename=file_name(work.title, now()))
    return response


@blueprint.get("/restore")
@signed_in
def show_restore(person: Person) -> str:
    return _restore_page(person)


@blueprint.post("/restore")
@signed_in
@reads_only
@limiter.limit("60 per hour")
def receive_file(person: Person) -> Redirect | tuple[str, int]:
    """Take a file in and look into it; nothing is restored yet."""
    _ensure_author(person)
    request.max_content_length = UPLOAD_BYTES_MAX
    try:
        file = request.files.get("file")
        if file is None or not file.filename:
            raise BadInput("Choose the file first: its name ends with .galley.zip.")
        staging.stage(_staged(), person.id, file.stream, request.content_length or 0)
    except WorkshopError as error:
        db.session.rollback()
        return _restore_page(person, error), error.status
    return redirect(url_for("backup.show_restore"), 303)


@blueprint.post("/restore/confirm")
@signed_in
@reads_only
def restore(person: Person) -> Redirect:
    """Restore the file that was looked into, as new works of this person."""
    _ensure_author(person)
    staged = staging.get_staged(_staged(), person.id, request.form.get("digest", ""))
    with opened_backup(staged.path) as backup:
        # Playing every version takes a while; nobody's save waits for that.
        checked = check_backup(backup)
        with writing():
            works = [work.id for work in restore_works(backup, checked, person, now())]
            db.session.commit()
    staging.drop(_staged(), person.id)
    if len(works) == 1:
        return redirect(url_for("works.show_work", work_id=works[0], restored=1), 303)
    return redirect(url_for("desk.show_shelf"), 303)


@blueprint.post("/restore/drop")
@signed_in
@reads_only
def drop_file(person: Person) -> Redirect:
    _ensure_author(person)
    staging.drop(_staged(), person.id)
    return redirect(url_for("backup.show_restore"), 303)


@blueprint.get("/house/copies")
@signed_in
def show_copies(person: Person) -> str:
    _ensure_keeps_house(person)
    return _copies_page()


@blueprint.post("/house/copies")
@signed_in
@reads_only
def make_copy(person: Person) -> Redirect | tuple[str, int]:
    _ensure_keeps_house(person)
    try:
        daily.make_copy(_settings(), now())
    except WorkshopError as error:
        return _copies_page(error), error.status
    return redirect(url_for("backup.show_copies"), 303)


@blueprint.get("/house/copies/<copy>")
@signed_in
def send_copy(person: Person, copy: str) -> Response:
    _ensure_keeps_house(person)
    path = daily.get_copy(_settings(), copy).path
    response = send_file(path, "application/vnd.sqlite3", as_attachment=True, download_name=path.name)
    response.headers["Cache-Control"] = "no-store"
    return response


def _pieces(file: BinaryIO) -> Iterator[bytes]:
    with file:
        file.seek(0)
        while piece := file.read(_PIECE_BYTES):
            yield piece


def _restore_page(person: Person, error: WorkshopError | None = None) -> str:
    _ensure_author(person)
    staged = None if error else staging.find_staged(_staged(), person.id)
    return render_template(
        "backup/restore.html", staged=staged, error=error, counts_told=counts_told, most=UPLOAD_BYTES_MAX
    )


def _copies_page(error: WorkshopError | None = None) -> str:
    return render_template("backup/copies.html", copies=daily.copies(_settings(), now()), error=error)


def _ensure_author(person: Person) -> None:
    if not person.is_author:
        raise NotAllowed("Guests read and comment. To have works of your own you need an account here.")


def _ensure_keeps_house(person: Person) -> None:
    if not person.keeps_house:
        raise NotAllowed("Copies hold everyone’s works, so only the person who set this Galley up sees them.")


def _staged() -> Path:
    return _settings().instance / "restoring"


def _settings() -> Settings:
    return current_app.config["SETTINGS"]
