"""Serves Galley on one address, from taking the port to Ctrl-C. The only module that knows the web server."""

from __future__ import annotations

import errno
import http.client
import logging
import os
import signal
import socket
import sys
import threading
import time
import webbrowser
from logging.handlers import RotatingFileHandler
from pathlib import Path
from typing import TYPE_CHECKING

from workshop.errors import WorkshopError
from workshop.settings import DEFAULT_PORT, Settings

if TYPE_CHECKING:
    from flask import Flask
    from waitress.server import BaseWSGIServer

#: What we call ourselves in answers; a second start knows a running Galley by it.
IDENTITY = "Galley"
#: Up to 40 of them hold an event stream each (see the events view); the rest answer pages.
THREADS = 64
#: How long a request in flight may take to end once the server is told to stop. Event streams never end by themselves.
PATIENCE_SECONDS = 1
#: By then, the page that the browser opened has arrived.
GRAMMAR_AFTER_SECONDS = 1
#: How often it is looked whether something can be sealed.
SEAL_EVERY_SECONDS = 60
#: A program that keeps the port and does not say within this time what it is, is none of ours.
ANSWER_WITHIN_SECONDS = 3

#: Browsers refuse to open pages on these ports (the "bad ports" of the Fetch standard).
BAD_PORTS = frozenset(
    int(port)
    for port in (
        "1 7 9 11 13 15 17 19 20 21 22 23 25 37 42 43 53 69 77 79 87 95 101 102 103 104 109 110 111 113 115 "
        "117 119 123 135 137 139 143 161 179 389 427 465 512 513 514 515 526 530 531 532 540 548 554 556 563 "
        "587 601 636 989 990 993 995 1719 1720 1723 2049 3659 4045 4190 5060 5061 6000 6566 6665 6666 6667 "
        "6668 6669 6679 6697 10080"
    ).split()
)


class CannotServe(WorkshopError):
    """Why no page can be served at the address; the sentence says what to do."""


class AlreadyRunning(WorkshopError):
    """A Galley already serves at the address."""


def serve(settings: Settings) -> int:
    """Serve until Ctrl-C or a termination signal, and give the exit status."""
    try:
        listener = listen(settings.host, settings.port)
    except AlreadyRunning as running:
        print(running.sentence)
        show_in_browser(address_of(settings.host, settings.port), settings.open_browser)
        return 0
    address = address_of(settings.host, listener.getsockname()[1])
    # Whoever connects while the app is being made waits for it in the listener's queue.
    app = make_app(settings)
    server = make_server(app, listener)
    print(f"Galley is at {address} (Ctrl-C ends it).", flush=True)
    signal.signal(signal.SIGTERM, _stop)
    start_grammar_soon(app)
    threading.Thread(target=seal_in_background, args=(app,), name="sealing", daemon=True).start()
    threading.Thread(target=copy_daily, args=(settings,), name="daily copies", daemon=True).start()
    show_in_browser(address, settings.open_browser)
    server.run()
    print("\nGalley has ended. Everything you wrote is kept.")
    return 0


def listen(host: str, port: int) -> socket.socket:
    """Return a socket that listens there; raise AlreadyRunning or CannotServe where none can be had."""
    if port in BAD_PORTS:
        raise CannotServe(f"Browsers refuse to open port {port}. Take another: --port {DEFAULT_PORT}")
    try:
        return _bind(host, port)
    except OSError as error:
        raise _cannot_listen(host, port, error) from error


def _bind(host: str, port: int) -> socket.socket:
    family, kind, _, _, place = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)[0]
    listener = socket.socket(family, kind)
    try:
        # Windows would let two programs share the port under the usual flag, and needs none to take it again.
        flag = socket.SO_EXCLUSIVEADDRUSE if os.name == "nt" else socket.SO_REUSEADDR
        listener.setsockopt(socket.SOL_SOCKET, flag, 1)
        listener.bind(place)
        listener.listen(128)
    except OSError:
        listener.close()
        raise
    return listener


def _cannot_listen(host: str, port: int, error: OSError) -> WorkshopError:
    address = address_of(host, port)
    if error.errno == errno.EADDRINUSE:
        if is_galley(host, port):
            return AlreadyRunning(f"Galley is already running at {address}")
        return CannotServe(f"Another program uses port {port}. Take another: --port {port + 1}")
    if error.errno == errno.EACCES:
        return CannotServe(f"Port {port} is reserved for the system. Take another: --port {DEFAULT_PORT}")
    return CannotServe(f"This machine has no address {host!r}. Leave --host out, or give one of its own addresses.")


