"""What a finding is, and how it is known again after the text around it has changed."""

from __future__ import annotations

import hashlib
import re
from dataclasses import asdict, dataclass, replace
from enum import StrEnum
from typing import Any


class Kind(StrEnum):
    """How a finding is shown."""

    MISTAKE = "mistake"
    STYLE = "style"
    #: A word that neither the dictionary nor the lexicon has.
    UNKNOWN = "unknown"


class Source(StrEnum):
    """Who says so."""

    LANGUAGETOOL = "languagetool"
    RULES = "rules"
    LEXICON = "lexicon"
    CONTEXT = "context"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing to look at. `start` and `end` are UTF-16 units in the text that was checked, half-open."""

    start: int
    end: int
    kind: Kind
    source: Source
    rule: str
    message: str
    suggestions: tuple[str, ...]
    #: Two or three words for a list.
    short: str
    #: The words that it is about, as written.
    words: str
    #: The same as long as rule, words and their sentence are the same, wherever they move.
    fingerprint: str

    def moved(self, units: int) -> Finding:
        """Return the finding at its place in a longer text."""
        return replace(self, start=self.start + units, end=self.end + units)

    def as_json(self) -> dict[str, Any]:
        """Return what a script gets; the fingerprint is called `id` there."""
        fields = asdict(self)
        return {"id": fields.pop("fingerprint"), **fields, "suggestions": list(self.suggestions)}


_SENTENCE_END = re.compile(r"[.!?…]+[\"'”’»)\]]*(?=\s)|\n")
_SAME_MARK = str.maketrans("’‘“”\u00a0", "''\"\" ")


def sentence_around(text: str, start_codepoint: int, end_codepoint: int) -> tuple[int, int]:
    """Return where the sentence that holds these words begins and ends, in code points.

    Abbreviations are not known here: all that matters is that the same text is always cut at the same places.
    """
    begin, end = 0, len(text)
    for mark in _SENTENCE_END.finditer(text):
        if mark.end() <= start_codepoint:
            begin = mark.end()
        elif mark.end() >= end_codepoint:
            end = mark.end()
            break
    return begin, end


def fingerprint(rule: str, text: str, start_codepoint: int, end_codepoint: int) -> str:
    """Return the mark by which a finding is known again, 16 hexadecimal digits.

    It is made of the rule, the words and their sentence, so it survives edits elsewhere and moves of the paragraph.
    Spaces and the shape of quotation marks do not count: switching smart quotes on brings nothing dismissed back.
    """
    begin, end = sentence_around(text, start_codepoint, end_codepoint)
    words = text[start_codepoint:end_codepoint]
    # The same words twice in one sentence are two findings.
    earlier = text.count(words, begin, start_codepoint) if words else 0
    sentence = " ".join(text[begin:end].translate(_SAME_MARK).split())
    parts = (rule, words.translate(_SAME_MARK), sentence, str(earlier))
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]
