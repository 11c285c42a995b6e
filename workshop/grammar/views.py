"""HTTP of findings and decisions, and of learning the cast, which asks the speller."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from workshop.beta.views import writing_limit
from workshop.db import db
from workshop.grammar import deciding, frequent, queries, service
from workshop.grammar.judging import Paragraph
from workshop.grammar.languagetool.client import CheckerUnavailable
from workshop.grammar.languagetool.languages import read_language
from workshop.grammar.models import Decision, Verdict
from workshop.grammar.request_bodies import (
    read_asked,
    read_finding,
    read_level,
    read_meant,
    read_question,
    read_verdict,
)
from workshop.grammar.running import engine, paused, remember, status_json
from workshop.lexicon import service as lexicon_service
from workshop.lexicon.names import term_in
from workshop.lexicon.views import show_home
from workshop.people.access import needed_person, signed_in
from workshop.people.models import Person
from workshop.prose.plain import plain_text
from workshop.web import json_body, now, number_asked, reads_only, wants_fragment, wants_json
from workshop.works.access import author_of_document, author_of_work
from workshop.works.models import Document, Part, Work
from workshop.works.queries import documents_of, standing_chapters
from workshop.works.saving import document_node

blueprint = Blueprint("grammar", __name__)

#: How the list of decisions goes; so many stand on a page.
LISTED = (Verdict.LEAVE, Verdict.VOICE, Verdict.NEVER, Verdict.ASK, Verdict.ACCEPT)
PAGE = 100


@blueprint.get("/grammar")
@signed_in
def show_status(_person: Person) -> Response:
    """How the grammar checker is doing, for a page that says so."""
    return jsonify(status_json())


@blueprint.post("/documents/<int:document_id>/findings")
@author_of_document
@reads_only
def find(document: Document) -> Response:
    """The findings of the paragraphs that were sent; of a whole document they are kept for the next time."""
    asked = read_asked(json_body(), document.part)
    check = service.prepare(engine(), document.chapter.work, asked.paragraphs, needed_person())
    db.session.rollback()  # LanguageTool may take its time: the connection is for others meanwhile
    try:
        with engine().turns.first():
            found, matches = service.find(engine(), check, whole=asked.whole)
    except CheckerUnavailable as unavailable:
        return jsonify(status_json(check.language) | paused(unavailable, check.language) | {"findings": {}})
    if asked.whole:
        remember(matches)
    by_key = {key: [finding.as_json() for finding in each] for key, each in zip(asked.keys, found, strict=True)}
    return jsonify(status_json(check.language) | {"findings": by_key})


@blueprint.post("/works/<int:work_id>/level")
@author_of_work
def choose_level(work: Work) -> Response | tuple[str, int]:
    """How much to show about the work: {level} as JSON, or a form's field."""
    level = read_level((json_body() if request.is_json else request.form).get("level"))
    service.choose_level(work, level)
    db.session.commit()
    return ("", 204) if wants_json() else redirect(url_for("desk.open_work", work_id=work.id), 303)


@blueprint.post("/works/<int:work_id>/language")
@author_of_work
def choose_language(work: Work) -> Response | tuple[str, int]:
    """In which language the work is checked: {language} as JSON, or a form's field. What it lacks is fetched."""
    language = read_language((json_body() if request.is_json else request.form).get("language"))
    service.choose_language(work, language)
    db.session.commit()
    engine().want(language.code)
    return ("", 204) if wants_json() else redirect(url_for("desk.open_work", work_id=work.id), 303)


@blueprint.post("/works/<int:work_id>/decisions")
@author_of_work
def decide(work: Work) -> tuple[Response, int]:
    """Take {finding, decision, meant}; the answer has the decision's id, or for a name the term that was learnt."""
    body = json_body()
    verdict, finding = read_verdict(body)
    if verdict is None:
        term = lexicon_service.add_term(work, term_in(str(finding.get("words", ""))), now())
        answer: dict[str, Any] = {"id": None, "decision": "name", "term": {"id": term.id, "text": term.text}}
    else:
        decision = deciding.decide(work, verdict, finding, needed_person(), now(), meant=read_meant(body))
        answer = {"id": decision.id, "decision": decision.verdict}
    db.session.commit()
    return jsonify(answer), 201


