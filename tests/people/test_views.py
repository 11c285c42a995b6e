"""Signing in and out, sessions, passwords and sign-up over HTTP."""

import time
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from tests.conftest import close
from tests.makers import PASSWORD, client_of, make_author, make_guest
from workshop import create_app
from workshop.db import db
from workshop.people.models import Person
from workshop.people.service import WrongSignIn, set_sign_up
from workshop.settings import Settings

NEW_PASSWORD = "another good one"


@pytest.fixture
def mothwing(app: Flask) -> str:
    """The session id of an author whose password is PASSWORD, and who keeps the house."""
    return kept(app, lambda: make_author("mothwing"), keeps_house=True)


def kept(app: Flask, make: Callable[[], Person], **values: object) -> str:
    with app.app_context():
        person = make()
        for name, value in values.items():
            setattr(person, name, value)
        db.session.commit()
        return person.get_id()


def sign_in(client: FlaskClient, password: str = PASSWORD, pen_name: str = "mothwing", **fields: str):
    return client.post("/sign-in", data={"pen_name": pen_name, "password": password, **fields})


def is_signed_in(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


@pytest.mark.usefixtures("mothwing")
def test_right_password_opens_a_session_and_leads_to_the_shelf(client: FlaskClient) -> None:
    answer = sign_in(client)
    assert (answer.status_code, answer.location) == (303, "/")
    assert is_signed_in(client)


@pytest.mark.usefixtures("mothwing")
def test_wrong_password_opens_none_and_keeps_the_name_in_the_form(client: FlaskClient) -> None:
    answer = sign_in(client, "wrong horse battery")
    assert answer.status_code == 400
    assert WrongSignIn.sentence in answer.text
    assert 'value="mothwing"' in answer.text
    assert "wrong horse battery" not in answer.text
    assert not is_signed_in(client)


@pytest.mark.usefixtures("mothwing")
def test_sign_in_goes_where_the_person_was_going(client: FlaskClient) -> None:
    assert sign_in(client, next="/works/3?a=b").location == "/works/3?a=b"


@pytest.mark.usefixtures("mothwing")
@pytest.mark.parametrize(
    "target",
    [
        "https://example.org/",
        "//example.org/",
        "/\\example.org",
        "javascript:alert(1)",
        "/\t/example.org",
        "x",
        "\\\\a",
    ],
)
def test_sign_in_goes_to_no_other_site(client: FlaskClient, target: str) -> None:
    assert sign_in(client, next=target).location == "/"


def test_page_for_members_leads_to_the_sign_in_and_back(client: FlaskClient) -> None:
    answer = client.get("/account")
    assert (answer.status_code, answer.location) == (303, "/sign-in?next=/account")


def test_script_without_a_session_is_told_so(client: FlaskClient) -> None:
    answer = client.get("/account", headers={"Accept": "application/json"})
    assert answer.status_code == 401
    assert answer.json["error"].startswith("Sign in")


@pytest.mark.usefixtures("mothwing")
def test_session_cookie_is_out_of_reach_of_scripts_and_other_sites(client: FlaskClient) -> None:
    cookie = sign_in(client).headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert "Expires=" in cookie


def test_session_outlives_a_restart(app: Flask, settings: Settings, mothwing: str) -> None:
    cookie = client_of(app, mothwing).get_cookie("galley").value
    again = create_app(settings)
    client = again.test_client()
    client.set_cookie("galley", cookie)
    assert is_signed_in(client)
    close(again)


@pytest.mark.usefixtures("mothwing")
def test_session_cookie_is_sent_once_a_day_and_not_with_every_answer(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client)
    assert "Set-Cookie" in client.get("/account").headers
    assert "Set-Cookie" not in client.get("/account").headers
    go_on_in_time(monkeypatch, days=1)
    assert "Set-Cookie" in client.get("/account").headers
    assert "Set-Cookie" not in client.get("/account").headers


@pytest.mark.usefixtures("mothwing")
def test_session_lasts_as_long_as_its_person_comes_within_thirty_days(
    client: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    sign_in(client)
    for _ in range(3):
        go_on_in_time(monkeypatch, days=29)
        assert is_signed_in(client)
    cookie = client.get_cookie("galley").value
    go_on_in_time(monkeypatch, days=31)
    client.set_cookie("galley", cookie)
    assert not is_signed_in(client)


def go_on_in_time(monkeypatch: pytest.MonkeyPatch, days: int) -> None:
    later = time.time() + days * 24 * 60 * 60
    monkeypatch.setattr(time, "time", lambda: later)


def test_session_whose_signature_was_altered_is_nobodys(app: Flask, mothwing: str) -> None:
    client = client_of(app, mothwing)
    assert is_signed_in(client)
    cookie = client.get_cookie("galley").value
    for altered in ("", cookie[:-4], cookie.swapcase(), "x" + cookie):
        client.set_cookie("galley", altered)
        assert not is_signed_in(client)


def test_session_of_another_galley_means_nothing_here(app: Flask, mothwing: str) -> None:
    app.secret_key, key = "another secret", app.secret_key
    client = client_of(app, mothwing)
    app.secret_key = key
    assert not is_signed_in(client)


@pytest.mark.parametrize("session_id", ["", "x", "1", "1:", "1:99", ":1", "1:1:1", "-1:1", "1.0:1", "99:1", "²:1"])
def test_unfit_session_id_is_nobody(app: Flask, mothwing: str, session_id: str) -> None:
    assert mothwing == "1:1"
    assert not is_signed_in(client_of(app, session_id))


@pytest.mark.usefixtures("mothwing")
def test_eleventh_try_within_a_minute_has_to_wait(client: FlaskClient) -> None:
    tries = [sign_in(client, "wrong horse battery", pen_name=f"name {number}").status_code for number in range(11)]
    assert tries == [400] * 10 + [429]
    assert "Wait a minute" in sign_in(client).text


@pytest.mark.usefixtures("mothwing")
def test_guessing_one_name_from_many_addresses_has_to_wait(app: Flask) -> None:
    tries = [
        app.test_client().post(
            "/sign-in",
            data={"pen_name": ("Mothwing", " mothwing ")[number % 2], "password": "wrong horse battery"},
            environ_base={"REMOTE_ADDR": f"10.0.0.{number}"},
        )
        for number in range(11)
    ]
    assert [each.status_code for each in tries] == [400] * 10 + [429]


def test_sign_in_takes_no_turn_in_the_writer_queue(app: Flask) -> None:
    # Hashing takes a third of a second, and somebody else's save would wait for it.
    assert app.view_functions["people.begin_sign_in"].reads_only


def test_sign_out_ends_the_session(app: Flask, mothwing: str) -> None:
    client = client_of(app, mothwing)
    assert client.post("/sign-out").location == "/sign-in"
    assert not is_signed_in(client)


def test_sign_out_everywhere_ends_every_session_at_once(app: Flask, mothwing: str) -> None:
    laptop, phone = client_of(app, mothwing), client_of(app, mothwing)
    assert laptop.post("/account/sign-out-everywhere").location == "/sign-in"
    assert not is_signed_in(laptop)
    assert not is_signed_in(phone)
    assert sign_in(phone).status_code == 303
    assert is_signed_in(phone)


def test_new_password_ends_the_other_sessions_and_keeps_this_one(app: Flask, mothwing: str) -> None:
    laptop, phone = client_of(app, mothwing), client_of(app, mothwing)
    answer = laptop.post("/account/password", data={"old": PASSWORD, "new": NEW_PASSWORD})
    assert answer.status_code == 303
    assert is_signed_in(laptop)
    assert not is_signed_in(phone)
    assert sign_in(phone, PASSWORD).status_code == 400
    assert sign_in(phone, NEW_PASSWORD).status_code == 303


@pytest.mark.parametrize(
    ("old", "new"), [("wrong horse battery", NEW_PASSWORD), (PASSWORD, "short"), ("", ""), (PASSWORD, "")]
)
def test_refused_new_password_changes_nothing(app: Flask, mothwing: str, old: str, new: str) -> None:
    laptop, phone = client_of(app, mothwing), client_of(app, mothwing)
    answer = laptop.post("/account/password", data={"old": old, "new": new})
    assert answer.status_code == 400
    assert is_signed_in(laptop)
    assert is_signed_in(phone)
    assert sign_in(app.test_client()).status_code == 303


def test_guest_gets_an_account_by_setting_a_password_while_sign_up_is_open(app: Flask, mothwing: str) -> None:
    guest = client_of(app, kept(app, lambda: make_guest("salt")))
    assert guest.post("/account/password", data={"new": NEW_PASSWORD}).status_code == 403
    with app.app_context():
        set_sign_up(db.session.get(Person, 1), is_open=True)
        db.session.commit()
    assert guest.post("/account/password", data={"new": NEW_PASSWORD}).status_code == 303
    assert sign_in(app.test_client(), NEW_PASSWORD, pen_name="salt").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Origin": "https://example.org"},
        {"Origin": "null"},
    ],
)
def test_another_site_cannot_sign_anyone_in_or_out(app: Flask, mothwing: str, headers: dict[str, str]) -> None:
    client = client_of(app, mothwing)
    assert client.post("/sign-out", headers=headers).status_code == 403
    assert client.post("/sign-in", headers=headers).status_code == 403
    assert is_signed_in(client)


