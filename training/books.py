"""The texts that the model learns from: plain files, one paragraph a line, and which of them are kept out of it."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path

#: The books of the development set: measured on, never learnt from.
DEV_BOOKS = frozenset(
    {
        "dashiell-hammett_red-harvest",
        "algis-budrys_short-fiction",
        "clifford-d-simak_short-fiction",
        "agatha-christie_the-mysterious-affair-at-styles",
        "f-scott-fitzgerald_the-great-gatsby",
    }
)
#: Slips that our model itself found in the books; as alarms they would count against it.
SLIPS = Path(__file__).with_name("slips.tsv")
#: It leaves apostrophes out (“I think its horrid”): of no use where a word differs from another by one.
WITHOUT_APOSTROPHES = "john-dos-passos_manhattan-transfer"
#: Authors whose books others measure us on.
RESERVED_AUTHORS = (
    "philip-k-dick_",
    "robert-sheckley_",
    "ray-bradbury_",
    "andre-norton_",
    "l-m-montgomery_",
    "dashiell-hammett_",
)


def training_books(folders: list[Path]) -> list[Path]:
    """Return the text files in the folders that may be learnt from, by name."""
    found = {path.stem: path for folder in folders for path in folder.glob("*.txt")}
    return [found[name] for name in sorted(found) if name not in DEV_BOOKS and not name.startswith(RESERVED_AUTHORS)]


def paragraphs(book: Path) -> Iterator[str]:
    """Give the paragraphs of a book."""
    for line in book.read_text("utf-8").splitlines():
        if line.strip():
            yield line.strip()


def mended_paragraphs(book: Path) -> Iterator[str]:
    """Give the paragraphs of a book without the slips that it is known to have been printed with."""
    mended = [(printed, meant) for name, printed, meant in _slips() if name == book.stem]
    for paragraph in paragraphs(book):
        for printed, meant in mended:
            paragraph = paragraph.replace(printed, meant)
        yield paragraph


def _slips() -> Iterator[list[str]]:
    """Give book, what is printed, and what was meant."""
    for line in SLIPS.read_text("utf-8").splitlines():
        if line and not line.startswith("#"):
            yield line.split("\t")


def fold_of(book: Path, folds: int) -> int:
    """Return in which fold a book lies; it depends on the name alone, so that adding books moves no other."""
    return int(hashlib.sha256(book.stem.encode()).hexdigest(), 16) % folds
