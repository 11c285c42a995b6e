"""Who may do what with a work: the declarations that views carry, and the role behind them.

All safety of works rests on `_ensure_allowed`, which `loaded` and `author_of_head` ask: whoever it lets through may see
the thing; everybody else gets NotFound, which is also what a thing that does not exist gives.
"""

from collections.abc import Callable
from functools import wraps

from sqlalchemy import Select, bindparam, select
from sqlalchemy.orm import contains_eager

from workshop.db import db
from workshop.errors import NotFound
from workshop.people.access import needed_person, session_key
from workshop.people.models import Person
from workshop.web import View, declare_access
from workshop.works.head import Head, find_head
from workshop.works.models import Chapter, Document, Membership, Part, Role, Work

Thing = Work | Chapter | Document

# Every request asks what a thing belongs to and who the person is there: one query, put together once, instead of four.
_TO_WORK: dict[type[Thing], Select] = {
    Work: select(Work, Membership),
    Chapter: select(Chapter, Membership).join(Chapter.work).options(contains_eager(Chapter.work)),
    Document: select(Document, Membership)
    .join(Document.chapter)
    .join(Chapter.work)
    .options(contains_eager(Document.chapter).contains_eager(Chapter.work)),
}
_ITS_MEMBER = (Membership.work_id == Work.id) & (Membership.person_id == bindparam("person_id"))
_WITH_MEMBERSHIP = {
    kind: statement.outerjoin(Membership, _ITS_MEMBER).where(kind.id == bindparam("thing_id"))
    for kind, statement in _TO_WORK.items()
}


def role_in(work: Work, person: Person) -> Role | None:
    """Return what the person is in the work; None for a stranger and from the moment of a revocation."""
    return _role_of(db.session.get(Membership, (work.id, person.id)))


def is_author(work: Work, person: Person) -> bool:
    return role_in(work, person) is Role.AUTHOR


def may_read(document: Document, role: Role | None) -> bool:
    return role is Role.AUTHOR or (role is Role.BETA and document.part != Part.PRIVATE_NOTE)


def loaded(kind: type[Thing], thing_id: int, person: Person, roles: set[Role], *, binned: bool = False) -> Thing:
    """Return the thing if the person has one of the roles in its work; raises NotFound otherwise.

    What lies in the bin, or in a work that does, is found only with `binned`, and only by its authors.
    """
    found = db.session.execute(_WITH_MEMBERSHIP[kind], {"thing_id": thing_id, "person_id": person.id}).first()
    if found is None:
        raise NotFound
    thing, membership = found
    chapter = thing.chapter if isinstance(thing, Document) else thing if isinstance(thing, Chapter) else None
    work = chapter.work if chapter else thing
    in_bin = work.binned_at is not None or (chapter is not None and _is_binned(chapter))
    role = _role_of(membership)
    # A draft is its authors' alone.
    _ensure_allowed(role, roles - {Role.BETA} if chapter is not None and chapter.draft_of else roles, in_bin, binned)
    if isinstance(thing, Document) and not may_read(thing, role):
        raise NotFound
    return thing


def _is_binned(chapter: Chapter) -> bool:
    return chapter.binned_at is not None or (chapter.main is not None and chapter.main.binned_at is not None)


def _ensure_allowed(role: Role | None, roles: set[Role], in_bin: bool, binned: bool) -> None:
    if role not in roles or (in_bin and not (binned and role is Role.AUTHOR)):
        raise NotFound


def _role_of(membership: Membership | Head | None) -> Role | None:
    if membership is None or membership.revoked_at is not None:
        return None
    return Role(membership.role)


def _declaration(kind: type[Thing], roles: set[Role], access: str, *, binned: bool = False) -> Callable[[View], View]:
    name = f"{kind.__name__.lower()}_id"

    def declare(view: View) -> View:
        @wraps(view)
        def guarded(**values: int) -> object:
            return view(loaded(kind, values.pop(name), needed_person(), roles, binned=binned), **values)

        return declare_access(guarded, access)

    return declare


def author_of_head(view: View) -> View:
    """Declare the view that saves: as `author_of_document`, but it gets the document's Head, in a fraction of the time."""

    @wraps(view)
    def guarded(document_id: int) -> object:
        head = find_head(document_id, *session_key())
        if head is None:
            needed_person()  # whose session has ended is told that, not that there is nothing
            raise NotFound
        _ensure_allowed(_role_of(head), _AUTHORS, bool(head.in_bin), binned=False)
        return view(head)

    return declare_access(guarded, "author")


_AUTHORS = {Role.AUTHOR}
_READERS = {Role.AUTHOR, Role.BETA}

# Each gives the view the loaded Work, Chapter or Document in place of its id.
author_of_work = _declaration(Work, _AUTHORS, "author")
author_of_chapter = _declaration(Chapter, _AUTHORS, "author")
author_of_document = _declaration(Document, _AUTHORS, "author")
author_of_binned_work = _declaration(Work, _AUTHORS, "author", binned=True)
author_of_binned_chapter = _declaration(Chapter, _AUTHORS, "author", binned=True)
reader_of_work = _declaration(Work, _READERS, "reader")
reader_of_chapter = _declaration(Chapter, _READERS, "reader")
reader_of_document = _declaration(Document, _READERS, "reader")
