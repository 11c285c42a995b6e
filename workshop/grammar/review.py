"""A walk through the findings of a chapter or a work: what there is to check, and one text checked stretch by stretch.

What was checked is in the engine's memory, so each stretch begins where the one before ended, whoever asks for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from workshop.db import db
from workshop.grammar import service
from workshop.grammar.check import Matches, paragraph_matches
from workshop.grammar.engine import Engine
from workshop.grammar.findings import Finding
from workshop.grammar.judging import Paragraph
from workshop.grammar.offsets import Offsets
from workshop.grammar.recognising import Sentences
from workshop.grammar.service import Check
from workshop.prose.plain import Paragraph as Block
from workshop.works.models import Chapter, Document, Part, Work

#: Well under a second of LanguageTool: so soon whoever types gets their turn.
STRETCH_CHARACTERS = 3_000
_PARTS = list(Part)


@dataclass(frozen=True)
class Looked:
    """How far a text is checked, in characters, and its findings as a page takes them once that is all of it."""

    done: int
    total: int
    findings: list[dict[str, Any]] | None = None


def documents_of(work: Work) -> list[Document]:
    """Return the texts and notes of the work that have words, those of the chapter that was edited last first."""
    in_work = (Chapter.work_id == work.id, Chapter.binned_at.is_(None), Chapter.draft_of.is_(None))
    chosen = (
        select(Document)
        .join(Document.chapter)
        .where(*in_work, Document.words > 0)
        .options(contains_eager(Document.chapter))
    )
    documents = list(db.session.scalars(chosen))
    edited = {
        document.chapter_id: document.edited_at for document in sorted(documents, key=lambda each: each.edited_at)
    }
    documents.sort(key=lambda document: (document.chapter_id, _PARTS.index(Part(document.part))))
    return sorted(documents, key=lambda document: edited[document.chapter_id], reverse=True)


def paragraphs_to_check(blocks: Iterable[Block], part: str) -> list[Paragraph]:
    return [Paragraph(block.text, is_note=part != Part.TEXT) for block in blocks]


def look(engine: Engine, check: Check, blocks: Sequence[Block]) -> tuple[Looked, dict[bytes, Matches]]:
    """Check the next stretch of a whole text, after whoever types; gives what is fresh for `remember` too.

    `blocks` are those that the check's paragraphs were made of. Raises CheckerUnavailable.
    """
    fresh = _ask_stretch(engine, check)
    check = replace(check, known={**check.known, **fresh})
    total, left = sum(len(paragraph.text) for paragraph in check.paragraphs), sum(map(len, check.missing.values()))
    if left:
        return Looked(max(0, total - left), total), fresh
    engine.turns.stand_back()
    found, _ = service.find(engine, check, whole=True)
    rows = [row for block, findings in zip(blocks, found, strict=True) for row in _in_document(block, findings)]
    return Looked(total, total, rows), fresh


def _ask_stretch(engine: Engine, check: Check) -> dict[bytes, Matches]:
    engine.require(check.language)
    texts = _first_of(check.missing)
    if not texts:
        return {}
    engine.turns.stand_back()
    fresh = dict(zip(texts, paragraph_matches(engine.client, list(texts.values()), check.language), strict=True))
    engine.memory.hold(fresh)
    return fresh


def _first_of(missing: Mapping[bytes, str]) -> dict[bytes, str]:
    """Return about a stretch of them; one long text is a stretch of its own."""
    first, size = {}, 0
    for key, text in missing.items():
        if size >= STRETCH_CHARACTERS:
            break
        first[key] = text
        size += len(text)
    return first


def _in_document(block: Block, findings: Sequence[Finding]) -> Iterator[dict[str, Any]]:
    """Give each finding of a paragraph with the positions of its words and of its sentence in the document."""
    sentences, offsets = Sentences(block.text), Offsets(block.text)
    for finding in findings:
        around = sentences.around(offsets.codepoint(finding.start), offsets.codepoint(finding.end))
        begin, stop = (block.position + offsets.units(each) for each in around)
        words = {"from": block.position + finding.start, "to": block.position + finding.end}
        yield finding.as_json() | words | {"sentence": [begin, stop]}
