"""HTTP of names and words, those of a work and those of a shared lexicon: both have the same addresses for their terms.

Learning the cast asks the speller, so its view is with grammar's.
"""

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as AnyResponse

from workshop.db import db
from workshop.lexicon import queries, service
from workshop.lexicon.access import keeper, owner_of_lexicon
from workshop.lexicon.lists import TERM_MAX, parted, write_list
from workshop.lexicon.models import LEXICON_NAME_MAX, Home, SharedLexicon
from workshop.lexicon.request_bodies import ALSO_FIELD_MAX, number_sent, read_sent
from workshop.people.access import needed_person
from workshop.web import field, now, number_asked, plain_words, wants_json
from workshop.works.access import author_of_work
from workshop.works.models import Work

blueprint = Blueprint("lexicon", __name__)


@blueprint.get("/works/<int:work_id>/lexicon")
@blueprint.get("/lexicons/<int:lexicon_id>")
@keeper
def show_lexicon(home: Home) -> str:
    return show_home(home)


@blueprint.post("/works/<int:work_id>/terms")
@blueprint.post("/lexicons/<int:lexicon_id>/terms")
@keeper
def add_terms(home: Home) -> AnyResponse | str | tuple[Response, int]:
    """Take words as a JSON object {text} or {texts}, as form fields `term`, or a list as the field `lines` or a file."""
    sent = read_sent()
    report = service.add_list(home, sent.listing, now())
    db.session.commit()
    if wants_json():
        return jsonify(terms=[{"id": term.id, "text": term.text} for term in report.added]), 201
    if report.known or report.extended or report.unreadable:
        return show_home(home, report=report, lines=sent.unread_lines)
    return redirect(_page(home, learnt=len(report.added)), 303)


@blueprint.get("/works/<int:work_id>/terms/<int:term_id>")
@blueprint.get("/lexicons/<int:lexicon_id>/terms/<int:term_id>")
@keeper
def show_term(home: Home, term_id: int) -> str:
    term = queries.get_term(home, term_id)
    shared = queries.shared_lexicons(needed_person())
    return render_template("lexicon/term.html", home=home, home_ids=_ids(home), term=term, shared=shared)


@blueprint.post("/works/<int:work_id>/terms/<int:term_id>")
@blueprint.post("/lexicons/<int:lexicon_id>/terms/<int:term_id>")
@keeper
def change_term(home: Home, term_id: int) -> AnyResponse:
    term = queries.get_term(home, term_id)
    others = parted(field("also", most=ALSO_FIELD_MAX, needed=False))
    service.change_term(term, home, field("text", most=2 * TERM_MAX), others)
    db.session.commit()
    return redirect(_page(home), 303)


@blueprint.post("/works/<int:work_id>/terms/<int:term_id>/move")
@blueprint.post("/lexicons/<int:lexicon_id>/terms/<int:term_id>/move")
@keeper
def move_term(home: Home, term_id: int) -> AnyResponse:
    """Move it into the shared lexicon that the form names; a work uses from then on where its term went."""
    term = queries.get_term(home, term_id)
    target = queries.get_lexicon(needed_person(), number_sent("lexicon"))
    service.move_term(term, target, now())
    if isinstance(home, Work):
        service.use_lexicon(home, target)
    db.session.commit()
    return redirect(_page(home, moved=target.id), 303)


@blueprint.post("/works/<int:work_id>/terms/<int:term_id>/remove")
@blueprint.post("/lexicons/<int:lexicon_id>/terms/<int:term_id>/remove")
@keeper
def remove_term(home: Home, term_id: int) -> AnyResponse | tuple[str, int]:
    term = queries.get_term(home, term_id)
    line = term.entry.as_line()
    service.remove_term(term)
    db.session.commit()
    if wants_json():
        return "", 204
    return redirect(_page(home, removed=line), 303)


@blueprint.get("/works/<int:work_id>/lexicon.txt")
@blueprint.get("/lexicons/<int:lexicon_id>/lexicon.txt")
@keeper
def send_list(home: Home) -> Response:
    """All terms as a file that can be read again here, and by `check --lexicon`."""
    title = home.title if isinstance(home, Work) else home.name
    text = write_list(title, (term.entry for term in queries.terms_of(home)))
    headers = {"Content-Disposition": 'attachment; filename="lexicon.txt"'}
    return Response(text, mimetype="text/plain", headers=headers)


@blueprint.post("/works/<int:work_id>/lexicons")
@author_of_work
def make_lexicon(work: Work) -> AnyResponse:
    """Make a shared lexicon, and use it in this work."""
    lexicon = service.make_lexicon(needed_person(), field("name", most=LEXICON_NAME_MAX), now())
    service.use_lexicon(work, lexicon)
    db.session.commit()
    return redirect(_page(work), 303)


@blueprint.post("/works/<int:work_id>/lexicons/<int:lexicon_id>/use")
@author_of_work
def use_lexicon(work: Work, lexicon_id: int) -> AnyResponse:
    service.use_lexicon(work, queries.get_lexicon(needed_person(), lexicon_id))
    db.session.commit()
    return redirect(_page(work), 303)


@blueprint.post("/works/<int:work_id>/lexicons/<int:lexicon_id>/leave")
@author_of_work
def leave_lexicon(work: Work, lexicon_id: int) -> AnyResponse:
    service.leave_lexicon(work, queries.get_lexicon(needed_person(), lexicon_id))
    db.session.commit()
    return redirect(_page(work), 303)


@blueprint.post("/lexicons/<int:lexicon_id>")
@owner_of_lexicon
def rename_lexicon(lexicon: SharedLexicon) -> AnyResponse:
    service.rename_lexicon(lexicon, needed_person(), field("name", most=LEXICON_NAME_MAX))
    db.session.commit()
    return redirect(_page(lexicon), 303)


@blueprint.post("/lexicons/<int:lexicon_id>/delete")
@owner_of_lexicon
def delete_lexicon(lexicon: SharedLexicon) -> AnyResponse:
    service.delete_lexicon(lexicon)
    db.session.commit()
    return redirect(url_for("desk.show_shelf"), 303)


def show_home(home: Home, **more: object) -> str:
    """The page of a work's names and words, or of a shared lexicon's; `more` is what the template gets besides."""
    common = {"home": home, "home_ids": _ids(home), "terms": queries.terms_of(home), **_just_happened(), **more}
    if isinstance(home, SharedLexicon):
        return render_template("lexicon/shared.html", lexicon=home, works=queries.works_using(home), **common)
    shared = queries.shared_lexicons(needed_person(), home)
    return render_template("lexicon/lexicon.html", work=home, shared=shared, **common)


def _just_happened() -> dict[str, object]:
    """What the undo bar says, from the address that a form led to."""
    moved = number_asked("moved", 0)
    return {
        "removed": plain_words(request.args.get("removed", ""))[:ALSO_FIELD_MAX],
        "learnt": request.args.get("learnt", 0, type=int),
        "moved": queries.get_lexicon(needed_person(), moved) if moved else None,
    }


def _ids(home: Home) -> dict[str, int]:
    """Return what names the home in an address."""
    return {"work_id": home.id} if isinstance(home, Work) else {"lexicon_id": home.id}


def _page(home: Home, **more: object) -> str:
    return url_for("lexicon.show_lexicon", **_ids(home), **more)
