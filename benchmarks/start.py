"""Seconds from the command to the first whole page, LanguageTool still cold, beside a bare Flask app's start."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path
from statistics import median

from benchmarks._report import Goal, conclude, show_heading, show_table
from tests.languagetool_fixture import jar_instance
from workshop.serving import listen

FOLDER = Path(__file__).resolve().parent.parent
STARTS = 7

EXPLANATION = f"""\
A later start: installed, migrated, nobody signed in. The clock runs from the command to the last byte of the page that
answers at /, asked for again every 5 ms until something listens. Galley starts its own LanguageTool meanwhile, as always;
it is not ready when the page comes. Bare: Flask, Flask-SQLAlchemy and waitress, one table read, one template rendered.
They take turns, {STARTS} starts each, after one that warms the disk."""

BARE = """
import sys
from flask import Flask, render_template_string
from flask_sqlalchemy import SQLAlchemy
from waitress import serve
app = Flask("bare")
app.config["SQLALCHEMY_DATABASE_URI"] = "sqlite:///" + sys.argv[1]
db = SQLAlchemy(app)
class Page(db.Model):
    id = db.mapped_column(db.Integer, primary_key=True)
with app.app_context():
    db.create_all()
@app.get("/")
def page():
    return render_template_string("<p>{{ pages|length }}</p>", pages=db.session.scalars(db.select(Page)).all())
serve(app, port=int(sys.argv[2]), threads=64)
"""


def main(arguments: list[str]) -> int:
    show_heading("start", EXPLANATION)
    with tempfile.TemporaryDirectory(prefix="galley-bench-start-") as name:
        folder = Path(name)
        _lend_jars(folder)
        starts = {"bare": lambda: _first_page(_bare(folder)), "Galley": lambda: _first_page(_galley(folder))}
        for start in starts.values():
            start()
        taken: dict[str, list[float]] = {name: [] for name in starts}
        for _ in range(STARTS):
            for name, start in starts.items():
                taken[name].append(start())
    ratio = median(taken["Galley"]) / median(taken["bare"])
    rows = [[name, min(times), median(times), max(times)] for name, times in taken.items()]
    show_table(("app", "fastest s", "median s", "slowest s"), rows)
    print(f"Galley takes {ratio:.1f} times as long as the bare app.\n")
    return conclude([Goal("first page after the start", median(taken["Galley"]), at_most=1.5, unit="s")])


def _lend_jars(folder: Path) -> None:
    """Let the measured Galley use the jars that are here already, instead of fetching its own."""
    jars = jar_instance() / "languagetool"
    if jars.exists():
        (folder / "languagetool").symlink_to(jars)


def _galley(folder: Path) -> tuple[list[str], int, dict[str, str]]:
    port = _free_port()
    # As a person starts it: with the machine's Python, which hands over to the one in .venv.
    python = getattr(sys, "_base_executable", sys.executable)
    environ = {"GALLEY_INSTANCE": str(folder), "DATABASE_URL": "", "LANGUAGETOOL_URL": "", "HOST": ""}
    return [python, str(FOLDER / "app.py"), "--no-browser", "--port", str(port)], port, environ


def _bare(folder: Path) -> tuple[list[str], int, dict[str, str]]:
    port = _free_port()
    return [sys.executable, "-c", BARE, str(folder / "bare.sqlite3"), str(port)], port, {}


def _first_page(started: tuple[list[str], int, dict[str, str]]) -> float:
    """Run the command until its first page is here, and give the seconds that took."""
    command, port, environ = started
    began = time.perf_counter()
    process = subprocess.Popen(command, env=os.environ | environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not _answers(port):
            assert process.poll() is None, f"{command} ended"
            time.sleep(0.005)
        return time.perf_counter() - began
    finally:
        process.terminate()
        process.wait()


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=30) as answer:
            return answer.status == 200 and bool(answer.read())
    except urllib.error.URLError:
        return False


def _free_port() -> int:
    with listen("127.0.0.1", 0) as listener:
        return listener.getsockname()[1]
