"""Writers who save over HTTP as fast as they are answered, as a process of its own beside the server.

Run as a module, it takes a `Plan` as JSON on its standard input and gives a `Round` on its standard output.
Requests are put together as bytes, so that on a small machine the client takes little time away from the server.
"""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path

FOLDER = Path(__file__).resolve().parent.parent
#: As a browser sends it; Galley reads the device out of it.
USER_AGENT = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:144.0) Gecko/20100101 Firefox/144.0"


@dataclass(frozen=True)
class Writer:
    """One person at one text, who sends the bodies in turn. VERSION in them is the count of steps kept so far."""

    path: str
    bodies: list[str]
    cookie: str = ""
    version: int = 0
    steps_per_save: int = 0


@dataclass(frozen=True)
class Plan:
    port: int
    seconds: float
    writers: list[Writer]


@dataclass(frozen=True)
class Round:
    """What came of one plan: the time of each save in milliseconds, and where each writer stopped."""

    seconds: float
    saves_ms: list[float]
    versions: list[int]
    errors: list[str] = field(default_factory=list)

    @property
    def saves_per_second(self) -> float:
        return len(self.saves_ms) / self.seconds


def run_round(plan: Plan) -> Round:
    """Let the writers write in a process of their own. Raises when a save was refused."""
    done = subprocess.run(
        [sys.executable, "-m", "benchmarks._writers"],
        input=json.dumps(asdict(plan)),
        capture_output=True,
        text=True,
        check=True,
        cwd=FOLDER,
        timeout=plan.seconds + 60,
    )
    found = Round(**json.loads(done.stdout))
    if found.errors:
        raise RuntimeError(f"{len(found.errors)} writers were refused; the first: {found.errors[0]}")
    return found


class _AtWork(threading.Thread):
    """One writer's connection, and how long each save took."""

    def __init__(self, writer: Writer, port: int, until: float) -> None:
        super().__init__()
        self.writer, self.port, self.until = writer, port, until
        self.version = writer.version
        self.saves_ms: list[float] = []
        self.error = ""

    def run(self) -> None:
        with socket.create_connection(("127.0.0.1", self.port)) as connection:
            connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            while not self.error and (time.perf_counter() < self.until or self._is_between_bodies()):
                self._save(connection)

    def _save(self, connection: socket.socket) -> None:
        request = self._request()
        began = time.perf_counter()
        connection.sendall(request)
        answer = _receive(connection)
        took = time.perf_counter() - began
        if not answer.startswith(b"HTTP/1.1 200 "):
            self.error = answer[:400].decode(errors="replace") or "the connection was closed"
            return
        self.saves_ms.append(took * 1000)
        self.version += self.writer.steps_per_save

    def _is_between_bodies(self) -> bool:
        return len(self.saves_ms) % len(self.writer.bodies) != 0

    def _request(self) -> bytes:
        turn = len(self.saves_ms) % len(self.writer.bodies)
        body = self.writer.bodies[turn].replace("VERSION", str(self.version), 1).encode()
        head = (
            f"POST {self.writer.path} HTTP/1.1\r\nHost: 127.0.0.1:{self.port}\r\nContent-Type: application/json\r\n"
            f"Accept: application/json\r\nUser-Agent: {USER_AGENT}\r\nSec-Fetch-Site: same-origin\r\n"
            f"Cookie: {self.writer.cookie}\r\nContent-Length: {len(body)}\r\n\r\n"
        )
        return head.encode() + body


def _receive(connection: socket.socket) -> bytes:
    """Return one whole answer, or nothing when the server closed the connection."""
    received = b""
    while b"\r\n\r\n" not in received:
        more = connection.recv(65536)
        if not more:
            return b""
        received += more
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].partition(b"\r\n")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return head + b"\r\n\r\n" + body


def _main() -> None:
    plan = json.load(sys.stdin)
    began = time.perf_counter()
    until = began + plan["seconds"]
    working = [_AtWork(Writer(**writer), plan["port"], until) for writer in plan["writers"]]
    for thread in working:
        thread.start()
    for thread in working:
        thread.join()
    found = Round(
        seconds=time.perf_counter() - began,
        saves_ms=[took for thread in working for took in thread.saves_ms],
        versions=[thread.version for thread in working],
        errors=[thread.error for thread in working if thread.error],
    )
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    _main()
