"""Threads of a draft, carried to where their words stand in the main text once those were brought over."""

from collections.abc import Sequence
from dataclasses import dataclass

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
from workshop.works.models import Document
from workshop.works.saving import document_node


@dataclass(frozen=True)
class Carried:
    """How many threads went over, and how many stay in the draft because none of their words came along."""

    over: int
    left: int


def carry_threads(draft: Document, main: Document, brought: Sequence[Span]) -> Carried:
    """Move the draft's threads on what was brought over, told by spans of the draft, to their words in the main text.

    Where those stand follows from the steps between both texts and a second look, as when a version is restored.
    """
    concerned = [thread for thread in _standing(draft) if _is_on(thread, brought)]
    anchors = _carried([anchor_of(thread) for thread in concerned], document_node(draft), document_node(main))
    over = [(thread, anchor) for thread, anchor in zip(concerned, anchors, strict=True) if anchor.state != "gone"]
    for thread, anchor in over:
        thread.document, thread.version = main, main.version
        place(thread, anchor)
    if over:
        tell(main.chapter_id, [thread for thread, _ in over])
        tell_gone(draft.chapter_id)
    return Carried(len(over), len(concerned) - len(over))


def _carried(anchors: Sequence[Anchor], there: Node, here: Node) -> list[Anchor]:
    """Return where the words of one text's anchors stand in another text."""
    applied = Applied(here, Mapping([step.get_map() for step in steps_between(there, here)]), compared_with=there)
    second_look = SecondLook(there, applied)
    return [second_look.at(was, whole_words(map_anchor(was, applied.mapping, here), here)) for was in anchors]


def _standing(document: Document) -> list[Thread]:
    here = select(Thread).where(Thread.document_id == document.id, Thread.state != "gone")
    return list(db.session.scalars(here.order_by(Thread.start, Thread.id)))


def _is_on(thread: Thread, spans: Sequence[Span]) -> bool:
    return any(thread.start <= span.end and span.start <= thread.end for span in spans)
