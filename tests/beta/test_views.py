"""Beta reading over HTTP: who may do what, what hostile requests get, and what each kind of caller is answered."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from tests.beta.makers import make_thread, place_of
from tests.makers import add_beta, author_of, client_of, make_author, make_chapter, make_guest, make_work, text_of
from tests.prose.makers import doc
from workshop.beta import service
from workshop.beta.invitations import get_open_invitation, invite, revoke_beta, revoke_invitation
from workshop.beta.models import COMMENT_MAX, Comment, Invitation, Thread
from workshop.db import db
from workshop.people.models import Person
from workshop.web import now
from workshop.works.models import Membership, Part, Role
from workshop.works.queries import documents_of
from workshop.works.service import bin_chapter

JSON = {"Accept": "application/json"}
HTMX = {"HX-Request": "true"}


class Stage:
    """A chapter with one thread by its beta, and everybody who might want something of it."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        with app.app_context():
            chapter = make_chapter(
                "The tide was out.", "She waited.", work=make_work(make_author("Tidewater"), "Low Water"),
                title="One", note_before=doc("Thanks, all!"), private_note=doc("She dies in chapter nine."),
            )  # fmt: skip
            work, documents = chapter.work, documents_of(chapter)
            beta, former = add_beta(work, make_guest("Mothwing")), add_beta(work, make_author("Former"))
            other = make_chapter("Another story.").work
            people = {
                "author": author_of(work), "beta": beta, "former": former, "stranger": make_author("Stranger"),
                "other beta": add_beta(other), "other author": author_of(other),
            }  # fmt: skip
            thread = make_thread(documents[Part.TEXT], "tide", "Which tide?", beta)
            service.reply(thread, "The spring one.", author_of(work), now())
            invitation, self.token = invite(work, 7, author_of(work), now())
            revoke_beta(work, former.id, now())
            db.session.commit()
            self.ids = {
                "work": work.id, "chapter": chapter.id, "text": documents[Part.TEXT].id, "thread": thread.id,
                "note": documents[Part.NOTE_BEFORE].id, "private": documents[Part.PRIVATE_NOTE].id, "beta": beta.id,
                "comment": thread.comments[0].id, "answer": thread.comments[1].id, "invitation": invitation.id,
            }  # fmt: skip
            self.version = documents[Part.TEXT].version
            self.sessions = {name: person.get_id() for name, person in people.items()}

    def client(self, who: str | None = None) -> FlaskClient:
        return client_of(self.app, self.sessions[who] if who else None)

    def path(self, address: str) -> str:
        return address.format(**self.ids, token=self.token)

    def post(self, who: str | None, address: str, body: object = None, **headers: str) -> TestResponse:
        """Send JSON, as a script does."""
        return self.client(who).post(self.path(address), json=body if body is not None else {}, headers=JSON | headers)

    def send(self, who: str | None, address: str, headers: dict[str, str] | None = None, **fields: object) -> TestResponse:
        """Send a form, as a page without scripts does, or with `headers` as htmx does."""
        return self.client(who).post(self.path(address), data=fields, headers=headers or {})

    def get(self, who: str | None, address: str, **headers: str) -> TestResponse:
        return self.client(who).get(self.path(address), headers=headers)

    def words(self, **more: object) -> dict[str, object]:
        """Return the body that opens a thread on "waited"."""
        with self.app.app_context():
            start = place_of(text_of(db.session.get(Thread, self.ids["thread"]).document.chapter), "waited")
        return {"from": start, "to": start + 6, "version": self.version, "body": "Good."} | more


@pytest.fixture
def stage(app: Flask) -> Stage:
    return Stage(app)


@pytest.fixture
def database(stage: Stage) -> Iterator[None]:
    with stage.app.app_context():
        yield


def rows(stage: Stage) -> tuple[object, ...]:
    """Everything a request could have changed here."""
    with stage.app.app_context():
        threads = db.session.execute(select(Thread.__table__)).all()
        comments = db.session.execute(select(Comment.__table__)).all()
        invitations = db.session.execute(select(Invitation.__table__)).all()
        members = db.session.execute(select(Membership.__table__)).all()
        return threads, comments, invitations, members, db.session.scalar(select(func.count(Person.id)))


# Who may -----------------------------------------------------------------------------------------------------------

