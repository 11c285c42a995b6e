"""The three checkers behind one question: what do you say about these paragraphs?"""

from __future__ import annotations

import contextlib
import hashlib
import importlib.util
import json
import threading
from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import astuple
from itertools import accumulate
from pathlib import Path

from benchmarks._grammar.scoring import Hit
from benchmarks._languagetool import default_server
from tests.languagetool_fixture import FETCH_AND_START_SECONDS, jar_instance
from workshop.grammar.check import BATCH_CHARACTERS, BREAK, THREADS
from workshop.grammar.command import check_text
from workshop.grammar.engine import Engine
from workshop.grammar.findings import Finding, Kind
from workshop.grammar.languagetool.client import Client
from workshop.grammar.languagetool.fetch import EN_LOCK
from workshop.grammar.languagetool.java import RULES
from workshop.grammar.languagetool.matches import Match, Switches
from workshop.grammar.offsets import Offsets
from workshop.grammar.profile import SWITCHES
from workshop.grammar.speller import Speller
from workshop.prose.utf16 import utf16_length
from workshop.settings import Settings

LANGUAGE = "en-US"

Progress = Callable[[int, int], None]


class Checker(ABC):
    """A checker that is ready. `check` may keep a text's cast in mind where it knows how to."""

    #: Whether answers came from the disk, so that the time says nothing.
    from_disk = False

    @abstractmethod
    def check(self, paragraphs: Sequence[str], learn_cast: bool, progress: Progress) -> list[list[Hit]]:
        """Return the hits in each paragraph of one text."""


class Ours(Checker):
    """What `python3 app.py check` says about a file of these paragraphs."""

    def __init__(self, client: Client) -> None:
        self._client = client
        self._speller = Speller(client)

    @property
    def from_disk(self) -> bool:
        return isinstance(self._client, RememberingClient) and self._client.has_remembered

    def check(self, paragraphs: Sequence[str], learn_cast: bool, progress: Progress) -> list[list[Hit]]:
        text = BREAK.join(paragraphs)
        findings = check_text(self._client, self._speller, text, LANGUAGE, learn_cast, progress)
        return sort_by_paragraph(paragraphs, findings)


class Stock(Checker):
    """LanguageTool with the rules and settings that it comes with, in our batches, two at a time as we ask."""

    def __init__(self, client: Client) -> None:
        self._client = client

    @property
    def from_disk(self) -> bool:
        return isinstance(self._client, RememberingClient) and self._client.has_remembered

    def check(self, paragraphs: Sequence[str], learn_cast: bool, progress: Progress) -> list[list[Hit]]:
        batches = list(batches_of(paragraphs))
        found: list[list[Hit]] = []
        with ThreadPoolExecutor(THREADS) as threads:
            for batch, matches in zip(batches, threads.map(self._ask, batches), strict=True):
                found += sort_by_paragraph(batch, matches)
                progress(len(found), len(paragraphs))
        return found

    def _ask(self, batch: Sequence[str]) -> tuple[Match, ...]:
        return self._client.check(BREAK.join(batch), LANGUAGE)


class Harper(Checker):
    """Harper in this process, with its default rules, one paragraph at a time in one thread."""

    def __init__(self) -> None:
        import harper

        self._harper = harper
        self._linter = harper.Linter()

    def check(self, paragraphs: Sequence[str], learn_cast: bool, progress: Progress) -> list[list[Hit]]:
        found = []
        for number, paragraph in enumerate(paragraphs, start=1):
            lints = self._linter.lint(paragraph, language=self._harper.Language.PLAINTEXT)
            found.append([self._hit(lint) for lint in lints])
            progress(number, len(paragraphs))
        return found

    def _hit(self, lint: object) -> Hit:
        return Hit(
            start=lint.span.start,
            end=lint.span.end,
            rule=lint.lint_kind,
            source="harper",
            is_spelling=lint.lint_kind == "Spelling",
            suggestions=tuple(self._written_out(lint, suggestion) for suggestion in lint.suggestions),
            message=lint.message,
        )

    def _written_out(self, lint: object, suggestion: object) -> str:
        """Return what would stand in the place; Harper's suggestions to remove or to insert say only what changes."""
        if suggestion.kind == self._harper.SuggestionKind.INSERT_AFTER:
            return lint.problem_text + suggestion.replacement_text
        return suggestion.replacement_text


