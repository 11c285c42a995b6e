"""Who is asking, and the declarations `anyone` and `signed_in` for views."""

from functools import wraps

from flask import Flask, session
from flask_login import LoginManager, current_user, login_user, logout_user
from sqlalchemy import bindparam, select

from workshop.db import db
from workshop.errors import SignInNeeded
from workshop.people.models import Person
from workshop.people.sessions import DailySessions
from workshop.web import View, declare_access

# Asked with every request, so it is put together once.
_BY_ID = select(Person).where(Person.id == bindparam("person_id"))


def init_people(app: Flask) -> None:
    """Teach the app to know a person by the session cookie."""
    app.session_interface = DailySessions()
    login = LoginManager(app)
    # Sessions here live in a signed cookie of 30 days; binding them to the browser's name would end them at updates.
    login.session_protection = None
    login.user_loader(person_of_session)


def current_person() -> Person | None:
    """Return the person whose session this is, or None."""
    return current_user._get_current_object() if current_user.is_authenticated else None


def needed_person() -> Person:
    """Return the person whose session this is; raises SignInNeeded when there is none."""
    person = current_person()
    if person is None:
        raise SignInNeeded
    return person


def begin_session(person: Person) -> None:
    """Sign the person in on this browser, with a fresh cookie that outlives a restart."""
    session.clear()
    session.permanent = True
    login_user(person)


def end_session() -> None:
    logout_user()


def anyone(view: View) -> View:
    """Declare a view that everybody may use, signed in or not."""
    return declare_access(view, "anyone")


def signed_in(view: View) -> View:
    """Declare a view for people with a session, authors and guests alike; it gets the person first."""

    @wraps(view)
    def guarded(*arguments: object, **values: object) -> object:
        return view(needed_person(), *arguments, **values)

    return declare_access(guarded, "signed in")


def session_key() -> tuple[int, int]:
    """Return the id and the epoch of the session's person; raises SignInNeeded when there is none.

    Whether the session still holds is for the caller's query to see: the person's epoch is another once it was ended.
    """
    key = _key_in(session.get("_user_id", ""))
    if key is None:
        raise SignInNeeded
    return key


def person_of_session(session_id: str) -> Person | None:
    """Return the person of "id:epoch", or None when that session was ended."""
    key = _key_in(session_id)
    person = db.session.scalar(_BY_ID, {"person_id": key[0]}) if key else None
    return person if person and person.session_epoch == key[1] else None


def _key_in(session_id: str) -> tuple[int, int] | None:
    person_id, _, epoch = session_id.partition(":")
    return (int(person_id), int(epoch)) if person_id.isdecimal() and epoch.isdecimal() else None
