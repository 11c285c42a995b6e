"""Brings LanguageTool's jars onto this machine: exactly those of the lock file, each one verified.

The lock names every jar with its size and SHA-256, so nothing is resolved at run time: no Maven, no Java, no POM files.
`jgo` knows where the jars are and downloads them; whether they are the right ones is decided here.
"""

from __future__ import annotations

import errno
import hashlib
import shutil
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

from workshop.errors import WorkshopError

EN_LOCK = Path(__file__).with_name("en.lock")

#: Called with (bytes done, bytes in all), from the threads that fetch.
Progress = Callable[[int, int], None]

TRIES = 4
#: Most jars are small, so most of the time is spent waiting for answers.
THREADS = 8
#: Room left on the disk beyond the jars themselves.
SPARE_BYTES = 32_000_000
#: A half-fetched folder this old belongs to a process that was killed.
STALE_AFTER_SECONDS = 3600
REPORT_EVERY_SECONDS = 0.1


class FetchFailed(WorkshopError):
    """The jars could not be brought here; the sentence says what to do about it."""

    status = 503


@dataclass(frozen=True)
class Jar:
    """One line of the lock: the path in a Maven repository, and what must arrive."""

    path: str
    size: int
    sha256: str

    @property
    def name(self) -> str:
        return self.path.rsplit("/", 1)[1]

    @property
    def coordinates(self) -> tuple[str, str, str, str]:
        """Group, artifact, version and classifier ("" for none)."""
        *group, artifact, version, name = self.path.split("/")
        return ".".join(group), artifact, version, name[len(f"{artifact}-{version}-") : -len(".jar")]


#: Downloads one jar into the folder and returns the file; calls back with the bytes of each piece that arrives.
Download = Callable[[Jar, Path, Callable[[int], None]], Path]


def read_lock(lock: Path = EN_LOCK) -> tuple[Jar, ...]:
    """Return the jars that the lock file names."""
    lines = (line.split() for line in lock.read_text("ascii").splitlines())
    return tuple(Jar(path, int(size), sha256) for path, size, sha256 in lines)


def are_here(folder: Path, jars: tuple[Jar, ...]) -> bool:
    """Whether all the jars lie in the folder, by their sizes; `fetch_jars` looks at their checksums too."""
    return all((folder / jar.name).is_file() and (folder / jar.name).stat().st_size == jar.size for jar in jars)


def fetch_jars(
    folder: Path,
    jars: tuple[Jar, ...] | None = None,
    progress: Progress = lambda done, total: None,
    download: Download | None = None,
) -> tuple[Path, ...]:
    """Return the verified jar files in the folder, after fetching those that are missing or damaged.

    A jar is either absent or whole: it gets its name only after its checksum was right. So a fetch that was ended in
    any way, kill -9 included, goes on with the next jar when called again. Raises FetchFailed. `progress` hears
    nothing where nothing is missing.
    """
    jars = read_lock() if jars is None else jars
    folder.mkdir(parents=True, exist_ok=True)
    _remove_stale(folder)
    tally = _Tally(sum(jar.size for jar in jars), progress)
    missing = [jar for jar in jars if not _count_if_whole(folder / jar.name, jar, tally)]
    if missing:
        _require_room(folder, missing)
        with tempfile.TemporaryDirectory(prefix="incoming-", dir=folder, ignore_cleanup_errors=True) as incoming:
            _fetch_all(missing, folder, Path(incoming), tally, download or _download)
        tally.report()
    return tuple(folder / jar.name for jar in jars)


def _fetch_all(jars: list[Jar], folder: Path, incoming: Path, tally: _Tally, download: Download) -> None:
    """Fetch in parallel; the first failure ends the rest."""
    stop = threading.Event()

    def fetch(jar: Jar) -> None:
        if stop.is_set():
            return
        try:
            _fetch_one(jar, folder, incoming, tally, download)
        except BaseException:
            stop.set()
            raise

    with ThreadPoolExecutor(THREADS, thread_name_prefix="fetch-jar") as threads:
        for done in [threads.submit(fetch, jar) for jar in sorted(jars, key=lambda jar: -jar.size)]:
            done.result()


