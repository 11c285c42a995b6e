"""Accounts: who may have one, what a password does, when a session ends."""

import pytest
from flask import Flask

from tests.makers import NOW, PASSWORD, make_author, make_guest
from workshop.db import db
from workshop.errors import BadInput, NotAllowed
from workshop.people.models import Person
from workshop.people.service import (
    PASSWORD_MAX,
    PASSWORD_MIN,
    PEN_NAME_MAX,
    SIGN_IN_NAME_MAX,
    PenNameTaken,
    SignUpClosed,
    WrongSignIn,
    admit_guest,
    change_password,
    check_sign_in,
    end_sessions,
    find_author,
    found_house,
    set_sign_up,
    sign_in_name,
    sign_up,
    sign_up_is_open,
)

pytestmark = pytest.mark.usefixtures("session")


def test_first_account_keeps_the_house() -> None:
    assert found_house("mothwing", PASSWORD, NOW).keeps_house


def test_second_first_account_is_refused() -> None:
    make_author()
    with pytest.raises(SignUpClosed):
        found_house("usurper", PASSWORD, NOW)


def test_guests_alone_do_not_make_a_house() -> None:
    make_guest()
    assert found_house("mothwing", PASSWORD, NOW).keeps_house


def test_sign_up_is_closed_until_the_housekeeper_opens_it() -> None:
    keeper = found_house("mothwing", PASSWORD, NOW)
    with pytest.raises(SignUpClosed):
        sign_up("second", PASSWORD, NOW)
    set_sign_up(keeper, is_open=True)
    assert not sign_up("second", PASSWORD, NOW).keeps_house
    set_sign_up(keeper, is_open=False)
    with pytest.raises(SignUpClosed):
        sign_up("third", PASSWORD, NOW)


def test_sign_up_is_not_open_before_there_is_a_house() -> None:
    assert not sign_up_is_open()


def test_only_the_housekeeper_opens_sign_up() -> None:
    found_house("mothwing", PASSWORD, NOW)
    with pytest.raises(NotAllowed):
        set_sign_up(make_author(), is_open=True)


def test_sign_in_gives_the_person() -> None:
    person = make_author("mothwing")
    assert check_sign_in("mothwing", PASSWORD) is person


@pytest.mark.parametrize("written", ["Mothwing", " MOTHWING ", "mo\ufb01", "ＭＯＴＨＷＩＮＧ"])
def test_pen_name_is_known_however_it_is_written(written: str) -> None:
    make_author("mothwing")
    make_author("mofi")
    assert check_sign_in(written, PASSWORD)


@pytest.mark.parametrize(
    ("pen_name", "password"),
    [
        ("mothwing", "wrong horse battery"),
        ("nobody", PASSWORD),
        ("", ""),
        ("mothwing", ""),
        ("mothwing", PASSWORD + " "),
        ("mothwing", "x" * (PASSWORD_MAX + 1)),
        ("mothwing", "\ud800" * 12),
        ("mothwing\x00", PASSWORD),
        ("guest", ""),
    ],
)
def test_wrong_sign_in_never_says_which_was_wrong(pen_name: str, password: str) -> None:
    make_author("mothwing")
    make_guest("guest")
    with pytest.raises(WrongSignIn) as refusal:
        check_sign_in(pen_name, password)
    assert refusal.value.sentence == WrongSignIn.sentence


def test_sign_in_of_nobody_checks_a_password_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    # By the clock, a stranger could tell which pen names exist; so both ways do the same work.
    from workshop.people import service

    checked = []
    matches = service._matches
    monkeypatch.setattr(
        service, "_matches", lambda stored, password: checked.append(stored) or matches(stored, password)
    )
    make_author("mothwing")
    for pen_name in ("mothwing", "nobody"):
        with pytest.raises(WrongSignIn):
            check_sign_in(pen_name, "wrong horse battery")
    assert len(checked) == 2
    assert all(stored.startswith("$argon2id$") for stored in checked)


def test_hash_for_nobody_costs_as_much_as_a_real_one() -> None:
    from workshop.people import service

    parameters = [stored.split("$")[3] for stored in (service._nobodys_hash(), service.hash_password(PASSWORD))]
    assert parameters[0] == parameters[1]


def test_password_is_kept_as_argon2_hash_alone() -> None:
    person = found_house("mothwing", PASSWORD, NOW)
    assert person.password_hash.startswith("$argon2id$")
    assert PASSWORD not in person.password_hash


@pytest.mark.parametrize("password", ["", "short", "x" * (PASSWORD_MIN - 1), "x" * (PASSWORD_MAX + 1)])
def test_password_too_short_or_too_long_is_refused(password: str) -> None:
    with pytest.raises(BadInput):
        found_house("mothwing", password, NOW)


