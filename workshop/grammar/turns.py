"""Who asks LanguageTool first: what is being typed goes before what can wait."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager

#: So long at most a check that can wait stands back; then it goes on, or a long day of typing would never let it.
PATIENCE_SECONDS = 5.0


class Turns:
    """Counts the checks that somebody types for. Safe to share between threads."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._first = 0

    @contextmanager
    def first(self) -> Iterator[None]:
        """Hold others back while this lasts. Those who are first do not wait for each other."""
        with self._changed:
            self._first += 1
        try:
            yield
        finally:
            with self._changed:
                self._first -= 1
                self._changed.notify_all()

    def stand_back(self, most_seconds: float = PATIENCE_SECONDS) -> bool:
        """Wait until nobody goes first, or as long as told; gives whether it is quiet now."""
        with self._changed:
            return self._changed.wait_for(lambda: not self._first, most_seconds)