READS = [
    "/works/{work}/read", "/chapters/{chapter}/read", "/chapters/{chapter}/read/text", "/chapters/{chapter}/threads",
    "/chapters/{chapter}/anchors",
]  # fmt: skip
WRITES = {
    "/documents/{text}/threads": {"from": 1, "to": 4, "version": 1, "body": "Hm?"},
    "/threads/{thread}/comments": {"body": "Hm?"},
    "/threads/{thread}/resolve": {},
    "/threads/{thread}/reopen": {},
    "/comments/{comment}": {"body": "Hm?"},
    "/comments/{comment}/delete": {},
    "/comments/{comment}/restore": {},
}
AUTHORS = [
    "/works/{work}/invitations", "/invitations/{invitation}/revoke", "/works/{work}/betas/{beta}/revoke",
    "/works/{work}/betas/{beta}/readmit",
]  # fmt: skip
OUTSIDERS = ["stranger", "other beta", "other author", "former"]


@pytest.mark.parametrize("who", ["author", "beta"])
def test_author_and_beta_read(stage: Stage, who: str) -> None:
    assert {address: stage.get(who, address, **HTMX).status_code for address in READS} == dict.fromkeys(READS, 200)


@pytest.mark.parametrize("who", OUTSIDERS)
def test_outsiders_find_nothing_to_read(stage: Stage, who: str) -> None:
    for address in READS:
        answer = stage.get(who, address)
        assert answer.status_code == 404, address
        assert "tide" not in answer.text
        assert "Low Water" not in answer.text


def test_nobody_in_particular_is_asked_to_sign_in(stage: Stage) -> None:
    for address in READS:
        assert stage.get(None, address).location.startswith("/sign-in?next="), address
        assert stage.get(None, address, **JSON).status_code == 401, address


@pytest.mark.parametrize("who", [*OUTSIDERS, None])
def test_outsiders_change_nothing(stage: Stage, who: str | None) -> None:
    before = rows(stage)
    for address in (*WRITES, *AUTHORS):
        assert stage.post(who, address, WRITES.get(address)).status_code == (404 if who else 401), address
    assert rows(stage) == before


def test_betas_do_not_share_the_work(stage: Stage) -> None:
    before = rows(stage)
    for address in AUTHORS:
        assert stage.send("beta", address, days=7).status_code == 404, address
    assert stage.get("beta", "/works/{work}/sharing").status_code == 404
    assert rows(stage) == before


def test_not_even_the_author_changes_what_a_beta_wrote(stage: Stage) -> None:
    before = rows(stage)
    for address in ("/comments/{comment}", "/comments/{comment}/delete", "/comments/{comment}/restore"):
        assert stage.post("author", address, {"body": "I was wrong."}).status_code == 403, address
    assert rows(stage) == before


def test_beta_sees_nothing_of_the_private_note(stage: Stage) -> None:
    for address in READS:
        assert "chapter nine" not in stage.get("beta", address, **HTMX).text
    for who, status in (("beta", 404), ("author", 400)):
        assert stage.post(who, "/documents/{private}/threads", stage.words(**{"from": 1, "to": 4})).status_code == status


def test_beta_whose_access_ends_is_out_with_the_next_request(stage: Stage) -> None:
    with stage.app.app_context():
        add_beta(db.session.get(Thread, stage.ids["thread"]).document.chapter.work, make_author("Elsewhere"))
    beta = stage.client("beta")
    assert beta.get(stage.path("/chapters/{chapter}/read")).status_code == 200
    assert stage.send("author", "/works/{work}/betas/{beta}/revoke").status_code == 303
    for address in READS:
        # A guest of this work alone is signed out as well.
        assert beta.get(stage.path(address), headers=JSON).status_code == 401
    assert beta.post(stage.path("/threads/{thread}/comments"), json={"body": "But!"}, headers=JSON).status_code == 401


def test_chapter_in_the_bin_is_read_by_nobody(stage: Stage) -> None:
    with stage.app.app_context():
        bin_chapter(db.session.get(Thread, stage.ids["thread"]).document.chapter, now())
        db.session.commit()
    for who in ("beta", "author"):
        assert {stage.get(who, address).status_code for address in READS[1:]} == {404}
        assert stage.post(who, "/threads/{thread}/comments", {"body": "x"}).status_code == 404


# What is sent ------------------------------------------------------------------------------------------------------

