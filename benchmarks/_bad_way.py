"""A way to the server on which requests are delayed, lost, cut short and repeated, and answers lost.

It speaks HTTP, one request a connection. Only the exchange of steps and the event stream suffer: a page that does not
load at all tells nothing about keeping words.
"""

from __future__ import annotations

import json
import re
import select
import socket
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from enum import StrEnum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from random import Random

_SUFFERS = re.compile(r"/documents/\d+/(steps|versions/)|/chapters/\d+/(events|pulse)")
_STEPS = re.compile(r"/documents/\d+/steps$")
_STREAM = re.compile(r"/chapters/\d+/events$")
LONGEST_DELAY_SECONDS = 1.5
#: A second copy of a request comes up to so long after the first: by then the sender has gone on.
LATEST_COPY_SECONDS = 3.0
LONGEST_STREAM_SECONDS = 8.0
_CHUNK = 65_536


class Fate(StrEnum):
    """What becomes of a request."""

    PASSED = "passed"
    #: It arrives late.
    DELAYED = "delayed"
    #: It arrives at once, and its answer late.
    ANSWERED_LATE = "answered late"
    #: It never arrives.
    LOST = "lost before the server"
    #: It arrives, and its answer is lost.
    UNANSWERED = "lost answers"
    #: It arrives, and half of its answer comes back.
    CUT = "cut answers"
    #: It arrives twice, at once.
    DOUBLED = "doubled"
    #: It arrives a second time, much later.
    REPEATED = "repeated later"


_CHANCES = {
    Fate.PASSED: 8,
    Fate.DELAYED: 3,
    Fate.ANSWERED_LATE: 3,
    Fate.LOST: 2,
    Fate.UNANSWERED: 2,
    Fate.CUT: 1,
    Fate.DOUBLED: 2,
    Fate.REPEATED: 2,
}


@dataclass(frozen=True)
class _Request:
    """One request as it came, to be sent on as often as its fate wants."""

    raw: bytes
    path: str
    body: bytes

    @property
    def sends_steps(self) -> bool:
        return self.raw.startswith(b"POST ") and _STEPS.search(self.path) is not None


class BadWay:
    """The proxy: where it listens, how it is just now, and what passed it."""

    def __init__(self, target_port: int, seed: int) -> None:
        self._target = ("127.0.0.1", target_port)
        self._random = Random(seed)
        self._lock = threading.Lock()
        #: While it is calm, every request passes.
        self.calm = True
        self.counts: Counter[str] = Counter()
        #: The text of every save that the server has acknowledged, whether or not its answer arrived.
        self.acknowledged: list[str] = []
        self.server = _Server(self)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server.server_port}"

    @contextmanager
    def open(self) -> Iterator[BadWay]:
        thread = threading.Thread(target=self.server.serve_forever, daemon=True)
        thread.start()
        try:
            yield self
        finally:
            self.server.shutdown()
            self.server.server_close()
            thread.join()

    def acknowledged_so_far(self) -> str:
        with self._lock:
            return "".join(self.acknowledged)

    def carry(self, request: _Request, client: socket.socket) -> None:
        """Send the request on as its fate wants, and what comes back to the client."""
        fate, delay = self._decide(request)
        if fate is Fate.LOST:
            return
        if fate is Fate.DELAYED:
            time.sleep(delay)
        if fate is Fate.REPEATED:
            _later(delay * LATEST_COPY_SECONDS / LONGEST_DELAY_SECONDS, self._ask, request)
        if fate is Fate.DOUBLED:
            _later(0, self._ask, request)
        if _STREAM.search(request.path):
            seconds = None if self.calm else delay * LONGEST_STREAM_SECONDS / LONGEST_DELAY_SECONDS
            return self._relay(request, client, seconds)
        answer = self._ask(request)
        if fate is Fate.ANSWERED_LATE:
            time.sleep(delay)
        if fate is not Fate.UNANSWERED:
            client.sendall(answer[: len(answer) // 2] if fate is Fate.CUT else answer)

    def _decide(self, request: _Request) -> tuple[Fate, float]:
        if self.calm or not _SUFFERS.search(request.path):
            return Fate.PASSED, 0
        with self._lock:
            fate = self._random.choices(list(_CHANCES), list(_CHANCES.values()))[0]
            self.counts[fate] += 1
            return fate, self._random.uniform(0, LONGEST_DELAY_SECONDS)

    def _ask(self, request: _Request) -> bytes:
        """Return the whole answer, or what there was of it when the server died."""
        answer = b""
        with suppress(OSError), self._connected() as server:
            server.sendall(request.raw)
            while chunk := server.recv(_CHUNK):
                answer += chunk
        if request.sends_steps:
            self._note(request, answer)
        return answer

    def _note(self, request: _Request, answer: bytes) -> None:
        with self._lock:
            if answer.startswith(b"HTTP/1.1 200 "):
                self.acknowledged.append(_typed(json.loads(request.body)["steps"]))
            elif answer.startswith(b"HTTP/1.1 409 "):
                self.counts["conflicts"] += 1
            elif not answer:
                self.counts["without a server"] += 1
            else:
                self.counts[answer[:12].decode()] += 1

    def _relay(self, request: _Request, client: socket.socket, seconds: float | None) -> None:
        """Pass on a stream until either side ends it, or the time is over."""
        until = None if seconds is None else time.monotonic() + seconds
        with suppress(OSError), self._connected() as server:
            server.sendall(request.raw)
            while until is None or time.monotonic() < until:
                ready, _, _ = select.select([server, client], [], [], 0.2)
                if client in ready:
                    return  # it has nothing more to say: it is gone
                if server in ready:
                    chunk = server.recv(_CHUNK)
                    if not chunk:
                        return
                    client.sendall(chunk)

    @contextmanager
    def _connected(self) -> Iterator[socket.socket]:
        with socket.create_connection(self._target, timeout=30) as server:
            yield server


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    # The threads of long streams end with their clients; nobody waits for them.
    block_on_close = False
    request_queue_size = 128

    def __init__(self, way: BadWay) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.way = way

    def handle_error(self, request: object, client_address: object) -> None:
        """A browser that goes away in the middle is nothing to tell."""


class _Handler(BaseHTTPRequestHandler):
    def do_GET(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        kept = [f"{name}: {value}" for name, value in self.headers.items() if name.lower() != "connection"]
        head = "\r\n".join([self.requestline, *kept, "Connection: close", "", ""])
        self.close_connection = True
        self.server.way.carry(
            _Request(head.encode("latin-1") + body, self.path.partition("?")[0], body), self.connection
        )

    do_POST = do_HEAD = do_GET

    def log_message(self, *_words: object) -> None:
        """Nothing: there are thousands of requests."""


def _later(seconds: float, act: object, *values: object) -> None:
    timer = threading.Timer(seconds, act, values)
    timer.daemon = True
    timer.start()


def _typed(steps: list[dict]) -> str:
    """Return the characters that the steps put in."""
    return "".join(_text_in(step.get("slice", {})) for step in steps)


def _text_in(node: dict) -> str:
    return node.get("text", "") + "".join(map(_text_in, node.get("content", ())))