def test_any_character_may_stand_in_a_password() -> None:
    password = "пароль 密码 🦋 \ud800"
    found_house("mothwing", password, NOW)
    assert check_sign_in("mothwing", password)


@pytest.mark.parametrize("taken", ["mothwing", "Mothwing", "ｍothwing", " mothwing"])
def test_pen_name_of_an_author_is_taken_in_any_spelling(taken: str) -> None:
    keeper = found_house("mothwing", PASSWORD, NOW)
    set_sign_up(keeper, is_open=True)
    with pytest.raises(PenNameTaken):
        sign_up(taken, PASSWORD, NOW)


def test_pen_name_of_a_guest_is_not_taken() -> None:
    admit_guest("salt", NOW)
    assert found_house("salt", PASSWORD, NOW)


@pytest.mark.parametrize(
    "pen_name",
    ["", "   ", "...", "x" * (PEN_NAME_MAX + 1), "moth\u202ewing", "moth\x00wing", "moth\u200bwing", "\ud800a"],
)
def test_pen_name_that_cannot_be_read_or_typed_is_refused(pen_name: str) -> None:
    with pytest.raises(BadInput):
        found_house(pen_name, PASSWORD, NOW)


@pytest.mark.parametrize(
    "pen_name", ["x", "月", "Sasuke-teme", "o'Neill 2", "Ñandú", "e\u0301toile", "x" * PEN_NAME_MAX]
)
def test_pen_names_of_all_kinds_are_welcome(pen_name: str) -> None:
    found_house(pen_name, PASSWORD, NOW)
    assert find_author(pen_name)


def test_pen_name_keeps_its_capitals_and_loses_spare_blanks() -> None:
    assert found_house("  Moth   Wing ", PASSWORD, NOW).pen_name == "Moth Wing"


def test_pen_name_that_would_outgrow_its_column_is_refused() -> None:
    # Some letters grow when case and form are taken away: ﷺ is one character and is compared as eighteen.
    with pytest.raises(BadInput):
        admit_guest("a" + "ﷺ" * 20, NOW)
    assert Person.sign_in_name.type.length == SIGN_IN_NAME_MAX


def test_lone_surrogate_is_nobody_s_name() -> None:
    assert find_author("\ud800") is None


def test_new_password_replaces_the_old_one() -> None:
    person = make_author("mothwing")
    change_password(person, PASSWORD, "another good one")
    assert check_sign_in("mothwing", "another good one")
    with pytest.raises(WrongSignIn):
        check_sign_in("mothwing", PASSWORD)


def test_new_password_needs_the_old_one() -> None:
    person = make_author("mothwing")
    with pytest.raises(WrongSignIn):
        change_password(person, "wrong horse battery", "another good one")
    assert check_sign_in("mothwing", PASSWORD)


def test_new_password_ends_every_session() -> None:
    person = make_author()
    before = person.get_id()
    change_password(person, PASSWORD, "another good one")
    assert person.get_id() != before


def test_unfit_new_password_ends_no_session() -> None:
    person = make_author()
    before = person.get_id()
    with pytest.raises(BadInput):
        change_password(person, PASSWORD, "short")
    assert person.get_id() == before


def test_guest_becomes_an_author_by_a_first_password_while_sign_up_is_open() -> None:
    set_sign_up(found_house("keeper", PASSWORD, NOW), is_open=True)
    guest = make_guest("salt")
    change_password(guest, "", PASSWORD)
    assert guest.is_author
    assert check_sign_in("salt", PASSWORD) is guest


def test_guest_cannot_become_an_author_while_sign_up_is_closed() -> None:
    make_author("keeper")
    guest = make_guest("salt")
    with pytest.raises(SignUpClosed):
        change_password(guest, "", PASSWORD)
    assert not guest.is_author


def test_guest_cannot_take_an_author_s_name_by_a_first_password() -> None:
    set_sign_up(found_house("salt", PASSWORD, NOW), is_open=True)
    guest = make_guest("Salt")
    with pytest.raises(PenNameTaken):
        change_password(guest, "", PASSWORD)
    assert not guest.is_author


def test_ending_sessions_changes_what_every_session_holds() -> None:
    person = make_author()
    before = person.get_id()
    end_sessions(person)
    assert person.get_id() != before


def test_two_authors_of_one_sign_in_name_cannot_be_stored(app: Flask) -> None:
    from sqlalchemy.exc import IntegrityError

    make_author("salt")
    double = admit_guest("Salt", NOW)
    double.password_hash = "$argon2id$x"
    with pytest.raises(IntegrityError):
        db.session.flush()


def test_sign_in_name_is_one_for_all_spellings() -> None:
    assert len({sign_in_name(each) for each in ("Moth  Wing", "moth wing", " MOTH WING", "ｍoth wing")}) == 1
