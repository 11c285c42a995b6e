"""What was decided about a finding holds as long as its sentence stands, and hides nothing else, whatever is edited."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from random import Random
from typing import Protocol

from flask import Flask

from tests.grammar.stories import Line, Typography, another_typography, edited, random_line
from tests.makers import NOW, author_of, make_work
from workshop.grammar.deciding import decide, noted, take_back
from workshop.grammar.findings import Finding
from workshop.grammar.models import Decision, Verdict
from workshop.grammar.queries import Ignored, ignored, ignored_in
from workshop.works.models import Work

HISTORIES = 1_000
EDITS = 10
#: Who an author never hears of again once it is off. The other rules get new names here.
NEVER_OFF = "OF_HAVE"

Mistake = tuple[str, str, int]


class Kept(Protocol):
    """Where decisions are kept."""

    def decide(self, verdict: Verdict, finding: Finding) -> Decision: ...

    def take_back(self, decision: Decision) -> None: ...

    def ignored(self) -> Ignored: ...


class InMind:
    """Decisions as the database would have them, without one: a thousand authors in a few seconds."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []

    def decide(self, verdict: Verdict, finding: Finding) -> Decision:
        self.decisions.append(Decision(verdict=verdict, **noted(verdict, finding.as_json())))
        return self.decisions[-1]

    def take_back(self, decision: Decision) -> None:
        self.decisions.remove(decision)

    def ignored(self) -> Ignored:
        return ignored(self.decisions)


@dataclass
class InWork:
    """Decisions in the database, through the functions that views call."""

    work: Work

    def decide(self, verdict: Verdict, finding: Finding) -> Decision:
        return decide(self.work, verdict, finding.as_json(), author_of(self.work), NOW)

    def take_back(self, decision: Decision) -> None:
        take_back(decision, author_of(self.work), NOW)

    def ignored(self) -> Ignored:
        return ignored_in(self.work)


@dataclass
class Author:
    """Reads a story's findings, decides about some, and knows which of them should be quiet from then on."""

    random: Random
    kept: Kept
    ignored: Ignored = field(default_factory=Ignored)
    left: set[Mistake] = field(default_factory=set)
    voices: set[str] = field(default_factory=set)
    off: bool = False
    decisions: list[tuple[Decision, Callable[[], None]]] = field(default_factory=list)
    read: dict[tuple[Typography, Line], tuple[Finding, ...]] = field(default_factory=dict)

    def should_be_quiet(self, mistake: Mistake) -> bool:
        _, words, _ = mistake
        return mistake in self.left or words in self.voices or (self.off and words == "could of")

    def look(self, story: tuple[Line, ...], typography: Typography) -> list[tuple[Mistake, Finding, bool]]:
        """Return each mistake with its finding, and whether somebody is typing on behind its sentence."""
        seen = []
        for line in story:
            if (typography, line) not in self.read:
                self.read[typography, line] = typography.findings(line)
            findings = self.read[typography, line]
            mistakes = [
                (m, line.is_typed_on(i)) for i, (_, sentence) in enumerate(line.pieces) for m in sentence.mistakes
            ]
            seen += [(m, finding, busy) for (m, busy), finding in zip(mistakes, findings, strict=True)]
        return seen

    def decide(self, seen: list[tuple[Mistake, Finding, bool]]) -> None:
        shown = [(m, finding) for m, finding, busy in seen if not busy and self.ignored.lets_through(finding)]
        if not shown:
            return
        mistake, finding = self.random.choice(shown)
        verdict = self.random.choices((Verdict.LEAVE, Verdict.VOICE, Verdict.NEVER, Verdict.ACCEPT), (12, 1, 1, 1))[0]
        if verdict is Verdict.NEVER and finding.rule != NEVER_OFF:
            return
        self.decisions.append((self.kept.decide(verdict, finding), self._note(verdict, mistake)))
        self.ignored = self.kept.ignored()

    def _note(self, verdict: Verdict, mistake: Mistake) -> Callable[[], None]:
        """Note what should be quiet now; gives what takes that back."""
        if verdict is Verdict.LEAVE:
            self.left.add(mistake)
            return lambda: self.left.discard(mistake)
        if verdict is Verdict.VOICE:
            self.voices.add(mistake[1])
            return lambda: self.voices.discard(mistake[1])
        self.off = self.off or verdict is Verdict.NEVER
        return lambda: setattr(self, "off", self.off and verdict is not Verdict.NEVER)

    def take_one_back(self) -> None:
        if self.decisions:
            decision, forget = self.decisions.pop(self.random.randrange(len(self.decisions)))
            self.kept.take_back(decision)
            forget()
            self.ignored = self.kept.ignored()


def live_through(seed: int, kept: Kept) -> tuple[int, int]:
    """Let an author decide and edit at random, and compare after each edit; gives how many were quiet and how many not."""
    random = Random(seed)
    author = Author(random, kept)
    story = tuple(random_line(random) for _ in range(3))
    typography, versions, counts = Typography(), [story], [0, 0]
    for _ in range(EDITS):
        author.decide(author.look(story, typography))
        chance = random.random()
        if chance < 0.1:
            story = random.choice(versions)  # restored
        elif chance < 0.2:
            typography = another_typography(random, typography)  # imported, or LanguageTool was updated
        elif chance < 0.25:
            author.take_one_back()
        else:
            story = edited(random, story)
            versions.append(story)
        for mistake, finding, _ in author.look(story, typography):
            quiet = author.should_be_quiet(mistake)
            assert author.ignored.lets_through(finding) is not quiet, (
                seed,
                mistake,
                finding,
                [line.text for line in story],
            )
            counts[quiet] += 1
    return counts[True], counts[False]


def test_what_was_decided_stays_quiet_and_hides_nothing_else() -> None:
    quiet, shown = map(sum, zip(*(live_through(seed, InMind()) for seed in range(HISTORIES)), strict=True))
    assert min(quiet, shown) > 10 * HISTORIES


def test_the_same_holds_in_the_database(app: Flask) -> None:
    with app.app_context():
        author = author_of(make_work())
        for seed in range(20):
            live_through(seed, InWork(make_work(author)))