def test_housekeeper_opens_and_closes_sign_up(app: Flask, mothwing: str) -> None:
    keeper, newcomer = client_of(app, mothwing), {"pen_name": "second", "password": PASSWORD}
    assert app.test_client().post("/sign-up", data=newcomer).status_code == 403
    keeper.post("/account/sign-up", data={"open": "yes"})
    assert app.test_client().get("/sign-up").status_code == 200
    keeper.post("/account/sign-up", data={"open": "no"})
    assert app.test_client().get("/sign-up").location == "/sign-in"
    assert app.test_client().post("/sign-up", data=newcomer).status_code == 403


def test_other_authors_cannot_open_sign_up(app: Flask, mothwing: str) -> None:
    other = client_of(app, kept(app, lambda: make_author("other")))
    assert other.post("/account/sign-up", data={"open": "yes"}).status_code == 403
    assert app.test_client().get("/sign-up").location == "/sign-in"


def test_first_start_leads_to_the_first_account_and_then_to_a_desk(client: FlaskClient) -> None:
    assert client.get("/").location == "/welcome"
    assert client.get("/sign-in").location == "/welcome"
    answer = client.post("/welcome", data={"pen_name": "mothwing", "password": PASSWORD})
    assert answer.status_code == 303
    assert answer.location.startswith("/chapters/")
    assert is_signed_in(client)


@pytest.mark.usefixtures("mothwing")
def test_house_with_an_author_has_no_first_account_to_give(client: FlaskClient) -> None:
    assert client.get("/welcome").location == "/sign-in"
    answer = client.post("/welcome", data={"pen_name": "usurper", "password": PASSWORD})
    assert answer.status_code == 403
    assert not is_signed_in(client)


def test_newcomer_s_pen_name_is_shown_as_text(app: Flask) -> None:
    name = "<script>alert(1)</script>"
    assert "<script>alert" not in sign_in(app.test_client(), pen_name=name).text
    client = client_of(app, kept(app, lambda: make_author(name)))
    assert "<script>alert" not in client.get("/account").text


def test_sign_up_of_a_taken_name_shows_why_and_keeps_nobody(app: Flask, mothwing: str) -> None:
    with app.app_context():
        set_sign_up(db.session.get(Person, 1), is_open=True)
        db.session.commit()
    answer = app.test_client().post("/sign-up", data={"pen_name": "Mothwing", "password": PASSWORD})
    assert answer.status_code == 409
    assert "already writes under that pen name" in answer.text
    with app.app_context():
        assert db.session.query(Person).count() == 1
