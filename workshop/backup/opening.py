"""Opens a backup file that may be anything: nothing of it is unpacked to the disk, and nothing is read before it is counted.

Every name must be one that a backup has, every size is added up before the first byte, every hash is compared.
"""

from __future__ import annotations

import hashlib
import json
import os
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import IO

from workshop.backup import layout
from workshop.backup.rows import BackupTooLarge, BadBackup, DamagedBackup, NewerBackup, Row

_PIECE_BYTES = 1 << 20
#: The record that ends a zip without a comment, and what stands before it in one that is larger than ours can be.
_END = struct.Struct("<4s4H2LH")
_LOCATOR_BYTES = 20
#: What zipfile and zlib raise for files that are none, are cut short, or say of themselves what is not so.
_BROKEN = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(NotImplementedError, RuntimeError, ValueError, KeyError),
)


class BackupFile:
    """An open backup whose members are all there and are what the manifest says."""

    def __init__(self, archive: zipfile.ZipFile, written_at: datetime) -> None:
        self._archive = archive
        self._names = set(archive.namelist())
        self.written_at = written_at

    def rows(self, name: str, most: int) -> Iterator[Row]:
        """Yield the rows of a member, none where there is no such member; raises BadBackup."""
        if name not in self._names:
            return
        with _as_bad_backup(), self._archive.open(name) as member:
            for number, line in enumerate(_lines(member), start=1):
                if number > most:
                    raise BackupTooLarge(member=name)
                yield Row(_from_json(line))


@contextmanager
def opened_backup(path: Path) -> Iterator[BackupFile]:
    """Give the backup; raises BadBackup for what is none, NewerBackup, or BackupTooLarge."""
    # Opened here, so that it is closed here: zipfile waits for members that somebody left half read.
    with path.open("rb") as file:
        with _as_bad_backup():
            _check_end(file)
            archive = zipfile.ZipFile(file)
            manifest = _manifest(archive)
            _check_members(archive, manifest)
        yield BackupFile(archive, manifest.moment("written_at"))


@contextmanager
def _as_bad_backup() -> Iterator[None]:
    try:
        yield
    except _BROKEN as error:
        raise BadBackup from error


def _check_end(file: IO[bytes]) -> None:
    """Raise unless the zip's list of members is as short as ours: zipfile reads all of it before it can be asked."""
    size = file.seek(0, os.SEEK_END)
    if size > layout.FILE_BYTES_MAX:
        raise BackupTooLarge
    file.seek(max(0, size - _END.size - _LOCATOR_BYTES))
    tail = file.read()
    locator, end = tail[: -_END.size], tail[-_END.size :]
    signature, *_, members, list_bytes, _start, comment = _END.unpack(end)
    if signature != b"PK\x05\x06" or comment or locator.startswith(b"PK\x06\x07"):
        raise BadBackup
    if members > layout.MEMBERS_MAX or list_bytes > members * layout.LISTED_BYTES_MAX:
        raise BackupTooLarge


def _manifest(archive: zipfile.ZipFile) -> Row:
    entries = archive.infolist()
    if len(entries) > layout.MEMBERS_MAX or sum(entry.file_size for entry in entries) > layout.UNPACKED_BYTES_MAX:
        raise BackupTooLarge
    names = {entry.filename for entry in entries}
    # Of the other ways to pack, a few bytes could become many megabytes at a stroke.
    if any(entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED) for entry in entries):
        raise BadBackup
    if len(names) != len(entries) or layout.MANIFEST not in names:
        raise BadBackup
    if archive.getinfo(layout.MANIFEST).file_size > layout.MANIFEST_BYTES_MAX:
        raise BackupTooLarge
    manifest = Row(_from_json(archive.read(layout.MANIFEST)))
    if manifest.number("format") > layout.FORMAT:
        raise NewerBackup
    return manifest


def _check_members(archive: zipfile.ZipFile, manifest: Row) -> None:
    """Raise BadBackup unless the file holds exactly the members that the manifest names, as they were written."""
    told = {row.text("name", 200): row for row in manifest.rows("members", layout.MEMBERS_MAX)}
    if told.keys() | {layout.MANIFEST} != set(archive.namelist()):
        raise BadBackup
    for name, row in told.items():
        if not layout.KNOWN_NAME.fullmatch(name) or archive.getinfo(name).file_size != row.number("bytes", 1 << 40):
            raise BadBackup(member=name)
        if _sha256(archive, name) != row.text("sha256", 64):
            raise DamagedBackup(member=name)


def _sha256(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as member:
        while piece := member.read(_PIECE_BYTES):
            digest.update(piece)
    return digest.hexdigest()


def _lines(member: IO[bytes]) -> Iterator[bytes]:
    while line := member.readline(layout.LINE_BYTES_MAX + 1):
        if len(line) > layout.LINE_BYTES_MAX:
            raise BackupTooLarge
        yield line


def _from_json(text: bytes) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError) as error:
        raise BadBackup from error
