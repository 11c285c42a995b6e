"""A draft and the main text merged, both edited all over, beside git merging the same words one a line."""

from __future__ import annotations

import subprocess
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median

from benchmarks._comparing.books import read_books
from benchmarks._comparing.edits import LIGHT, cut_to_words, document_of, edited, lines
from benchmarks._report import Goal, conclude, show_heading, show_table
from workshop.prose.diff import merge

BOOKS = {"Pride and Prejudice": "jane-austen_pride-and-prejudice", "Gatsby": "f-scott-fitzgerald_the-great-gatsby"}
WORDS = 20_000
EDITS = (200, 2000)
ROUNDS = 3
SEEDS = 5, 6
MOST_SECONDS = 2.0

EXPLANATION = f"""\
{WORDS:,} words of a novel, and two texts that began as it, each with so many edits at random. Galley's time is all from three
documents to what a page can offer; it has tried every choice by then. git's is its process (merge-file), which is given a word
a line, knows no paragraph, and merges at once. Each is the median of {ROUNDS} rounds."""


def main(arguments: list[str]) -> int:
    show_heading("merge", EXPLANATION)
    rows, slowest = [], 0.0
    for name, book in read_books(BOOKS).items():
        paragraphs = cut_to_words(book[200:], WORDS)
        for edits in EDITS:
            texts = [paragraphs, *(lines(edited(paragraphs, book[-300:], edits, LIGHT, seed).new) for seed in SEEDS)]
            differences, conflicts, took = _ours(texts)
            git_conflicts, git_took = _git(texts)
            rows.append([f"{name}, {edits:,} edits a side", differences, conflicts, took, git_conflicts, git_took])
            slowest = max(slowest, took)
    show_table(("texts", "differences", "conflicts", "Galley, s", "git's conflicts", "git, s"), rows)
    return conclude([Goal("slowest merge", slowest, at_most=MOST_SECONDS, unit="s")])


def _ours(texts: Sequence[Sequence[str]]) -> tuple[int, int, float]:
    base, ours, theirs = map(document_of, texts)
    took: list[float] = []
    for _ in range(ROUNDS):
        started = time.perf_counter()
        merged = merge(base, ours, theirs)
        took.append(time.perf_counter() - started)
    return len(merged.differences), sum(each.is_conflict for each in merged.differences), median(took)


def _git(texts: Sequence[Sequence[str]]) -> tuple[int, float]:
    """Return how many conflicts git finds, and how long it takes."""
    took: list[float] = []
    with tempfile.TemporaryDirectory(prefix="galley-bench-") as folder:
        base, ours, theirs = (Path(folder, name) for name in ("base", "ours", "theirs"))
        for path, text in zip((base, ours, theirs), texts, strict=True):
            path.write_text("\n\n".join("\n".join(paragraph.split()) for paragraph in text) + "\n", "utf-8")
        for _ in range(ROUNDS):
            started = time.perf_counter()
            done = subprocess.run(["git", "merge-file", "-p", ours, base, theirs], capture_output=True, check=False)
            took.append(time.perf_counter() - started)
    return done.stdout.count(b"\n<<<<<<< "), median(took)
