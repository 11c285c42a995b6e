"""Files that people sent to look into before they restore them: one a person, in the instance folder, for a day."""

from __future__ import annotations

import hashlib
import json
import os
import secrets
import shutil
import time
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path
from typing import BinaryIO

from workshop.backup.checking import check_backup
from workshop.backup.opening import opened_backup
from workshop.backup.room import has_room
from workshop.backup.telling import Told, ToldWork, told
from workshop.errors import Conflict, StorageFull

KEPT_SECONDS = 24 * 60 * 60


class NothingStaged(Conflict):
    sentence = "That file is not here any more. Choose it again; nothing was changed."


@dataclass(frozen=True)
class Staged:
    """A file that was found whole, and what is in it."""

    path: Path
    #: SHA-256 of the file: what is restored is what was looked at.
    digest: str
    told: Told


def stage(folder: Path, person_id: int, sent: BinaryIO, size: int) -> Staged:
    """Keep the file as the one that this person wants to restore; raises BadBackup, and keeps nothing then."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _remove_stale(folder)
    drop(folder, person_id)
    if not has_room(folder, size):
        raise StorageFull("The disk is too full to take that file in. Nothing was changed.")
    path, note = _paths(folder, person_id)
    # Of two at once, the later one stays.
    part = folder / f"{person_id}-{secrets.token_hex(4)}.part"
    try:
        _copy(sent, part)
        digest = _sha256(part)
        with opened_backup(part) as backup:
            found = told(check_backup(backup))
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    note.write_text(json.dumps(asdict(found) | {"digest": digest}, default=str), "utf-8")
    return Staged(path, digest, found)


def find_staged(folder: Path, person_id: int) -> Staged | None:
    """Return the file that this person sent last, None where there is none."""
    path, note = _paths(folder, person_id)
    try:
        kept = json.loads(note.read_text("utf-8"))
    except (FileNotFoundError, ValueError):
        return None
    works = [ToldWork(**each) for each in kept["works"]]
    return Staged(path, kept["digest"], Told(datetime.fromisoformat(kept["written_at"]), kept["counts"], works))


def get_staged(folder: Path, person_id: int, digest: str) -> Staged:
    """Return the person's file if it is the one with this digest; raises NothingStaged."""
    staged = find_staged(folder, person_id)
    if staged is None or staged.digest != digest or not staged.path.exists() or _sha256(staged.path) != digest:
        raise NothingStaged
    return staged


def drop(folder: Path, person_id: int) -> None:
    for path in _paths(folder, person_id):
        path.unlink(missing_ok=True)


def _paths(folder: Path, person_id: int) -> tuple[Path, Path]:
    return folder / f"{person_id}.zip", folder / f"{person_id}.json"


def _copy(sent: BinaryIO, path: Path) -> None:
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        shutil.copyfileobj(sent, file)


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _remove_stale(folder: Path) -> None:
    for path in folder.iterdir():
        if path.stat().st_mtime < time.time() - KEPT_SECONDS:
            path.unlink(missing_ok=True)
