"""Changes to the words of a work and to shared lexicons. Adds and flushes; the view commits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from workshop.db import db
from workshop.errors import Conflict, TooLarge
from workshop.lexicon.lists import Entry, Listing, Unreadable, also_called, clean_term
from workshop.lexicon.models import Home, LexiconUse, SharedLexicon, Term
from workshop.lexicon.queries import find_term, shared_lexicons, terms_of
from workshop.people.models import Person
from workshop.works.models import Work

#: More names than the longest saga has.
TERMS_MAX = 10_000
LEXICONS_MAX = 200


@dataclass(frozen=True)
class Report:
    """What became of a list."""

    added: list[Term]
    #: Were there before, and got other names that they did not have.
    extended: list[Term]
    known: list[Term]
    unreadable: tuple[Unreadable, ...] = ()


def add_list(home: Home, listing: Listing, now: datetime) -> Report:
    """Add what the list holds, and return what was new, what was there, and what could not be read."""
    before = {term.text: term for term in terms_of(home)}
    added: dict[str, Term] = {}
    met: dict[str, bool] = {}  # of those before: whether it got another name
    for entry in listing.entries:
        if entry.text in before:
            met[entry.text] = _extend(before[entry.text], entry) or met.get(entry.text, False)
        elif entry.text in added:
            _extend(added[entry.text], entry)
        else:
            added[entry.text] = _new_term(home, entry, now)
    if len(before) + len(added) > TERMS_MAX:
        raise TooLarge(f"One lexicon holds at most {TERMS_MAX:,} names and words. Nothing was changed.")
    db.session.flush()
    extended, known = ([before[text] for text, longer in met.items() if longer is wanted] for wanted in (True, False))
    return Report(list(added.values()), extended, known, listing.unreadable)


def add_term(home: Home, text: str, now: datetime) -> Term:
    """Return the term of that text, a new one where there was none; raises BadInput for what is no word."""
    text = clean_term(text)
    return find_term(home, text) or add_list(home, Listing((Entry(text),)), now).added[0]


def change_term(term: Term, home: Home, text: str, others: Iterable[str]) -> None:
    """Write the term anew; raises BadInput, and Conflict where there is one of that text already."""
    text = clean_term(text)
    same = find_term(home, text)
    if same is not None and same is not term:
        raise Conflict(f"“{text}” is there already. Nothing was changed.", term=same.id)
    term.text, term.also_called = text, "\n".join(also_called(text, others))
    db.session.flush()


def move_term(term: Term, target: Home, now: datetime) -> Term:
    """Let the term belong elsewhere, where it grows together with one of the same text; return it."""
    moved = find_term(target, term.text)
    if moved is term:
        return term
    if moved is None:
        moved = _new_term(target, term.entry, now)
    else:
        _extend(moved, term.entry)
    db.session.delete(term)
    db.session.flush()
    return moved


def remove_term(term: Term) -> None:
    db.session.delete(term)
    db.session.flush()


def make_lexicon(person: Person, name: str, now: datetime) -> SharedLexicon:
    """Return the person's shared lexicon of that name, a new one where they had none."""
    rows = shared_lexicons(person)
    for row in rows:
        if row.lexicon.name == name:
            return row.lexicon
    if len(rows) >= LEXICONS_MAX:
        raise TooLarge(f"You have {LEXICONS_MAX} shared lexicons, as many as there can be.")
    lexicon = SharedLexicon(person_id=person.id, name=name, made_at=now)
    db.session.add(lexicon)
    db.session.flush()
    return lexicon


def rename_lexicon(lexicon: SharedLexicon, person: Person, name: str) -> None:
    """Give it another name; raises Conflict where the person has one of that name."""
    if any(row.lexicon.name == name and row.lexicon is not lexicon for row in shared_lexicons(person)):
        raise Conflict(f"You have a lexicon “{name}” already. Nothing was changed.", lexicon=lexicon.id)
    lexicon.name = name
    db.session.flush()


def delete_lexicon(lexicon: SharedLexicon) -> None:
    db.session.delete(lexicon)
    db.session.flush()


def use_lexicon(work: Work, lexicon: SharedLexicon) -> None:
    if db.session.get(LexiconUse, (work.id, lexicon.id)) is None:
        db.session.add(LexiconUse(work_id=work.id, lexicon_id=lexicon.id))
        db.session.flush()


def leave_lexicon(work: Work, lexicon: SharedLexicon) -> None:
    use = db.session.get(LexiconUse, (work.id, lexicon.id))
    if use is not None:
        db.session.delete(use)
        db.session.flush()


def _new_term(home: Home, entry: Entry, now: datetime) -> Term:
    owner = {"work_id": home.id} if isinstance(home, Work) else {"lexicon_id": home.id}
    term = Term(**owner, text=entry.text, also_called="\n".join(entry.also), added_at=now)
    db.session.add(term)
    return term


def _extend(term: Term, entry: Entry) -> bool:
    """Give the term the other names that it lacks; tell whether it lacked any."""
    new = [name for name in entry.also if name not in (term.text, *term.also)]
    if new:
        term.also_called = "\n".join(also_called(term.text, [*term.also, *new]))
    return bool(new)
