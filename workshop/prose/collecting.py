"""Python's search for cycles, put off while much is built that has none."""

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def collecting_paused() -> Iterator[None]:
    """Keep Python from looking for cycles meanwhile: with 100,000 paragraphs that takes as long as comparing them.

    It goes for the whole process, so it is for what takes a second or two at most. Whoever paused first ends it.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()
