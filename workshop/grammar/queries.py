"""Reads about decisions, and about how a work is checked."""

from dataclasses import dataclass

from sqlalchemy import select

from workshop.db import db
from workshop.errors import NotFound
from workshop.grammar.findings import Finding
from workshop.grammar.languagetool.matches import SPELLING
from workshop.grammar.levels import Level
from workshop.grammar.models import Decision, Verdict, WorkCheck
from workshop.works.models import Work


@dataclass(frozen=True)
class Ignored:
    """What the author does not want to hear about in a work."""

    fingerprints: frozenset[str] = frozenset()
    rules: frozenset[str] = frozenset()

    def lets_through(self, finding: Finding) -> bool:
        return finding.rule not in self.rules and finding.fingerprint not in self.fingerprints


def ignored_in(work: Work) -> Ignored:
    """Return the work's decisions as one value."""
    rows = db.session.execute(select(Decision.verdict, Decision.subject).where(Decision.work_id == work.id)).all()
    return Ignored(
        fingerprints=frozenset(subject for verdict, subject in rows if verdict == Verdict.IGNORE_HERE),
        rules=frozenset(subject for verdict, subject in rows if verdict == Verdict.IGNORE_RULE),
    )


def level_of(work: Work) -> Level:
    """Return how much the author wants to hear about the work."""
    chosen = db.session.get(WorkCheck, work.id)
    return Level(chosen.level) if chosen else Level.ESSENTIAL


def decisions_of(work: Work) -> list[Decision]:
    """Return the work's decisions, the newest first."""
    newest = select(Decision).where(Decision.work_id == work.id).order_by(Decision.decided_at.desc(), Decision.id.desc())
    return list(db.session.scalars(newest))


def find_decision(work: Work, verdict: Verdict, subject: str) -> Decision | None:
    same = (Decision.work_id == work.id, Decision.verdict == verdict, Decision.subject == subject)
    return db.session.scalar(select(Decision).where(*same))


def get_decision(work: Work, decision_id: int) -> Decision:
    """Return the work's decision; raises NotFound, also for one of another work."""
    decision = db.session.get(Decision, decision_id)
    if decision is None or decision.work_id != work.id:
        raise NotFound
    return decision


def is_spelling(rule: str) -> bool:
    return rule.startswith(SPELLING)
