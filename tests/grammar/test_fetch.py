"""Fetching jars by the lock: whole or absent, whatever ends the fetch."""

from __future__ import annotations

import errno
import hashlib
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
import requests

from workshop.grammar.languagetool import fetch
from workshop.grammar.languagetool.fetch import FetchFailed, Jar, fetch_jars, read_lock

ROOT = Path(__file__).resolve().parents[2]


def content(name: str) -> bytes:
    return f"the jar {name} ".encode() * 5000


def make_jars(count: int = 6) -> tuple[Jar, ...]:
    names = [f"part-{number}" for number in range(count)]
    rows = [(name, content(f"{name}-1.0.jar")) for name in names]
    return tuple(
        Jar(f"org/example/{name}/1.0/{name}-1.0.jar", len(raw), hashlib.sha256(raw).hexdigest()) for name, raw in rows
    )


def give(jar: Jar, incoming: Path, arrived: Callable[[int], None]) -> Path:
    """Stand in for the download: the right bytes, in two pieces."""
    file = incoming / jar.name
    file.write_bytes(content(jar.name))
    arrived(jar.size // 2)
    arrived(jar.size - jar.size // 2)
    return file


@pytest.fixture(autouse=True)
def no_waiting(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch.time, "sleep", lambda seconds: None)


def test_jars_arrive_and_progress_ends_at_the_whole(tmp_path: Path) -> None:
    jars, seen = make_jars(), []
    paths = fetch_jars(tmp_path, jars, lambda *bytes_: seen.append(bytes_), give)
    assert [path.read_bytes() for path in paths] == [content(jar.name) for jar in jars]
    total = sum(jar.size for jar in jars)
    assert seen[-1] == (total, total)
    assert [entry.name for entry in tmp_path.iterdir() if entry.is_dir()] == []


def test_only_what_is_missing_or_damaged_is_fetched_again(tmp_path: Path) -> None:
    jars, asked = make_jars(), []
    fetch_jars(tmp_path, jars, download=give)
    (tmp_path / jars[1].name).unlink()
    damaged = tmp_path / jars[4].name
    damaged.write_bytes(damaged.read_bytes()[:-1] + b"x")

    def note(jar: Jar, incoming: Path, arrived: Callable[[int], None]) -> Path:
        asked.append(jar)
        return give(jar, incoming, arrived)

    fetch_jars(tmp_path, jars, download=note)
    assert sorted(jar.name for jar in asked) == [jars[1].name, jars[4].name]
    assert damaged.read_bytes() == content(jars[4].name)


def test_connection_that_breaks_now_and_then_is_tried_again(tmp_path: Path) -> None:
    failures = iter([requests.ConnectionError("gone"), requests.Timeout("slow")])

    def stumble(jar: Jar, incoming: Path, arrived: Callable[[int], None]) -> Path:
        for failure in failures:
            raise failure
        return give(jar, incoming, arrived)

    assert len(fetch_jars(tmp_path, make_jars(), download=stumble)) == 6


def test_jar_with_the_wrong_bytes_never_gets_its_name(tmp_path: Path) -> None:
    def forge(jar: Jar, incoming: Path, arrived: Callable[[int], None]) -> Path:
        file = incoming / jar.name
        file.write_bytes(b"x" * jar.size)
        return file

    with pytest.raises(FetchFailed, match="arrived damaged"):
        fetch_jars(tmp_path, make_jars(1), download=forge)
    assert list(tmp_path.glob("*.jar")) == []


@pytest.mark.parametrize(
    ("failure", "sentence"),
    [
        (requests.ConnectionError("no route"), "there is no connection"),
        (OSError(errno.ENOSPC, "No space left on device"), "The disk is full"),
        (PermissionError(errno.EACCES, "Permission denied"), "may not write into"),
        (RuntimeError("not found"), "Fetching part-0-1.0.jar failed: not found"),
    ],
)
def test_failure_is_told_in_a_sentence(tmp_path: Path, failure: Exception, sentence: str) -> None:
    def fail(jar: Jar, incoming: Path, arrived: Callable[[int], None]) -> Path:
        raise failure

    with pytest.raises(FetchFailed, match=sentence):
        fetch_jars(tmp_path, make_jars(1), download=fail)


def test_too_small_a_disk_is_told_before_anything_is_fetched(tmp_path: Path) -> None:
    jar = Jar("org/example/huge/1.0/huge-1.0.jar", 10**18, "0" * 64)
    with pytest.raises(FetchFailed, match="The disk is full"):
        fetch_jars(tmp_path, (jar,), download=give)


def test_fetch_that_was_killed_goes_on_with_what_is_missing(tmp_path: Path) -> None:
    jars = make_jars(8)
    child = subprocess.Popen([sys.executable, "-c", SLOW_FETCH, str(tmp_path)], cwd=ROOT)
    deadline = time.monotonic() + 30
    while len(list(tmp_path.glob("*.jar"))) < 2 and time.monotonic() < deadline:
        os.sched_yield()
    child.send_signal(signal.SIGKILL)
    child.wait()

    arrived = {path.name for path in tmp_path.glob("*.jar")}
    assert 2 <= len(arrived) < len(jars)
    assert all((tmp_path / name).read_bytes() == content(name) for name in arrived)
    asked = []

    def note(jar: Jar, incoming: Path, count: Callable[[int], None]) -> Path:
        asked.append(jar.name)
        return give(jar, incoming, count)

    fetch_jars(tmp_path, jars, download=note)
    assert set(asked) == {jar.name for jar in jars} - arrived


#: Fetches one jar after another, and leaves half a file of each for a while.
SLOW_FETCH = """
import sys, time
from pathlib import Path
from tests.grammar.test_fetch import content, make_jars
from workshop.grammar.languagetool import fetch

def slow(jar, incoming, arrived):
    file = incoming / jar.name
    with file.open("wb") as out:
        out.write(content(jar.name)[: jar.size // 2])
        out.flush()
        time.sleep(0.2)
        out.write(content(jar.name)[jar.size // 2 :])
    return file

fetch.THREADS = 1
fetch.fetch_jars(Path(sys.argv[1]), make_jars(8), download=slow)
"""


def test_lock_names_each_jar_once_with_a_checksum() -> None:
    jars = read_lock()
    assert len({jar.name for jar in jars}) == len(jars) == 127
    assert sum(jar.size for jar in jars) == pytest.approx(84e6, rel=0.02)
    assert {len(jar.sha256) for jar in jars} == {64}


@pytest.mark.parametrize(
    ("path", "coordinates"),
    [
        ("com/example/tool/2.1/tool-2.1.jar", ("com.example", "tool", "2.1", "")),
        ("com/example/tool/2.1/tool-2.1-linux.jar", ("com.example", "tool", "2.1", "linux")),
    ],
)
def test_path_tells_the_coordinates(path: str, coordinates: tuple[str, str, str, str]) -> None:
    assert Jar(path, 1, "").coordinates == coordinates
