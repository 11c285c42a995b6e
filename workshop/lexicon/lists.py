"""Lists of names and words as a person writes them: one a line, in a text field or in a file. Pure.

    # A line like this is a note.
    Naruto Uzumaki = Naru, Knucklehead
    jutsu
    -dattebane

After "=" stand other names of the one before it. What begins with a hyphen is an honorific. Commas part several.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from workshop.errors import BadInput
from workshop.lexicon.readings import straight

TERM_MAX = 80
ALSO_MAX = 20
_BULLETS = re.compile(r"^(?:[-*•·]\s+)+")
_LONG_DASH = re.compile(r"^[–—−](?=\w)")
_HEADER = "# {title}: names and words for Galley. One a line; after = come other names; -san is an honorific."


@dataclass(frozen=True)
class Entry:
    """A name or a word, and what else it is called."""

    text: str
    also: tuple[str, ...] = ()

    def as_line(self) -> str:
        return f"{self.text} = {', '.join(self.also)}" if self.also else self.text


@dataclass(frozen=True)
class Unreadable:
    """A line that is no term, and why."""

    number: int
    text: str
    reason: str


@dataclass(frozen=True)
class Listing:
    """What a list holds."""

    entries: tuple[Entry, ...] = ()
    unreadable: tuple[Unreadable, ...] = ()

    @property
    def names(self) -> Iterator[str]:
        """Every name in it, those after "=" too."""
        return (name for entry in self.entries for name in (entry.text, *entry.also))


def read_list(text: str) -> Listing:
    """Return the terms of a list, and the lines that are none; nothing in it is an error of the whole."""
    entries: list[Entry] = []
    unreadable: list[Unreadable] = []
    for number, line in enumerate(text.removeprefix("\ufeff").splitlines(), start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            entries += _read_line(line)
        except BadInput as refused:
            unreadable.append(Unreadable(number, line.strip()[:TERM_MAX], refused.sentence))
    return Listing(tuple(entries), tuple(unreadable))


def write_list(title: str, entries: Iterable[Entry]) -> str:
    """Return the list as a file that `read_list` reads; the title stands in its first line, a note."""
    header = _HEADER.format(title=" ".join(title.split()))
    return "\n".join([header, *(entry.as_line() for entry in entries), ""])


def clean_term(text: str) -> str:
    """Return the text as a term is kept: one line, single spaces, straight apostrophes; raises BadInput."""
    text = _LONG_DASH.sub("-", _BULLETS.sub("", " ".join(straight(text).split())))
    if not any(character.isalpha() for character in text):
        raise BadInput("A name or a word has at least one letter.")
    if len(text) > TERM_MAX:
        raise BadInput(f"A name or a word can have at most {TERM_MAX} characters.")
    if not text.isprintable() or text.startswith("#") or any(mark in text for mark in "=,;"):
        raise BadInput("A name or a word is written without = , ; and #.")
    if text.startswith("-") and " " in text:
        raise BadInput("An honorific is one word, such as -san.")
    return text


def also_called(text: str, names: Iterable[str]) -> tuple[str, ...]:
    """Return other names of a term as they are kept: each once, without the term's own; raises BadInput."""
    cleaned = dict.fromkeys(clean_term(name) for name in names if name.strip())
    cleaned.pop(text, None)
    if len(cleaned) > ALSO_MAX:
        raise BadInput(f"One name can have at most {ALSO_MAX} others.")
    return tuple(cleaned)


def parted(text: str) -> list[str]:
    """Return what stands between commas."""
    return [part for part in re.split(r"[,;]", text) if part.strip()]


def _read_line(line: str) -> list[Entry]:
    term, equals, others = line.partition("=")
    if not equals:
        return [Entry(clean_term(part)) for part in parted(line)]
    *before, text = [clean_term(part) for part in parted(term) or [term]]
    return [*map(Entry, before), Entry(text, also_called(text, parted(others)))]