def is_galley(host: str, port: int) -> bool:
    """Whether the program that answers there is a Galley."""
    connection = http.client.HTTPConnection(_reachable(host), port, timeout=ANSWER_WITHIN_SECONDS)
    try:
        connection.request("HEAD", "/")
        return connection.getresponse().getheader("Server") == IDENTITY
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()


def address_of(host: str, port: int) -> str:
    """Return the address to open in a browser on this machine."""
    name = _reachable(host)
    return f"http://{f'[{name}]' if ':' in name else name}:{port}/"


def _reachable(host: str) -> str:
    """Return an address that reaches the host from this machine; "every address" is none that can be opened."""
    return {"0.0.0.0": "127.0.0.1", "": "127.0.0.1", "::": "::1"}.get(host, host)


def make_app(settings: Settings) -> Flask:
    """Return the app on a database that is up to date."""
    from sqlalchemy.exc import SQLAlchemyError

    from workshop import create_app
    from workshop.db import migrate

    try:
        # Unpublished texts are nobody's business, not even of the other people of this machine.
        settings.instance.mkdir(mode=0o700, parents=True, exist_ok=True)
        keep_log(settings.instance / "logs")
        app = create_app(settings)
        copy = migrate(app)
    except (OSError, SQLAlchemyError, ModuleNotFoundError) as error:
        raise CannotServe(why_not_kept(settings, error)) from error
    if copy:
        print(f"The database was brought up to date; its state before is kept in {copy}.")
    return app


def why_not_kept(settings: Settings, error: Exception) -> str:
    """Return the sentence for a database or an instance folder that cannot be used."""
    reason = str(getattr(error, "orig", error)).partition("\n")[0]
    if "No space left" in reason or "disk is full" in reason:
        return f"The disk is full: Galley cannot keep anything in {settings.instance}. Make room, then start it again."
    if settings.database_url.startswith("sqlite:"):
        return f"Galley cannot keep its files in {settings.instance} ({reason}). GALLEY_INSTANCE names another folder."
    if isinstance(error, ModuleNotFoundError):
        return f"DATABASE_URL names a database whose driver {error.name!r} is not installed in .venv."
    return f"The database that DATABASE_URL names cannot be used ({reason})."


def keep_log(folder: Path) -> None:
    """Write what goes wrong to the terminal and to a few files of bounded size, which a person can send to us."""
    folder.mkdir(exist_ok=True)
    file = RotatingFileHandler(folder / "galley.log", maxBytes=1_000_000, backupCount=3, encoding="utf-8", delay=True)
    logging.basicConfig(
        level=logging.WARNING,
        format="%(asctime)s %(levelname)s %(name)s: %(message)s",
        handlers=[file, logging.StreamHandler()],
    )
    # These would tell of every request that waits a moment for a thread, and at the end of every open event stream.
    for name in ("waitress", "waitress.queue"):
        logging.getLogger(name).setLevel(logging.ERROR)


def make_server(app: Flask, listener: socket.socket) -> BaseWSGIServer:
    """Return the web server for the app on the listener; its `run` serves, in one process with many threads."""
    from waitress import create_server
    from waitress.task import ThreadedTaskDispatcher

    class Threads(ThreadedTaskDispatcher):
        def shutdown(self, cancel_pending: bool = True, timeout: float = PATIENCE_SECONDS) -> bool:
            return super().shutdown(cancel_pending, timeout)

    threads = Threads()
    threads.set_thread_count(THREADS)
    return create_server(app, _dispatcher=threads, sockets=[listener], ident=IDENTITY)


def start_grammar_soon(app: Flask) -> None:
    """Start the grammar checker a moment later, so that its Java does not slow the first page down."""

    from workshop import grammar, terminal

    def start() -> None:
        grammar.start(app)
        terminal.follow(app.extensions["grammar"])

    timer = threading.Timer(GRAMMAR_AFTER_SECONDS, start)
    timer.daemon = True
    timer.start()


def seal_in_background(app: Flask) -> None:
    """Seal what is old, again and again, as long as the server runs."""
    from workshop.works.sealing import seal_what_is_old

    while True:
        time.sleep(SEAL_EVERY_SECONDS)
        with app.app_context():
            seal_what_is_old()


def copy_daily(settings: Settings) -> None:
    """Keep a copy of the database a day, as long as the server runs."""
    from workshop.backup.daily import keep_daily

    keep_daily(settings)


def show_in_browser(address: str, wanted: bool) -> None:
    """Open the address in the person's browser where there is a screen to show it on."""
    screen = sys.platform in ("darwin", "win32") or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    if wanted and screen:
        threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()


def _stop(_signal: int, _frame: object) -> None:
    raise SystemExit(0)
