"""Changes to the words of a work. Adds and flushes; the view commits."""

from collections.abc import Iterable
from datetime import datetime

from workshop.db import db
from workshop.errors import BadInput
from workshop.lexicon.models import TERM_MAX, Term
from workshop.lexicon.readings import straight
from workshop.lexicon.queries import find_term
from workshop.works.models import Work


def add_term(work: Work, text: str, now: datetime) -> Term:
    """Return the work's term of that text, a new one where it had none; raises BadInput for what is no word."""
    text = clean_term(text)
    term = find_term(work, text)
    if term is None:
        term = Term(work_id=work.id, text=text, added_at=now)
        db.session.add(term)
        db.session.flush()
    return term


def add_terms(work: Work, texts: Iterable[str], now: datetime) -> list[Term]:
    """Return the terms of those texts, in their order and each once."""
    return list({term.id: term for term in (add_term(work, text, now) for text in texts)}.values())


def remove_term(term: Term) -> None:
    db.session.delete(term)
    db.session.flush()


def clean_term(text: str) -> str:
    """Return the text as a term is kept: one line, single spaces, straight apostrophes; raises BadInput."""
    text = " ".join(straight(text).split())
    if not any(character.isalpha() for character in text):
        raise BadInput("A name or a word has at least one letter.")
    if len(text) > TERM_MAX:
        raise BadInput(f"A name or a word can have at most {TERM_MAX} characters.")
    return text
