"""Novels to edit, from the corpus in ../shared."""

from __future__ import annotations

import tarfile
from collections.abc import Mapping

from benchmarks._grammar.cases import CORPUS


def read_books(files: Mapping[str, str]) -> dict[str, list[str]]:
    """Return the paragraphs of each book; the files are named without their ending."""
    with tarfile.open(CORPUS) as corpus:
        return {
            name: [line for line in _text(corpus, file).splitlines() if line.strip()] for name, file in files.items()
        }


def _text(corpus: tarfile.TarFile, file: str) -> str:
    member = corpus.extractfile(f"fiction/{file}.txt")
    assert member is not None
    return member.read().decode("utf-8")
