"""Two versions compared: changed words and time, beside wikidiff2, git and jsdiff on the same texts."""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from random import Random
from statistics import median
from subprocess import TimeoutExpired

from benchmarks._comparing.books import read_books
from benchmarks._comparing.edits import HEAVY, LIGHT, cut_to_words, document_of, edited, lines
from benchmarks._comparing.hard import HARD, Pair
from benchmarks._comparing.histories import revisions
from benchmarks._comparing.peers import Found, Peer, count_words, peers
from benchmarks._report import Goal, conclude, show_heading, show_table
from workshop.prose.diff import ComparedBlock, compare

#: One with long paragraphs, one with many lines of speech.
BOOKS = {"Pride and Prejudice": "jane-austen_pride-and-prejudice", "Gatsby": "f-scott-fitzgerald_the-great-gatsby"}
WORDS = 20_000
PLANS = ((200, LIGHT), (4000, LIGHT), (600, HEAVY))
ROUNDS = 3
SEED = 5
#: The longest that any text of so many words may take.
MOST_SECONDS, MOST_WORDS = 2.0, 100_000

EXPLANATION = f"""\
{WORDS:,} words of a novel and the same with edits at random; then the longest chapters' revisions from the Git
repositories that are named as arguments (bare ones too). "Changed" are words and signs that came or went, the fewer
the better for the same two texts; one in a paragraph that moved counts only if it changed there. Galley's time is all
from two documents to what the page shows; wikidiff2's and jsdiff's are their call alone, git's is its process. Each
is the median of {ROUNDS} rounds."""

def main(arguments: list[str]) -> int:
    show_heading("compare", EXPLANATION)
    goals: list[Goal] = []
    with peers() as programs:
        for name, pair in generated().items():
            goals += _goals(name, _measured(name, pair, programs))
        for path in arguments:
            goals += _history(Path(path), programs)
    goals.append(Goal("slowest of the inputs made to be slow", _slowest(), at_most=MOST_SECONDS, unit="s"))
    return conclude(goals)


def generated() -> dict[str, Pair]:
    """Return the pairs of texts, a list of paragraphs each, by the book and what was done to it."""
    return {
        f"{name}, {edits:,} {'heavy ' if kinds is HEAVY else ''}edits": _pair(paragraphs, edits, kinds)
        for name, paragraphs in read_books(BOOKS).items()
        for edits, kinds in PLANS
    }


def _pair(book: list[str], edits: int, kinds: dict[str, int]) -> Pair:
    both = edited(cut_to_words(book[200:], WORDS), book[-300:], edits, kinds, SEED)
    return lines(both.old), lines(both.new)


def ours(pair: Pair, rounds: int = ROUNDS) -> Found:
    """Return what Galley's comparison makes of a pair."""
    old, new = map(document_of, pair)
    took: list[float] = []
    for _ in range(rounds):
        started = time.perf_counter()
        blocks = compare(old, new)
        took.append(time.perf_counter() - started)
    return Found(changed_words(blocks), 1000 * median(took))


def changed_words(blocks: list[ComparedBlock]) -> int:
    shown = (block for block in blocks if block.change != "moved_away")
    return sum(
        count_words(piece.text.replace("¶", ""))
        for block in shown
        for piece in block.pieces
        if piece.change in {"added", "removed"}
    )


def _measured(name: str, pair: Pair, programs: dict[str, Peer]) -> dict[str, Found]:
    found = {"Galley": ours(pair)}
    with tempfile.TemporaryDirectory(prefix="galley-bench-") as folder:
        paths = [Path(folder, side) for side in ("old.txt", "new.txt")]
        for path, text in zip(paths, pair, strict=True):
            path.write_text("\n".join(text) + "\n", "utf-8")
        for peer, program in programs.items():
            with suppress(TimeoutExpired):
                found[peer] = program(*paths, ROUNDS)
    best = found.get("wikidiff2")
    rows = [[peer, each.changed, each.took_ms, *_beside(each, best)] for peer, each in found.items()]
    print(f"{name}:\n")
    show_table(("program", "changed", "ms", "changed, to wikidiff2", "time, to wikidiff2"), rows)
    return found


def _beside(found: Found, best: Found | None) -> tuple[str, str]:
    if best is None:
        return "–", "–"
    return f"{found.changed / max(1, best.changed):.3f}×", f"{found.took_ms / best.took_ms:.2f}×"


def _goals(name: str, found: dict[str, Found]) -> Iterator[Goal]:
    if "wikidiff2" not in found:
        return
    best, own = found["wikidiff2"], found["Galley"]
    heavy = "heavy" in name
    yield Goal(
        f"{name}: changed words, to wikidiff2", own.changed / max(1, best.changed), at_most=0.88 if heavy else 0.97
    )
    if heavy:
        yield Goal(f"{name}: time, to wikidiff2", own.took_ms / best.took_ms, at_most=0.15)


def _history(repository: Path, programs: dict[str, Peer]) -> Iterator[Goal]:
    """Measure every revision of a repository's texts together: one sum a program."""
    sums: dict[str, list[Found]] = {}
    pairs = list(revisions(repository))
    for pair in pairs:
        sums.setdefault("Galley", []).append(ours(pair, 1))
        with tempfile.TemporaryDirectory(prefix="galley-bench-") as folder:
            paths = [Path(folder, side) for side in ("old.txt", "new.txt")]
            for path, text in zip(paths, pair, strict=True):
                path.write_text("\n".join(text) + "\n", "utf-8")
            for peer, program in programs.items():
                sums.setdefault(peer, []).append(program(*paths, 1))
    totals = {
        name: Found(sum(each.changed for each in found), sum(each.took_ms for each in found))
        for name, found in sums.items()
    }
    best = totals.get("wikidiff2")
    print(f"{repository.parent.name if repository.name == 'repo' else repository.name}, {len(pairs):,} revisions:\n")
    show_table(
        ("program", "changed", "ms", "changed, to wikidiff2", "time, to wikidiff2"),
        [[name, each.changed, each.took_ms, *_beside(each, best)] for name, each in totals.items()],
    )
    if best:
        yield Goal(
            f"{repository}: changed words, to wikidiff2", totals["Galley"].changed / max(1, best.changed), at_most=0.97
        )


def _slowest() -> float:
    """Return the most seconds that a comparison of texts takes that were made to be slow."""
    rows, most = [], 0.0
    for name, make in HARD.items():
        old, new = map(document_of, make(MOST_WORDS, Random(SEED)))
        started = time.perf_counter()
        compare(old, new)
        seconds = time.perf_counter() - started
        most = max(most, seconds)
        rows.append([name, seconds])
    show_table((f"{MOST_WORDS:,} words made to be slow", "s"), rows)
    return most


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
