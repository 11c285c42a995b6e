"""Ends a test that hangs, and says where: a run that ends by its time alone tells nobody anything."""

from __future__ import annotations

import gc
import os
import sys
import threading
import traceback
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

import pytest
from greenlet import greenlet

#: The slowest test takes a minute or two, fixtures included; on a slow line the jars of LanguageTool take some more.
HANGS_AFTER_SECONDS = 600


@contextmanager
def watched(item: pytest.Item) -> Iterator[None]:
    """End this process if the test takes too long. It fails by name then, and another worker runs what is left.

    Whoever sits before it, in a debugger perhaps, is only told.
    """
    watch = threading.Timer(HANGS_AFTER_SECONDS, _end, [item])
    watch.daemon = True
    watch.start()
    try:
        yield
    finally:
        watch.cancel()


def _end(item: pytest.Item) -> None:
    with item.config.pluginmanager.getplugin("capturemanager").global_and_fixture_disabled():
        print(f"\n{item.nodeid} hangs, here:", file=sys.stderr)
        for frame in _frames():
            traceback.print_stack(frame, file=sys.stderr)
        sys.stderr.flush()
        if not sys.stderr.isatty():
            os._exit(1)


def _frames() -> Iterator[FrameType]:
    """Where the test is: in the main thread, or set aside there by the greenlet in which Playwright waits for the browser."""
    yield sys._current_frames()[threading.main_thread().ident]
    for waiting in gc.get_objects():
        if isinstance(waiting, greenlet) and waiting.parent and waiting.parent.gr_frame:
            yield waiting.parent.gr_frame
