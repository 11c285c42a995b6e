"""A whole work of 100,000 words, one keystroke, and memory: our check beside LanguageTool alone on the same server."""

from __future__ import annotations

import argparse
import re
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from statistics import median

import psutil

from benchmarks._galley import asking_galley, seeded, text_of_words
from benchmarks._grammar import cases
from benchmarks._grammar.checkers import LANGUAGE, batches_of, running_engine
from benchmarks._grammar.measuring import shown_progress
from benchmarks._report import Goal, conclude, show_heading, show_table
from workshop.grammar import service
from workshop.grammar.check import BREAK, THREADS
from workshop.grammar.command import check_text
from workshop.grammar.context.matching import context_matches, the_model
from workshop.grammar.engine import Engine
from workshop.grammar.judging import Paragraph
from workshop.grammar.queries import Ignored
from workshop.grammar.speller import Speller
from workshop.lexicon.names import Lexicon

WORDS = 100_000
ROUNDS = 6
#: Java compiles what it runs often: before so many words were checked in each way, it takes twice as long.
WARM_UP_WORDS = 50_000
KEYSTROKES = 200
CHAPTER_WORDS = 5_000
HEAP_MB = 512

EXPLANATION = """\
{words:,} words of {source}, each sentence numbered anew for each way and round, so that no cache knows it. Alone:
LanguageTool on our server with our switches, in the batches and threads that we use. Ours: the path of `check --learn-cast`
on the same server: its rules, context model, marks across the text, cast, profile, lexicon. They take turns in {rounds}
rounds, and in who comes first. Processor seconds are the server's and the asking process's."""


@dataclass(frozen=True)
class Taken:
    """What one way of checking took."""

    seconds: float
    server: float
    asking: float

    @property
    def processor(self) -> float:
        return self.server + self.asking


