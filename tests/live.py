"""Galley over real HTTP: in a thread of the tests, or as a process of its own that a test may kill."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from random import randrange

from flask import Flask
from waitress import wasyncore
from waitress.server import BaseWSGIServer

from workshop import live, serving
from workshop.settings import Settings

FOLDER = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class LiveServer:
    """A Galley that answers at `url` (no slash at the end). Its app shares the database with the test."""

    url: str
    app: Flask


@contextmanager
def served(app: Flask) -> Iterator[LiveServer]:
    """Serve the app through the real web server until the block ends."""
    listener = serving.listen("127.0.0.1", 0)
    server = serving.make_server(app, listener)
    thread = threading.Thread(target=server.run, name="galley-live")
    thread.start()
    try:
        yield LiveServer(f"http://127.0.0.1:{listener.getsockname()[1]}", app)
    finally:
        server.trigger.pull_trigger(lambda: _hang_up(server))
        server.task_dispatcher.shutdown()
        channels = dict(server._map)
        # With nothing left to wait for the loop ends. It may do so before we have woken it, if somebody else did; only then
        # is what wakes it closed, by us, and not at all while an answer that takes its time may still wake it.
        server.trigger.pull_trigger(server._map.clear)
        thread.join(timeout=10)
        kept = [server.trigger] if server.task_dispatcher.threads else []
        wasyncore.close_all({file: channel for file, channel in channels.items() if channel not in kept})


def _hang_up(server: BaseWSGIServer) -> None:
    """Take no more connections and close those there are, in the server's own loop, which could still be waiting on them.

    What wakes the loop stays until no thread is left that may do it: its number soon belongs to another open file.
    """
    server.accepting = False
    wasyncore.close_all(dict(server.active_channels))
    # Streams wait for news; told some, they notice that nobody listens and give their threads back.
    live.hub.publish(None, live.Event(live.ACCESS, {}))


def _lasting_port() -> int:
    """Return a free port that no system gives to outgoing connections: while the server is dead, one could take its port."""
    while True:
        port = randrange(20_000, 32_000)
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port


@dataclass
class ServedProcess:
    """`python3 app.py` on an instance folder; `kill` is what a power cut does to it, `start` the next morning."""

    settings: Settings
    environ: dict[str, str] = field(default_factory=dict)
    port: int = 0
    process: subprocess.Popen[str] | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> None:
        """Start it and return once it says where it is; after the first start it comes back on the same port."""
        self.port = self.port or _lasting_port()
        command = [sys.executable, str(FOLDER / "app.py"), "--no-browser", "--host=127.0.0.1", f"--port={self.port}"]
        environ = os.environ | self._environ() | self.environ
        self.process = subprocess.Popen(command, env=environ, stdout=subprocess.PIPE, text=True, start_new_session=True)
        said = []
        for line in self.process.stdout:
            said.append(line)
            if re.search(rf"http://\S+:{self.port}/", line):
                return
        raise AssertionError(f"Galley did not start: {''.join(said)}")

    def kill(self) -> None:
        """End it as a power cut does: at once, wherever it is, with whatever it started left to itself."""
        self._end(signal.SIGKILL)

    def stop(self) -> None:
        self._end(signal.SIGTERM)

    def fill_disk(self) -> None:
        """From now on nothing can be written to any file, as when a person's share of the disk is used up. Linux only."""
        self._limit_files(0)

    def free_disk(self) -> None:
        self._limit_files(-1)

    def _limit_files(self, size: int) -> None:
        import resource  # Windows has none

        resource.prlimit(self.process.pid, resource.RLIMIT_FSIZE, (size, resource.RLIM_INFINITY))

    def _end(self, how: signal.Signals) -> None:
        if self.process is None:
            return
        self.process.send_signal(how)
        self.process.wait(timeout=20)
        self.process.stdout.close()
        self.process = None

    def _environ(self) -> dict[str, str]:
        return {
            "GALLEY_INSTANCE": str(self.settings.instance),
            "DATABASE_URL": self.settings.database_url,
            "LANGUAGETOOL_URL": self.settings.languagetool_url or "",
            "PYTHONUNBUFFERED": "1",
        }
