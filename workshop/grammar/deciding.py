"""What an author decides about findings: made, taken back, and given back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workshop.beta import service as threads
from workshop.beta.models import Comment, Thread
from workshop.db import db
from workshop.errors import BadInput
from workshop.grammar import queries
from workshop.grammar.context.slips import Pair
from workshop.grammar.models import PLACE_MAX, RULE_MAX, WORDS_MAX, Decision, Verdict
from workshop.grammar.recognising import digest, voiced
from workshop.people.models import Person
from workshop.works.models import Document, Work


@dataclass(frozen=True)
class Question:
    """What a beta is asked, and about which words: as a thread begins. beta.service says what of it is refused."""

    start: object
    end: object
    version: object
    body: object


def decide(
    work: Work,
    verdict: Verdict,
    finding: Mapping[str, object],
    person: Person,
    now: datetime,
    *,
    meant: object = None,
    thread_id: int | None = None,
) -> Decision:
    """Return the decision, the one made before where the author has decided so already; raises BadInput.

    `finding` is what the editor was sent (Finding.as_json). `meant` is what was written in the words' place where
    that is not the first suggestion. To ask a beta, see `ask_beta`.
    """
    kept = noted(verdict, finding, meant)
    if verdict is Verdict.NEVER and queries.is_spelling(kept["rule"]):
        raise BadInput("Spelling stays on. Words of this story belong into its names and words.")
    decision = queries.find_decision(work, verdict, kept["subject"]) or Decision(work_id=work.id, verdict=verdict)
    if decision.id is None or decision.taken_back_at is not None or thread_id:
        made = {"person_id": person.id, "decided_at": now, "taken_back_at": None, "thread_id": thread_id}
        for name, value in (kept | made).items():
            setattr(decision, name, value)
    db.session.add(decision)
    db.session.flush()
    return decision


def noted(verdict: Verdict, finding: Mapping[str, object], meant: object = None) -> dict[str, str | None]:
    """Return what is kept of a finding with its verdict, by column; raises BadInput."""
    suggestions = finding.get("suggestions") or []
    if not isinstance(suggestions, list) or not all(isinstance(each, str) for each in (*suggestions, meant or "")):
        raise BadInput
    if meant is None:
        meant = next(iter(suggestions), None)
    about = {
        "place": _text(finding, "place", PLACE_MAX),
        "rule": _text(finding, "rule", RULE_MAX),
        "short": _text(finding, "short", RULE_MAX, needed=False, cut=True),
        "message": _text(finding, "message", WORDS_MAX, cut=True),
        "words": _text(finding, "words", WORDS_MAX, cut=True),
        "before": _text(finding, "before", WORDS_MAX, needed=False, cut=True),
        "after": _text(finding, "after", WORDS_MAX, needed=False, cut=True),
        "meant": meant if meant is None else meant[:WORDS_MAX],
    }
    pair = Pair.of(about["words"], about["meant"]) if verdict is Verdict.ACCEPT else None
    return about | {"subject": _subject(verdict, finding, about), "pair": pair and str(pair)}


def ask_beta(
    document: Document, finding: Mapping[str, object], question: Question, person: Person, now: datetime
) -> Decision:
    """Open a thread on the finding's words with the question, and keep the finding quiet until it is resolved."""
    work = document.chapter.work
    asked = queries.find_decision(work, Verdict.ASK, _text(finding, "id", RULE_MAX))
    if asked and asked.taken_back_at is None and queries.still_open([asked.thread_id]):
        return asked
    thread = threads.open_thread(document, question.start, question.end, question.version, question.body, person, now)
    return decide(work, Verdict.ASK, finding, person, now, thread_id=thread.id)


def take_back(decision: Decision, person: Person, now: datetime) -> None:
    """Let the finding, or the rule, speak again. A question that nobody answered is taken back with it."""
    if decision.taken_back_at is None:
        decision.taken_back_at = now
        for comment in _own_question(decision, person):
            threads.delete_comment(comment, person, now)
    db.session.flush()


def restore(decision: Decision, person: Person) -> None:
    """Let a decision that was taken back stand again."""
    if decision.taken_back_at is not None:
        decision.taken_back_at = None
        for comment in _own_question(decision, person):
            threads.restore_comment(comment, person)
    db.session.flush()


def _own_question(decision: Decision, person: Person) -> list[Comment]:
    """Return the thread's comments where they are all this person's."""
    thread = db.session.get(Thread, decision.thread_id) if decision.thread_id else None
    comments = thread.comments if thread else []
    return comments if all(comment.person_id == person.id for comment in comments) else []


def _subject(verdict: Verdict, finding: Mapping[str, object], about: Mapping[str, str | None]) -> str:
    if verdict is Verdict.NEVER:
        return about["rule"]
    if verdict is Verdict.VOICE:
        return digest(about["rule"], voiced(about["words"]))
    return _text(finding, "id", RULE_MAX)


def _text(finding: Mapping[str, object], name: str, most: int, *, needed: bool = True, cut: bool = False) -> str:
    value = finding.get(name, "")
    # Two spaces are words too, to whoever is told to take one out.
    if not isinstance(value, str) or (needed and not value) or (len(value) > most and not cut):
        raise BadInput
    return value[:most]