@blueprint.post("/documents/<int:document_id>/questions")
@author_of_document
@writing_limit
def ask_beta(document: Document) -> tuple[Response, int]:
    """Take {finding, from, to, version, body}: open a thread on the finding's words, and keep it quiet meanwhile."""
    body = json_body()
    decision = deciding.ask_beta(document, read_finding(body), read_question(body), needed_person(), now())
    db.session.commit()
    return jsonify(id=decision.id, decision=decision.verdict, thread=decision.thread_id), 201


@blueprint.get("/works/<int:work_id>/decisions")
@author_of_work
def show_decisions(work: Work) -> str:
    """The decisions of one verdict, a page of them; of that which the address names, or the first that has any."""
    counts = queries.decision_counts(work)
    asked = request.args.get("verdict")
    verdict = Verdict(asked) if asked in set(Verdict) else next(filter(counts.get, LISTED), LISTED[0])
    page = number_asked("page", 0)
    decisions = queries.decisions_of(work, verdict, PAGE, min(page, counts[verdict]) * PAGE)
    taken_back = queries.find_taken_back(work, number_asked("taken_back", 0))
    return render_template(
        "grammar/decisions.html",
        **{"work": work, "verdict": verdict, "listed": LISTED, "counts": counts, "decisions": decisions},
        **{"page": page, "more": counts[verdict] > (page + 1) * PAGE, "taken_back": taken_back},
    )


@blueprint.post("/works/<int:work_id>/decisions/<int:decision_id>/take-back")
@author_of_work
def take_back(work: Work, decision_id: int) -> Response | tuple[str, int]:
    decision = queries.get_decision(work, decision_id)
    deciding.take_back(decision, needed_person(), now())
    db.session.commit()
    return _decided(decision, taken_back=decision.id)


@blueprint.post("/works/<int:work_id>/decisions/<int:decision_id>/restore")
@author_of_work
def restore(work: Work, decision_id: int) -> Response | tuple[str, int]:
    """The undo of taking back."""
    decision = queries.get_decision(work, decision_id)
    deciding.restore(decision, needed_person())
    db.session.commit()
    return _decided(decision)


@blueprint.get("/account/mistakes")
@signed_in
def show_frequent(person: Person) -> str:
    """What the person often mistypes."""
    return render_template("grammar/frequent.html", mistakes=frequent.mistakes_of(person))


@blueprint.post("/works/<int:work_id>/lexicon/learn")
@author_of_work
@reads_only
def propose_cast(work: Work) -> str:
    """The names and coinages of all chapters that the lexicon does not have yet, for the author to take."""
    check = service.prepare(engine(), work, _paragraphs_of(work), needed_person())
    db.session.rollback()
    proposals, matches = service.propose_cast(engine(), check)
    remember(matches)
    if wants_fragment():
        return render_template("lexicon/_proposals.html", work=work, proposals=proposals)
    return show_home(work, proposals=proposals)


def _decided(decision: Decision, **told: int) -> Response | tuple[str, int]:
    """Answer a script that it is done; lead a form back to its list."""
    if wants_json():
        return "", 204
    return redirect(url_for("grammar.show_decisions", work_id=decision.work_id, verdict=decision.verdict, **told), 303)


def _paragraphs_of(work: Work) -> list[Paragraph]:
    """Return every paragraph of the work's chapters, the author's notes included: names stand there too."""
    return [
        Paragraph(block.text, is_note=part is not Part.TEXT)
        for chapter in standing_chapters(work)
        for part, document in documents_of(chapter).items()
        for block in plain_text(document_node(document)).paragraphs
    ]
