"""Corrections that an author accepts in a review: written into the texts together, and taken back together."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from operator import attrgetter

from prosemirror.model import Node
from prosemirror.transform import Mapping as Moves

from workshop.db import db
from workshop.errors import BadInput, NotFound
from workshop.grammar import deciding, queries
from workshop.grammar.models import Verdict
from workshop.grammar.offsets import Offsets
from workshop.grammar.recognising import Sentences
from workshop.people.models import Person
from workshop.prose.documents import read_steps
from workshop.prose.mending import mending_step
from workshop.prose.plain import plain_text
from workshop.prose.utf16 import utf16_length, utf16_slice
from workshop.works import saving
from workshop.works.log import find_save
from workshop.works.models import Chapter, Document, Work
from workshop.works.origins import CORRECTED


@dataclass(frozen=True)
class Correction:
    """What to write in the place of a finding's words, which stood between two positions at a version of a document."""

    document_id: int
    version: int
    start: int
    end: int
    meant: str
    finding: Mapping[str, object]


@dataclass(frozen=True)
class Corrected:
    """What was done: document and version of each text that changed, and the ids of the decisions.

    `passed` names, by their number, the corrections that were not made, since their sentence is another one by now.
    """

    saved: list[tuple[int, int]]
    decisions: list[int]
    passed: list[int]


@dataclass(frozen=True)
class _Placed:
    start: int
    end: int
    correction: Correction


def correct(work: Work, corrections: Sequence[Correction], person: Person, now: datetime) -> Corrected:
    """Write what was meant wherever the finding's sentence still stands, as one version a document.

    Each is remembered as accepted. Raises NotFound for another work's document and BadInput for what is no correction.
    """
    saved, decisions, made = [], [], set()
    for document_id, group in groupby(sorted(corrections, key=_document_id), key=_document_id):
        document = get_document(work, document_id)
        saving.lock_document(document)
        placed = _placed(document, list(group))
        if not placed:
            continue
        head = saving.document_node(document)
        # From the end on, so that each place is still where it was.
        steps = [mending_step(head, each.start, each.end, each.correction.meant) for each in reversed(placed)]
        saved.append((document.id, saving.change(document, steps, person, now, CORRECTED).version))
        decisions += [_accept(work, each.correction, person, now) for each in placed]
        made |= {id(each.correction) for each in placed}
    passed = [number for number, correction in enumerate(corrections) if id(correction) not in made]
    return Corrected(saved, decisions, passed)


def take_back(
    work: Work, saved: Iterable[tuple[int, int]], decisions: Iterable[int], person: Person, now: datetime
) -> None:
    """Undo what `correct` did, and keep what was written since; raises BadInput for a version that it did not make."""
    for document_id, number in saved:
        document = get_document(work, document_id)
        version = find_save(document.id, number)
        if version is None or version.origin != CORRECTED:
            raise BadInput
        saving.take_back(document, number, person, now)
    for decision_id in decisions:
        deciding.take_back(queries.get_decision(work, decision_id), person, now)


def get_document(work: Work, document_id: int) -> Document:
    """Return the work's document; raises NotFound, also for one in the bin."""
    document = db.session.get(Document, document_id)
    chapter = db.session.get(Chapter, document.chapter_id) if document else None
    if document is None or chapter is None or chapter.work_id != work.id or chapter.binned_at is not None:
        raise NotFound
    return document


_document_id = attrgetter("document_id")


def _accept(work: Work, correction: Correction, person: Person, now: datetime) -> int:
    decision = deciding.decide(work, Verdict.ACCEPT, correction.finding, person, now, meant=correction.meant)
    return decision.id


def _placed(document: Document, corrections: Sequence[Correction]) -> list[_Placed]:
    """Return where the findings' words stand now, in order; without those whose sentence changed."""
    head, moves = saving.document_node(document), {}
    placed: list[_Placed] = []
    for correction in sorted(corrections, key=attrgetter("start")):
        if correction.version not in moves:
            moves[correction.version] = _moves_since(document, correction.version)
        mapping = moves[correction.version]
        start, end = mapping.map(correction.start, 1), mapping.map(correction.end, -1)
        if still_stands(head, start, end, correction.finding) and (not placed or placed[-1].end <= start):
            placed.append(_Placed(start, end, correction))
    return placed


def _moves_since(document: Document, version: int) -> Moves:
    steps = read_steps(saving.steps_since(document, version).steps)
    return Moves([step.get_map() for step in steps])


def still_stands(head: Node, start: int, end: int, finding: Mapping[str, object]) -> bool:
    """Whether a finding's words stand between these positions, in the sentence in which they were found."""
    for block in plain_text(head).paragraphs:
        first, last = start - block.position, end - block.position
        if 0 <= first < last <= utf16_length(block.text):
            offsets = Offsets(block.text)
            place = Sentences(block.text).places(offsets.codepoint(first), offsets.codepoint(last))[0]
            return utf16_slice(block.text, first, last) == finding.get("words") and place == finding.get("place")
    return False
