"""Reads about the words of a work."""

from sqlalchemy import select

from workshop.db import db
from workshop.errors import NotFound
from workshop.lexicon.models import Term
from workshop.lexicon.names import Lexicon
from workshop.works.models import Work


def terms_of(work: Work) -> list[Term]:
    """Return the work's terms in the order of the alphabet, capitals and small letters side by side."""
    terms = db.session.scalars(select(Term).where(Term.work_id == work.id))
    return sorted(terms, key=lambda term: (term.text.casefold(), term.text))


def lexicon_of(work: Work) -> Lexicon:
    """Return the terms as one value that the checks can work with."""
    return Lexicon.of(db.session.scalars(select(Term.text).where(Term.work_id == work.id)))


def find_term(work: Work, text: str) -> Term | None:
    return db.session.scalar(select(Term).where(Term.work_id == work.id, Term.text == text))


def get_term(work: Work, term_id: int) -> Term:
    """Return the work's term; raises NotFound, also for a term of another work."""
    term = db.session.get(Term, term_id)
    if term is None or term.work_id != work.id:
        raise NotFound
    return term
