"""The history's pages over HTTP: what they show, to whom, and what they refuse."""

import re
from html import unescape

import pytest
from flask import Flask

from tests.history.scene import HTMX, Scene
from tests.makers import minutes, write
from tests.prose.makers import doc
from workshop.db import db
from workshop.works.models import Chapter, Document, Part
from workshop.works.queries import documents_of


def gets(scene: Scene) -> list[str]:
    return [
        f"/chapters/{scene.chapter}/history",
        f"/chapters/{scene.chapter}/history/sitting?began=2026-03-12T14:00:00Z&ended=2026-03-12T15:00:00Z",
        scene.at(scene.numbers[0]),
        f"/documents/{scene.text}/compare",
        f"/documents/{scene.note}/compare",
        f"/works/{scene.work}/history",
        f"/works/{scene.work}/history/sitting?began=2026-03-12T14:00:00Z&ended=2026-03-12T15:00:00Z",
        f"/documents/{scene.text}/playback",
        f"/documents/{scene.text}/playback/{scene.numbers[0]}",
    ]


def posts(scene: Scene) -> list[str]:
    return [
        scene.at(scene.numbers[0], "/name"),
        scene.at(scene.numbers[0], "/restore"),
        f"/chapters/{scene.chapter}/take-back",
    ]


def test_sitting_opens_to_its_versions(scene: Scene) -> None:
    page = scene.author.get(f"/chapters/{scene.chapter}/history").text
    opens = [unescape(each) for each in re.findall(r'<details[^>]*hx-get="([^"]*)"', page)]
    rows = scene.author.get(opens[1], headers=HTMX).text
    assert [int(each) for each in re.findall(r"/versions/(\d+)", rows)] == [scene.numbers[2], scene.numbers[1]]
    assert "<html" not in rows
    assert "<html" in scene.author.get(opens[1]).text


@pytest.mark.parametrize(
    "moment",
    [
        "x",
        "",
        "2026-03-12",
        "2026-03-12T14:03:00",
        "2026-03-12T14:03:00+02:00",
        "9" * 40,
        "0000-00-00T00:00:00Z",
        "0001-01-01T00:00:00Z",
        "9999-12-31T23:59:59.999999Z",
    ],
)
def test_moment_that_is_none_is_refused(scene: Scene, moment: str) -> None:
    for query in (
        {"older_than": moment},
        {"began": moment, "ended": "2026-03-12T14:03:00Z"},
        {"began": "2026-03-12T14:03:00Z", "ended": moment},
    ):
        path = f"/chapters/{scene.chapter}/history{'' if 'older_than' in query else '/sitting'}"
        assert scene.author.get(path, query_string=query).status_code == 400


def test_sitting_without_its_moments_is_refused(scene: Scene) -> None:
    assert scene.author.get(f"/chapters/{scene.chapter}/history/sitting").status_code == 400


def test_any_version_can_be_read(scene: Scene) -> None:
    page = scene.author.get(scene.at(scene.numbers[1])).text
    assert "It rained." in page
    assert "It snowed." not in page
    assert f'/versions/{scene.numbers[0]}"' in page
    assert f'/versions/{scene.numbers[2]}"' in page


def test_newest_version_cannot_be_brought_back(scene: Scene) -> None:
    assert "/restore" not in scene.author.get(scene.at(scene.numbers[-1])).text
    assert "/restore" in scene.author.get(scene.at(scene.numbers[0])).text


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "-1", "x", "1.5"])
def test_version_that_never_was_is_not_found(scene: Scene, number: str) -> None:
    for end in ("", "/name", "/restore"):
        path = f"/documents/{scene.text}/versions/{number}{end}"
        assert scene.author.open(path, method="POST" if end else "GET").status_code == 404


def test_comparison_shows_what_came_and_went(scene: Scene) -> None:
    page = scene.author.get(
        f"/documents/{scene.text}/compare", query_string={"old": scene.numbers[1], "new": scene.numbers[2]}
    ).text
    assert "<ins> on</ins>" in page
    assert "<del>" not in page.split("compared-list")[1]


def test_comparison_without_a_choice_shows_the_last_sitting(scene: Scene) -> None:
    page = scene.author.get(f"/documents/{scene.text}/compare").text
    assert "<del>Middle</del>" in page
    assert "<ins>New</ins>" in page


