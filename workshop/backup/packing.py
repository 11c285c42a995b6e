"""Writes a backup file: member after member, hashed on the way."""

from __future__ import annotations

import hashlib
import json
import os
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

from workshop.backup.layout import (
    FORMAT,
    MANIFEST,
    MEMBERS_MAX,
    UNPACKED_BYTES_MAX,
    as_line,
    as_moment,
    galley_version,
)
from workshop.errors import TooLarge


class TooMuchForOneFile(TooLarge):
    sentence = "That is more than one backup file takes. Back the works up one by one, each from its page."


class Packer:
    """An open backup file. Members are written once, one at a time; `counts` goes into the manifest."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive
        self._members: list[dict[str, Any]] = []
        self._bytes = 0
        self.counts: Counter[str] = Counter()

    def add_rows(self, name: str, rows: Iterable[dict[str, Any]]) -> int:
        """Write a member of JSON Lines as the rows come, and return how many they were."""
        return self._add(name, map(as_line, rows))

    def add_text(self, name: str, text: str) -> None:
        self._add(name, [text.encode()])

    def add_manifest(self, now: datetime) -> None:
        manifest = {
            "format": FORMAT,
            "galley": galley_version(),
            "written_at": as_moment(now),
            "counts": dict(self.counts),
            "members": self._members,
        }
        self._archive.writestr(MANIFEST, json.dumps(manifest, ensure_ascii=False, indent=1))

    def _add(self, name: str, pieces: Iterable[bytes]) -> int:
        digest, size, count = hashlib.sha256(), 0, 0
        # Its size is not known before: a history may pass the two gigabytes beyond which a zip marks its members.
        with self._archive.open(name, "w", force_zip64=True) as member:
            for piece in pieces:
                member.write(piece)
                digest.update(piece)
                size += len(piece)
                count += 1
        self._bytes += size
        if self._bytes > UNPACKED_BYTES_MAX or len(self._members) >= MEMBERS_MAX - 1:
            raise TooMuchForOneFile
        self._members.append({"name": name, "bytes": size, "sha256": digest.hexdigest()})
        return count


@contextmanager
def packing(file: BinaryIO, now: datetime) -> Iterator[Packer]:
    """Give a Packer that writes into the file; the backup in it is whole once the block ends."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        packer = Packer(archive)
        yield packer
        packer.add_manifest(now)


@contextmanager
def whole_file(path: Path) -> Iterator[BinaryIO]:
    """Give a file to write into; it is at the path, on the disk, once the block ends, and not at all if it fails."""
    part = path.with_name(f".{path.name}.part")
    try:
        # Unpublished texts are their author's business alone.
        with os.fdopen(os.open(part, os.O_RDWR | os.O_CREAT | os.O_TRUNC, 0o600), "w+b") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
