"""Findings for the paragraphs of a work. What the author decides about them is in deciding.py.

A check has three parts, so that no database connection is held while LanguageTool thinks: `prepare` reads, `find`
asks, `remember` writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from workshop.db import db
from workshop.grammar import memory, queries
from workshop.grammar.check import Matches, judge_all, paragraph_matches, with_marks
from workshop.grammar.context.slips import Pair
from workshop.grammar.engine import Engine
from workshop.grammar.findings import Finding
from workshop.grammar.judging import Paragraph
from workshop.grammar.languagetool.languages import DEFAULT_LANGUAGE, Language
from workshop.grammar.learning import proposals_from
from workshop.grammar.levels import Level
from workshop.grammar.models import WorkCheck
from workshop.grammar.queries import Ignored
from workshop.lexicon.cast import Proposal
from workshop.lexicon.names import Lexicon
from workshop.lexicon.queries import lexicon_of
from workshop.people.models import Person
from workshop.works.models import Work


@dataclass(frozen=True)
class Check:
    """All that is read before LanguageTool is asked."""

    paragraphs: tuple[Paragraph, ...]
    keys: tuple[bytes, ...]
    known: Mapping[bytes, Matches]
    lexicon: Lexicon
    ignored: Ignored
    frequent: frozenset[Pair] = frozenset()
    language: str = DEFAULT_LANGUAGE
    level: Level = Level.ESSENTIAL

    @property
    def missing(self) -> dict[bytes, str]:
        """The texts that LanguageTool has not seen, each once."""
        pairs = zip(self.keys, self.paragraphs, strict=True)
        return {key: paragraph.text for key, paragraph in pairs if key not in self.known}


def prepare(engine: Engine, work: Work, paragraphs: Sequence[Paragraph], person: Person) -> Check:
    """Return what a check of these paragraphs, for this author of the work, needs from the database."""
    language = queries.language_of(work)
    keys = tuple(engine.memory.key(paragraph.text, language) for paragraph in paragraphs)
    known = engine.memory.recall(keys)
    ignored, frequent, level = queries.ignored_in(work), queries.frequent_pairs(person), queries.level_of(work)
    return Check(tuple(paragraphs), keys, known, lexicon_of(work), ignored, frequent, language, level)


def find(
    engine: Engine, check: Check, *, whole: bool = False
) -> tuple[list[tuple[Finding, ...]], dict[bytes, Matches]]:
    """Return the findings of each paragraph, and the matches by key for `remember`; raises CheckerUnavailable.

    With `whole` the paragraphs are a whole text in its order, and marks are looked for that open and never close.
    """
    matches = ask(engine, check)
    by_paragraph = [matches[key] for key in check.keys]
    if whole:
        by_paragraph = with_marks([paragraph.text for paragraph in check.paragraphs], by_paragraph)
    how = (check.language, check.lexicon, check.level, check.frequent)
    found = judge_all(engine.speller, check.paragraphs, by_paragraph, *how)
    return [tuple(filter(check.ignored.lets_through, findings)) for findings in found], matches


def ask(engine: Engine, check: Check) -> dict[bytes, Matches]:
    """Return the matches of every paragraph by key, after asking for those that are not known yet."""
    engine.require(check.language)
    missing = check.missing
    fresh = dict(zip(missing, paragraph_matches(engine.client, list(missing.values()), check.language), strict=True))
    engine.memory.hold(fresh)
    return {**check.known, **fresh}


def remember(matches: Mapping[bytes, Matches], now: datetime) -> None:
    """Keep the matches for the next time that the text is opened."""
    memory.store(matches, now)


def propose_cast(engine: Engine, check: Check) -> tuple[tuple[Proposal, ...], dict[bytes, Matches]]:
    """Return the names and coinages of the texts besides those in the lexicon, and the matches for `remember`."""
    matches = ask(engine, check)
    texts = [paragraph.text for paragraph in check.paragraphs]
    found = [matches[key] for key in check.keys]
    return proposals_from(engine.speller, texts, found, check.language, check.lexicon), matches


def choose_level(work: Work, level: Level) -> None:
    """Show that much about the work from now on. What was decided about findings holds at every level."""
    _checked(work).level = level
    db.session.flush()


def choose_language(work: Work, language: Language) -> None:
    """Check the work in that language from now on. What was decided about findings holds where it is still said."""
    _checked(work).language = language.code
    db.session.flush()


def _checked(work: Work) -> WorkCheck:
    chosen = db.session.get(WorkCheck, work.id) or WorkCheck(work_id=work.id)
    db.session.add(chosen)
    return chosen
