"""The two kinds of LanguageTool server: a child process of ours, or one that runs elsewhere.

Both have `open() -> URL`, `serves(group)`, `healthy()`, `gone()` and `close()`; the supervisor decides when to call them.
"""

from __future__ import annotations

import contextlib
import os
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from urllib.parse import urljoin

import requests

from workshop.errors import WorkshopError
from workshop.grammar.languagetool import status
from workshop.grammar.languagetool.fetch import fetch_jars, read_lock
from workshop.grammar.languagetool.java import RULES, find_java, server_command
from workshop.grammar.languagetool.languages import ENGLISH, lock_of
from workshop.grammar.languagetool.status import Status

GUARD = Path(__file__).with_name("guard.py")
#: On a slow machine that is busy with other things the start was seen to take 24 s.
START_TIMEOUT_SECONDS = 120
STOP_TIMEOUT_SECONDS = 5
POLL_SECONDS = 0.1
HEALTH_TIMEOUT_SECONDS = 10


class ServerFailed(WorkshopError):
    """A server that did not start, or does not answer; the sentence says which."""

    status = 503


class LocalServer:
    """A LanguageTool of our own on a free port of the loopback interface, with English and further groups of languages."""

    def __init__(self, folder: Path, report: Callable[[Status], None], groups: Sequence[str] = ()) -> None:
        self._folder = folder
        self._report = report
        self._groups = (ENGLISH, *groups)
        self._guard: subprocess.Popen[bytes] | None = None
        self._url = ""
        self._closing = threading.Event()

    def open(self) -> str:
        """Fetch what is missing, start the server, and give its URL once it answers."""
        java = find_java()
        locked = dict.fromkeys(jar for group in self._groups for jar in read_lock(lock_of(group)))
        jars = fetch_jars(self._folder / "jars", tuple(locked), self._fetching)
        self._report(status.STARTING)
        port = free_port()
        self._url = f"http://127.0.0.1:{port}/"
        self._guard = self._start(java, jars, port)
        self._wait_for_answer()
        return self._url

    def serves(self, group: str) -> bool:
        """Whether it has the languages of that group."""
        return group in self._groups

    def healthy(self) -> bool:
        return answers(self._url)

    def gone(self) -> bool:
        """Whether the process has ended, so that asking it is pointless."""
        return not self._alive()

    def close(self) -> None:
        """End the server, and the fetching or starting that another thread may be in."""
        self._closing.set()
        if self._guard is not None:
            _end(self._guard)

    def _fetching(self, done: int, total: int) -> None:
        if self._closing.is_set():
            raise ServerFailed("The grammar checker was stopped while it was being fetched.")
        self._report(status.fetching(done, total))

    def _start(self, java: Path, jars: tuple[Path, ...], port: int) -> subprocess.Popen[bytes]:
        command = server_command(java, jars, RULES, self._folder / "server.properties", port)
        with (self._folder / "server.log").open("wb") as log:
            return subprocess.Popen(
                [sys.executable, "-I", "-S", str(GUARD), *command.arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.DEVNULL,
                stderr=log,
                env=os.environ | command.environment,
                **_OWN_GROUP,
            )

    def _wait_for_answer(self) -> None:
        deadline = time.monotonic() + START_TIMEOUT_SECONDS
        while time.monotonic() < deadline and self._alive():
            if answers(self._url):
                return
            self._closing.wait(POLL_SECONDS)
        raise ServerFailed(f"The grammar checker did not start; {self._folder / 'server.log'} says why.")

    def _alive(self) -> bool:
        return self._guard is not None and self._guard.poll() is None and not self._closing.is_set()


class RemoteServer:
    """A LanguageTool that somebody else runs."""

    def __init__(self, url: str) -> None:
        self._url = url.removesuffix("/").removesuffix("/v2") + "/"

    def open(self) -> str:
        if not self.healthy():
            raise ServerFailed(f"The grammar checker at {self._url} does not answer. It is tried again by itself.")
        return self._url

    def serves(self, group: str) -> bool:
        """What it has is not ours to say; asked for a language that it lacks, it refuses."""
        return True

    def healthy(self) -> bool:
        return answers(self._url)

    def gone(self) -> bool:
        """It may come back under the same address at any time."""
        return False

    def close(self) -> None:
        """Nothing of it is ours."""


def free_port() -> int:
    """Return a port that nothing listens on now. Should it be taken a moment later, the start is tried again."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def answers(url: str) -> bool:
    """Whether a LanguageTool server answers there. Proxies are for other hosts than this one."""
    with requests.Session() as session, contextlib.suppress(requests.RequestException):
        session.trust_env = "//127.0.0.1" not in url
        return session.get(urljoin(url, "v2/languages"), timeout=HEALTH_TIMEOUT_SECONDS).ok
    return False


def _end(guard: subprocess.Popen[bytes]) -> None:
    """Close the pipe, which is the guard's sign to end Java; insist when that takes too long."""
    with contextlib.suppress(OSError):
        guard.stdin.close()
    try:
        guard.wait(STOP_TIMEOUT_SECONDS)
    except subprocess.TimeoutExpired:
        guard.kill()
        guard.wait()


#: Ctrl-C in the terminal is for the app, which then ends Java in order; on Windows no console window opens either.
_OWN_GROUP: dict[str, object] = (
    {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP | subprocess.CREATE_NO_WINDOW}
    if sys.platform == "win32"
    else {"start_new_session": True}
)
