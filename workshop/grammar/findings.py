"""What a finding is."""

from __future__ import annotations

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
    #: What stands around them in their sentence, cut where it is long.
    before: str
    after: str
    #: The same as long as rule, words and their sentence are the same, wherever they move.
    fingerprint: str
    #: The same, whatever rule says so: that of the whole sentence, then those of its parts (recognising.py).
    places: tuple[str, ...]

    @property
    def said(self) -> tuple[str, ...]:
        return said(self.rule, next(iter(self.suggestions), None))

    def moved(self, units: int) -> Finding:
        """Return the finding at its place in a longer text."""
        return replace(self, start=self.start + units, end=self.end + units)

    def as_json(self) -> dict[str, Any]:
        """Return what a script gets, and sends back with a decision; the fingerprint is called `id` there."""
        fields = asdict(self)
        places = fields.pop("places")
        return {"id": fields.pop("fingerprint"), **fields, "place": places[0], "suggestions": list(self.suggestions)}


def said(rule: str, meant: str | None) -> tuple[str, ...]:
    """Return by what a mistake is known where another rule finds it one day: the rule, and what it would have."""
    return (rule,) if meant is None else (rule, f"→{meant}")
