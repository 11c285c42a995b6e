"""The languages that works can be checked in. All of one group come with the same jars; those of English are always there."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from workshop.errors import WorkshopError

ENGLISH = "en"
DEFAULT_LANGUAGE = "en-US"
LOCKS = Path(__file__).parent


class UnknownLanguage(WorkshopError):
    """A language that Galley has no jars for; its sentence lists those that it has."""

    status = 400


@dataclass(frozen=True)
class Language:
    """A language, as LanguageTool names it and as an author does."""

    code: str
    name: str

    @property
    def group(self) -> str:
        """Which lock its jars stand in: `en` for all variants of English."""
        return group_of(self.code)


LANGUAGES = (
    Language("en-US", "English (American)"),
    Language("en-GB", "English (British)"),
    Language("en-AU", "English (Australian)"),
    Language("en-CA", "English (Canadian)"),
    Language("en-NZ", "English (New Zealand)"),
    Language("en-ZA", "English (South African)"),
    Language("fr", "French"),
    Language("de-DE", "German"),
    Language("de-AT", "German (Austrian)"),
    Language("de-CH", "German (Swiss)"),
    Language("es", "Spanish"),
)
_BY_CODE = {language.code: language for language in LANGUAGES}


def read_language(code: object) -> Language:
    """Return the language with that code; raises UnknownLanguage."""
    known = _BY_CODE.get(code) if isinstance(code, str) else None
    if known is None:
        raise UnknownLanguage(f"Galley does not check that language. It checks {', '.join(_BY_CODE)}.")
    return known


def group_of(code: str) -> str:
    return code.partition("-")[0]


def is_english(code: str) -> bool:
    """Whether the context model, our English rules and the spellings of both sides of the ocean have a say."""
    return group_of(code) == ENGLISH


def lock_of(group: str) -> Path:
    """Return the file that names the jars which the group needs besides the English ones."""
    return LOCKS / f"{group}.lock"
