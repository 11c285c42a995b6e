"""Which answers are compressed, and which go out as they are."""

from __future__ import annotations

import gzip
from collections.abc import Iterator

import pytest
from flask import Flask, Response, jsonify

from workshop.compression import BYTES_MIN, init_compression

GZIP = {"Accept-Encoding": "gzip, deflate, br"}
WORDS = "The tide was out. " * 200


@pytest.fixture
def small_app() -> Flask:
    app = Flask("small", static_folder=None)
    init_compression(app)

    def stream() -> Iterator[str]:
        yield WORDS

    app.add_url_rule("/page", "page", lambda: WORDS, methods=["GET", "POST"])
    app.add_url_rule("/short", "short", lambda: "x" * (BYTES_MIN - 1))
    app.add_url_rule("/json", "json", lambda: jsonify(words=WORDS))
    app.add_url_rule("/events", "events", lambda: Response(stream(), mimetype="text/event-stream"))
    app.add_url_rule("/stream", "stream", lambda: Response(stream(), mimetype="text/html"))
    app.add_url_rule("/image", "image", lambda: Response(WORDS, mimetype="image/png"))
    app.add_url_rule("/error", "error", lambda: (WORDS, 404))
    return app


def test_page_and_list_are_compressed_for_who_reads_gzip(small_app: Flask) -> None:
    for path in ("/page", "/json"):
        answer = small_app.test_client().get(path, headers=GZIP)
        assert answer.headers["Content-Encoding"] == "gzip"
        assert int(answer.headers["Content-Length"]) == len(answer.data) < 500
        assert WORDS.encode() in gzip.decompress(answer.data)
        assert answer.headers["Vary"] == "Accept-Encoding"
        plain = small_app.test_client().get(path)
        assert "Content-Encoding" not in plain.headers
        assert plain.headers["Vary"] == "Accept-Encoding"
        assert WORDS in plain.text


@pytest.mark.parametrize("path", ["/short", "/events", "/stream", "/image", "/error"])
def test_what_is_short_or_a_stream_or_an_image_goes_out_as_it_is(small_app: Flask, path: str) -> None:
    assert "Content-Encoding" not in small_app.test_client().get(path, headers=GZIP).headers


def test_answers_to_writes_go_out_as_they_are(small_app: Flask) -> None:
    assert "Content-Encoding" not in small_app.test_client().post("/page", headers=GZIP).headers


def test_head_tells_what_get_would(small_app: Flask) -> None:
    answer = small_app.test_client().head("/page")
    assert (answer.status_code, answer.data) == (200, b"")


def test_event_stream_of_a_chapter_comes_message_by_message(app: Flask) -> None:
    from tests.makers import author_of, client_of, make_chapter
    from workshop.db import db

    with app.app_context():
        chapter = make_chapter("The tide was out.")
        session, path = author_of(chapter.work).get_id(), f"/chapters/{chapter.id}/events"
        db.session.commit()
    answer = client_of(app, session).get(path, headers=GZIP)
    messages = answer.iter_encoded()
    assert next(messages).startswith(b"retry: ")
    assert next(messages).startswith(b"event: pulse")
    assert "Content-Encoding" not in answer.headers
    answer.close()
