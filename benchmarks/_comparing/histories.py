"""Real revisions: what the commits of a Git repository of prose made of its texts, read as paragraphs."""

from __future__ import annotations

import html
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

#: Fewer words are a title page or a note.
_LEAST_WORDS = 300
_TEXT = re.compile(
    r"(?!.*(?:readme|licen[cs]e|changelog|contributing))(?:.*src/epub/text/.*\.xhtml|.*\.(?:md|markdown|txt))$", re.I
)
_BLOCK = re.compile(r"<(p|h[1-6]|li)\b[^>]*>(.*?)</\1>", re.S)
_TAG = re.compile(r"<[^>]+>")


def revisions(repository: Path, most: int = 400) -> Iterator[tuple[list[str], list[str]]]:
    """Yield the paragraphs of a text before and after a commit that changed them, newest first."""
    log = _git(repository, "log", "--no-merges", "--format=%x00%H %P", "--diff-filter=M", "--name-only", "--no-renames")
    seen: set[tuple[str, ...]] = set()
    found = 0
    for entry in log.split("\0")[1:]:
        head, *paths = entry.split("\n")
        commit, _, parent = head.partition(" ")
        for path in filter(_TEXT.fullmatch, paths):
            old, new = (_paragraphs(path, _git(repository, "show", f"{one}:{path}")) for one in (parent, commit))
            if old == new or len(" ".join(old).split()) < _LEAST_WORDS or (key := (path, *new)) in seen:
                continue
            seen.add(key)
            yield old, new
            found += 1
            if found == most:
                return


def _paragraphs(path: str, text: str) -> list[str]:
    if path.endswith(".xhtml"):
        found = (html.unescape(_TAG.sub("", inner)) for _, inner in _BLOCK.findall(text))
    else:
        found = iter(re.split(r"\n\s*\n", text))
    return [words for words in (" ".join(each.split()) for each in found) if words]


def _git(repository: Path, *arguments: str) -> str:
    command = ["git", "-C", str(repository), *arguments]
    return subprocess.run(command, capture_output=True, check=True).stdout.decode("utf-8", "replace")