def test_comparison_goes_from_the_older_to_the_newer_whichever_comes_first(scene: Scene) -> None:
    numbers = scene.numbers[0], scene.numbers[-1]
    pages = [
        scene.author.get(f"/documents/{scene.text}/compare", query_string={"old": old, "new": new}).text
        for old, new in (numbers, numbers[::-1])
    ]
    assert pages[0] == pages[1]


def test_comparison_of_equal_versions_says_so(scene: Scene) -> None:
    query = {"old": scene.numbers[0], "new": scene.numbers[0]}
    assert "read the same" in scene.author.get(f"/documents/{scene.text}/compare", query_string=query).text


def test_comparison_with_the_empty_page_shows_all_words_as_new(scene: Scene) -> None:
    page = scene.author.get(f"/documents/{scene.text}/compare?old=0").text
    assert "<ins>New.</ins>" in page
    assert "<ins>It snowed.</ins>" in page


def test_comparison_of_a_document_without_versions_is_empty(app: Flask, scene: Scene) -> None:
    with app.app_context():
        note = documents_of(db.session.get(Chapter, scene.chapter))[Part.NOTE_AFTER].id
    assert "read the same" in scene.author.get(f"/documents/{note}/compare").text


@pytest.mark.parametrize("number", ["x", "-1", "1.5", "", "99999999999999999999", "١"])
def test_number_that_is_none_is_refused(scene: Scene, number: str) -> None:
    for name in ("old", "new"):
        answer = scene.author.get(f"/documents/{scene.text}/compare", query_string={name: number})
        assert answer.status_code == 400


def test_comparison_with_a_version_to_come_is_not_found(scene: Scene) -> None:
    assert scene.author.get(f"/documents/{scene.text}/compare?new=99999").status_code == 404


def test_version_gets_a_name_and_loses_it(scene: Scene) -> None:
    number = scene.numbers[0]
    answer = scene.author.post(scene.at(number, "/name"), data={"name": "  First words "})
    assert (answer.status_code, answer.location) == (303, scene.at(number))
    assert scene.name_of(number) == "First words"
    fragment = scene.author.post(scene.at(number, "/name"), data={"name": ""}, headers=HTMX).text
    assert "The name is gone" in fragment
    assert "<html" not in fragment
    assert scene.name_of(number) is None


@pytest.mark.parametrize("name", ["x" * 121, "a\x00b"])
def test_name_that_cannot_be_kept_changes_nothing(scene: Scene, name: str) -> None:
    assert scene.author.post(scene.at(scene.numbers[2], "/name"), data={"name": name}).status_code == 400
    assert scene.name_of(scene.numbers[2]) == "Sent <b>"


def test_restoring_leads_to_the_desk_with_a_way_back(scene: Scene) -> None:
    page = scene.author.post(scene.at(scene.numbers[2], "/restore"), follow_redirects=True).text
    assert scene.words() == "Middle.\nIt rained on."
    assert "Brought back “Sent &lt;b&gt;”" in page
    told = re.search(r'name="versions" value="([^"]*)"', page)[1]
    answer = scene.author.post(f"/chapters/{scene.chapter}/take-back", data={"versions": told}, headers=HTMX)
    assert "It is back as it was" in answer.text
    assert scene.words() == "New.\nIt snowed."


def test_restoring_what_stands_there_makes_no_version(scene: Scene) -> None:
    version = scene.version()
    answer = scene.author.post(scene.at(scene.numbers[-1], "/restore"))
    assert answer.location == f"/chapters/{scene.chapter}"
    assert scene.version() == version


def test_way_back_works_without_a_script_too(scene: Scene) -> None:
    answer = scene.author.post(
        f"/chapters/{scene.chapter}/take-back", data={"versions": f"{scene.text}.{scene.numbers[-1]}"}
    )
    assert (answer.status_code, answer.location) == (303, f"/chapters/{scene.chapter}")
    assert scene.words() == "Middle.\nIt rained on."


@pytest.mark.parametrize("versions", ["x", "1.x", "99999.1", "1.1 x", "-1.1", "1.99999999999999999999"])
def test_nonsense_cannot_be_taken_back(scene: Scene, versions: str) -> None:
    assert scene.author.post(f"/chapters/{scene.chapter}/take-back", data={"versions": versions}).status_code == 400
    assert scene.words() == "New.\nIt snowed."


