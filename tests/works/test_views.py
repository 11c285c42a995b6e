"""Works, chapters and the bin over HTTP."""

import io
from dataclasses import dataclass

import pytest
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.makers import author_of, client_of, make_author, make_chapter, make_work, plain
from workshop.db import db
from workshop.works import queries
from workshop.works.models import SUMMARY_MAX, TITLE_MAX, Chapter, Part, Work


@dataclass
class Scene:
    """A work with the chapters "1", "2" and "3", and its author's browser."""

    app: Flask
    work: int
    chapters: list[int]
    author: FlaskClient
    stranger: FlaskClient

    def titles(self) -> list[str]:
        with self.app.app_context():
            return [chapter.title for chapter in queries.standing_chapters(db.session.get(Work, self.work))]

    def last_chapter(self) -> dict[Part, str]:
        """Return the words of the newest chapter, by part."""
        with self.app.app_context():
            chapter = db.session.query(Chapter).order_by(Chapter.id.desc()).first()
            return {part: plain(document) for part, document in queries.documents_of(chapter).items()}

    def add(self, **fields: object) -> TestResponse:
        return self.author.post(f"/works/{self.work}/chapters", data=fields, content_type="multipart/form-data")


@pytest.fixture
def scene(app: Flask) -> Scene:
    with app.app_context():
        work = make_work(make_author("mothwing"))
        chapters = [make_chapter(f"Words {title}.", work=work, title=title).id for title in "123"]
        stranger = make_author("stranger")
        db.session.commit()
        sessions = author_of(work).get_id(), stranger.get_id()
        return Scene(app, work.id, chapters, *(client_of(app, session_id) for session_id in sessions))


def test_new_work_opens_with_an_empty_chapter_on_the_desk(scene: Scene) -> None:
    answer = scene.author.post("/works", data={"title": "  Tide  "})
    assert (answer.status_code, answer.location) == (303, f"/chapters/{max(scene.chapters) + 1}")
    with scene.app.app_context():
        assert db.session.query(Work).order_by(Work.id.desc()).first().title == "Tide"


def test_work_gets_title_and_summary(scene: Scene) -> None:
    answer = scene.author.post(f"/works/{scene.work}", data={"title": "Ebb", "summary": "One\r\n\r\nTwo <b>"})
    assert answer.status_code == 303
    page = scene.author.get(f"/works/{scene.work}").text
    assert "Ebb" in page
    assert "Two &lt;b&gt;" in page


@pytest.mark.parametrize(
    "fields",
    [
        {"title": "x" * (TITLE_MAX + 1)},
        {"title": "x", "summary": "x" * (SUMMARY_MAX + 1)},
        {"title": "a\x00b"},
        {"title": "x", "summary": "a\x00b"},
    ],
)
def test_title_or_summary_that_cannot_be_kept_changes_nothing(scene: Scene, fields: dict[str, str]) -> None:
    assert scene.author.post(f"/works/{scene.work}", data=fields).status_code == 400
    assert '<h1 class="work-title">Salt</h1>' in scene.author.get(f"/works/{scene.work}").text


def test_chapter_comes_from_pasted_text(scene: Scene) -> None:
    answer = scene.add(title="4", text="It rained.\r\n\r\nAll day.")
    assert answer.status_code == 303
    assert scene.titles() == ["1", "2", "3", "4"]
    assert scene.last_chapter()[Part.TEXT] == "It rained.\nAll day."


def test_empty_chapter_comes_from_nothing(scene: Scene) -> None:
    assert scene.add().status_code == 303
    assert scene.last_chapter() == dict.fromkeys(Part, "")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le-with-mark", "cp1252"])
def test_chapter_comes_from_a_text_file_of_any_usual_kind(scene: Scene, encoding: str) -> None:
    words = "“Déjà vu” – she said."
    raw = b"\xff\xfe" + words.encode("utf-16-le") if encoding == "utf-16-le-with-mark" else words.encode(encoding)
    assert scene.add(file=(io.BytesIO(raw), "chapter.txt")).status_code == 303
    assert scene.last_chapter()[Part.TEXT] == words


