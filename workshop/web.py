"""What every page shares: who-may-see declarations, errors as pages, headers, and when a request may write."""

from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, jsonify, make_response, redirect, render_template, request, url_for
from sqlalchemy.exc import OperationalError
from werkzeug.exceptions import HTTPException, RequestEntityTooLarge

from workshop.db import db, writing
from workshop.errors import (
    BadInput,
    DatabaseBusy,
    ForeignOrigin,
    NotFound,
    SignInNeeded,
    StorageFails,
    StorageFull,
    TooLarge,
    TooManyTries,
    WorkshopError,
)

View = TypeVar("View", bound=Callable[..., Any])

#: The largest id or version: what every database holds in an integer column.
NUMBER_MAX = 2**31 - 1

SAFE_METHODS = frozenset({"GET", "HEAD", "OPTIONS"})

#: No inline script or style, no other host for anything: what the schema did not write cannot run or call home.
CONTENT_SECURITY_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "font-src 'self'",
        "img-src 'self' data:",
        "connect-src 'self'",
        "manifest-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)

HEADERS = {
    "Content-Security-Policy": CONTENT_SECURITY_POLICY,
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    # Drafts are private: neither the browser's cache nor a proxy keeps a page.
    "Cache-Control": "no-store",
}


def declare_access(view: View, access: str) -> View:
    """Write on a view who may use it. Safety rests on this: the app does not start while a view says nothing."""
    view.access = access  # type: ignore[attr-defined]
    return view


def reads_only(view: View) -> View:
    """Mark a view whose POST does not write, or takes long before it does: it gets no turn in the writer queue."""
    view.reads_only = True  # type: ignore[attr-defined]
    return view


def init_web(app: Flask) -> None:
    """Add the rules that hold for every request. Call after the last blueprint is registered."""
    app.before_request(_refuse_foreign_writes)
    app.before_request(_take_turn_to_write)
    app.teardown_request(_leave_turn_to_write)
    app.after_request(_add_headers)
    app.register_error_handler(WorkshopError, show_error)
    app.register_error_handler(HTTPException, _show_http_error)
    app.register_error_handler(OperationalError, _show_database_error)
    app.register_error_handler(Exception, _show_failure)
    app.add_template_filter(ago)
    app.add_template_filter(thousands)
    _require_declarations(app)


def wants_json() -> bool:
    """Whether the caller is one of our scripts and not a page load or a form."""
    return request.is_json or request.accept_mimetypes.best == "application/json"


def wants_fragment() -> bool:
    """Whether htmx asked, so that a part of the page is enough."""
    return request.headers.get("HX-Request") == "true"


def json_body() -> dict[str, Any]:
    """Return the JSON object sent; raises BadInput for anything else."""
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # a hundred thousand brackets
        body = None
    if not isinstance(body, dict):
        raise BadInput
    return body


def number_asked(name: str, otherwise: int) -> int:
    """Return the whole number from 0 on that an argument of the address names; raises BadInput for anything else."""
    text = request.args.get(name)
    return otherwise if text is None else whole_number(text)


