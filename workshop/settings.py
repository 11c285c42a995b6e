"""What an installation can choose, read once at start. The secrets of the instance folder are made here as well."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from workshop.errors import WorkshopError

#: Chromium refuses to open a few ports (5060, 6000, 6665-6669 …); 8765 is none of them and seldom taken.
DEFAULT_PORT = 8765
DEFAULT_INSTANCE = Path(__file__).resolve().parent.parent / "instance"


class BadSetting(WorkshopError):
    """A setting that cannot be used; its message says which one and what would do."""


@dataclass(frozen=True)
class Settings:
    """The choices of one installation."""

    #: Database, secrets, jars and logs live here and nowhere else.
    instance: Path
    #: An SQLAlchemy URL; SQLite inside the instance folder unless DATABASE_URL names another.
    database_url: str
    #: A LanguageTool server elsewhere; None means that we start our own.
    languagetool_url: str | None = None
    host: str = "127.0.0.1"
    port: int = DEFAULT_PORT
    open_browser: bool = True

    @classmethod
    def from_environment(cls, environ: Mapping[str, str], instance: Path | None = None) -> Settings:
        """Return the settings that the environment asks for; an empty variable counts as not set."""
        folder = (instance or Path(environ.get("GALLEY_INSTANCE") or DEFAULT_INSTANCE)).absolute()
        return cls(
            instance=folder,
            database_url=environ.get("DATABASE_URL") or f"sqlite:///{folder / 'galley.sqlite3'}",
            languagetool_url=environ.get("LANGUAGETOOL_URL") or None,
            host=environ.get("HOST") or cls.host,
            port=read_port(environ.get("PORT") or str(DEFAULT_PORT)),
        )


def read_port(text: str) -> int:
    """Return the port that the text names; 0 lets the system choose one."""
    if text.isascii() and text.isdigit() and int(text) <= 65535:
        return int(text)
    raise BadSetting(f"{text!r} is not a port: give a number from 0 to 65535, such as {DEFAULT_PORT}.")


def secret_key(instance: Path) -> str:
    """Return the key that signs sessions, made at the first start and kept, readable by its owner alone."""
    path = instance / "secret_key"
    if not path.exists():
        _create_once(path, secrets.token_hex(32))
    return path.read_text("ascii")


def _create_once(path: Path, text: str) -> None:
    """Write a private file that is either absent or whole; of two processes at once, the first one's text stays."""
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}-{secrets.token_hex(4)}")
    try:
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="ascii") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        _put_in_place(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _put_in_place(draft: Path, path: Path) -> None:
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # FAT, Android: no hard links; only there can two first starts at once still race
        draft.replace(path)
