"""The door over HTTP: making a link, coming in by it, and closing it behind somebody."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests.beta.stage import Stage, rows
from tests.makers import author_of, make_work
from workshop.beta.invitations import InvitationClosed, get_open_invitation, invite, revoke_beta, revoke_invitation
from workshop.beta.models import Invitation
from workshop.db import db
from workshop.people.models import Person
from workshop.web import now
from workshop.works.models import Membership, Role


def link_in(page: str) -> str:
    return page.partition('id="link" value="')[2].partition('"')[0]


def test_author_makes_a_link_that_is_shown_once(stage: Stage) -> None:
    answer = stage.send("author", "/works/{work}/invitations", days="7", label="for Ash")
    link = link_in(answer.text)
    assert answer.status_code == 201
    assert link.startswith("http://localhost/invitations/")
    later = stage.get("author", "/works/{work}/sharing").text
    assert "for Ash" in later
    assert link.rpartition("/")[2] not in later


def test_author_is_told_when_the_link_leads_nowhere_from_elsewhere(stage: Stage) -> None:
    for host, is_told in (
        ("localhost:8765", True),
        ("127.0.0.1:8765", True),
        ("[::1]:8765", True),
        ("desk.lan:8765", False),
    ):
        cookie = f"galley={stage.client('author').get_cookie('galley').value}"
        page = (
            stage.app.test_client(use_cookies=False)
            .post(
                stage.path("/works/{work}/invitations"),
                data={"days": 7},
                base_url=f"http://{host}",
                headers={"Cookie": cookie},
            )
            .text
        )
        assert ("--host 0.0.0.0" in page) is is_told, host


@pytest.mark.parametrize("days", ["", "0", "2", "365", "-1", "x", "9" * 50, "7.0"])
def test_link_for_odd_days_is_refused(stage: Stage, days: str) -> None:
    before = rows(stage)
    assert stage.send("author", "/works/{work}/invitations", days=days).status_code == 400
    assert rows(stage) == before


def test_guest_comes_in_by_the_link_and_reads(stage: Stage) -> None:
    guest = stage.client()
    door = guest.get(stage.path("/invitations/{token}"))
    assert "Low Water" in door.text
    assert door.headers["Referrer-Policy"] == "no-referrer"
    answer = guest.post(stage.path("/invitations/{token}"), data={"pen_name": "Ashlark"})
    assert answer.status_code == 303
    assert stage.token not in answer.location
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    page = guest.get(answer.location, follow_redirects=True)
    assert "The tide was out." in page.text
    assert stage.token not in page.text


def test_door_says_no_more_than_title_author_and_summary(stage: Stage) -> None:
    door = stage.get(None, "/invitations/{token}").text
    assert "tide" not in door
    assert "Mothwing" not in door


@pytest.mark.parametrize("name", ["tidewater", "MOTHWING", "Former", "", "x" * 99])
def test_name_that_cannot_be_had_is_asked_for_again(stage: Stage, name: str) -> None:
    before = rows(stage)
    answer = stage.send(None, "/invitations/{token}", pen_name=name)
    assert answer.status_code in (400, 409)
    assert 'name="pen_name"' in answer.text
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert rows(stage) == before


def test_signed_in_person_joins_as_themselves(stage: Stage) -> None:
    assert "Join as Stranger" in stage.get("stranger", "/invitations/{token}").text
    assert stage.send("stranger", "/invitations/{token}", pen_name="Somebody Else").status_code == 303
    assert stage.get("stranger", "/chapters/{chapter}/read").status_code == 200
    with stage.app.app_context():
        assert db.session.scalar(select(Person).where(Person.pen_name == "Somebody Else")) is None


@pytest.mark.parametrize("who", ["author", "beta"])
def test_member_goes_straight_in(stage: Stage, who: str) -> None:
    before = rows(stage)
    for answer in (stage.get(who, "/invitations/{token}"), stage.send(who, "/invitations/{token}")):
        assert (answer.status_code, answer.location) == (303, stage.path("/works/{work}/open"))
    assert rows(stage) == before


def test_beta_whose_access_ended_does_not_come_back_by_a_link_that_still_works(stage: Stage) -> None:
    before = rows(stage)
    assert stage.get("former", "/invitations/{token}").status_code == 410
    assert stage.send("former", "/invitations/{token}", pen_name="New").status_code == 410
    assert rows(stage) == before


def test_guest_whose_access_ended_does_not_come_back_under_another_name(stage: Stage) -> None:
    guest = stage.client()
    guest.post(stage.path("/invitations/{token}"), data={"pen_name": "Ashlark"})
    with stage.app.app_context():
        work = db.session.get(Membership, (stage.ids["work"], stage.ids["beta"])).work
        ashlark = db.session.scalar(select(Person).where(Person.pen_name == "Ashlark"))
        revoke_beta(work, ashlark.id, now())
        _, other_token = invite(work, 7, author_of(work), now())
        db.session.commit()
    for token in (stage.token, other_token):
        assert guest.post(f"/invitations/{token}", data={"pen_name": "Nightjar"}).status_code == 410
    assert stage.client().post(f"/invitations/{other_token}", data={"pen_name": "Nightjar"}).status_code == 303


def close_link(stage: Stage) -> None:
    revoke_invitation(db.session.get(Invitation, stage.ids["invitation"]), now())


def run_out(stage: Stage) -> None:
    db.session.get(Invitation, stage.ids["invitation"]).expires_at = now() - timedelta(seconds=1)


@pytest.mark.parametrize("end", [close_link, run_out])
def test_link_that_no_longer_works_says_so_and_nothing_else(stage: Stage, end) -> None:
    with stage.app.app_context():
        end(stage)
        db.session.commit()
    for answer in (stage.get(None, "/invitations/{token}"), stage.send(None, "/invitations/{token}", pen_name="Ash")):
        assert answer.status_code == 410
        assert "Low Water" not in answer.text


@pytest.mark.parametrize("token", ["x", "A" * 43, "A" * 5000, "%00", "%ED%A0%80", "..%2f..", "1"])
def test_invented_link_is_nothing(stage: Stage, token: str) -> None:
    before = rows(stage)
    client = stage.client()
    for answer in (client.get(f"/invitations/{token}"), client.post(f"/invitations/{token}", data={"pen_name": "Ash"})):
        assert answer.status_code == 404
    assert rows(stage) == before


def test_token_is_never_logged(stage: Stage, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture) -> None:
    def fail(*_: object) -> None:
        raise RuntimeError("a fault of ours")

    monkeypatch.setattr("workshop.beta.invitations.get_open_invitation", fail)
    stage.app.testing = False
    stage.app.config["PROPAGATE_EXCEPTIONS"] = False
    assert stage.get(None, "/invitations/{token}").status_code == 500
    assert "a fault of ours" in caplog.text
    assert stage.token not in caplog.text


def test_author_closes_and_opens_the_door_of_a_beta(stage: Stage) -> None:
    answer = stage.send("author", "/works/{work}/betas/{beta}/revoke")
    page = stage.get("author", answer.location).text
    assert "The door is closed for Mothwing" in page
    assert stage.send("author", "/works/{work}/betas/{beta}/readmit").status_code == 303
    with stage.app.app_context():
        membership = db.session.get(Membership, (stage.ids["work"], stage.ids["beta"]))
        assert (membership.role, membership.revoked_at) == (Role.BETA, None)


def test_link_of_another_work_is_not_the_authors_to_close(stage: Stage) -> None:
    before = rows(stage)
    assert stage.send("other author", "/invitations/{invitation}/revoke").status_code == 404
    assert rows(stage) == before
    assert stage.send("author", "/invitations/{invitation}/revoke").status_code == 303
    with stage.app.app_context(), pytest.raises(InvitationClosed):
        get_open_invitation(stage.token, now())


def test_work_without_chapters_has_a_page_to_wait_on(stage: Stage) -> None:
    with stage.app.app_context():
        work = make_work(db.session.get(Person, int(stage.sessions["author"].partition(":")[0])), "Empty")
        _, token = invite(work, 7, author_of(work), now())
        db.session.commit()
    guest = stage.client()
    answer = guest.post(f"/invitations/{token}", data={"pen_name": "Early"}, follow_redirects=True)
    assert answer.status_code == 200
    assert "There is no chapter to read yet" in answer.text
