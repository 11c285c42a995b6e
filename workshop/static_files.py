"""Scripts, styles, fonts and icons under addresses that change with them, so that a browser asks for each only once.

All files share one stamp, which stands in the path before them: scripts and styles name each other by relative paths,
and those lead to files of the same stamp without any of them being rewritten. The files are small and few (1.5 MB): they
are kept in memory as they were when the folder was last looked at, and what changed on disk meanwhile is never sent as if
it were of that stamp.
"""

import hashlib
import os
import posixpath
import re
import threading
from collections.abc import Iterator
from functools import cache, cached_property
from pathlib import Path

from flask import Flask, Response, current_app, g, request

from workshop.compression import BEST, is_compressible, squeeze, takes_gzip
from workshop.errors import NotFound
from workshop.web import declare_access

_KEPT_FOR_GOOD = "public, max-age=31536000, immutable"
_ASKED_ABOUT = "no-cache"
_TYPES = {
    ".css": "text/css", ".js": "text/javascript", ".json": "application/json", ".svg": "image/svg+xml",
    ".txt": "text/plain", ".woff2": "font/woff2",
}  # fmt: skip
_IMPORT = re.compile(r"""^(?:import|export)\b[^;"']*["'](\.\.?/[^"']+)["']""", re.MULTILINE)

#: When a file was written last, in ns, and its size.
State = tuple[int, int]


class StaticFile:
    """One file as it was read."""

    def __init__(self, name: str, state: State, body: bytes) -> None:
        self.name, self.state, self.body = name, state, body
        self.mimetype = _TYPES.get(posixpath.splitext(name)[1], "application/octet-stream")
        self.digest = hashlib.sha256(body).hexdigest()

    @cached_property
    def squeezed(self) -> bytes | None:
        """The file as gzip, made when it is first asked for; None where that would not help."""
        return squeeze(self.body, BEST) if is_compressible(self.mimetype) else None

    @cached_property
    def imports(self) -> list[str]:
        """The names of the modules that this module imports when it starts."""
        folder = posixpath.dirname(self.name)
        return [posixpath.normpath(posixpath.join(folder, path)) for path in _IMPORT.findall(self.body.decode())]


class StaticFiles:
    """The files of a folder, as they were when it was last looked at."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lock = threading.Lock()
        self._files: dict[str, StaticFile] = {}
        self.stamp = ""

    def look(self) -> str:
        """Read what changed on disk, and return the stamp of the files as they are now."""
        with self._lock:
            states = dict(_states(self._folder))
            if states != {name: file.state for name, file in self._files.items()}:
                self._files = {name: self._read(name, state) for name, state in states.items()}
                lines = "".join(f"{name} {file.digest}\n" for name, file in sorted(self._files.items()))
                self.stamp = hashlib.sha256(lines.encode()).hexdigest()[:12]
            return self.stamp

    def find(self, name: str) -> StaticFile | None:
        """Return the file as it is on disk now, or None where there is none."""
        file = self._files.get(name)
        if file and _state(self._folder / name) != file.state:
            self.look()
        return self._files.get(name)

    def modules_of(self, *entries: str) -> list[str]:
        """Return these modules and all that they import, each once: what a page can ask for in one go."""
        found = list(entries)
        for name in found:
            found += [each for each in dict.fromkeys(self._files[name].imports) if each not in found]
        return found

    def _read(self, name: str, state: State) -> StaticFile:
        known = self._files.get(name)
        return known if known and known.state == state else StaticFile(name, state, (self._folder / name).read_bytes())


def init_static_files(app: Flask, folder: Path) -> None:
    """Serve the folder, and let `url_for('static', filename=…)` give the address that a file has now."""
    files = app.extensions["static_files"] = _files_of(folder)
    files.look()
    app.add_url_rule("/static/<stamp>/<path:filename>", "static", declare_access(_send, "anyone"))
    app.url_defaults(_add_stamp)
    app.add_template_global(files.modules_of)


@cache
def _files_of(folder: Path) -> StaticFiles:
    """Return the folder's files, read and compressed once, however many apps a process makes."""
    return StaticFiles(folder)


def _send(stamp: str, filename: str) -> Response:
    files: StaticFiles = current_app.extensions["static_files"]
    file = files.find(filename)
    if file is None:
        raise NotFound
    squeezed = file.squeezed if takes_gzip() else None
    response = Response(squeezed or file.body, mimetype=file.mimetype)
    if squeezed:
        response.headers["Content-Encoding"] = "gzip"
    if is_compressible(file.mimetype):
        response.vary.add("Accept-Encoding")
    # A page that has been open since before an update still gets a file, but not to keep under that address.
    response.headers["Cache-Control"] = _KEPT_FOR_GOOD if stamp == files.stamp else _ASKED_ABOUT
    response.set_etag(file.digest[:16], weak=True)
    return response.make_conditional(request)


def _add_stamp(endpoint: str, values: dict[str, object]) -> None:
    if endpoint == "static" and "stamp" not in values:
        if "stamp" not in g:  # each icon of a page asks
            g.stamp = current_app.extensions["static_files"].look()
        values["stamp"] = g.stamp


def _states(folder: Path, below: str = "") -> Iterator[tuple[str, State]]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir():
                yield from _states(Path(entry.path), f"{below}{entry.name}/")
            elif not entry.name.startswith("."):
                yield f"{below}{entry.name}", _state_of(entry.stat())


def _state(path: Path) -> State | None:
    try:
        return _state_of(path.stat())
    except OSError:
        return None


def _state_of(stat: os.stat_result) -> State:
    return stat.st_mtime_ns, stat.st_size
