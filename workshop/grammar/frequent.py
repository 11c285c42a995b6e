"""What an author often mistypes: corrections that were accepted, gathered by pair of words or else by rule."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import select

from workshop.db import db
from workshop.grammar.context.slips import Pair, directions
from workshop.grammar.models import Decision, Verdict
from workshop.grammar.queries import OFTEN
from workshop.people.models import Person
from workshop.works.models import Membership, Role, Work

#: Corrections that are looked at, the newest: what was mended years ago is no habit.
LOOKED_AT = 5_000
EXAMPLES = 3


@dataclass(frozen=True)
class Mistake:
    """One thing that an author has mended more than once."""

    #: None where no single word stood for another.
    pair: Pair | None
    short: str
    count: int
    #: The newest corrections, each with its sentence.
    examples: tuple[Decision, ...]

    @property
    def is_watched(self) -> bool:
        """Whether the context model listens more closely for it."""
        if self.pair is None or self.count < OFTEN:
            return False
        return any(meant == self.pair.meant for meant, _ in directions().get(self.pair.written, ()))


def mistakes_of(person: Person) -> list[Mistake]:
    """Return what the person has mended more than once in works of theirs, the most frequent first."""
    mistakes = [_mistake(list(alike)) for _, alike in groupby(sorted(_accepted(person), key=_kind), key=_kind)]
    return sorted(
        (mistake for mistake in mistakes if mistake.count > 1), key=lambda mistake: (-mistake.count, mistake.short)
    )


def _accepted(person: Person) -> Iterable[Decision]:
    """Return the person's accepted corrections, the newest first."""
    theirs = (Membership.person_id == person.id) & (Membership.role == Role.AUTHOR) & Membership.revoked_at.is_(None)
    return db.session.scalars(
        select(Decision)
        .join(Work, Work.id == Decision.work_id)
        .join(Membership, (Membership.work_id == Work.id) & theirs)
        .where(Decision.person_id == person.id, Decision.verdict == Verdict.ACCEPT, Decision.taken_back_at.is_(None))
        .order_by(Decision.decided_at.desc(), Decision.id.desc())
        .limit(LOOKED_AT)
    )


def _kind(decision: Decision) -> tuple[str, str]:
    return (decision.pair, "") if decision.pair else ("", decision.rule)


def _mistake(alike: list[Decision]) -> Mistake:
    newest = alike[0]
    return Mistake(
        pair=Pair.read(newest.pair) if newest.pair else None,
        short=newest.short,
        count=len(alike),
        examples=tuple(_distinct(alike)[:EXAMPLES]),
    )


def _distinct(alike: Iterable[Decision]) -> list[Decision]:
    """Return one of each sentence."""
    return list({(each.before, each.words, each.after): each for each in alike}.values())
