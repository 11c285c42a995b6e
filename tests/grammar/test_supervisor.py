"""A LanguageTool of our own: how it starts, comes back, and never outlives us."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from tests.languagetool_fixture import jar_instance
from tests.waiting import wait_until
from workshop.grammar.engine import Engine
from workshop.grammar.languagetool import java
from workshop.grammar.languagetool.client import CheckerUnavailable, Client
from workshop.grammar.languagetool.status import State, Status
from workshop.grammar.languagetool.supervisor import Supervisor

ROOT = Path(__file__).resolve().parents[2]
PATIENCE_SECONDS = 90

#: An app that starts the checker and then does nothing; it prints the process ids of guard and Java.
APP = """
import sys, time, psutil
from pathlib import Path
from workshop.grammar.languagetool.supervisor import Supervisor
supervisor = Supervisor(Path(sys.argv[1]), warm_up=lambda url: None)
supervisor.start()
assert supervisor.wait(90).ready, supervisor.status
print([child.pid for child in psutil.Process().children(recursive=True)], flush=True)
time.sleep(600)
"""


def java_below(process: psutil.Process) -> list[psutil.Process]:
    return [child for child in process.children(recursive=True) if "java" in child.name()]


@pytest.fixture
def app_process(languagetool: Engine) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """Another process with a checker of its own, and the ids of its children: the guard and Java."""
    folder = jar_instance() / "languagetool"
    command = [sys.executable, "-c", APP, str(folder)]
    app = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        yield app, json.loads(app.stdout.readline())
    finally:
        app.kill()
        app.wait()
        app.stdout.close()


@pytest.mark.languagetool
def test_java_ends_when_the_app_is_killed(app_process: tuple[subprocess.Popen[str], list[int]]) -> None:
    app, children = app_process
    assert len(children) == 2
    app.send_signal(signal.SIGKILL)
    app.wait()
    assert wait_until(lambda: not any(map(psutil.pid_exists, children)))


@pytest.mark.languagetool
@pytest.mark.skipif(sys.platform != "linux", reason="only Linux binds a child's life to its parent's")
def test_java_ends_when_its_guard_is_killed(app_process: tuple[subprocess.Popen[str], list[int]]) -> None:
    _, (guard, server) = app_process
    os.kill(guard, signal.SIGKILL)
    assert wait_until(lambda: not psutil.pid_exists(server))


@pytest.mark.languagetool
def test_checker_comes_back_after_java_was_killed(languagetool: Engine) -> None:
    seen: list[Status] = []
    supervisor = Supervisor(
        jar_instance() / "languagetool", warm_up=lambda url: Client(lambda: url).warm_up("en-US"), on_change=seen.append
    )
    client = Client(lambda: supervisor.url, on_failure=supervisor.look_now)
    before = set(java_below(psutil.Process()))
    supervisor.start()
    try:
        assert supervisor.wait(PATIENCE_SECONDS).ready
        assert client.check("He dont know.", "en-US")
        (server,) = set(java_below(psutil.Process())) - before
        server.kill()
        assert wait_until(lambda: supervisor.status.state is State.PAUSED)
        with pytest.raises(CheckerUnavailable):
            client.check("He dont know.", "en-US")
        assert supervisor.wait(PATIENCE_SECONDS).ready
        assert client.check("He dont know.", "en-US")
    finally:
        supervisor.stop()
    assert [status.state for status in seen] == [
        State.STARTING, State.WARMING, State.READY, State.PAUSED, State.STARTING, State.WARMING, State.READY, State.OFF,
    ]  # fmt: skip
    assert wait_until(lambda: not server.is_running())
    assert wait_until(lambda: set(java_below(psutil.Process())) == before)


@pytest.mark.languagetool
def test_server_elsewhere_is_used_and_not_ended(languagetool: Engine) -> None:
    supervisor = Supervisor(Path("unused"), warm_up=lambda url: None, server_url=f"{languagetool.url}v2/")
    supervisor.start()
    assert supervisor.wait(30).ready
    assert supervisor.url == languagetool.url
    supervisor.stop()
    assert supervisor.status.state is State.OFF
    assert languagetool.client.check("He dont know.", "en-US")


def test_server_elsewhere_that_does_not_answer_is_tried_again(tmp_path: Path) -> None:
    seen: list[Status] = []
    supervisor = Supervisor(tmp_path, warm_up=lambda url: None, server_url="http://127.0.0.1:9", on_change=seen.append)
    supervisor.start()
    assert supervisor.wait(10, give_up_early=True).state is State.PAUSED
    assert "does not answer" in supervisor.status.message
    assert supervisor.url is None
    supervisor.stop()


def test_machine_without_java_is_told_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(java, "_packaged_java", lambda: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    supervisor = Supervisor(tmp_path, warm_up=lambda url: None)
    supervisor.start()
    status = supervisor.wait(10)
    assert status.state is State.OFF
    assert "Install Java 17 or newer" in status.message
    supervisor.stop()


@pytest.mark.parametrize(
    ("said", "version"),
    [
        ('openjdk version "25.0.2" 2026-01-20 LTS', 25),
        ('java version "1.8.0_401"', 8),
        ('openjdk version "17" 2021-09-14', 17),
        ("no idea", None),
    ],
)
def test_java_says_its_version(tmp_path: Path, said: str, version: int | None) -> None:
    program = tmp_path / "java"
    program.write_text(f"#!/bin/sh\necho '{said}' >&2\n")
    program.chmod(0o755)
    assert java.java_version(program) == version


def test_supervisor_that_never_started_can_be_stopped(tmp_path: Path) -> None:
    Supervisor(tmp_path, warm_up=lambda url: None).stop()
