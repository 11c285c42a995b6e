"""Saves per second through the whole real path, beside a bare Flask and SQLite app under the same server."""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from statistics import median

from benchmarks._galley import Place, Seeded, seeded, text_of_words
from benchmarks._report import Goal, conclude, percentile, show_heading, show_table
from benchmarks._writers import FOLDER, Plan, Round, Writer, run_round
from workshop.db import db
from workshop.web import now
from workshop.works.models import Document
from workshop.works.saving import save_steps

WORDS = 5_000
WRITERS = (1, 16)
ROUNDS = 5
SECONDS = 3.0
#: What one autosave holds.
TYPED = "again"

EXPLANATION = f"""\
One save of a {WORDS:,}-word chapter. Galley: session cookie, access check, JSON, {len(TYPED)} steps applied and checked,
version kept, words counted, comments' anchors moved, synchronous=FULL, waitress. Bare: the whole text as JSON, one
UPDATE, synchronous=FULL, the same writer queue, waitress; no session, no check, no history. They take turns,
{ROUNDS} rounds of {SECONDS:g} seconds each; the ratio is the median of the rounds'."""


def main(arguments: list[str]) -> int:
    show_heading("save", EXPLANATION)
    text = text_of_words(WORDS)
    with seeded() as galley, _bare(text) as bare_port:
        places = galley.add_chapters(text, max(WRITERS))
        process = galley.process()
        process.start()
        try:
            writers = {"Galley": _galley_writers(galley, places), "bare": _bare_writers(text)}
            ports = {"Galley": process.port, "bare": bare_port}
            return _measure(lambda name, count: _round(writers[name], ports[name], count))
        finally:
            process.kill()


def _measure(save: Callable[[str, int], Round]) -> int:
    rows, goals = [], []
    for count in WRITERS:
        for name in ("bare", "Galley"):
            save(name, count)  # warm
        pairs = [(save("bare", count), save("Galley", count)) for _ in range(ROUNDS)]
        bare, ours = ([took for pair in pairs for took in pair[side].saves_ms] for side in (0, 1))
        ratio = median(pair[1].saves_per_second / pair[0].saves_per_second for pair in pairs)
        rows.append(_row("bare", count, [pair[0] for pair in pairs], bare, 1.0))
        rows.append(_row("Galley", count, [pair[1] for pair in pairs], ours, ratio))
        goals.append(Goal(f"saves per second with {count} writers, to the bare app", ratio, at_least=0.5))
    goals.append(Goal("p99 to p50 with 16 writers", percentile(ours, 0.99) / percentile(ours, 0.5), at_most=4))
    show_table(("app", "writers", "saves/s", "p50 ms", "p95 ms", "p99 ms", "saves/s to bare"), rows)
    return conclude(goals)


def _row(name: str, count: int, rounds: list[Round], saves_ms: list[float], ratio: float) -> list[object]:
    speed = median(each.saves_per_second for each in rounds)
    return [name, count, speed, *(percentile(saves_ms, share) for share in (0.5, 0.95, 0.99)), f"{ratio:.2f}×"]


def _round(writers: list[Writer], port: int, count: int) -> Round:
    found = run_round(Plan(port, SECONDS, writers[:count]))
    # The next round goes on where this one ended.
    writers[:count] = [
        replace(writer, version=version) for writer, version in zip(writers, found.versions, strict=False)
    ]
    return found


def _galley_writers(galley: Seeded, places: list[Place]) -> list[Writer]:
    """A word typed at the start of the text, one step a letter, then taken back, so that the text stays as long."""
    places_in_text = range(1, len(TYPED) + 1)
    typed = [_replace(at, at, letter) for at, letter in zip(places_in_text, TYPED, strict=True)]
    taken_back = [_replace(at, at + 1) for at in reversed(places_in_text)]
    return [
        Writer(
            path=f"/documents/{place.document_id}/steps",
            bodies=[_save_of(typed, f"writer-{number}"), _save_of(taken_back, f"writer-{number}")],
            cookie=galley.cookie,
            version=_version_after(galley, place, [typed, taken_back], f"writer-{number}"),
            steps_per_save=len(TYPED),
        )
        for number, place in enumerate(places)
    ]


def _version_after(galley: Seeded, place: Place, saves: list[list[dict[str, object]]], client: str) -> int:
    """Make the writer the one who made the newest step, as each of the saves that are measured says."""
    with galley.app.app_context():
        document = db.session.get_one(Document, place.document_id)
        for steps in saves:
            save_steps(document, document.version, steps, client, galley.person_id, now())
        db.session.commit()
        return document.version


def _replace(start: int, end: int, letter: str = "") -> dict[str, object]:
    step: dict[str, object] = {"stepType": "replace", "from": start, "to": end}
    return step | ({"slice": {"content": [{"type": "text", "text": letter}]}} if letter else {})


def _save_of(steps: list[dict[str, object]], client: str) -> str:
    message = {"version": "VERSION", "steps": steps, "client": client, "maker": client}
    return json.dumps(message).replace('"VERSION"', "VERSION", 1)


def _bare_writers(text: str) -> list[Writer]:
    """The same word typed and taken back, in the whole text: SQLite would not write a text again that did not change."""
    bodies = [json.dumps({"text": each}, ensure_ascii=False) for each in (TYPED + text, text)]
    return [Writer(path=f"/chapters/{number}", bodies=bodies) for number in range(1, max(WRITERS) + 1)]


@contextmanager
def _bare(text: str) -> Iterator[int]:
    """Serve the bare app in a process of its own and give its port."""
    with tempfile.TemporaryDirectory(prefix="galley-bench-bare-") as folder:
        Path(folder, "text.txt").write_text(text, "utf-8")
        command = [sys.executable, "-m", "benchmarks._bare", folder, str(max(WRITERS))]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=FOLDER) as process:
            try:
                yield int(process.stdout.readline())
            finally:
                process.kill()
