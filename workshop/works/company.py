"""Who is at a chapter, and where: the authors' carets. In memory alone, because presence is not history.

A page tells its place when that moves and again now and then; who has been silent for long is away.
"""

import threading
from collections import defaultdict
from dataclasses import asdict, dataclass
from time import monotonic
from typing import Any

from workshop.errors import BadInput
from workshop.prose.documents import MAX_DOCUMENT_SIZE
from workshop.web import NUMBER_MAX
from workshop.works.models import Document
from workshop.works.saving import is_client

#: A page says every 25 s where it is; pages forget it after the same time (static/js/desk/company.js).
SILENCE_SECONDS = 60
#: Pages of one person in one chapter; with more, the one silent for longest is forgotten.
TABS_MAX = 12


@dataclass(frozen=True)
class Caret:
    """Where one page of a person writes: UTF-16 positions in a version of a document, both None without a caret."""

    tab: str
    person: int
    name: str
    document: int
    version: int
    anchor: int | None
    head: int | None


class Company:
    """The carets in every chapter that is open somewhere."""

    def __init__(self) -> None:
        self._heard: dict[int, dict[tuple[int, str], tuple[float, Caret]]] = defaultdict(dict)
        self._lock = threading.Lock()

    def place(self, chapter_id: int, caret: Caret) -> None:
        with self._lock:
            here = self._heard[chapter_id]
            # The newest stands last.
            here.pop((caret.person, caret.tab), None)
            here[caret.person, caret.tab] = (monotonic(), caret)
            own = [key for key in here if key[0] == caret.person]
            for key in own[:-TABS_MAX]:
                del here[key]

    def leave(self, chapter_id: int, person_id: int, tab: str) -> bool:
        """Forget a page of the person; tells whether it was there."""
        with self._lock:
            here = self._heard.get(chapter_id, {})
            was_here = here.pop((person_id, tab), None) is not None
            if not here:
                self._heard.pop(chapter_id, None)
            return was_here

    def carets(self, chapter_id: int) -> list[dict[str, Any]]:
        """Return the carets of all pages heard of lately, as JSON objects."""
        with self._lock:
            self._forget_silent()
            return [asdict(caret) for _, caret in self._heard.get(chapter_id, {}).values()]

    def __len__(self) -> int:
        """How many pages it remembers, in all chapters."""
        return sum(map(len, self._heard.values()))

    def _forget_silent(self) -> None:
        """Forget in all chapters: one whose last page vanished without a word may never be asked about again."""
        earliest = monotonic() - SILENCE_SECONDS
        for chapter_id, here in list(self._heard.items()):
            for key in [key for key, (moment, _) in here.items() if moment <= earliest]:
                del here[key]
            if not here:
                del self._heard[chapter_id]


def read_caret(body: dict[str, Any], document: Document, person_id: int, name: str) -> Caret:
    """Return the caret that a page sent; raises BadInput for a place that cannot be one."""
    version, anchor, head = (body.get(key) for key in ("version", "anchor", "head"))
    if not _is_count(version, NUMBER_MAX):
        raise BadInput("A caret needs the version of the text that it stands in.", document=document.id)
    is_nowhere = anchor is None and head is None
    if not is_nowhere and not all(_is_count(place, MAX_DOCUMENT_SIZE) for place in (anchor, head)):
        raise BadInput("A caret needs two places in the text, or none.", document=document.id)
    return Caret(read_tab(body), person_id, name, document.id, version, anchor, head)


def read_tab(body: dict[str, Any]) -> str:
    """Return the name that a page gave itself; raises BadInput for one that cannot be."""
    tab = body.get("tab")
    if not is_client(tab):
        raise BadInput("A page needs a name of a few plain characters.")
    return tab


def _is_count(value: object, most: int) -> bool:
    return type(value) is int and 0 <= value <= most
