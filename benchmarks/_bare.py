"""The peer of `save`: the least that Flask and SQLite can do to keep a text, under the same web server.

Run as a module with a folder, it says its port and serves. No session, no access check, no history: it takes the whole
text as JSON and updates one row, with the same laws for the disk (WAL, synchronous=FULL) and the same queue of writers.
"""

from __future__ import annotations

import sqlite3
import sys
import threading
from pathlib import Path

from flask import Flask, Response, jsonify, request

from workshop import serving


def make_bare_app(folder: Path, chapters: int, text: str) -> Flask:
    app = Flask("bare")
    local = threading.local()
    turn = threading.Lock()

    def database() -> sqlite3.Connection:
        if not hasattr(local, "connection"):
            local.connection = sqlite3.connect(folder / "bare.sqlite3", isolation_level=None)
            local.connection.execute("PRAGMA journal_mode=WAL")
            local.connection.execute("PRAGMA synchronous=FULL")
        return local.connection

    database().execute("CREATE TABLE chapters (id INTEGER PRIMARY KEY, text TEXT NOT NULL, version INTEGER NOT NULL)")
    rows = [(number, text, 0) for number in range(1, chapters + 1)]
    database().executemany("INSERT INTO chapters VALUES (?, ?, ?)", rows)

    @app.post("/chapters/<int:chapter_id>")
    def save(chapter_id: int) -> Response:
        text = request.get_json()["text"]
        connection = database()
        with turn:
            connection.execute("BEGIN IMMEDIATE")
            connection.execute("UPDATE chapters SET text = ?, version = version + 1 WHERE id = ?", (text, chapter_id))
            connection.execute("COMMIT")
        return jsonify(saved=True)

    return app


def _main(folder: Path, chapters: int) -> None:
    app = make_bare_app(folder, chapters, (folder / "text.txt").read_text("utf-8"))
    listener = serving.listen("127.0.0.1", 0)
    print(listener.getsockname()[1], flush=True)
    serving.make_server(app, listener).run()


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]))
