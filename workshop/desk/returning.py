"""Threads that a bringing over took along: back in their draft when it is undone, over again when that is undone too."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from typing import Literal

from workshop.beta.carrying import Place, carry_again, take_back_threads
from workshop.desk.merge_base import bringings_of
from workshop.works.log import MadeSave, made_saves
from workshop.works.models import Document, Part
from workshop.works.origins import BROUGHT_FROM_DRAFT, RESTORED, UNDID, read_origin
from workshop.works.queries import standing_drafts, text_of
from workshop.works.saving import ThreadsMoved, change_begins, lock_document
from workshop.works.standing import standing_saves


@change_begins.connect
def take_threads_along(document: Document, origin: str) -> Callable[[], list[ThreadsMoved]] | None:
    """Move threads to their draft while their words still stand in the main text; others over once theirs do again.

    Those that went both ways are told together, at the end.
    """
    if not _may_undo(document, origin):
        return None
    saves = made_saves(document.id)
    told = [(save.number, save.origin) for save in saves]
    before = standing_saves(told, BROUGHT_FROM_DRAFT)
    after = standing_saves([*told, (document.version + 1, origin)], BROUGHT_FROM_DRAFT)
    moved: Counter[tuple[int, Literal["back", "over"]]] = Counter()
    for in_draft, in_main in _brought(document, saves, before - after):
        moved[in_draft.document.chapter_id, "back"] += take_back_threads(in_main, in_draft)

    def carry_what_came() -> list[ThreadsMoved]:
        for in_draft, in_main in _brought(document, saves, after - before):
            moved[in_draft.document.chapter_id, "over"] += carry_again(in_draft, in_main)
        return [ThreadsMoved(draft_id, way, count) for (draft_id, way), count in moved.items() if count]

    return carry_what_came


def _may_undo(document: Document, origin: str) -> bool:
    """Whether it goes back in a main text that has drafts: only then is its log read."""
    goes_back = document.part == Part.TEXT and read_origin(origin).deed in (UNDID, RESTORED)
    return goes_back and document.chapter.draft_of is None and bool(standing_drafts(document.chapter))


def _brought(main: Document, saves: Sequence[MadeSave], numbers: frozenset[int]) -> Iterator[tuple[Place, Place]]:
    """Yield where the bringings over with these numbers are in the logs of their drafts and of the main text.

    What came from a draft that lies in the bin stays where it is: there nobody would find a thread.
    """
    if not numbers:
        return
    in_main = {save.number: save for save in saves if save.number in numbers}
    for draft in standing_drafts(main.chapter):
        for bringing in bringings_of(draft):
            if bringing.in_main in in_main:
                lock_document(text_of(draft))
                yield Place(text_of(draft), bringing.in_draft), Place(main, in_main[bringing.in_main])
