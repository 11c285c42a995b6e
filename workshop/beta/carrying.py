"""Threads of a draft, carried to where their words stand in the main text once those were brought over, and back.

A thread that was carried has the save that brought its words over as its `version`, which it is older than. No other has.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

from prosemirror.model import Node
from prosemirror.transform import Mapping
from sqlalchemy import select

from workshop.beta.models import Thread
from workshop.beta.ranges import whole_words
from workshop.beta.service import anchor_of, place, tell, tell_gone
from workshop.db import db
from workshop.prose.anchors import Anchor, map_anchor
from workshop.prose.diff import Span, steps_between
from workshop.prose.documents import Applied
from workshop.prose.second_look import SecondLook
from workshop.works.log import MadeSave
from workshop.works.models import Document
from workshop.works.saving import document_node


@dataclass(frozen=True)
class Carried:
    """How many threads went over, and how many stay in the draft because none of their words came along."""

    over: int
    left: int


class Place(NamedTuple):
    """Where a bringing over is in the log of the draft or of the main text."""

    document: Document
    save: MadeSave


def carry_threads(draft: Document, main: Document, brought: Sequence[Span]) -> Carried:
    """Move the draft's threads on what was brought over, told by spans of the draft, to their words in the main text.

    Where those stand follows from the steps between both texts and a second look, as when a version is restored.
    """
    concerned = [thread for thread in _standing(draft) if _is_on(thread, brought)]
    over = _moved(concerned, draft, main, main.version, leaves_gone=True)
    return Carried(over, len(concerned) - over)


def take_back_threads(main: Place, draft: Place) -> int:
    """Move the threads that a bringing over carried back to their words in the draft, as it is now; tell how many.

    A thread of which no words are left there is gone there, and keeps its quote. To be done while its words still stand in
    the main text.
    """
    return _moved(_carried_with(main), main.document, draft.document, draft.save.number, leaves_gone=False)


def carry_again(draft: Place, main: Place) -> int:
    """Move the threads that were taken back to the main text again, where their words stand in it; tell how many."""
    return _moved(_carried_with(draft), draft.document, main.document, main.save.number, leaves_gone=True)


def _moved(threads: Sequence[Thread], there: Document, here: Document, version: int, *, leaves_gone: bool) -> int:
    """Move threads from one document to another and tell how many went; those without words here may be left."""
    anchors = _carried([anchor_of(thread) for thread in threads], document_node(there), document_node(here))
    going = [
        (thread, anchor)
        for thread, anchor in zip(threads, anchors, strict=True)
        if not (leaves_gone and anchor.state == "gone")
    ]
    for thread, anchor in going:
        thread.document, thread.version = here, version
        place(thread, anchor)
    if going:
        tell(here.chapter_id, [thread for thread, _ in going])
        tell_gone(there.chapter_id)
    return len(going)


def _carried(anchors: Sequence[Anchor], there: Node, here: Node) -> list[Anchor]:
    """Return where the words of one text's anchors stand in another text."""
    if not anchors:
        return []
    applied = Applied(here, Mapping([step.get_map() for step in steps_between(there, here)]), compared_with=there)
    second_look = SecondLook(there, applied)
    return [second_look.at(was, whole_words(map_anchor(was, applied.mapping, here), here)) for was in anchors]


def _standing(document: Document) -> list[Thread]:
    here = select(Thread).where(Thread.document_id == document.id, Thread.state != "gone")
    return list(db.session.scalars(here.order_by(Thread.start, Thread.id)))


def _carried_with(place: Place) -> list[Thread]:
    here = Thread.document_id == place.document.id, Thread.version == place.save.number
    carried = select(Thread).where(*here, Thread.opened_at < place.save.saved_at)
    return list(db.session.scalars(carried.order_by(Thread.start, Thread.id)))


def _is_on(thread: Thread, spans: Sequence[Span]) -> bool:
    return any(thread.start <= span.end and span.start <= thread.end for span in spans)
