"""Real revisions: what the commits of Git repositories of prose made of their texts, read as paragraphs."""

from __future__ import annotations

import html
import re
import subprocess
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from benchmarks._comparing.hard import Pair

#: Shorter texts are a title page or a note; a text of so many words takes more bytes than these.
LEAST_WORDS, _LEAST_BYTES = 2_000, 8_000
_TEXT = re.compile(
    r"(?!.*(?:readme|licen[cs]e|changelog|contributing))(?:.*src/epub/text/.*\.xhtml|.*\.(?:md|markdown|txt|asc|adoc))$",
    re.I,
)
_BLOCK = re.compile(r"<(p|h[1-6]|li)\b[^>]*>(.*?)</\1>", re.S)
_TAG = re.compile(r"<[^>]+>")


@dataclass(frozen=True)
class Revision:
    """One file of a repository, and its content at two times as Git names it."""

    path: str
    old: str
    new: str


@dataclass(frozen=True)
class Drawn:
    """Revisions of one repository: from one commit to the next, and from a file's oldest content to its newest."""

    near: list[Pair]
    distant: list[Pair]


def repositories(folders: Sequence[Path]) -> Iterator[tuple[str, Path]]:
    """Yield the Git repositories, bare ones too, that these folders are or hold, by a name."""
    for folder in folders:
        for found in sorted([*folder.glob("HEAD"), *folder.glob("*/HEAD"), *folder.glob("*/*/HEAD")]):
            repository = found.parent
            named = repository.parent if repository.name in {".git", "repo"} else repository
            yield named.name, repository


def drawn(repository: Path, most_near: int, most_distant: int) -> Drawn:
    """Return so many revisions at most, drawn evenly from all that the history has."""
    changed = _changed_files(repository)
    near = [revision for revisions in changed.values() for revision in revisions]
    distant = [
        Revision(path, revisions[-1].old, revisions[0].new) for path, revisions in changed.items() if len(revisions) > 1
    ]
    return Drawn(_read(repository, near, most_near), _read(repository, distant, most_distant))


def _changed_files(repository: Path) -> dict[str, list[Revision]]:
    """Return the revisions of each text, newest first."""
    log = _git(
        repository, "log", "--no-merges", "--format=", "--raw", "--no-abbrev", "--no-renames", "--diff-filter=M", "-z"
    )
    found: dict[str, list[Revision]] = defaultdict(list)
    fields = log.decode("utf-8", "replace").split("\0")
    for told, path in zip(fields[::2], fields[1::2], strict=False):
        if _TEXT.fullmatch(path):
            _, _, old, new, _ = told.split()
            found[path].append(Revision(path, old, new))
    return found


def _read(repository: Path, revisions: Sequence[Revision], most: int) -> list[Pair]:
    """Return the paragraphs on either side of so many revisions that change any; what is too short or not there is left out."""
    long = _long(repository, {name for revision in revisions for name in (revision.old, revision.new)})
    once = {(each.old, each.new): each for each in revisions if long.issuperset((each.old, each.new))}
    found: list[Pair] = []
    for revision in _evenly(list(once.values()), 2 * most):
        old, new = (
            _paragraphs(revision.path, _git(repository, "cat-file", "blob", name))
            for name in (revision.old, revision.new)
        )
        if old != new and min(len(" ".join(side).split()) for side in (old, new)) >= LEAST_WORDS:
            found.append((old, new))
    return _evenly(found, most)


def _long(repository: Path, names: set[str]) -> set[str]:
    """Return those of the contents that are there and not too short. A shallow or filtered clone lacks some."""
    asked = "".join(f"{name}\n" for name in names).encode()
    answers = _git(repository, "cat-file", "--batch-check", stdin=asked).decode().splitlines()
    told = (answer.split() for answer in answers)
    return {words[0] for words in told if words[1] == "blob" and int(words[2]) >= _LEAST_BYTES}


def _evenly(found: list[Any], most: int) -> list[Any]:
    return [found[index * len(found) // most] for index in range(most)] if len(found) > most else found


def _paragraphs(path: str, content: bytes) -> list[str]:
    text = content.decode("utf-8", "replace").replace("\r\n", "\n")
    if path.endswith(".xhtml"):
        found = (html.unescape(_TAG.sub("", inner)) for _, inner in _BLOCK.findall(text))
    else:
        found = iter(re.split(r"\n\s*\n", text))
    return [words for words in (" ".join(each.split()) for each in found) if words]


def _git(repository: Path, *arguments: str, stdin: bytes | None = None) -> bytes:
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, capture_output=True, check=True, input=stdin).stdout