HOSTILE = [
    {"from": 10, "to": 5}, {"from": 1, "to": 1}, {"from": -3}, {"to": 10**30}, {"from": 10**30, "to": 10**31},
    {"from": "20"}, {"from": 20.0}, {"from": True}, {"from": None}, {"from": [20]}, {"from": {"$gt": 0}},
    {"version": -1}, {"version": "1"}, {"version": None}, {"version": True}, {"version": 10**30}, {"version": 999},
    {"body": ""}, {"body": " \n\t "}, {"body": None}, {"body": 7}, {"body": ["x"]}, {"body": "a\x00b"},
    {"body": "x" * (COMMENT_MAX + 1)},
]  # fmt: skip


def test_hostile_threads_are_refused_and_change_nothing(stage: Stage) -> None:
    before = rows(stage)
    for wrong in HOSTILE:
        answer = stage.post("beta", "/documents/{text}/threads", stage.words(**wrong))
        assert answer.status_code in (400, 404), wrong
        assert answer.json["error"]
    assert rows(stage) == before


NO_OBJECT = [b"", b"null", b"[]", b'"x"', b"{", b"\xff\xfe", b'{"from": NaN}', b'{"body": "\\ud83d"}', b"[" * 5000]


@pytest.mark.parametrize("body", NO_OBJECT, ids=range(len(NO_OBJECT)))
def test_body_that_is_no_object_is_refused(stage: Stage, body: bytes) -> None:
    before = rows(stage)
    for address in ("/documents/{text}/threads", "/threads/{thread}/comments", "/comments/{comment}"):
        answer = stage.client("beta").post(stage.path(address), data=body, content_type="application/json", headers=JSON)
        assert 400 <= answer.status_code < 500
    assert rows(stage) == before


def test_lone_surrogate_in_a_comment_is_refused(stage: Stage) -> None:
    before = rows(stage)
    body = json.dumps(stage.words()).replace("Good.", "\\ud83d")
    answer = stage.client("beta").post(
        stage.path("/documents/{text}/threads"), data=body, content_type="application/json", headers=JSON
    )
    assert answer.status_code == 400
    assert rows(stage) == before


def test_form_with_odd_numbers_is_refused(stage: Stage) -> None:
    before = rows(stage)
    for value in ("", "-1", "1.5", "١", "1e3", "9" * 400, "x", "²"):
        for name in ("from", "to", "version"):
            answer = stage.send("beta", "/documents/{text}/threads", **stage.words(**{name: value}))
            assert answer.status_code == 400, (name, value)
    assert rows(stage) == before


@pytest.mark.parametrize("address", ["/threads/{id}/comments", "/threads/{id}/resolve", "/comments/{id}", "/comments/{id}/delete"])
def test_ids_of_nothing_find_nothing(stage: Stage, address: str) -> None:
    for id_ in ("0", "999999", str(2**31 - 1), str(2**31), str(2**63), "9" * 50, "-1", "x"):
        assert stage.post("beta", address.replace("{id}", id_), {"body": "x"}).status_code in (404, 405), id_


def test_odd_numbers_in_an_address_are_refused(stage: Stage) -> None:
    for number in ("-1", "x", "9" * 50, "²"):
        assert stage.get("beta", "/chapters/{chapter}/read?undo=" + number).status_code == 400, number
        assert stage.get("author", "/works/{work}/sharing?sent_away=" + number).status_code == 400, number


def test_write_from_another_site_is_refused(stage: Stage) -> None:
    before = rows(stage)
    for address in (*WRITES, *AUTHORS, "/invitations/{token}"):
        answer = stage.post("author", address, stage.words(), **{"Sec-Fetch-Site": "cross-site"})
        assert answer.status_code == 403
    assert rows(stage) == before


XSS = "<img src=x onerror=alert(1)></textarea><script>alert(1)</script>\"'"


def test_what_people_write_never_becomes_markup(stage: Stage) -> None:
    assert stage.post("beta", "/documents/{text}/threads", stage.words(body=XSS)).status_code == 201
    with stage.app.app_context():
        work = db.session.get(Membership, (stage.ids["work"], stage.ids["beta"])).work
        work.title = work.chapters[0].title = work.summary = XSS
        invite(work, 7, author_of(work), now(), XSS[:80])
        db.session.commit()
    pages = [stage.get(who, "/chapters/{chapter}/read").text for who in ("beta", "author")]
    pages += [stage.get("author", "/works/{work}/sharing").text, stage.get(None, "/invitations/{token}").text]
    pages += [stage.get("beta", "/works/{work}/read").text]
    for page in pages:
        assert "&lt;img src=x" in page
        assert "<img src=x" not in page
        assert "<script>alert" not in page