def whole_number(text: str) -> int:
    """Return the whole number from 0 on that the text is, of those that a database holds; raises BadInput."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 10 and int(text) <= NUMBER_MAX):
        raise BadInput
    return int(text)


def field(name: str, *, most: int, needed: bool = True) -> str:
    """Return a text field of a form, trimmed; raises BadInput when it is missing, too long, or not text."""
    value = request.form.get(name, "").replace("\r\n", "\n").strip()
    if needed and not value:
        raise BadInput("That needs a few words before it can be kept.", field=name)
    if len(value) > most:
        raise BadInput(f"That can have at most {most:,} characters.", field=name)
    return plain_words(value)


def file_text(name: str) -> str | None:
    """Return the text of the file that a form sent, None without one; raises BadInput for what is no text.

    It is UTF-8, UTF-16 by its mark, or what older Windows programs write.
    """
    file = request.files.get(name)
    if file is None or not file.filename:
        return None
    raw = file.read()
    for encoding in ("utf-8-sig", "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "cp1252"):
        with suppress(UnicodeDecodeError):
            text = raw.decode(encoding)
            if "\x00" not in text:
                return text
    raise BadInput("That file is not plain text. Save it as .txt in your editor, or paste the text itself.", field=name)


def plain_words(value: str) -> str:
    """Return the text if a database and a page can hold it; raises BadInput otherwise."""
    if "\x00" in value or any("\ud800" <= character <= "\udfff" for character in value):
        raise BadInput
    return value


def local_path(target: str | None) -> str | None:
    """Return the target if it is a path of this app, so that no link leads a person off to another site."""
    if not target or not target.startswith("/") or target.startswith(("//", "/\\")):
        return None
    parts = urlsplit(target)
    return target if not parts.netloc and not parts.scheme and target.isprintable() else None


def now() -> datetime:
    return datetime.now(UTC)


def ago(moment: datetime | None) -> str:
    """How long ago that was, in words of a person; after a week the date."""
    if moment is None:
        return "never"
    seconds = (now() - moment).total_seconds()
    if seconds < 60:
        return "just now"
    for size, limit, unit in ((60, 3600, "min"), (3600, 86400, "h"), (86400, 7 * 86400, "d")):
        if seconds < limit:
            return f"{int(seconds // size)} {unit} ago"
    return f"{moment.day} {moment:%b}" + ("" if moment.year == now().year else f" {moment.year}")


def thousands(number: int) -> str:
    return f"{number:,}"


def show_error(error: WorkshopError) -> Response:
    """Answer in the form the caller can show: JSON to a script, a fragment to htmx, a page to a person."""
    db.session.rollback()
    if wants_json():
        response = jsonify(error=error.sentence)
    elif wants_fragment():
        response = make_response(render_template("errors/_error.html", error=error))
    elif isinstance(error, SignInNeeded) and request.method == "GET":
        return redirect(url_for("people.sign_in", next=request.full_path.rstrip("?")), 303)
    else:
        response = make_response(render_template("errors/error.html", error=error))
    response.status_code = error.status
    return response


def _show_http_error(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return error.get_response()
    if isinstance(error, RequestEntityTooLarge):
        return show_error(TooLarge())
    if error.code == 429:
        return show_error(TooManyTries())
    if error.code == 404:
        return show_error(NotFound())
    mapped = BadInput(f"{error.name}. Nothing was changed.")
    mapped.status = error.code
    return show_error(mapped)


def _show_database_error(error: OperationalError) -> Response:
    words = str(error.orig).lower()
    if "disk is full" in words or "readonly" in words:
        return show_error(StorageFull())
    if "disk i/o error" in words:
        current_app.logger.error("The database's disk fails, or a quota is used up: %s", words)
        return show_error(StorageFails())
    if "locked" in words or "busy" in words:
        return show_error(DatabaseBusy())
    return _show_failure(error)


def _show_failure(error: Exception) -> Response:
    """A fault of ours: say so plainly, keep the details in the log. The rule, not the path: that may hold a token."""
    current_app.logger.exception("Unhandled error at %s %s", request.method, request.url_rule, exc_info=error)
    if current_app.testing:
        raise error
    mapped = WorkshopError("Something broke on our side. What was kept before is safe; the log says more.")
    mapped.status = 500
    return show_error(mapped)


def _refuse_foreign_writes() -> None:
    """Browsers say where a write comes from; one that another site asked for is refused.

    A caller that sends neither header is no browser, so it carries nobody's cookie by accident.
    """
    if request.method in SAFE_METHODS:
        return
    fetch_site = request.headers.get("Sec-Fetch-Site")
    if fetch_site is not None:
        if fetch_site not in {"same-origin", "none"}:
            raise ForeignOrigin
        return
    origin = request.headers.get("Origin")
    if origin is not None and urlsplit(origin).netloc != request.host:
        raise ForeignOrigin


def _take_turn_to_write() -> None:
    view = current_app.view_functions.get(request.endpoint or "")
    if request.method in SAFE_METHODS or view is None or getattr(view, "reads_only", False):
        return
    g.writing = writing()
    g.writing.__enter__()


def _leave_turn_to_write(_error: BaseException | None) -> None:
    stretch = g.pop("writing", None)
    if stretch is not None:
        stretch.__exit__(None, None, None)


def _add_headers(response: Response) -> Response:
    # What a view has set itself stays. Not `setdefault`, which looks through all headers for each one.
    given = {name.lower() for name, _ in response.headers}
    response.headers.extend((name, value) for name, value in HEADERS.items() if name.lower() not in given)
    return response


def _require_declarations(app: Flask) -> None:
    silent = [endpoint for endpoint, view in app.view_functions.items() if not hasattr(view, "access")]
    if silent:
        raise RuntimeError(f"These views do not say who may use them: {', '.join(sorted(silent))}")