def _fetch_one(jar: Jar, folder: Path, incoming: Path, tally: _Tally, download: Download) -> None:
    for attempt in range(1, TRIES + 1):
        try:
            file = download(jar, incoming, lambda count: tally.add(jar, count))
            if _is_whole(file, jar):
                file.replace(folder / jar.name)
                tally.complete(jar)
                return
            problem: Exception = FetchFailed(
                f"{jar.name} arrived damaged {TRIES} times. Try again later.", jar=jar.path
            )
            file.unlink()
        except (OSError, RuntimeError) as error:  # requests' errors are OSErrors; jgo raises RuntimeError
            problem = _explain(error, jar, folder)
            if isinstance(error, OSError) and error.errno in _HOPELESS:
                break
        tally.forget(jar)
        if attempt < TRIES:
            time.sleep(0.5 * 2**attempt)
    raise problem


def _download(jar: Jar, incoming: Path, arrived: Callable[[int], None]) -> Path:
    """Download with jgo, into a repository folder of our own so that nothing else can leave half a file in it."""
    from jgo.constants import MAVEN_CENTRAL_URL  # here, because importing jgo takes longer than most commands
    from jgo.maven import MavenContext, PythonResolver

    @contextmanager
    def count(_name: str, _size: int) -> Iterator[Callable[[int], None]]:
        yield arrived

    context = MavenContext(
        PythonResolver(progress_callback=count), repo_cache=incoming, remote_repos={"central": MAVEN_CENTRAL_URL}
    )
    group, artifact, version, classifier = jar.coordinates
    wanted = context.project(group, artifact).at_version(version).artifact(classifier=classifier, packaging="jar")
    wanted.cached_path.unlink(missing_ok=True)  # what a broken try left would pass for the whole file
    return wanted.resolve()


_HOPELESS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EACCES, errno.EPERM, errno.EROFS})


def _explain(error: Exception, jar: Jar, folder: Path) -> FetchFailed:
    """Say in one sentence what stood in the way and what helps."""
    if isinstance(error, OSError) and error.errno in {errno.ENOSPC, errno.EDQUOT}:
        return _disk_full(folder, jar.size)
    if isinstance(error, OSError) and error.errno in _HOPELESS:
        return FetchFailed(f"Galley may not write into {folder}. Give it the right to, then start again.", jar=jar.path)
    if isinstance(error, requests.ConnectionError | requests.Timeout):
        return FetchFailed(
            "The grammar checker could not be fetched: there is no connection. It goes on by itself when there is one.",
            jar=jar.path,
        )
    return FetchFailed(f"Fetching {jar.name} failed: {error}", jar=jar.path)


def _disk_full(folder: Path, needed: int) -> FetchFailed:
    megabytes = max(1, round(needed / 1e6))
    return FetchFailed(f"The disk is full: the grammar checker needs {megabytes} MB more in {folder}. Free some space.")


def _require_room(folder: Path, missing: list[Jar]) -> None:
    needed = sum(jar.size for jar in missing)
    if shutil.disk_usage(folder).free < needed + SPARE_BYTES:
        raise _disk_full(folder, needed)


def _count_if_whole(file: Path, jar: Jar, tally: _Tally) -> bool:
    whole = _is_whole(file, jar)
    if whole:
        tally.complete(jar)
    return whole


def _is_whole(file: Path, jar: Jar) -> bool:
    if not file.is_file() or file.stat().st_size != jar.size:
        return False
    with file.open("rb") as opened:
        return hashlib.file_digest(opened, "sha256").hexdigest() == jar.sha256


def _remove_stale(folder: Path) -> None:
    for left_over in folder.glob("incoming-*"):
        if time.time() - left_over.stat().st_mtime > STALE_AFTER_SECONDS:
            shutil.rmtree(left_over, ignore_errors=True)


class _Tally:
    """Adds up bytes over the threads and reports them some times a second."""

    def __init__(self, total: int, progress: Progress) -> None:
        self._total = total
        self._progress = progress
        self._bytes: dict[str, int] = {}
        self._lock = threading.Lock()
        self._reported_at = 0.0

    def add(self, jar: Jar, count: int) -> None:
        with self._lock:
            self._bytes[jar.path] = min(jar.size, self._bytes.get(jar.path, 0) + count)
            due = time.monotonic() - self._reported_at >= REPORT_EVERY_SECONDS
            if due:
                self._reported_at = time.monotonic()
        if due:
            self.report()

    def complete(self, jar: Jar) -> None:
        with self._lock:
            self._bytes[jar.path] = jar.size

    def forget(self, jar: Jar) -> None:
        with self._lock:
            self._bytes.pop(jar.path, None)

    def report(self) -> None:
        with self._lock:
            done = sum(self._bytes.values())
        self._progress(done, self._total)
