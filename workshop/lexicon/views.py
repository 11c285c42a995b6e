"""HTTP of the names and words of a work. Learning the cast asks the speller, so its view is with grammar's."""

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workshop.db import db
from workshop.errors import BadInput
from workshop.lexicon import queries, service
from workshop.lexicon.models import TERM_MAX
from workshop.lexicon.names import term_in
from workshop.web import json_body, now, plain_words, wants_json
from workshop.works.access import author_of_work
from workshop.works.models import Work

#: More names than the longest saga has.
TERMS_MAX = 5000

blueprint = Blueprint("lexicon", __name__)


@blueprint.get("/works/<int:work_id>/lexicon")
@author_of_work
def show_lexicon(work: Work) -> str:
    removed = request.args.get("removed", "")[:TERM_MAX]
    learnt = request.args.get("learnt", 0, type=int)
    return render_template(
        "lexicon/lexicon.html", work=work, terms=queries.terms_of(work), removed=removed, learnt=learnt
    )


@blueprint.post("/works/<int:work_id>/terms")
@author_of_work
def add_terms(work: Work) -> Response | tuple[Response, int]:
    """Take words as a JSON object {text} or {texts}, or as form fields named `term`."""
    texts = _sent_texts()
    terms = service.add_terms(work, texts, now())
    db.session.commit()
    if wants_json():
        return jsonify(terms=[{"id": term.id, "text": term.text} for term in terms]), 201
    return redirect(url_for("lexicon.show_lexicon", work_id=work.id, learnt=len(terms)), 303)


@blueprint.post("/works/<int:work_id>/terms/<int:term_id>/remove")
@author_of_work
def remove_term(work: Work, term_id: int) -> Response | tuple[str, int]:
    term = queries.get_term(work, term_id)
    text = term.text
    service.remove_term(term)
    db.session.commit()
    if wants_json():
        return "", 204
    return redirect(url_for("lexicon.show_lexicon", work_id=work.id, removed=text), 303)


def _sent_texts() -> list[str]:
    """Return the words that were sent, at least one; raises BadInput."""
    if request.is_json:
        body = json_body()
        texts = body.get("texts", [body.get("text")])
    else:
        texts = [text for text in request.form.getlist("term") if text.strip()]
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts) or len(texts) > TERMS_MAX:
        raise BadInput
    if not texts:
        raise BadInput("Choose at least one name or word.")
    # A script sends the word that it found; a person wrote the term itself.
    return [plain_words(term_in(text) if request.is_json else text) for text in texts]
