"""To how many workers a run is shared out. Read by `app.py test` before pytest is there."""

from __future__ import annotations

import os
import re
from collections.abc import Sequence
from pathlib import Path

#: Each worker has a browser of its own, which wants a core and half a gigabyte.
MOST_WORKERS = 4
#: How a run is told of. With any other option, or with a single file, it stays in one process, where one can watch it.
TELLING = re.compile(r"-[qvx]+|-r\w+|--(tb|durations|maxfail)=\w+")


def cores() -> int:
    """Return how many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def worker_options(arguments: Sequence[str], cores: int) -> list[str]:
    """Return what pytest must be told beyond the arguments for the run to be shared out; nothing where it is not."""
    if cores < 2 or not all(TELLING.fullmatch(word) or Path(word).is_dir() for word in arguments):
        return []
    return [f"--numprocesses={min(cores, MOST_WORKERS)}"]