class RememberingClient(Client):
    """A client that keeps LanguageTool's answers on the disk, for trying changes that LanguageTool does not see."""

    def __init__(self, find_url: Callable[[], str], switches: Switches, folder: Path, rules: bytes) -> None:
        super().__init__(find_url, switches)
        self._folder = folder
        self._rules = rules + repr(switches).encode()
        self.has_remembered = False
        folder.mkdir(parents=True, exist_ok=True)

    def check(self, text: str, language: str) -> tuple[Match, ...]:
        asked = "\0".join((language, text)).encode("utf-8", "surrogatepass")
        path = self._folder / hashlib.sha256(self._rules + asked).hexdigest()
        if path.exists():
            self.has_remembered = True
            return tuple(Match(*row[:-1], tuple(row[-1])) for row in json.loads(path.read_text("utf-8")))
        matches = super().check(text, language)
        path.write_text(json.dumps([astuple(match) for match in matches]), "utf-8")
        return matches


@contextlib.contextmanager
def our_checker(folder: Path | None) -> Iterator[Ours]:
    """Give ours; with a folder, LanguageTool's answers are kept there and the server starts when it is needed."""
    with contextlib.ExitStack() as stack:
        if folder is None:
            yield Ours(stack.enter_context(running_engine()).client)
        else:
            rules = EN_LOCK.read_bytes() + b"".join(path.read_bytes() for path in sorted(RULES.rglob("*.xml")))
            yield Ours(
                RememberingClient(_once(lambda: stack.enter_context(running_engine()).url), SWITCHES, folder, rules)
            )


@contextlib.contextmanager
def stock_checker(folder: Path | None) -> Iterator[Stock]:
    """Give stock LanguageTool, likewise."""
    with contextlib.ExitStack() as stack:
        find_url = _once(lambda: stack.enter_context(default_server(with_our_rules=False)))
        if folder is None:
            client = Client(find_url)
            client.warm_up(LANGUAGE)
            yield Stock(client)
        else:
            yield Stock(RememberingClient(find_url, Switches(), folder, EN_LOCK.read_bytes() + b"stock"))


@contextlib.contextmanager
def harper_checker(folder: Path | None) -> Iterator[Harper | None]:
    """Give Harper; None where its wheel could not be had."""
    yield Harper() if importlib.util.find_spec("harper") else None


CHECKERS = {"stock": stock_checker, "harper": harper_checker, "ours": our_checker}


def sort_by_paragraph(paragraphs: Sequence[str], found: Sequence[Finding | Match]) -> list[list[Hit]]:
    """Give each paragraph its hits, at their places in it, from what was found in all of them as one text."""
    begins = [0, *accumulate(utf16_length(paragraph) + len(BREAK) for paragraph in paragraphs)]
    sorted_hits: list[list[Hit]] = [[] for _ in paragraphs]
    for one in found:
        number = min(bisect_right(begins, one.start) - 1, len(paragraphs) - 1)
        sorted_hits[number].append(_hit(one, begins[number], Offsets(paragraphs[number])))
    return sorted_hits


def _hit(one: Finding | Match, begin: int, offsets: Offsets) -> Hit:
    is_finding = isinstance(one, Finding)
    return Hit(
        start=offsets.codepoint(one.start - begin),
        end=offsets.codepoint(one.end - begin),
        rule=one.rule,
        source=str(one.source) if is_finding else "languagetool",
        is_spelling=one.kind is Kind.UNKNOWN if is_finding else one.is_spelling,
        suggestions=one.suggestions,
        message=one.message,
    )


def batches_of(paragraphs: Sequence[str]) -> Iterator[Sequence[str]]:
    """Give the paragraphs in batches as large as ours."""
    batch: list[str] = []
    for paragraph in paragraphs:
        if batch and sum(map(len, batch)) + len(paragraph) > BATCH_CHARACTERS:
            yield batch
            batch = []
        batch.append(paragraph)
    if batch:
        yield batch


@contextlib.contextmanager
def running_engine() -> Iterator[Engine]:
    """Give Galley's grammar engine, ready."""
    engine = Engine(Settings(instance=jar_instance(), database_url="sqlite://"))
    engine.start()
    try:
        status = engine.wait(FETCH_AND_START_SECONDS)
        assert status.ready, status.message
        yield engine
    finally:
        engine.stop()


def _once(start: Callable[[], str]) -> Callable[[], str]:
    """Return what starts a server at the first question and afterwards says where it is."""
    urls: list[str] = []
    starting = threading.Lock()

    def find() -> str:
        with starting:
            if not urls:
                urls.append(start())
        return urls[0]

    return find
