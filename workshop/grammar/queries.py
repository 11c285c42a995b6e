"""Reads about decisions and about how a work is checked: what it does not want to hear, what an author often mistypes."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import Row, Select, func, select

from workshop.beta.queries import still_open
from workshop.db import db
from workshop.errors import NotFound
from workshop.grammar.context.slips import Pair
from workshop.grammar.findings import Finding, said
from workshop.grammar.languagetool.languages import DEFAULT_LANGUAGE
from workshop.grammar.languagetool.matches import SPELLING
from workshop.grammar.levels import Level
from workshop.grammar.models import Decision, Verdict, WorkCheck
from workshop.grammar.recognising import voiced
from workshop.people.models import Person
from workshop.works.models import Work

#: So often an author has to mend a mistake before it is watched for more closely.
OFTEN = 3
#: Verdicts that keep one finding quiet in its place.
_IN_PLACE = (Verdict.LEAVE, Verdict.ASK)


@dataclass(frozen=True)
class Ignored:
    """What the author does not want to hear about in a work."""

    #: A place, or words, each with what is said about them: a rule or a suggestion. A rule may get another name, or
    #: another rule may find the same mistake; either way it is known.
    places: frozenset[tuple[str, str]] = frozenset()
    voices: frozenset[tuple[str, str]] = frozenset()
    rules: frozenset[str] = frozenset()

    def lets_through(self, finding: Finding) -> bool:
        if finding.rule in self.rules:
            return False
        if self.places and any((place, by) in self.places for place in finding.places for by in finding.said):
            return False
        return not (self.voices and any((voiced(finding.words), by) in self.voices for by in finding.said))


def ignored(decisions: Iterable[Decision | Row]) -> Ignored:
    """Return what these decisions keep quiet."""
    standing = list(decisions)
    return Ignored(
        places=frozenset((d.place, by) for d in standing if d.verdict in _IN_PLACE for by in said(d.rule, d.meant)),
        voices=frozenset(
            (voiced(d.words), by) for d in standing if d.verdict == Verdict.VOICE for by in said(d.rule, d.meant)
        ),
        rules=frozenset(d.rule for d in standing if d.verdict == Verdict.NEVER),
    )


def level_of(work: Work) -> Level:
    """Return how much the author wants to hear about the work."""
    chosen = db.session.get(WorkCheck, work.id)
    return Level(chosen.level) if chosen else Level.ESSENTIAL


def language_of(work: Work) -> str:
    """Return the code of the language in which the work is checked."""
    chosen = db.session.get(WorkCheck, work.id)
    return chosen.language if chosen else DEFAULT_LANGUAGE


def languages_in_use() -> list[str]:
    """Return the codes of all languages that works have chosen."""
    return list(db.session.scalars(select(WorkCheck.language).distinct()))


def ignored_in(work: Work) -> Ignored:
    """Return what the work's decisions keep quiet. What a beta was asked is quiet as long as the thread is open."""
    # Asked with every pause in typing, so it reads no more than it needs.
    columns = (Decision.verdict, Decision.place, Decision.rule, Decision.words, Decision.meant, Decision.thread_id)
    quiet = _standing(work).with_only_columns(*columns).where(Decision.verdict != Verdict.ACCEPT)
    rows = db.session.execute(quiet).all()
    threads = still_open(row.thread_id for row in rows if row.verdict == Verdict.ASK)
    return ignored(row for row in rows if row.verdict != Verdict.ASK or row.thread_id in threads)


def decisions_of(work: Work, verdict: Verdict, most: int, skipped: int = 0) -> list[Decision]:
    """Return the work's decisions of that verdict, the newest first."""
    newest = _standing(work).where(Decision.verdict == verdict).order_by(Decision.decided_at.desc(), Decision.id.desc())
    return list(db.session.scalars(newest.limit(most).offset(skipped)))


def decision_counts(work: Work) -> dict[Verdict, int]:
    """Return how many decisions of each verdict stand in the work."""
    counted = _standing(work).with_only_columns(Decision.verdict, func.count()).group_by(Decision.verdict)
    rows = dict(db.session.execute(counted).all())
    return {verdict: rows.get(verdict, 0) for verdict in Verdict}


def find_decision(work: Work, verdict: Verdict, subject: str) -> Decision | None:
    """Return the decision, also one that was taken back."""
    same = (Decision.work_id == work.id, Decision.verdict == verdict, Decision.subject == subject)
    return db.session.scalar(select(Decision).where(*same))


def get_decision(work: Work, decision_id: int) -> Decision:
    """Return the work's decision; raises NotFound, also for one of another work."""
    decision = db.session.get(Decision, decision_id)
    if decision is None or decision.work_id != work.id:
        raise NotFound
    return decision


def find_taken_back(work: Work, decision_id: int) -> Decision | None:
    """Return the work's decision if it was taken back, for the way to undo that."""
    decision = db.session.get(Decision, decision_id)
    return decision if decision and decision.work_id == work.id and decision.taken_back_at else None


def frequent_pairs(person: Person) -> frozenset[Pair]:
    """Return the pairs of words that the person has mistaken for each other, in this direction, often enough."""
    often = (
        select(Decision.pair)
        .where(Decision.person_id == person.id, Decision.pair.is_not(None))
        .where(Decision.verdict == Verdict.ACCEPT, Decision.taken_back_at.is_(None))
        .group_by(Decision.pair)
        .having(func.count() >= OFTEN)
    )
    return frozenset(Pair.read(pair) for pair in db.session.scalars(often))


def is_spelling(rule: str) -> bool:
    return rule.startswith(SPELLING)


def _standing(work: Work) -> Select[tuple[Decision]]:
    return select(Decision).where(Decision.work_id == work.id, Decision.taken_back_at.is_(None))