# What is answered --------------------------------------------------------------------------------------------------


def test_script_that_opens_a_thread_gets_its_number(stage: Stage) -> None:
    answer = stage.post("beta", "/documents/{text}/threads", stage.words())
    assert answer.status_code == 201
    assert answer.json["thread"] > stage.ids["thread"]


def test_htmx_is_told_what_to_fetch_anew(stage: Stage) -> None:
    answer = stage.send("beta", "/documents/{text}/threads", HTMX, **stage.words())
    told = json.loads(answer.headers["HX-Trigger"])
    assert (answer.status_code, answer.text) == (200, "")
    assert told["threads"] == {}
    assert told["thread-opened"]["thread"] > stage.ids["thread"]


def test_page_without_scripts_is_led_back_to_the_thread(stage: Stage) -> None:
    answer = stage.send("beta", "/threads/{thread}/comments", body="I see.")
    assert answer.status_code == 303
    page, _, anchor = answer.location.partition("#")
    assert anchor == stage.path("thread-{thread}")
    shown = stage.get("beta", page).text
    assert f'id="{anchor}"' in shown
    assert "I see." in shown


def test_comment_that_was_taken_back_can_be_brought_back_on_the_next_page(stage: Stage) -> None:
    answer = stage.send("beta", "/comments/{comment}/delete")
    page = stage.get("beta", answer.location).text
    assert "Which tide?" not in page
    assert stage.path("/comments/{comment}/restore") in page
    assert stage.path("/comments/{comment}/restore") not in stage.get("author", answer.location).text
    assert "/restore" in stage.send("beta", "/comments/{comment}/delete", HTMX).text
    stage.send("beta", "/comments/{comment}/restore")
    assert "Which tide?" in stage.get("beta", page and answer.location).text


def test_error_is_shown_in_the_form_that_caused_it(stage: Stage) -> None:
    answer = stage.send("beta", "/threads/{thread}/comments", HTMX, body=" ")
    assert answer.status_code == 400
    assert answer.text.strip().startswith("<div")
    assert "<html" not in answer.text


def test_anchors_tell_where_and_at_which_version(stage: Stage) -> None:
    stage.post("beta", "/documents/{note}/threads", {"from": 1, "to": 7, "version": 1, "body": "You!"})
    stage.post("author", "/threads/{thread}/resolve")
    anchors = {anchor["document"]: anchor for anchor in stage.get("beta", "/chapters/{chapter}/anchors").json}
    assert anchors[stage.ids["text"]] == {
        "thread": stage.ids["thread"], "document": stage.ids["text"], "version": stage.version, "start": 5, "end": 9,
        "state": "anchored", "resolved": True,
    }  # fmt: skip
    assert anchors[stage.ids["note"]]["resolved"] is False


def test_list_of_threads_for_a_person_is_the_reading_page(stage: Stage) -> None:
    answer = stage.get("beta", "/chapters/{chapter}/threads")
    assert (answer.status_code, answer.location) == (303, stage.path("/chapters/{chapter}/read#threads"))


def test_reading_page_has_what_the_author_wants_read(stage: Stage) -> None:
    page = stage.get("beta", "/chapters/{chapter}/read").text
    for words in ("Low Water", "Tidewater", "Thanks, all!", "The tide was out.", "Which tide?", "The spring one."):
        assert words in page


def test_only_own_comments_offer_a_change(stage: Stage) -> None:
    for who, own, other in (("beta", "comment", "answer"), ("author", "answer", "comment")):
        page = stage.get(who, "/chapters/{chapter}/threads", **HTMX).text
        assert stage.path("/comments/{%s}/delete" % own) in page
        assert stage.path("/comments/{%s}/delete" % other) not in page


def test_writing_has_a_limit(stage: Stage) -> None:
    client = stage.client("beta")
    path = stage.path("/threads/{thread}/comments")
    answers = [client.post(path, json={"body": "x"}, headers=JSON).status_code for _ in range(62)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert stage.post("author", "/threads/{thread}/comments", {"body": "y"}).status_code == 200


# Invitations -------------------------------------------------------------------------------------------------------


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
    with stage.app.app_context(), pytest.raises(Exception, match="no longer works"):
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
