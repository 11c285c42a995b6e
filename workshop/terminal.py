"""Tells the person at the terminal how the grammar checker is coming along, on one line while its parts arrive."""

from __future__ import annotations

import sys
import threading
import time
from typing import TYPE_CHECKING

from workshop.grammar.languagetool.status import State

if TYPE_CHECKING:
    from workshop.grammar.engine import Engine
    from workshop.grammar.languagetool.status import Status

LOOK_EVERY_SECONDS = 0.3


def follow(engine: Engine) -> None:
    """Begin to print what changes; returns at once."""
    threading.Thread(target=_follow, args=(engine,), name="terminal", daemon=True).start()


def _follow(engine: Engine) -> None:
    shown = None
    while True:
        status = engine.status
        if status != shown:
            show(status, shown)
            shown = status
        time.sleep(LOOK_EVERY_SECONDS)


def show(status: Status, before: Status | None) -> None:
    """Print the status where it is news: on a terminal each part that arrives, in a log each new state."""
    arriving = status.state is State.FETCHING
    if sys.stdout.isatty():
        print(f"\r\033[K{status.message}", end="" if arriving else "\n", flush=True)
    elif before is None or before.state is not status.state:
        print(status.message, flush=True)
