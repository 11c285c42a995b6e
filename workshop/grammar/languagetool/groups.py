"""Brings the jars of further languages onto this machine while the server goes on with those that it has."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

from workshop.grammar.languagetool import status
from workshop.grammar.languagetool.fetch import Download, FetchFailed, are_here, fetch_jars, read_lock
from workshop.grammar.languagetool.languages import ENGLISH, lock_of
from workshop.grammar.languagetool.status import Status

FIRST_PAUSE_SECONDS = 2.0
LONGEST_PAUSE_SECONDS = 60.0


class Groups:
    """The groups that works are written in. Safe to share between threads.

    `on_change(status)` hears how a fetch is doing; `on_arrival()` that a group is here, so that a server may load it.
    Both are called from the thread that fetches.
    """

    def __init__(
        self,
        jars: Path,
        on_change: Callable[[Status], None],
        on_arrival: Callable[[], None],
        download: Download | None = None,
    ) -> None:
        self._jars = jars
        self._on_change = on_change
        self._on_arrival = on_arrival
        self._download = download
        #: How each group is doing; None once it is here.
        self._wanted: dict[str, Status | None] = {}
        self._lock = threading.Lock()
        self._stopping = threading.Event()

    @property
    def here(self) -> tuple[str, ...]:
        """The groups that are wanted and whole on this machine."""
        with self._lock:
            return tuple(sorted(group for group, doing in self._wanted.items() if doing is None))

    def status(self, group: str) -> Status:
        """Return how the fetch of a wanted group is doing; once it is here, that the server is starting with it."""
        with self._lock:
            return self._wanted.get(group) or status.STARTING

    def want(self, group: str) -> None:
        """Have the group's jars brought here unless they are; returns at once."""
        with self._lock:
            if group == ENGLISH or group in self._wanted:
                return
            whole = are_here(self._jars, read_lock(lock_of(group)))
            self._wanted[group] = None if whole else status.fetching(0, 0, group)
        if whole:
            self._on_arrival()
        else:
            threading.Thread(target=self._fetch, args=(group,), name=f"fetch-{group}", daemon=True).start()

    def stop(self) -> None:
        """End what is being fetched; the next want goes on with it."""
        self._stopping.set()

    def _fetch(self, group: str) -> None:
        pause = FIRST_PAUSE_SECONDS
        while not self._stopping.is_set():
            try:
                fetch_jars(
                    self._jars, read_lock(lock_of(group)), lambda *bytes_: self._report(group, *bytes_), self._download
                )
            except FetchFailed as failed:
                self._note(group, status.paused(failed.sentence, group))
                self._stopping.wait(pause)
                pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
            else:
                with self._lock:
                    self._wanted[group] = None
                self._on_arrival()
                return

    def _report(self, group: str, done: int, total: int) -> None:
        if self._stopping.is_set():
            raise FetchFailed("The grammar checker was stopped while a language was being fetched.")
        self._note(group, status.fetching(done, total, group))

    def _note(self, group: str, doing: Status) -> None:
        with self._lock:
            self._wanted[group] = doing
        self._on_change(doing)
