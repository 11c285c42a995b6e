"""Static files: asked for once, and never stale."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest
from flask import Flask, url_for

from tests.makers import client_of, make_author
from workshop.db import db
from workshop.errors import NotFound
from workshop.static_files import StaticFiles, init_static_files


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    (folder / "js" / "desk").mkdir(parents=True)
    (folder / "js" / "page.js").write_text('import { say } from "./desk/say.js";\nsay();\n' + "// padding\n" * 200)
    (folder / "js" / "desk" / "say.js").write_text('export { word } from "../word.js";\nexport const say = () => {};\n')
    (folder / "js" / "word.js").write_text("export const word = 1;\n")
    (folder / "font.woff2").write_bytes(b"wOF2" * 1000)
    return folder


@pytest.fixture
def small_app(folder: Path) -> Flask:
    app = Flask("small", static_folder=None)
    app.secret_key = "a key for this test"
    app.register_error_handler(NotFound, lambda _: ("not there", 404))
    init_static_files(app, folder)
    return app


def address(app: Flask, name: str) -> str:
    with app.test_request_context():
        return url_for("static", filename=name)


def test_file_is_kept_for_good_under_its_address(small_app: Flask) -> None:
    answer = small_app.test_client().get(address(small_app, "js/page.js"))
    assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer.mimetype == "text/javascript"
    assert answer.text.startswith("import { say }")


def test_change_of_any_file_changes_every_address(small_app: Flask, folder: Path) -> None:
    before = address(small_app, "js/page.js")
    (folder / "js" / "word.js").write_text("export const word = 22;\n")
    assert address(small_app, "js/page.js") != before
    (folder / "js" / "word.js").write_text("export const word = 1;\n")
    assert address(small_app, "js/page.js") == before
    (folder / "js" / "new.js").write_text("")
    assert address(small_app, "js/page.js") != before


def test_changed_file_is_not_kept_under_its_old_address(small_app: Flask, folder: Path) -> None:
    old = address(small_app, "js/word.js")
    client = small_app.test_client()
    client.get(old)
    (folder / "js" / "word.js").write_text("export const word = 2000;\n")
    # No page has been made since, so nobody has looked at the folder.
    answer = client.get(old, headers={"Accept-Encoding": "gzip"})
    assert gzip.decompress(answer.data) == b"export const word = 2000;\n"
    assert answer.headers["Cache-Control"] == "no-cache"


def test_page_from_before_an_update_still_finds_its_files(small_app: Flask) -> None:
    answer = small_app.test_client().get("/static/0123456789ab/js/page.js")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-cache")
    again = {"If-None-Match": answer.headers["ETag"]}
    assert small_app.test_client().get("/static/0123456789ab/js/page.js", headers=again).status_code == 304


def test_file_is_sent_as_gzip_to_who_reads_it(small_app: Flask, folder: Path) -> None:
    client = small_app.test_client()
    path = address(small_app, "js/page.js")
    answer = client.get(path, headers={"Accept-Encoding": "gzip, deflate, br"})
    assert answer.headers["Content-Encoding"] == "gzip"
    assert answer.headers["Vary"] == "Accept-Encoding"
    assert gzip.decompress(answer.data) == (folder / "js" / "page.js").read_bytes()
    assert len(answer.data) < len(client.get(path).data) / 5
    for refusal in ("identity", "gzip;q=0"):
        assert "Content-Encoding" not in client.get(path, headers={"Accept-Encoding": refusal}).headers


def test_copy_in_the_cache_of_a_signed_in_browser_outlives_its_cookie(app: Flask) -> None:
    with app.app_context():
        session = make_author().get_id()
        db.session.commit()
    answer = client_of(app, session).get(address(app, "js/page.js"))
    assert "Set-Cookie" not in answer.headers
    assert answer.headers["Vary"] == "Accept-Encoding"


def test_font_is_compressed_already(small_app: Flask, folder: Path) -> None:
    answer = small_app.test_client().get(address(small_app, "font.woff2"), headers={"Accept-Encoding": "gzip"})
    assert (answer.mimetype, answer.data) == ("font/woff2", (folder / "font.woff2").read_bytes())
    assert "Content-Encoding" not in answer.headers


@pytest.mark.parametrize(
    "path",
    [
        "../app.py", "..%2fapp.py", "js/../../secret", "/etc/passwd", "js", "js/", "nothing.js", ".hidden", "js/page.js/x",
        "%00", "js\\page.js",
    ],
)  # fmt: skip
def test_nothing_else_is_sent(small_app: Flask, folder: Path, path: str) -> None:
    (folder.parent / "secret").write_text("secret")
    (folder / ".hidden").write_text("secret")
    stamp = StaticFiles(folder).look()
    answer = small_app.test_client().get(f"/static/{stamp}/{path}")
    assert answer.status_code in (308, 404)
    assert "secret" not in answer.text


def test_modules_are_told_with_all_that_they_import(folder: Path) -> None:
    files = StaticFiles(folder)
    files.look()
    assert files.modules_of("js/page.js") == ["js/page.js", "js/desk/say.js", "js/word.js"]


def test_desk_asks_for_every_module_at_once(app: Flask) -> None:
    files: StaticFiles = app.extensions["static_files"]
    found = files.modules_of(
        "js/page.js",
        "js/desk/desk.js",
        "js/notes/notes.js",
        "js/beta/reading.js",
        "js/history/history.js",
        "js/review/review.js",
    )
    assert len(found) == len(set(found))
    # What no page imports would be dead.
    there = {
        path.relative_to(app.root_path).as_posix().removeprefix("static/")
        for path in Path(app.root_path).glob("static/js/**/*.js")
    }
    assert there - set(found) == set()
    assert [name for name in found if files.find(name) is None] == []


def test_page_names_files_by_addresses_that_last(app: Flask) -> None:
    client = app.test_client()
    page = client.get("/welcome").text
    addresses = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', page))
    assert len(addresses) > 15
    for each in addresses:
        answer = client.get(each)
        assert "immutable" in answer.headers["Cache-Control"], each
        assert "Content-Security-Policy" in answer.headers
