"""What LanguageTool said about paragraphs before: in memory for the typing, on disk for the next opening."""

from __future__ import annotations

import hashlib
import json
import threading
from collections import OrderedDict
from collections.abc import Iterable, Mapping
from dataclasses import astuple
from datetime import datetime
from functools import cache

import zstandard
from sqlalchemy import delete, func, select

from workshop.db import db
from workshop.grammar.check import Matches
from workshop.grammar.context import RECURRENT_WEIGHTS, THRESHOLDS, WINDOW_WEIGHTS
from workshop.grammar.context.slips import LOWERED
from workshop.grammar.languagetool.java import RULES
from workshop.grammar.languagetool.languages import LOCKS
from workshop.grammar.languagetool.matches import Match
from workshop.grammar.models import CheckedParagraph
from workshop.grammar.profile import SWITCHES

#: About 20 MB.
IN_MEMORY_MAX = 20_000
#: A few long novels; beyond it those checked longest ago go.
ON_DISK_MAX = 60_000
#: SQLite takes at most this many values in one question (since 3.32: 32,766; older: 999).
_ASKED_AT_ONCE = 900


@cache
def rule_set() -> bytes:
    """Return what tells this set of rules from every other: jars, our pack, the context model, and what is off.

    Seven megabytes are read for it, once however many apps a process makes.
    """
    of_model = (RECURRENT_WEIGHTS, WINDOW_WEIGHTS, THRESHOLDS)
    model = [path.read_bytes() for path in of_model if path.exists()]
    locks = [path.read_bytes() for path in sorted(LOCKS.glob("*.lock"))]
    parts = [*locks, *model, *(path.read_bytes() for path in sorted(RULES.rglob("*.xml")))]
    return hashlib.sha256(b"\0".join([*parts, repr((SWITCHES, LOWERED)).encode()])).digest()


class Memory:
    """The matches of paragraphs seen lately. Safe to share between threads."""

    def __init__(self, rules: bytes) -> None:
        self._rules = rules
        self._held: OrderedDict[bytes, Matches] = OrderedDict()
        self._on_disk: set[bytes] = set()
        self._lock = threading.Lock()

    def key(self, text: str, language: str) -> bytes:
        """Return under which key a paragraph is kept; it changes with the rules, so no old answer is ever given."""
        return hashlib.sha256(self._rules + language.encode() + b"\0" + text.encode("utf-8")).digest()

    def recall(self, keys: Iterable[bytes]) -> dict[bytes, Matches]:
        """Return what is known of these keys, from memory or else from the database."""
        wanted = dict.fromkeys(keys)
        with self._lock:
            known = {key: self._held[key] for key in wanted if key in self._held}
        stored = read_stored([key for key in wanted if key not in known])
        self.hold(stored)
        self.is_on_disk(stored)
        return known | stored

    def hold(self, found: Mapping[bytes, Matches]) -> None:
        """Keep these in memory."""
        with self._lock:
            for key, matches in found.items():
                self._held[key] = matches
                self._held.move_to_end(key)
            while len(self._held) > IN_MEMORY_MAX:
                self._held.popitem(last=False)

    def not_on_disk(self, found: Mapping[bytes, Matches]) -> dict[bytes, Matches]:
        """Return those that may still have to be stored."""
        with self._lock:
            return {key: matches for key, matches in found.items() if key not in self._on_disk}

    def is_on_disk(self, keys: Iterable[bytes]) -> None:
        """Note that these are stored, so that a long text is not compared with the database again and again."""
        with self._lock:
            if len(self._on_disk) > ON_DISK_MAX:
                self._on_disk.clear()
            self._on_disk.update(keys)


def read_stored(keys: list[bytes]) -> dict[bytes, Matches]:
    """Return what the database has of these keys."""
    found: dict[bytes, Matches] = {}
    for start in range(0, len(keys), _ASKED_AT_ONCE):
        these = CheckedParagraph.key.in_(keys[start : start + _ASKED_AT_ONCE])
        rows = db.session.execute(select(CheckedParagraph.key, CheckedParagraph.matches).where(these))
        found |= {key: _read(matches) for key, matches in rows}
    return found


def store(found: Mapping[bytes, Matches], now: datetime) -> None:
    """Write to the database what it does not have yet, and let the oldest go when it holds too many."""
    known = read_known(list(found))
    db.session.add_all(
        CheckedParagraph(key=key, matches=_write(matches), checked_at=now)
        for key, matches in found.items()
        if key not in known
    )
    db.session.flush()
    surplus = (db.session.scalar(select(func.count()).select_from(CheckedParagraph)) or 0) - ON_DISK_MAX
    if surplus > 0:
        oldest = select(CheckedParagraph.key).order_by(CheckedParagraph.checked_at).limit(surplus + ON_DISK_MAX // 10)
        db.session.execute(delete(CheckedParagraph).where(CheckedParagraph.key.in_(oldest)))


def read_known(keys: list[bytes]) -> set[bytes]:
    known: set[bytes] = set()
    for start in range(0, len(keys), _ASKED_AT_ONCE):
        asked = select(CheckedParagraph.key).where(CheckedParagraph.key.in_(keys[start : start + _ASKED_AT_ONCE]))
        known |= set(db.session.scalars(asked))
    return known


def _write(matches: Matches) -> bytes:
    rows = [astuple(match) for match in matches]
    return zstandard.compress(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode("utf-8"))


def _read(stored: bytes) -> Matches:
    rows = json.loads(zstandard.decompress(stored))
    return tuple(Match(*fields, tuple(suggestions)) for *fields, suggestions in rows)
