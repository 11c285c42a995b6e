"""Keeps a LanguageTool server running: starts it, warms it up, watches it, and starts it again when it ends."""

from __future__ import annotations

import contextlib
import logging
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from workshop.grammar.languagetool import status
from workshop.grammar.languagetool.client import CheckerUnavailable
from workshop.grammar.languagetool.fetch import FetchFailed
from workshop.grammar.languagetool.java import UnsupportedPlatform
from workshop.grammar.languagetool.server import LocalServer, RemoteServer, ServerFailed
from workshop.grammar.languagetool.status import State, Status

FIRST_PAUSE_SECONDS = 1.0
LONGEST_PAUSE_SECONDS = 60.0
#: After this long in good health a failure counts as the first one again.
STABLE_SECONDS = 120.0
WATCH_SECONDS = 2.0
#: A server busy with a whole novel may miss one question; it is ended only when it misses several in a row.
MISSES_ALLOWED = 3
STOP_SECONDS = 10

log = logging.getLogger(__name__)


class Supervisor:
    """One server and the thread that looks after it.

    `warm_up(url)` asks the server for a first check, which loads its rules; `on_change(status)` is called from the
    watching thread, so it must be quick and may not raise. `groups()` names the languages besides English that a server
    of ours is started with.
    """

    def __init__(
        self,
        folder: Path,
        warm_up: Callable[[str], object],
        server_url: str | None = None,
        on_change: Callable[[Status], None] = lambda status: None,
        groups: Callable[[], Sequence[str]] = lambda: (),
    ) -> None:
        self._server = lambda: RemoteServer(server_url) if server_url else LocalServer(folder, self._report, groups())
        self._warm_up = warm_up
        self._on_change = on_change
        self._current: LocalServer | RemoteServer | None = None
        self._url: str | None = None
        self._status = status.STOPPED
        self._changed = threading.Condition()
        self._stopping = threading.Event()
        self._look_now = threading.Event()
        self._renewing = threading.Event()
        self._thread = threading.Thread(target=self._run, name="languagetool", daemon=True)

    @property
    def status(self) -> Status:
        return self._status

    @property
    def url(self) -> str | None:
        """Where to ask; None while there is nobody to ask."""
        return self._url if self._status.ready else None

    def start(self) -> None:
        """Begin in the background; returns at once."""
        self._report(status.STARTING)
        self._thread.start()

    def stop(self) -> None:
        """End the server and the thread. Safe to call more than once, also before `start`."""
        self._stopping.set()
        self._look_now.set()
        if self._current is not None:
            self._current.close()
        if self._thread.is_alive() and self._thread is not threading.current_thread():
            self._thread.join(STOP_SECONDS)
        self._report(status.STOPPED)

    def serves(self, group: str) -> bool:
        """Whether the server that runs now has the languages of that group."""
        return self._current is not None and self._current.serves(group)

    def renew(self) -> None:
        """Start the server anew: there are other languages for it."""
        self._renewing.set()
        self._look_now.set()

    def look_now(self) -> None:
        """Check the server's health at once: a request to it has just failed."""
        self._look_now.set()

    def wait(self, timeout_seconds: float, *, give_up_early: bool = False) -> Status:
        """Return the status once the server is ready or off for good, or when the time is over.

        A start that fails is tried again and again; with `give_up_early` the first failure is returned.
        """
        settled = {State.READY, State.OFF, *([State.PAUSED] if give_up_early else [])}
        with self._changed:
            self._changed.wait_for(lambda: self._status.state in settled, timeout_seconds)
        return self._status

    def _run(self) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            began = time.monotonic()
            try:
                self._serve()
                continue
            except UnsupportedPlatform as error:
                self._report(status.off(error.sentence))
                return
            except (FetchFailed, ServerFailed, CheckerUnavailable) as error:
                self._pause(error.sentence)
            except Exception:
                log.exception("The grammar checker's supervisor failed")
                self._pause("The grammar checker ran into a fault; the log says more. It is tried again by itself.")
            pause = FIRST_PAUSE_SECONDS if time.monotonic() - began > STABLE_SECONDS else pause
            self._stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE_SECONDS)

    def _serve(self) -> None:
        """Run one server until it is stopped or to be another one; raises when it fails."""
        self._renewing.clear()
        with contextlib.closing(self._server()) as server:
            self._current = server
            url = server.open()
            self._report(status.WARMING)
            self._warm_up(url)
            self._url = url
            self._report(status.READY)
            self._watch(server)
            if self._renewing.is_set():
                self._report(status.STARTING)
        if not (self._stopping.is_set() or self._renewing.is_set()):
            raise ServerFailed("The grammar checker stopped and is being started again. Writing goes on.")

    def _watch(self, server: LocalServer | RemoteServer) -> None:
        misses = 0
        while misses < MISSES_ALLOWED and not (server.gone() or self._stopping.is_set() or self._renewing.is_set()):
            self._look_now.wait(WATCH_SECONDS)
            self._look_now.clear()
            misses = 0 if server.healthy() else misses + 1

    def _pause(self, sentence: str) -> None:
        if not self._stopping.is_set():
            self._report(status.paused(sentence))

    def _report(self, new: Status) -> None:
        if self._stopping.is_set() and new is not status.STOPPED:
            return
        with self._changed:
            changed, self._status = self._status != new, new
            self._changed.notify_all()
        if changed:
            self._on_change(new)
