"""One keystroke's grammar re-check through Galley, beside checking the whole chapter again on LanguageTool."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

import requests

from benchmarks._galley import SAMPLE, asking_galley, seeded
from benchmarks._languagetool import default_server
from benchmarks._report import Goal, conclude, percentile, show_heading, show_table
from tests.languagetool_fixture import FETCH_AND_START_SECONDS, jar_instance
from workshop.grammar.check import BREAK, paragraph_matches
from workshop.grammar.engine import Engine
from workshop.grammar.profile import SWITCHES
from workshop.prose.utf16 import utf16_length
from workshop.settings import Settings

WORDS = 5_000
ROUNDS = 15
LANGUAGE = "en-US"

EXPLANATION = f"""\
A {WORDS:,}-word chapter in which one word changes each time. Galley: the changed paragraph as the editor sends it, through
session, access check, LanguageTool, fiction profile, lexicon and decisions. Whole: the chapter in one /v2/check, once on a
LanguageTool as it comes, once on ours with its caches. All are the same version with the same rules, warm, and take turns,
{ROUNDS} rounds. Below, the matches of both ways are compared on that chapter."""


def main(arguments: list[str]) -> int:
    show_heading("recheck", EXPLANATION)
    paragraphs = _varied(WORDS)
    engine = Engine(Settings(instance=jar_instance(), database_url="sqlite://"))
    engine.start()
    try:
        status = engine.wait(FETCH_AND_START_SECONDS)
        assert status.ready, status.message
        with default_server(with_our_rules=True) as default_url, seeded(languagetool_url=engine.url) as galley:
            place = galley.add_chapters(BREAK.join(paragraphs), 1)[0]
            process = galley.process()
            process.start()
            try:
                ways = _ways(paragraphs, default_url, engine.url, asking_galley(galley, process.port, place))
                return _measure(ways, paragraphs, engine)
            finally:
                process.kill()
    finally:
        engine.stop()


def _measure(ways: dict[str, Callable[[int], None]], paragraphs: list[str], engine: Engine) -> int:
    taken: dict[str, list[float]] = {name: [] for name in ways}
    for number in range(ROUNDS + 3):
        for name, check in ways.items():
            began = time.perf_counter()
            check(number)
            if number >= 3:  # the first ones warm Java up
                taken[name].append((time.perf_counter() - began) * 1000)
    default, cached, galley = (median(times) for times in taken.values())
    rows = [
        (name, median(times), percentile(times, 0.95), f"{median(times) / default:.3f}×")
        for name, times in taken.items()
    ]
    show_table(("check", "p50 ms", "p95 ms", "to whole, as it comes"), rows)
    missing, extra, total = _compared(paragraphs, engine)
    print(
        f"Matches of the whole chapter in one check: {total}. Missing in Galley's way: {missing}, more in it: {extra}."
    )
    print(f"To the whole chapter on our LanguageTool with its caches: {galley / cached:.2f}×.\n")
    return conclude(
        [
            Goal("a keystroke to a whole-chapter check", galley / default, at_most=0.05),
            Goal("findings missing", missing, at_most=0, unit="matches"),
        ]
    )


def _ways(
    paragraphs: list[str], default_url: str, our_url: str, ask_galley: Callable[[list[str]], Any]
) -> dict[str, Callable[[int], None]]:
    def changed(number: int) -> list[str]:
        """The paragraphs after one keystroke; no two calls give the same text."""
        place = 7 * number % len(paragraphs)
        return [*paragraphs[:place], f"{paragraphs[place]} Again {number}.", *paragraphs[place + 1 :]]

    with_default, with_ours = requests.Session(), requests.Session()
    return {
        "whole chapter, LanguageTool as it comes": lambda n: _check(with_default, default_url, BREAK.join(changed(n))),
        "whole chapter, our LanguageTool": lambda n: _check(with_ours, our_url, BREAK.join(changed(n + 1000))),
        "changed paragraph, through Galley": lambda n: ask_galley(
            [changed(n + 2000)[7 * (n + 2000) % len(paragraphs)]]
        ),
    }


def _check(session: requests.Session, url: str, text: str) -> list[dict[str, Any]]:
    session.trust_env = False
    fields = {"text": text, "language": LANGUAGE} | SWITCHES.parameters()
    answer = session.post(f"{url}v2/check", data=fields, timeout=120)
    answer.raise_for_status()
    return answer.json()["matches"]


def _compared(paragraphs: list[str], engine: Engine) -> tuple[int, int, int]:
    """Return how many matches of the whole check Galley's way lacks, how many it has more, and how many there are."""
    whole = Counter(
        (match["rule"]["id"], match["offset"], match["offset"] + match["length"])
        for match in _check(requests.Session(), engine.url, BREAK.join(paragraphs))
    )
    ours: Counter[tuple[str, int, int]] = Counter()
    begin = 0
    for text, found in zip(paragraphs, paragraph_matches(engine.client, paragraphs, LANGUAGE), strict=True):
        ours.update((match.rule, begin + match.start, begin + match.end) for match in found if not match.is_context)
        begin += utf16_length(text) + len(BREAK)
    return (whole - ours).total(), (ours - whole).total(), whole.total()


def _varied(words: int) -> list[str]:
    """Return so many words of the sample work in its paragraphs, no sentence twice: repeated ones would be cached."""
    sample = [each for each in Path(SAMPLE).read_text("utf-8").strip().split("\n\n") if len(each) > 20]
    made: list[str] = []
    count = 0
    while count < words:
        sentences = re.split(r"(?<=[.!?]) (?=[A-Z])", sample[len(made) % len(sample)])
        paragraph = " ".join(f"At bell {count + number}, {each}" for number, each in enumerate(sentences, start=1))
        made.append(paragraph)
        count += len(paragraph.split())
    return made
