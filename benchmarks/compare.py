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
from benchmarks._comparing.bounds import Least, least_changed
from benchmarks._comparing.edits import HEAVY, LIGHT, cut_to_words, document_of, edited, lines
from benchmarks._comparing.hard import HARD, Pair
from benchmarks._comparing.histories import LEAST_WORDS, drawn, repositories
from benchmarks._comparing.peers import SECONDS, Found, Peer, count_words, peers
from benchmarks._report import Goal, conclude, show_heading, show_table
from workshop.prose.diff import ComparedBlock, compare

#: One with long paragraphs, one with many lines of speech.
BOOKS = {"Pride and Prejudice": "jane-austen_pride-and-prejudice", "Gatsby": "f-scott-fitzgerald_the-great-gatsby"}
WORDS = 20_000
PLANS = ((200, LIGHT), (4000, LIGHT), (600, HEAVY))
ROUNDS = 3
SEED = 5
#: How many revisions are drawn of a repository: from one commit to the next, and from the oldest to the newest of a file.
NEAR, DISTANT = 30, 10
#: The longest that any text of so many words may take.
MOST_SECONDS, MOST_WORDS = 2.0, 100_000

EXPLANATION = f"""\
{WORDS:,} words of a novel and the same with edits at random; then real revisions of texts of {LEAST_WORDS:,} words and more from
the Git repositories that are named as arguments, or lie in a folder that is. "Changed" are words and signs that came or
went, the fewer the better for the same two texts; one in a paragraph that moved counts only if it changed there.
"Least" is how few any program could show while what stays keeps its order, and if it could stand anywhere.
Galley's time is all from two documents to what the page shows; wikidiff2's and jsdiff's are their call alone, git's is
its process. Each is the median of {ROUNDS} rounds."""


def main(arguments: list[str]) -> int:
    show_heading("compare", EXPLANATION)
    goals: list[Goal] = []
    with peers() as programs:
        for name, pair in generated().items():
            goals += _goals(name, _measured(name, pair, programs))
        if arguments:
            goals += _histories([*map(Path, arguments)], programs)
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
    found = _found(pair, programs)
    best = found.get("wikidiff2")
    rows = [[peer, each.changed, each.took_ms, *_beside(each, best)] for peer, each in found.items()]
    least = least_changed(pair)
    print(f"{name}, least {least.in_order:,} in order, {least.anywhere:,} anywhere:\n")
    show_table(("program", "changed", "ms", "changed, to wikidiff2", "time, to wikidiff2"), rows)
    return found


def _found(pair: Pair, programs: dict[str, Peer]) -> dict[str, Found]:
    """Return what each program makes of a pair; those that take too long are left out."""
    found = {"Galley": ours(pair)}
    with tempfile.TemporaryDirectory(prefix="galley-bench-") as folder:
        paths = [Path(folder, side) for side in ("old.txt", "new.txt")]
        for path, text in zip(paths, pair, strict=True):
            path.write_text("\n".join(text) + "\n", "utf-8")
        for peer, program in programs.items():
            with suppress(TimeoutExpired):
                found[peer] = program(*paths, ROUNDS)
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


def _histories(folders: list[Path], programs: dict[str, Peer]) -> Iterator[Goal]:
    """Measure real revisions of every repository, near and distant ones apart."""
    rows: list[list[object]] = []
    for name, repository in repositories(folders):
        revisions = drawn(repository, NEAR, DISTANT)
        for kind, pairs in (("near", revisions.near), ("distant", revisions.distant)):
            found = []
            for number, pair in enumerate(pairs, start=1):
                found.append(_found(pair, programs))
                print(f"{name}, {kind}: {number} of {len(pairs)} pairs", file=sys.stderr)
            if found:
                least = [least_changed(pair) for pair in pairs]
                rows.append([f"{name}, {kind}", len(found), *_sums(found, programs), *_beside_least(found, least)])
                yield from _goals_of(f"{name}, {kind}", found)
    ratios = ("changed, to wikidiff2", "more in", "time, to wikidiff2") if "wikidiff2" in programs else ()
    bounds = ("least in order", "least anywhere", "pairs in which Galley needs no more", "least in order, to wikidiff2")
    show_table(("revisions", "pairs", "Galley", *programs, *ratios, *bounds), rows)


def _sums(found: list[dict[str, Found]], programs: dict[str, Peer]) -> Iterator[str]:
    """Yield each program's changed words and milliseconds, of the pairs with which all were done in time; then the ratios."""
    whole = [each for each in found if each.keys() == {"Galley", *programs}]
    for name in ("Galley", *programs):
        missed = sum(name not in each for each in found)
        sums = f"{_changed(whole, name):,}, {_took(whole, name):,.0f} ms"
        yield f"{sums}, {missed} over {SECONDS} s" if missed else sums
    both = _with_wikidiff2(found)
    if both:
        yield f"{_changed_to_wikidiff2(both):.2f}×"
        yield f"{_more_in(both)}"
        yield f"{_took(both, 'Galley') / _took(both, 'wikidiff2'):.2f}×"


def _beside_least(found: list[dict[str, Found]], least: list[Least]) -> Iterator[str]:
    """Yield how few words could change in these pairs, and how Galley and the least stand to each other and to wikidiff2."""
    in_order = sum(each.in_order for each in least)
    yield f"{in_order:,}"
    yield f"{sum(each.anywhere for each in least):,}"
    yield f"{sum(each['Galley'].changed <= bound.in_order for each, bound in zip(found, least, strict=True))}"
    both = [(each, bound) for each, bound in zip(found, least, strict=True) if "wikidiff2" in each]
    if both:
        theirs = sum(each["wikidiff2"].changed for each, _ in both)
        yield f"{sum(bound.in_order for _, bound in both) / max(1, theirs):.3f}×"


def _goals_of(name: str, found: list[dict[str, Found]]) -> Iterator[Goal]:
    both = _with_wikidiff2(found)
    if both:
        yield Goal(f"{name}: changed words, to wikidiff2", _changed_to_wikidiff2(both), at_most=0.97)


def _with_wikidiff2(found: list[dict[str, Found]]) -> list[dict[str, Found]]:
    return [each for each in found if "wikidiff2" in each]


def _changed_to_wikidiff2(both: list[dict[str, Found]]) -> float:
    return _changed(both, "Galley") / max(1, _changed(both, "wikidiff2"))


def _changed(found: list[dict[str, Found]], name: str) -> int:
    return sum(each[name].changed for each in found)


def _took(found: list[dict[str, Found]], name: str) -> float:
    return sum(each[name].took_ms for each in found)


def _more_in(found: list[dict[str, Found]]) -> int:
    """Return in how many pairs Galley shows more changed words than wikidiff2."""
    return sum(each["Galley"].changed > each["wikidiff2"].changed for each in found)


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
