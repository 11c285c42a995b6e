"""Beta reading over HTTP: who may do what, what hostile requests get, and what each kind of caller is answered."""

from __future__ import annotations

import json

import pytest

from tests.beta.stage import HTMX, JSON, Stage, rows
from tests.makers import add_beta, author_of, make_author
from workshop.beta.invitations import invite
from workshop.beta.models import COMMENT_MAX, Thread
from workshop.db import db
from workshop.web import now
from workshop.works.models import Membership
from workshop.works.service import bin_chapter

# Who may -----------------------------------------------------------------------------------------------------------

READS = [
    "/works/{work}/read", "/chapters/{chapter}/read", "/chapters/{chapter}/read/text", "/chapters/{chapter}/threads",
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
    assert {address: stage.get(who, address, **JSON).status_code for address in READS} == dict.fromkeys(READS, 200)


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
        assert (
            stage.post(who, "/documents/{private}/threads", stage.words(**{"from": 1, "to": 4})).status_code == status
        )


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
        assert answer.status_code in (400, 404, 412), wrong
        assert answer.json["error"]
    assert rows(stage) == before


NO_OBJECT = [b"", b"null", b"[]", b'"x"', b"{", b"\xff\xfe", b'{"from": NaN}', b'{"body": "\\ud83d"}', b"[" * 5000]


@pytest.mark.parametrize("body", NO_OBJECT, ids=range(len(NO_OBJECT)))
def test_body_that_is_no_object_is_refused(stage: Stage, body: bytes) -> None:
    before = rows(stage)
    for address in ("/documents/{text}/threads", "/threads/{thread}/comments", "/comments/{comment}"):
        answer = stage.client("beta").post(
            stage.path(address), data=body, content_type="application/json", headers=JSON
        )
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


@pytest.mark.parametrize(
    "address", ["/threads/{id}/comments", "/threads/{id}/resolve", "/comments/{id}", "/comments/{id}/delete"]
)
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


def test_page_is_told_which_news_to_ask_for(stage: Stage) -> None:
    answer = stage.send("beta", "/documents/{text}/threads", HTMX, **stage.words())
    told = json.loads(answer.headers["HX-Trigger"])
    assert (answer.status_code, answer.text) == (200, "")
    assert told["threads"]["revision"] == stage.get("beta", "/chapters/{chapter}/threads", **JSON).json["revision"]
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


def test_news_tell_where_every_thread_is_and_at_which_version(stage: Stage) -> None:
    stage.post("beta", "/documents/{note}/threads", {"from": 1, "to": 7, "version": 1, "body": "You!"})
    stage.post("author", "/threads/{thread}/resolve")
    news = stage.get("beta", "/chapters/{chapter}/threads", **JSON).json
    assert news["lists"]["resolved"] == [[stage.ids["thread"], stage.ids["text"], 5, 9]]
    assert news["lists"]["gone"] == []
    assert [place[1:] for place in news["lists"]["standing"]] == [[stage.ids["note"], 1, 7]]
    assert news["versions"] == {str(stage.ids["text"]): stage.version, str(stage.ids["note"]): 1}


def test_news_hold_only_the_cards_that_changed(stage: Stage) -> None:
    stage.post("beta", "/documents/{text}/threads", stage.words())
    first = stage.get("author", "/chapters/{chapter}/threads", **JSON).json
    assert ("Which tide?" in first["cards"], "Good." in first["cards"]) == (True, True)
    stage.post("beta", "/threads/{thread}/comments", {"body": "I see."})
    news = stage.get("author", f"/chapters/{{chapter}}/threads?since={first['revision']}", **JSON).json
    assert news["revision"] > first["revision"]
    assert ("I see." in news["cards"], "Good." in news["cards"]) == (True, False)
    assert news["lists"] == first["lists"]


def test_page_that_knows_the_news_gets_none(stage: Stage) -> None:
    revision = stage.get("author", "/chapters/{chapter}/threads", **JSON).json["revision"]
    address = f"/chapters/{{chapter}}/threads?since={revision}"
    answer = stage.get("author", address, **JSON)
    assert answer.json["cards"].strip() == ""
    known = JSON | {"If-None-Match": answer.headers["ETag"]}
    assert (stage.get("author", address, **known).status_code, stage.get("author", address, **known).data) == (304, b"")
    stage.post("beta", "/threads/{thread}/resolve")
    assert stage.get("author", address, **known).status_code == 200


def test_thread_whose_comments_are_taken_back_is_in_no_list_of_the_news(stage: Stage) -> None:
    stage.post("beta", "/documents/{text}/threads", stage.words())
    before = stage.get("beta", "/chapters/{chapter}/threads", **JSON).json
    for who, comment in (("beta", "comment"), ("author", "answer")):
        stage.post(who, f"/comments/{{{comment}}}/delete")
    news = stage.get("beta", f"/chapters/{{chapter}}/threads?since={before['revision']}", **JSON).json
    assert len(news["lists"]["standing"]) == len(before["lists"]["standing"]) - 1
    assert stage.ids["thread"] not in [place[0] for place in news["lists"]["standing"]]
    assert news["cards"].strip() == ""


def test_page_from_a_past_that_is_no_more_gets_every_card(stage: Stage) -> None:
    assert "Which tide?" in stage.get("beta", "/chapters/{chapter}/threads?since=999", **JSON).json["cards"]


@pytest.mark.parametrize("since", ["-1", "x", "", "1e3", "9" * 30])
def test_revision_that_is_no_number_is_refused(stage: Stage, since: str) -> None:
    assert stage.get("beta", f"/chapters/{{chapter}}/threads?since={since}", **JSON).status_code == 400


def test_list_of_threads_for_a_person_is_the_reading_page(stage: Stage) -> None:
    answer = stage.get("beta", "/chapters/{chapter}/threads")
    assert (answer.status_code, answer.location) == (303, stage.path("/chapters/{chapter}/read#threads"))


def test_reading_page_has_what_the_author_wants_read(stage: Stage) -> None:
    page = stage.get("beta", "/chapters/{chapter}/read").text
    for words in ("Low Water", "Tidewater", "Thanks, all!", "The tide was out.", "Which tide?", "The spring one."):
        assert words in page


def test_only_own_comments_offer_a_change(stage: Stage) -> None:
    for who, own, other in (("beta", "comment", "answer"), ("author", "answer", "comment")):
        page = stage.get(who, "/chapters/{chapter}/threads", **JSON).json["cards"]
        assert stage.path(f"/comments/{{{own}}}/delete") in page
        assert stage.path(f"/comments/{{{other}}}/delete") not in page


def test_writing_has_a_limit(stage: Stage) -> None:
    client = stage.client("beta")
    path = stage.path("/threads/{thread}/comments")
    answers = [client.post(path, json={"body": "x"}, headers=JSON).status_code for _ in range(62)]
    assert answers[0] == 200
    assert answers[-1] == 429
    assert stage.post("author", "/threads/{thread}/comments", {"body": "y"}).status_code == 200
