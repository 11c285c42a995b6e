"""The programs that a comparison is measured beside. Each is left out, with a reason, where it is not at hand."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from workshop.prose.diff.tokens import text_tokens

HERE = Path(__file__).resolve().parent
#: What is fetched by npm for a run, into a folder that is removed afterwards.
NPM_PACKAGES = ("diff@9.0.0", "approx-string-match@2.0.0")
#: A peer that takes longer has lost; jsdiff has been seen to.
SECONDS = 20
_WORD = "[[:alnum:]]+([’'-][[:alnum:]]+)*|[^[:space:]]"


@dataclass(frozen=True)
class Found:
    """What a program made of a pair: words and signs that came or went, and the middle of its rounds."""

    changed: int
    took_ms: float


#: Takes two files, a paragraph a line, and how often to measure.
Peer = Callable[[Path, Path, int], Found]


@contextmanager
def peers() -> Iterator[dict[str, Peer]]:
    """Give the programs that are here, by name, and say of the others how to get them."""
    found: dict[str, Peer] = {}
    if _has_wikidiff2():
        found["wikidiff2"] = _wikidiff2
    else:
        print(
            "wikidiff2 is left out: it needs PHP's extension of that name (Debian: apt install php-cli php-wikidiff2).\n"
        )
    found["git --word-diff"] = _git
    with node_packages() as folder:
        if folder:
            found["jsdiff"] = lambda old, new, rounds: _jsdiff(folder, old, new, rounds)
        yield found


@contextmanager
def node_packages() -> Iterator[Path | None]:
    """Give a folder in which node finds the pinned peers, None where there is no node or nothing could be fetched."""
    with tempfile.TemporaryDirectory(prefix="galley-bench-node-") as folder:
        npm = shutil.which("npm") and shutil.which("node")
        command = ["npm", "install", "--silent", "--ignore-scripts", "--no-audit", "--prefix", folder, *NPM_PACKAGES]
        if npm and subprocess.run(command, capture_output=True).returncode == 0:
            yield Path(folder)
        else:
            print("What runs in JavaScript is left out: it needs node and npm, and a line to fetch it.\n")
            yield None


def run_node(folder: Path, program: str, *arguments: str) -> Any:
    """Return what a program of this folder writes as JSON; it runs beside the packages that it imports."""
    shutil.copy(HERE / program, folder)
    return json.loads(_run(["node", str(folder / program), *arguments]))


def count_words(text: str) -> int:
    """Return how many words and signs a text has, as the comparison counts them."""
    return sum(not token.isspace() for token in text_tokens(text))


def _has_wikidiff2() -> bool:
    if not shutil.which("php"):
        return False
    asked = subprocess.run(["php", "-r", "echo wikidiff2_version();"], capture_output=True)
    return asked.returncode == 0


def _wikidiff2(old: Path, new: Path, rounds: int) -> Found:
    # By default it looks for no moves where more than a hundred lines came and went: quick, and many more words.
    option = "wikidiff2.moved_paragraph_detection_cutoff=1000000"
    answer = json.loads(_run(["php", "-d", option, str(HERE / "wikidiff2.php"), str(old), str(new), str(rounds)]))
    return Found(sum(map(_changed_in_line, answer["diff"])), median(answer["took"]))


def _changed_in_line(line: dict[str, Any]) -> int:
    """Return the words that changed in one line: all of it where it came (1) or went (2), else what is highlighted."""
    if line["type"] in (1, 2):
        return count_words(line["text"])
    text = line["text"].encode()
    ranges = line.get("highlightRanges", ())
    return sum(count_words(text[each["start"] : each["start"] + each["length"]].decode()) for each in ranges)


def _git(old: Path, new: Path, rounds: int) -> Found:
    command = [
        "git",
        "diff",
        "--no-index",
        "--no-color",
        "--histogram",
        "--word-diff=porcelain",
        f"--word-diff-regex={_WORD}",
    ]
    took: list[float] = []
    for _ in range(rounds):
        started = time.perf_counter()
        answer = _run([*command, str(old), str(new)], {0, 1})
        took.append(time.perf_counter() - started)
    changed = (line[1:] for line in answer.splitlines()[4:] if line[:1] in {"+", "-"})
    return Found(sum(map(count_words, changed)), 1000 * median(took))


def _jsdiff(folder: Path, old: Path, new: Path, rounds: int) -> Found:
    answer = run_node(folder, "jsdiff.mjs", str(old), str(new), str(rounds))
    return Found(sum(map(count_words, answer["changed"])), median(answer["took"]))


def _run(command: Sequence[str], statuses: frozenset[int] | set[int] = frozenset({0})) -> str:
    done = subprocess.run(command, capture_output=True, timeout=SECONDS, env={**os.environ, "LC_ALL": "C.UTF-8"})
    if done.returncode not in statuses:
        raise RuntimeError(done.stderr.decode())
    return done.stdout.decode()