@pytest.mark.parametrize(
    "raw", [b"PK\x03\x04\x00\x00", b"\x89PNG\r\n\x1a\n\x00", b"a\x00b", b"\xff\xfe\x00", b"\x81\x8d"]
)
def test_file_that_is_no_text_is_refused_in_words(scene: Scene, raw: bytes) -> None:
    answer = scene.add(file=(io.BytesIO(raw), "chapter.docx"))
    assert answer.status_code == 400
    assert "not plain text" in answer.text
    assert scene.titles() == ["1", "2", "3"]


@pytest.mark.parametrize("field", ["text", "file"])
def test_text_longer_than_any_chapter_is_refused(scene: Scene, field: str) -> None:
    words = "x" * 1_000_001
    answer = scene.add(**{field: (io.BytesIO(words.encode()), "chapter.txt") if field == "file" else words})
    answer.request.environ["wsgi.input"].close()
    assert answer.status_code in {400, 413}
    assert "1,000,000" in answer.text
    assert scene.titles() == ["1", "2", "3"]


def test_notes_found_in_a_text_are_offered_before_anything_is_kept(scene: Scene) -> None:
    answer = scene.add(title="4", text="A/N: Thanks <3\n\nIt rained.\n\nIt rained on.")
    assert answer.status_code == 200
    assert "A/N: Thanks &lt;3" in answer.text
    assert scene.titles() == ["1", "2", "3"]


def test_notes_are_lifted_when_the_author_says_so(scene: Scene) -> None:
    scene.add(title="4", text="A/N: Thanks.\n\nIt rained.\n\nIt rained on.", notes="lift")
    chapter = scene.last_chapter()
    assert (chapter[Part.NOTE_BEFORE], chapter[Part.TEXT]) == ("A/N: Thanks.", "It rained.\nIt rained on.")


def test_notes_stay_in_the_text_when_the_author_says_so(scene: Scene) -> None:
    scene.add(title="4", text="A/N: Thanks.\n\nIt rained.\n\nIt rained on.", notes="leave")
    chapter = scene.last_chapter()
    assert (chapter[Part.NOTE_BEFORE], chapter[Part.TEXT]) == ("", "A/N: Thanks.\nIt rained.\nIt rained on.")


def test_chapters_are_ordered_as_they_were_dragged(scene: Scene) -> None:
    one, two, three = scene.chapters
    answer = scene.author.post(f"/works/{scene.work}/order", data={"chapter": [three, one, two]})
    assert answer.status_code == 303
    assert scene.titles() == ["3", "1", "2"]


@pytest.mark.parametrize("chapters", [[], ["x"], ["1"], ["1", "2", "3", "3"], ["1", "2", "99999999999999999999"]])
def test_order_that_does_not_name_the_chapters_is_refused(scene: Scene, chapters: list[str]) -> None:
    assert scene.author.post(f"/works/{scene.work}/order", data={"chapter": chapters}).status_code == 409
    assert scene.titles() == ["1", "2", "3"]


@pytest.mark.parametrize("places", ["", "0", "2", "-9", "x", "1.5", "99999999999999999999"])
def test_chapter_moves_one_place_at_a_time(scene: Scene, places: str) -> None:
    assert scene.author.post(f"/chapters/{scene.chapters[0]}/move", data={"places": places}).status_code == 400
    assert scene.titles() == ["1", "2", "3"]


def test_chapter_moves_up_and_down(scene: Scene) -> None:
    scene.author.post(f"/chapters/{scene.chapters[0]}/move", data={"places": "1"})
    assert scene.titles() == ["2", "1", "3"]
    scene.author.post(f"/chapters/{scene.chapters[2]}/move", data={"places": "-1"})
    assert scene.titles() == ["2", "3", "1"]


def test_chapter_is_renamed_and_leads_back_to_where_one_was(scene: Scene) -> None:
    chapter = scene.chapters[0]
    assert scene.author.post(f"/chapters/{chapter}/title", data={"title": "Ebb"}).location == f"/chapters/{chapter}"
    answer = scene.author.post(f"/chapters/{chapter}/title", data={"title": "", "back": "work"})
    assert answer.location == f"/works/{scene.work}"
    assert scene.titles() == ["", "2", "3"]