def test_version_that_never_was_cannot_be_taken_back(scene: Scene) -> None:
    assert (
        scene.author.post(f"/chapters/{scene.chapter}/take-back", data={"versions": f"{scene.text}.9999"}).status_code
        == 404
    )


@pytest.mark.parametrize("who", ["beta", "stranger"])
def test_history_is_the_author_s_alone(scene: Scene, who: str) -> None:
    client = getattr(scene, who)
    assert {client.get(path).status_code for path in gets(scene)} == {404}
    assert {
        client.post(path, data={"name": "x", "versions": f"{scene.text}.1"}).status_code for path in posts(scene)
    } == {404}
    assert scene.words() == "New.\nIt snowed."
    assert scene.name_of(scene.numbers[0]) is None


def test_nobody_is_led_to_the_sign_in(scene: Scene) -> None:
    assert {scene.nobody.get(path).status_code for path in gets(scene)} == {303}
    assert {scene.nobody.post(path).status_code for path in posts(scene)} == {401}


def test_another_site_cannot_restore_anything(scene: Scene) -> None:
    headers = {"Sec-Fetch-Site": "cross-site"}
    assert {scene.author.post(path, headers=headers).status_code for path in posts(scene)} == {403}
    assert scene.words() == "New.\nIt snowed."


def test_words_of_a_version_are_shown_as_text(app: Flask, scene: Scene) -> None:
    with app.app_context():
        text = db.session.get(Document, scene.text)
        old = text.version
        new = write(text, "<script>alert(1)</script>", doc("<img src=x>").child(0), now=minutes(400)).version
        db.session.commit()
    for path in (scene.at(new), f"/documents/{scene.text}/compare?old={old}&new={new}"):
        page = scene.author.get(path).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "&lt;script&gt;" in page


def test_change_is_put_back_without_scripts_and_can_be_taken_back(scene: Scene) -> None:
    old, new = scene.numbers[1], scene.numbers[3]
    compared = scene.author.get(f"/documents/{scene.text}/compare?old={old}").text
    assert "Put “rained” back" in unescape(compared)
    before = scene.words()
    answer = scene.author.post(f"/documents/{scene.text}/put-back?old={old}&new={new}", data={"change": "2"})
    assert answer.status_code == 303
    assert answer.headers["Location"].endswith("#change-2")
    assert scene.words() == before.replace("snowed", "rained")
    undo = {"versions": f"{scene.text}.{scene.version()}", "then": f"/documents/{scene.text}/compare?old={old}"}
    assert "Put back" in scene.author.get(answer.headers["Location"]).text
    taken = scene.author.post(f"/chapters/{scene.chapter}/take-back", data=undo)
    assert (taken.status_code, taken.headers["Location"]) == (303, undo["then"])
    assert scene.words() == before
    assert "Put back words from version" in scene.author.get(f"/chapters/{scene.chapter}/history").text


@pytest.mark.parametrize("change", ["", "0", "99", "-1", "x", "²", "1e3", "9" * 30])
def test_change_that_is_none_is_refused(scene: Scene, change: str) -> None:
    answer = scene.author.post(f"/documents/{scene.text}/put-back?old={scene.numbers[0]}", data={"change": change})
    assert answer.status_code in (400, 404)
    assert scene.words() == "New.\nIt snowed."


def test_undo_leads_to_no_other_site(scene: Scene) -> None:
    sent = {"versions": f"{scene.text}.{scene.version()}", "then": "//elsewhere.example/"}
    taken = scene.author.post(f"/chapters/{scene.chapter}/take-back", data=sent)
    assert taken.headers["Location"] == f"/chapters/{scene.chapter}"


def test_change_between_two_old_versions_is_refused_where_the_text_went_on(scene: Scene) -> None:
    old, new = scene.numbers[1:3]
    answer = scene.author.post(f"/documents/{scene.text}/put-back?old={old}&new={new}", data={"change": "1"})
    assert answer.status_code == 409
    assert "The text has been changed there since" in unescape(answer.text)
    assert scene.words() == "New.\nIt snowed."