def main(arguments: list[str]) -> int:
    asked = _parser().parse_args(arguments)
    source, paragraphs = _text(asked.words)
    show_heading("check", EXPLANATION.format(words=asked.words, source=source, rounds=asked.rounds))
    numbers = count(1)
    with running_engine() as engine:
        for check in (_alone, _ours):
            check(engine, _numbered(paragraphs[: max(1, len(paragraphs) * WARM_UP_WORDS // asked.words)], numbers))
        goals = _whole_work(engine, paragraphs, numbers, asked.rounds)
        goals += _keystroke(engine, paragraphs, numbers)
        goals += _memory(engine, _numbered(paragraphs, numbers))
    return conclude(goals)


def _whole_work(engine: Engine, paragraphs: Sequence[str], numbers: Iterator[int], rounds: int) -> list[Goal]:
    ways = {"LanguageTool alone": _alone, "ours": _ours}
    taken: dict[str, list[Taken]] = {name: [] for name in ways}
    for turn in range(rounds):
        for name in list(ways) if turn % 2 else list(ways)[::-1]:
            text = _numbered(paragraphs, numbers)
            taken[name].append(_timed(lambda check=ways[name], text=text: check(engine, text)))
    layers = {
        "of it the context model": _timed(lambda: context_matches(_numbered(paragraphs, numbers), LANGUAGE)),
    }
    rows = [
        (name, *(median(getattr(one, what) for one in each) for what in ("seconds", "processor", "server", "asking")))
        for name, each in (*taken.items(), *((name, [one]) for name, one in layers.items()))
    ]
    show_table(("whole work", "seconds", "processor s", "the server's", "the asking process's"), rows)
    alone, ours = taken.values()
    by_round = sorted(mine.seconds / theirs.seconds for mine, theirs in zip(ours, alone, strict=True))
    print(f"Round by round, ours took {by_round[0]:.2f} to {by_round[-1]:.2f} times as long.\n")
    return [
        Goal("a whole work's time to LanguageTool alone", _ratio(alone, ours, "seconds"), at_most=1.15),
        Goal("its processor time to LanguageTool alone", _ratio(alone, ours, "processor"), at_most=1.15),
    ]


def _keystroke(engine: Engine, paragraphs: Sequence[str], numbers: Iterator[int]) -> list[Goal]:
    """Change one paragraph after the other and check it, both ways in turn; each was checked before, as in the editor."""
    chosen = [each for each in paragraphs if len(each.split()) > 20][:KEYSTROKES]
    for text in _numbered(chosen, numbers):
        _recheck(engine, text)
    ways = {
        "LanguageTool alone": lambda text: engine.client.check(text, LANGUAGE),
        "ours": lambda text: _recheck(engine, text),
    }
    taken: dict[str, list[Taken]] = {name: [] for name in ways}
    for turn, texts in enumerate(zip(_numbered(chosen, numbers), _numbered(chosen, numbers), strict=True)):
        for text, name in zip(texts, list(ways)[:: -1 if turn % 2 else 1], strict=True):
            taken[name].append(_timed(lambda check=ways[name], text=text: check(text)))
    rows = [
        (name, 1000 * median(one.seconds for one in each), 1000 * median(one.asking for one in each))
        for name, each in taken.items()
    ]
    show_table(("one changed paragraph", "p50 ms", "the asking process's processor ms"), rows)
    alone, ours = taken.values()
    return [Goal("a keystroke's time to LanguageTool alone", _ratio(alone, ours, "seconds"), at_most=1.15)]


def _memory(engine: Engine, paragraphs: Sequence[str]) -> list[Goal]:
    """Let a served Galley check the whole work by its chapters, as the editor asks."""
    server = _java()
    with seeded(languagetool_url=engine.url) as galley:
        place = galley.add_chapters("Fine.", 1)[0]
        process = galley.process()
        process.start()
        try:
            ask = asking_galley(galley, process.port, place)
            app = psutil.Process(process.process.pid)
            idle = _megabytes(app)
            began = time.perf_counter()
            for chapter in _chapters(paragraphs):
                ask(chapter, whole=True)
            seconds = time.perf_counter() - began
            rows = [
                ("Galley, idle", idle),
                ("Galley, afterwards", _megabytes(app)),
                ("LanguageTool", _megabytes(server)),
            ]
        finally:
            process.kill()
    show_table(("memory", "MB resident"), rows)
    print(
        f"Asked chapter by chapter over HTTP, the whole work took {seconds:.0f} s. LanguageTool's heap: {_heap(server)} MB.\n"
    )
    return [Goal("LanguageTool's heap", _heap(server), at_most=HEAP_MB, unit="MB")]


def _alone(engine: Engine, paragraphs: Sequence[str]) -> None:
    batches = list(batches_of(paragraphs))
    progress = shown_progress("LanguageTool alone")
    with ThreadPoolExecutor(THREADS) as threads:
        asked = threads.map(lambda batch: engine.client.check(BREAK.join(batch), LANGUAGE), batches)
        for number, _ in enumerate(asked, start=1):
            progress(number, len(batches))


def _ours(engine: Engine, paragraphs: Sequence[str]) -> None:
    speller = Speller(engine.client)  # one that has heard of nothing
    check_text(engine.client, speller, BREAK.join(paragraphs), LANGUAGE, True, shown_progress("Ours"))


def _recheck(engine: Engine, text: str) -> None:
    paragraph = Paragraph(text)
    key = engine.memory.key(text, LANGUAGE)
    service.find(engine, service.Check((paragraph,), (key,), {}, Lexicon(), Ignored(), language=LANGUAGE))


def _timed(work: Callable[[], object]) -> Taken:
    the_model()
    server = _java()
    busy, own, began = _busy(server), time.process_time(), time.perf_counter()
    work()
    return Taken(time.perf_counter() - began, _busy(server) - busy, time.process_time() - own)


def _ratio(alone: Sequence[Taken], ours: Sequence[Taken], what: str) -> float:
    return median(getattr(one, what) for one in ours) / median(getattr(one, what) for one in alone)


def _text(words: int) -> tuple[str, list[str]]:
    """Return where the text is from, and so many words of it in its paragraphs."""
    if not cases.CORPUS.exists():
        return "the sample work, over and over", text_of_words(words).split(BREAK)
    chosen: list[str] = []
    for _, paragraphs in cases.dev_books():
        for paragraph in paragraphs:
            chosen.append(paragraph)
            words -= len(paragraph.split())
            if words <= 0:
                return "the dev books", chosen
    return "the dev books", chosen


def _numbered(paragraphs: Sequence[str], numbers: Iterator[int]) -> list[str]:
    """Return the paragraphs with a new number at each sentence's end."""
    return [re.sub(r"(?<=[a-z])(?=[.!?])", lambda _: f" {next(numbers)}", paragraph) for paragraph in paragraphs]


def _chapters(paragraphs: Sequence[str]) -> Iterator[list[str]]:
    chapter: list[str] = []
    for paragraph in paragraphs:
        chapter.append(paragraph)
        if sum(len(each.split()) for each in chapter) >= CHAPTER_WORDS:
            yield chapter
            chapter = []
    if chapter:
        yield chapter


def _java() -> psutil.Process:
    """Return LanguageTool's process, a grandchild of this one."""
    children = psutil.Process().children(recursive=True)
    return next(child for child in children if child.name().startswith("java"))


def _busy(process: psutil.Process) -> float:
    times = process.cpu_times()
    return times.user + times.system


def _megabytes(process: psutil.Process) -> float:
    return process.memory_info().rss / 1e6


def _heap(server: psutil.Process) -> int:
    """Return the most that the server's heap may take, in MB, as its command line has it."""
    return int(next(re.fullmatch(r"-Xmx(\d+)m", word)[1] for word in server.cmdline() if word.startswith("-Xmx")))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser("python3 app.py bench check", description=__doc__)
    parser.add_argument("--words", type=int, default=WORDS, help="how long the work is (default: %(default)s)")
    parser.add_argument(
        "--rounds", type=int, default=ROUNDS, help="how often each way is measured (default: %(default)s)"
    )
    return parser
