"""Reads about the words of a work, and about the lexicons that works share."""

from dataclasses import dataclass
from functools import lru_cache

from sqlalchemy import ColumnElement, Select, func, or_, select

from workshop.db import db
from workshop.errors import NotFound
from workshop.lexicon.models import Home, LexiconUse, SharedLexicon, Term
from workshop.lexicon.names import Lexicon
from workshop.people.models import Person
from workshop.works.models import Membership, Role, Work


@dataclass(frozen=True)
class SharedRow:
    """A shared lexicon as the lists show it."""

    lexicon: SharedLexicon
    terms: int
    #: Whether the work that was asked about uses it.
    used: bool


def belongs_to(home: Home) -> ColumnElement[bool]:
    return Term.work_id == home.id if isinstance(home, Work) else Term.lexicon_id == home.id


def terms_of(home: Home) -> list[Term]:
    """Return the terms in the order of the alphabet, capitals and small letters side by side."""
    terms = db.session.scalars(select(Term).where(belongs_to(home)))
    return sorted(terms, key=lambda term: (term.text.casefold(), term.text))


def lexicon_of(work: Work) -> Lexicon:
    """Return the work's terms and those of the lexicons it uses, as one value that the checks can work with.

    It is asked for with every check, so it costs one row: the value is made once for the same terms.
    """
    written = func.aggregate_strings(Term.text + "\n" + Term.also_called, "\n")
    used = or_(belongs_to(work), Term.lexicon_id.in_(_used_in(work)))
    return _lexicon(db.session.scalar(select(written).where(used)) or "")


def find_term(home: Home, text: str) -> Term | None:
    return db.session.scalar(select(Term).where(belongs_to(home), Term.text == text))


def get_term(home: Home, term_id: int) -> Term:
    """Return the term of this home; raises NotFound, also for a term of another one."""
    term = db.session.scalar(select(Term).where(belongs_to(home), Term.id == term_id))
    if term is None:
        raise NotFound
    return term


def shared_lexicons(person: Person, work: Work | None = None) -> list[SharedRow]:
    """Return the person's shared lexicons by name; with a work, which of them it uses."""
    used = set(db.session.scalars(_used_in(work))) if work else set()
    rows = db.session.execute(
        select(SharedLexicon, func.count(Term.id))
        .outerjoin(Term, Term.lexicon_id == SharedLexicon.id)
        .where(SharedLexicon.person_id == person.id)
        .group_by(SharedLexicon.id)
    )
    found = [SharedRow(lexicon, count, lexicon.id in used) for lexicon, count in rows]
    return sorted(found, key=lambda row: (row.lexicon.name.casefold(), row.lexicon.id))


def get_lexicon(person: Person, lexicon_id: int) -> SharedLexicon:
    """Return the person's shared lexicon; raises NotFound, also for somebody else's."""
    lexicon = db.session.get(SharedLexicon, lexicon_id)
    if lexicon is None or lexicon.person_id != person.id:
        raise NotFound
    return lexicon


def works_using(lexicon: SharedLexicon) -> list[Work]:
    """Return the works outside the bin in which the lexicon counts, by title."""
    works = db.session.scalars(
        select(Work)
        .join(LexiconUse, LexiconUse.work_id == Work.id)
        .where(LexiconUse.lexicon_id == lexicon.id, Work.binned_at.is_(None), _is_author(Work.id, lexicon.person_id))
    )
    return sorted(works, key=lambda work: work.title.casefold())


def _used_in(work: Work) -> Select[tuple[int]]:
    """The lexicons that count in a work. Who is no author of it any more takes their lexicons along."""
    return (
        select(SharedLexicon.id)
        .join(LexiconUse, LexiconUse.lexicon_id == SharedLexicon.id)
        .where(LexiconUse.work_id == work.id, _is_author(work.id, SharedLexicon.person_id))
    )


def _is_author(work_id: object, person_id: object) -> ColumnElement[bool]:
    return (
        select(Membership.work_id)
        .where(
            Membership.work_id == work_id,
            Membership.person_id == person_id,
            Membership.role == Role.AUTHOR,
            Membership.revoked_at.is_(None),
        )
        .exists()
    )


@lru_cache(maxsize=32)
def _lexicon(lines: str) -> Lexicon:
    return Lexicon.of(line for line in lines.split("\n") if line)
