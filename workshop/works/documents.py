"""HTTP of documents: read one, fetch the steps one lacks, send steps, read an old version."""

from flask import Blueprint, Response, jsonify, request

from workshop.db import db
from workshop.web import json_body, now, number_asked
from workshop.works.access import author_of_document, author_of_head, reader_of_document
from workshop.works.devices import device_of
from workshop.works.head import Head
from workshop.works.models import Document
from workshop.works.saving import Behind, document_node, ensure_goes_on, save_steps, steps_since, version_node

blueprint = Blueprint("documents", __name__)


@blueprint.get("/documents/<int:document_id>")
@reader_of_document
def show_document(document: Document) -> Response:
    """The newest state, for an editor that opens or starts anew."""
    return _state(document, document.version, document_node(document).to_json())


@blueprint.get("/documents/<int:document_id>/versions/<int:number>/content")
@author_of_document
def show_state(document: Document, number: int) -> Response:
    """The state at an old version, onto which an editor lays steps that it never got to send."""
    return _state(document, number, version_node(document, number).to_json())


@blueprint.get("/documents/<int:document_id>/steps")
@author_of_document
def send_steps(document: Document) -> Response:
    """The steps after a version, for an editor that is behind. Betas get none: they hold what was deleted.

    An editor may name the `maker` of the step that led to its version; 412 says that it was another one.
    """
    since = number_asked("since", 0)
    ensure_goes_on(document, since, request.args.get("maker"))
    return jsonify(_as_json(steps_since(document, since)))


@blueprint.post("/documents/<int:document_id>/steps")
@author_of_head
def receive_steps(head: Head) -> tuple[Response, int]:
    """Keep steps. 200 says that they are on disk; 409 brings the steps to rebase on; 400 says that they are bad.

    412 says that the sender's text is newer than any here, or that another than the `maker` it names made the step that
    led to its version: an older copy of the database was laid over it.
    """
    body = json_body()
    ensure_goes_on(head, body.get("version"), body.get("maker"))
    device = device_of(request.user_agent.string)
    saved = save_steps(head, body.get("version"), body.get("steps"), body.get("client"), head.person_id, now(), device)
    if isinstance(saved, Behind):
        return jsonify(_as_json(saved)), 409
    db.session.commit()
    return jsonify(version=saved.version, words=saved.words), 200


def _state(document: Document, number: int, content: dict) -> Response:
    return jsonify(id=document.id, part=document.part, version=number, content=content)


def _as_json(behind: Behind) -> dict:
    return {"version": behind.version, "steps": behind.steps, "clients": behind.clients}
