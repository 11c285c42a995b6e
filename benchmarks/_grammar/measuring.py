"""Asks a checker about the errors, the clean books and the samples, and keeps what it said."""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from benchmarks._grammar.checkers import Checker, Progress
from benchmarks._grammar.scoring import Case, Hit, Pairs, Score, confused, score, touches
from benchmarks._languagetool import processor_seconds


@dataclass(frozen=True, slots=True)
class Scored:
    """A case, what was said in its paragraph, and how that counts."""

    case: Case
    hits: tuple[Hit, ...]
    score: Score


@dataclass(frozen=True, slots=True)
class Alarm:
    """Something that is shown in a clean paragraph."""

    book: str
    paragraph: str
    hit: Hit
    #: The two words of a set that it would swap.
    pair: tuple[str, str] | None


@dataclass
class Clean:
    """What was shown in clean books."""

    words: int = 0
    seconds: float = 0.0
    processor_seconds: float = 0.0
    alarms: list[Alarm] = field(default_factory=list)

    def confusions(self, *sources: str) -> list[Alarm]:
        """Return the alarms that would swap words of a set, of these sources or of all."""
        return [alarm for alarm in self.alarms if alarm.pair and (not sources or alarm.hit.source in sources)]

    def besides_spelling(self) -> list[Alarm]:
        return [alarm for alarm in self.alarms if not alarm.hit.is_spelling]

    def per_thousand(self, alarms: Sequence[Alarm]) -> float:
        return 1000 * len(alarms) / self.words


@dataclass(frozen=True, slots=True)
class Walked:
    """A text with known mistakes: how each of them fares, and all that is shown besides."""

    scored: tuple[Scored, ...]
    others: tuple[tuple[str, Hit], ...]


def measure_cases(checker: Checker, cases: Sequence[Case], name: str) -> list[Scored]:
    """Return how the checker does on each case; what it says about the clean paragraph as well counts for nothing."""
    hits = checker.check([case.text for case in cases], False, shown_progress(f"{name}, planted"))
    clean = list(dict.fromkeys(case.clean for case in cases))
    usual = dict(zip(clean, checker.check(clean, False, shown_progress(f"{name}, as it was")), strict=True))
    pairs = zip(cases, hits, strict=True)
    return [Scored(case, tuple(own), score(case, own, usual[case.clean])) for case, own in pairs]


def measure_clean(checker: Checker, books: Iterable[tuple[str, list[str]]], pairs: Pairs, name: str) -> Clean:
    """Return what the checker shows in the books, the cast of each learnt before where it knows how to."""
    clean = Clean()
    for book, paragraphs in books:
        clean.words += sum(len(paragraph.split()) for paragraph in paragraphs)
        began, busy = time.perf_counter(), processor_seconds()
        found = checker.check(paragraphs, True, shown_progress(f"{name}, {book}"))
        clean.seconds += time.perf_counter() - began
        clean.processor_seconds += processor_seconds() - busy
        for paragraph, hits in zip(paragraphs, found, strict=True):
            clean.alarms += [Alarm(book, paragraph, hit, confused(paragraph, hit, pairs)) for hit in hits]
    return clean


def measure_known(
    checker: Checker, paragraphs: Sequence[str], mistakes: Sequence[tuple[int, Case]], name: str
) -> Walked:
    """Return how the checker does on a text whose mistakes are known, its cast learnt before."""
    found = checker.check(paragraphs, True, shown_progress(name))
    scored = [Scored(case, tuple(found[number]), score(case, found[number], ())) for number, case in mistakes]
    others = [
        (paragraph, hit)
        for number, paragraph in enumerate(paragraphs)
        for hit in found[number]
        if not any(place == number and touches(case, hit) for place, case in mistakes)
    ]
    return Walked(tuple(scored), tuple(others))


def shown_progress(what: str) -> Progress:
    """Return what writes the progress to stderr: in one line of a terminal, else at every fifth of the way."""
    said = -1

    def write(done: int, total: int) -> None:
        nonlocal said
        step = 1 if sys.stderr.isatty() else 20
        percent = (100 * done // max(1, total)) // step * step
        if percent != said and (percent or step == 1):
            said = percent
            end = "\n" if percent == 100 or step > 1 else ""
            print(f"\r{what}: {percent:3} %", end=end, file=sys.stderr, flush=True)

    return write
