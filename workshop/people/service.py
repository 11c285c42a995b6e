"""What changes an account: making one, its password, its sessions, who may sign up."""

import unicodedata
from datetime import datetime
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError
from sqlalchemy import select

from workshop.db import db
from workshop.errors import BadInput, Conflict, NotAllowed
from workshop.people.models import HouseRule, Person

PEN_NAME_MAX = 60
#: As long as its column: a few letters grow when they are compared, one to eighteen.
SIGN_IN_NAME_MAX = 120
PASSWORD_MIN = 10
#: Longer ones are refused instead of cut: hashing time grows with the length.
PASSWORD_MAX = 200

_hasher = PasswordHasher()


class WrongSignIn(BadInput):
    sentence = "That pen name and password do not belong together."


class PenNameTaken(Conflict):
    sentence = "Someone here already writes under that pen name. Choose another."


class SignUpClosed(NotAllowed):
    sentence = "This Galley takes no new authors at the moment. Ask the person who runs it."


def found_house(pen_name: str, password: str, now: datetime) -> Person:
    """Make the first account, whose person keeps the house; refused once anyone has one."""
    if has_authors():
        raise SignUpClosed("This Galley has its first author already. Sign in instead.")
    person = _make_author(pen_name, password, now)
    person.keeps_house = True
    return person


def sign_up(pen_name: str, password: str, now: datetime) -> Person:
    if not sign_up_is_open():
        raise SignUpClosed
    return _make_author(pen_name, password, now)


def admit_guest(pen_name: str, now: datetime) -> Person:
    """Make a person without a password: a beta reader with just a pen name."""
    person = Person(pen_name=clean_pen_name(pen_name), created_at=now, session_epoch=1)
    person.sign_in_name = sign_in_name(person.pen_name)
    db.session.add(person)
    db.session.flush()
    return person


def check_sign_in(pen_name: str, password: str) -> Person:
    """Return the person with this pen name and password; raises WrongSignIn without saying which was wrong."""
    person = find_author(pen_name)
    stored = person.password_hash if person else None
    if not _matches(stored or _nobodys_hash(), password) or person is None:
        raise WrongSignIn
    return person


def change_password(person: Person, old: str, new: str) -> None:
    """Set a new password and end every session of the person.

    A guest has no old one to show; the first one makes an author of them, so that is a sign-up.
    """
    if person.password_hash and not _matches(person.password_hash, old):
        raise WrongSignIn("The old password is not right. Nothing was changed.")
    if not person.password_hash and not sign_up_is_open():
        raise SignUpClosed
    if not person.password_hash and find_author(person.pen_name):
        raise PenNameTaken
    person.password_hash = hash_password(new)
    end_sessions(person)


def give_password(person: Person, password: str) -> None:
    """Make an author of someone who has no password; raises PenNameTaken where an author has that name."""
    if find_author(person.pen_name):
        raise PenNameTaken
    person.password_hash = hash_password(password)
    db.session.flush()


def end_sessions(person: Person) -> None:
    person.session_epoch += 1
    db.session.flush()


def set_sign_up(person: Person, is_open: bool) -> None:
    if not person.keeps_house:
        raise NotAllowed("Only the person who set this Galley up can open or close sign-up.", person=person.id)
    db.session.merge(HouseRule(name="sign_up", value="open" if is_open else "closed"))
    db.session.flush()


def sign_up_is_open() -> bool:
    rule = db.session.get(HouseRule, "sign_up")
    return has_authors() and rule is not None and rule.value == "open"


def has_authors() -> bool:
    return db.session.scalar(select(Person.id).where(Person.password_hash.is_not(None)).limit(1)) is not None


def find_author(pen_name: str) -> Person | None:
    return db.session.scalar(
        select(Person).where(Person.sign_in_name == sign_in_name(pen_name), Person.password_hash.is_not(None))
    )


def sign_in_name(pen_name: str) -> str:
    """The pen name as compared: one spelling, one case, single spaces."""
    # A lone surrogate, which only a hand-made request can hold, is no text that a database could look for.
    text = pen_name.encode("utf-8", "replace").decode()
    return " ".join(unicodedata.normalize("NFKC", text).casefold().split())


def clean_pen_name(pen_name: str) -> str:
    """Return the pen name as it is kept; raises BadInput for one that cannot be shown or is too long."""
    name = " ".join(unicodedata.normalize("NFC", pen_name).split())
    if not name or not any(character.isalnum() for character in name):
        raise BadInput("A pen name needs at least one letter or digit.")
    if len(name) > PEN_NAME_MAX or len(sign_in_name(name)) > SIGN_IN_NAME_MAX:
        raise BadInput(f"A pen name can have at most {PEN_NAME_MAX} characters.")
    if any(unicodedata.category(character) in {"Cc", "Cf", "Cs", "Co", "Cn"} for character in name):
        raise BadInput("That pen name has a character that cannot be shown.")
    return name


def hash_password(password: str) -> str:
    """Return the argon2 hash; raises BadInput for one that is too short, too long, or not text."""
    if len(password) < PASSWORD_MIN:
        raise BadInput(f"A password needs at least {PASSWORD_MIN} characters.")
    if len(password) > PASSWORD_MAX:
        raise BadInput(f"A password can have at most {PASSWORD_MAX} characters.")
    return _hasher.hash(_as_bytes(password))


def _make_author(pen_name: str, password: str, now: datetime) -> Person:
    person = admit_guest(pen_name, now)
    give_password(person, password)
    return person


@cache
def _nobodys_hash() -> str:
    """A hash to check when no such pen name exists, so that the answer takes as long as for one that does."""
    return _hasher.hash("nobody has this password")


def _matches(stored: str, password: str) -> bool:
    if len(password) > PASSWORD_MAX:
        return False
    try:
        return _hasher.verify(stored, _as_bytes(password))
    except (VerifyMismatchError, InvalidHashError):
        return False


def _as_bytes(password: str) -> bytes:
    # A lone surrogate from a hand-made request is no reason to fail.
    return password.encode("utf-8", "surrogatepass")
