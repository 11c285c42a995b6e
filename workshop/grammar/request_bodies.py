"""Reads what the editor asks about findings, and refuses what it cannot be."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from workshop.errors import BadInput, TooLarge
from workshop.grammar.correcting import Correction
from workshop.grammar.deciding import Question
from workshop.grammar.judging import Paragraph
from workshop.grammar.levels import Level
from workshop.grammar.models import Verdict
from workshop.prose.utf16 import is_well_formed
from workshop.web import NUMBER_MAX
from workshop.works.models import Part

PARAGRAPHS_MAX = 20_000
CHARACTERS_MAX = 1_000_000
KEY_MAX = 80
#: All alike of a long work; and longer than any suggestion.
CORRECTIONS_MAX = 2_000
MEANT_MAX = 2_000


@dataclass(frozen=True)
class Asked:
    """Paragraphs to check, under the editor's own keys."""

    keys: tuple[str, ...]
    paragraphs: tuple[Paragraph, ...]
    #: Whether they are all the paragraphs of a document, in order.
    whole: bool


def read_asked(body: Mapping[str, Any], part: str) -> Asked:
    """Return the request for findings; raises BadInput or TooLarge. `part` is that of the document."""
    rows = body.get("paragraphs")
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise BadInput
    pairs = [_read_paragraph(row, part) for row in rows[: PARAGRAPHS_MAX + 1]]
    if len(pairs) > PARAGRAPHS_MAX or sum(len(paragraph.text) for _, paragraph in pairs) > CHARACTERS_MAX:
        raise TooLarge("That is more than Galley checks at once. Your writing is not touched.")
    keys, paragraphs = zip(*pairs, strict=True) if pairs else ((), ())
    return Asked(keys, paragraphs, whole=body.get("whole") is True)


def read_verdict(body: Mapping[str, Any]) -> tuple[Verdict | None, Mapping[str, Any]]:
    """Return what was decided (None: it is a name) and the finding that it is about; raises BadInput."""
    finding, decision = read_finding(body), body.get("decision")
    if decision == "name":
        return None, finding
    if not _is_text(decision) or decision not in set(Verdict) - {Verdict.ASK}:
        raise BadInput
    return Verdict(decision), finding


def read_level(value: object) -> Level:
    """Return the level that was chosen; raises BadInput."""
    if not isinstance(value, str) or value not in set(Level):
        raise BadInput
    return Level(value)


def read_finding(body: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the finding as it came back from the editor; raises BadInput."""
    finding = body.get("finding")
    if not isinstance(finding, dict):
        raise BadInput
    suggestions = finding.get("suggestions")
    texts = [*finding.values(), *(suggestions if isinstance(suggestions, list) else [])]
    if not all(_is_text(value) for value in texts if isinstance(value, str)):
        raise BadInput
    return finding


def read_question(body: Mapping[str, Any]) -> Question:
    """Return what a beta is asked; what of it cannot be is refused where the thread is opened."""
    return Question(*(body.get(name) for name in ("from", "to", "version", "body")))


def read_meant(body: Mapping[str, Any]) -> str | None:
    """Return the suggestion that was chosen, None where none is named; raises BadInput."""
    meant = body.get("meant")
    if meant is not None and not _is_text(meant):
        raise BadInput
    return meant


def read_corrections(body: Mapping[str, Any]) -> list[Correction]:
    """Return what is to be written in the place of findings; raises BadInput or TooLarge."""
    rows = body.get("corrections")
    if not isinstance(rows, list) or not rows or not all(isinstance(row, dict) for row in rows):
        raise BadInput
    if len(rows) > CORRECTIONS_MAX:
        raise TooLarge("That is more than Galley corrects at once. Nothing was changed.")
    return [_read_correction(row) for row in rows]


def read_done(body: Mapping[str, Any]) -> tuple[list[tuple[int, int]], list[int]]:
    """Return which versions, by document and number, and which decisions are to be taken back; raises BadInput."""
    saved, decisions = body.get("saved"), body.get("decisions")
    if not isinstance(saved, list) or not isinstance(decisions, list) or len(decisions) > CORRECTIONS_MAX:
        raise BadInput
    if not all(isinstance(pair, list) and len(pair) == 2 for pair in saved) or len(saved) > CORRECTIONS_MAX:
        raise BadInput
    return [(_number(document), _number(version)) for document, version in saved], [_number(each) for each in decisions]


def _read_correction(row: Mapping[str, Any]) -> Correction:
    document, version, start, end = (_number(row.get(name)) for name in ("document", "version", "from", "to"))
    meant, finding = read_meant(row), read_finding(row)
    if meant is None or len(meant) > MEANT_MAX or meant == finding.get("words") or start >= end:
        raise BadInput
    return Correction(document, version, start, end, meant, finding)


def _number(value: object) -> int:
    if type(value) is not int or not 0 <= value <= NUMBER_MAX:
        raise BadInput
    return value


def _read_paragraph(row: Mapping[str, Any], part: str) -> tuple[str, Paragraph]:
    key, text, part = row.get("key"), row.get("text"), row.get("part", part)
    key = str(key) if isinstance(key, int) else key
    if not (_is_text(key) and _is_text(text) and _is_text(part)) or len(key) > KEY_MAX or part not in set(Part):
        raise BadInput
    return key, Paragraph(text, is_note=part != Part.TEXT)


def _is_text(value: object) -> bool:
    """Whether it is a string that a database, a file and LanguageTool can take."""
    return isinstance(value, str) and is_well_formed(value) and "\x00" not in value