def test_binned_chapter_comes_back_by_the_undo_line(scene: Scene) -> None:
    chapter = scene.chapters[1]
    page = scene.author.post(f"/chapters/{chapter}/bin", follow_redirects=True)
    assert f'action="/chapters/{chapter}/unbin"' in page.text
    assert scene.titles() == ["1", "3"]
    assert scene.author.get(f"/chapters/{chapter}").status_code == 404
    scene.author.post(f"/chapters/{chapter}/unbin")
    assert scene.titles() == ["1", "2", "3"]


def test_undo_line_does_not_appear_for_what_is_not_in_the_bin(scene: Scene) -> None:
    for binned in (scene.chapters[0], 999, "x", "-1", 10**20):
        page = scene.author.get(f"/works/{scene.work}?binned={binned}")
        assert page.status_code in {200, 400}
        assert "/unbin" not in page.text


def test_binned_work_leaves_the_shelf_and_comes_back_from_the_bin(scene: Scene) -> None:
    scene.author.post(f"/works/{scene.work}/bin")
    assert scene.author.get(f"/works/{scene.work}").status_code == 404
    assert "Salt" in scene.author.get("/bin").text
    scene.author.post(f"/works/{scene.work}/unbin")
    assert scene.author.get(f"/works/{scene.work}").status_code == 200
    assert "The bin is empty" in scene.author.get("/bin").text


def test_only_what_lies_in_the_bin_is_deleted_for_good(scene: Scene) -> None:
    chapter = scene.chapters[0]
    for path in (f"/chapters/{chapter}", f"/works/{scene.work}"):
        assert scene.author.post(f"{path}/delete").status_code == 409
    scene.author.post(f"/chapters/{chapter}/bin")
    assert scene.author.post(f"/chapters/{chapter}/delete").location == "/bin"
    assert scene.author.post(f"/chapters/{chapter}/unbin").status_code == 404
    assert scene.titles() == ["2", "3"]


def test_stranger_finds_no_door_into_the_work(scene: Scene) -> None:
    chapter, work = scene.chapters[0], scene.work
    posts = [f"/works/{work}{end}" for end in ("", "/chapters", "/order", "/bin", "/unbin", "/delete")]
    posts += [f"/chapters/{chapter}{end}" for end in ("/title", "/move", "/bin", "/unbin", "/delete")]
    assert {scene.stranger.post(path, data={"title": "x", "places": "1"}).status_code for path in posts} == {404}
    gets = [f"/works/{work}", f"/works/{work}/chapters/new", f"/chapters/{chapter}", f"/works/{work}/open"]
    assert {scene.stranger.get(path).status_code for path in gets} == {404}
    assert scene.titles() == ["1", "2", "3"]


def test_stranger_s_bin_and_shelf_hold_nothing_of_others(scene: Scene) -> None:
    scene.author.post(f"/chapters/{scene.chapters[0]}/bin")
    for path in ("/bin", "/", f"/?binned={scene.work}"):
        assert "Salt" not in scene.stranger.get(path).text


@pytest.mark.parametrize("number", ["0", "999999", "2147483648", "99999999999999999999", "-1", "x", "1.5"])
def test_number_that_names_nothing_is_not_found(scene: Scene, number: str) -> None:
    for path in (f"/works/{number}", f"/chapters/{number}", f"/documents/{number}"):
        assert scene.author.get(path).status_code == 404


def test_titles_are_shown_as_text(scene: Scene) -> None:
    title = "<img src=x onerror=alert(1)>"
    scene.author.post(f"/works/{scene.work}", data={"title": title})
    scene.author.post(f"/chapters/{scene.chapters[0]}/title", data={"title": title})
    scene.author.post(f"/chapters/{scene.chapters[1]}/bin")
    for path in ("/", f"/works/{scene.work}", f"/works/{scene.work}/chapters/new", "/bin"):
        assert "<img src=x" not in scene.author.get(path).text
