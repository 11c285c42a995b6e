"""What is in a backup, in words and numbers, for whoever decides whether to restore it. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from workshop.backup.checked import Checked, WorkRow
from workshop.works.models import Part

#: How counts are named, one and many, in the order in which they are told.
NAMES = {
    "works": ("work", "works"),
    "chapters": ("chapter", "chapters"),
    "versions": ("version", "versions"),
    "threads": ("thread", "threads"),
    "comments": ("comment", "comments"),
    "decisions": ("decision about findings", "decisions about findings"),
    "terms": ("name or word", "names and words"),
    "shared lexicons": ("shared lexicon", "shared lexicons"),
    "people": ("person", "people"),
}


@dataclass(frozen=True)
class ToldWork:
    """A work in a backup as a list shows it."""

    title: str
    authors: list[str]
    chapters: int
    words: int
    threads: int
    in_bin: bool


@dataclass(frozen=True)
class Told:
    """A backup as the page and the terminal tell of it."""

    written_at: datetime
    counts: dict[str, int]
    works: list[ToldWork]


def told(checked: Checked) -> Told:
    works = checked.works
    threads = [thread for work in works for thread in work.threads]
    counts = {
        "works": len(works),
        "chapters": sum(len(work.chapters) for work in works),
        "versions": checked.versions,
        "threads": len(threads),
        "comments": sum(len(thread.comments) for thread in threads),
        "decisions": sum(len(work.decisions) for work in works),
        "terms": sum(len(work.terms) for work in works),
        "shared lexicons": len(checked.lexicons),
        "people": len(checked.people),
    }
    return Told(checked.written_at, counts, [_told_work(checked, work) for work in works])


def counts_told(counts: Mapping[str, int]) -> str:
    """Return "3 works, 41 chapters, 1,204 versions" and so on; what there is none of is left out."""
    there = [(name, counts[name]) for name in NAMES if counts.get(name)]
    return ", ".join(f"{number:,} {NAMES[name][number != 1]}" for name, number in there)


def size_told(size: int) -> str:
    """Return a number of bytes as a person reads it: "312 KB", "4.1 MB"."""
    if size < 1_000_000:
        return f"{max(1, round(size / 1000)):,} KB"
    return f"{size / 1_000_000:,.1f} MB"


def _told_work(checked: Checked, work: WorkRow) -> ToldWork:
    return ToldWork(
        title=work.title,
        authors=[checked.people[each.person].pen_name for each in work.members if each.role == "author"],
        chapters=sum(chapter.binned_at is None for chapter in work.chapters),
        words=sum(
            document.words
            for chapter in work.chapters
            if chapter.binned_at is None
            for document in chapter.documents
            if document.part is Part.TEXT
        ),
        threads=len(work.threads),
        in_bin=work.binned_at is not None,
    )
