"""LanguageTool as a peer: a server with the settings that it comes with, and what processor and memory processes take."""

from __future__ import annotations

import contextlib
import os
import subprocess
import tempfile
import time
from collections.abc import Iterator

import psutil

from tests.languagetool_fixture import jar_instance
from workshop.grammar.languagetool.fetch import fetch_jars
from workshop.grammar.languagetool.java import RULES, find_java
from workshop.grammar.languagetool.server import answers, free_port


@contextlib.contextmanager
def default_server(*, with_our_rules: bool) -> Iterator[str]:
    """A LanguageTool of our version with the settings that it comes with; gives its URL."""
    jars = fetch_jars(jar_instance() / "languagetool" / "jars")
    port = free_port()
    path = os.pathsep.join([*([str(RULES)] if with_our_rules else []), *map(str, jars)])
    with tempfile.TemporaryFile() as log:
        command = [str(find_java()), "-Xmx1g", "-cp", path, "org.languagetool.server.HTTPServer", "--port", str(port)]
        server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            while not answers(f"http://127.0.0.1:{port}/"):
                assert server.poll() is None, "LanguageTool did not start"
                time.sleep(0.2)
            yield f"http://127.0.0.1:{port}/"
        finally:
            server.kill()
            server.wait()


def processor_seconds() -> float:
    """Return how long this process and its children have kept a processor busy."""
    own = psutil.Process()
    total = 0.0
    for process in (own, *own.children(recursive=True)):
        with contextlib.suppress(psutil.NoSuchProcess):
            times = process.cpu_times()
            total += times.user + times.system
    return total
