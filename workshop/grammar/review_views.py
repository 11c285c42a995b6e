"""HTTP of the review: its pages, a text checked stretch by stretch, corrections and their undo."""

from __future__ import annotations

from flask import Blueprint, jsonify, render_template
from werkzeug.wrappers import Response

from workshop.db import db
from workshop.errors import BadInput
from workshop.grammar import correcting, review, service
from workshop.grammar.languagetool.client import CheckerUnavailable
from workshop.grammar.request_bodies import read_corrections, read_done
from workshop.grammar.running import engine, paused, remember, status_json
from workshop.people.access import needed_person
from workshop.prose.html import document_to_page
from workshop.prose.plain import plain_text
from workshop.web import json_body, now, reads_only
from workshop.works.access import author_of_chapter, author_of_document, author_of_work
from workshop.works.models import Chapter, Document, Work
from workshop.works.saving import document_node

blueprint = Blueprint("review", __name__)


@blueprint.get("/works/<int:work_id>/review")
@author_of_work
def show_work(work: Work) -> str:
    return render_template("grammar/review.html", work=work, chapter=None)


@blueprint.get("/chapters/<int:chapter_id>/review")
@author_of_chapter
def show_chapter(chapter: Chapter) -> str:
    return render_template("grammar/review.html", work=chapter.work, chapter=chapter)


@blueprint.get("/works/<int:work_id>/review/documents")
@author_of_work
def list_documents(work: Work) -> Response:
    """What there is to check, in the order in which it is checked and walked."""
    rows = [
        {
            "id": document.id,
            "chapter": document.chapter_id,
            "title": document.chapter.title,
            "part": document.part,
            "words": document.words,
            "version": document.version,
        }
        for document in review.documents_of(work)
    ]
    return jsonify(documents=rows)


@blueprint.post("/documents/<int:document_id>/review")
@author_of_document
@reads_only
def check(document: Document) -> Response:
    """Check the next stretch of the text. The last one brings its findings, and the text unless the page has it."""
    shown = json_body().get("shown")
    if shown is not None and type(shown) is not int:
        raise BadInput
    node, version = document_node(document), document.version
    blocks = plain_text(node).paragraphs
    paragraphs = review.paragraphs_to_check(blocks, document.part)
    asked = service.prepare(engine(), document.chapter.work, paragraphs, needed_person())
    db.session.rollback()  # LanguageTool may take its time: the connection is for others meanwhile
    try:
        looked, fresh = review.look(engine(), asked, blocks)
    except CheckerUnavailable as unavailable:
        return jsonify(status_json(asked.language) | paused(unavailable, asked.language) | {"findings": None})
    remember(fresh)
    html = document_to_page(node) if looked.findings and shown != version else None
    return jsonify(status_json(asked.language) | vars(looked) | {"version": version, "html": html})


@blueprint.post("/works/<int:work_id>/corrections")
@author_of_work
def correct(work: Work) -> tuple[Response, int]:
    """Take [{document, version, from, to, meant, finding}]; those whose sentence is another one by now are passed over."""
    done = correcting.correct(work, read_corrections(json_body()), needed_person(), now())
    db.session.commit()
    return jsonify(vars(done)), 201


@blueprint.post("/works/<int:work_id>/corrections/take-back")
@author_of_work
def take_back(work: Work) -> tuple[str, int]:
    """Take {saved, decisions} as `correct` answered it."""
    saved, decisions = read_done(json_body())
    correcting.take_back(work, saved, decisions, needed_person(), now())
    db.session.commit()
    return "", 204
