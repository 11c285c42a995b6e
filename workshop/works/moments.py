"""What happens to a document beside its saves, such as a comment, told to timelines by the slices that know of it."""

import heapq
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import NamedTuple

from blinker import Signal

#: Sent with the documents' ids, and `since` (included) and `before`, either of which may be None; who knows of moments
#: answers with an iterator over them, newest first, that reads no further than it is asked to.
moments_asked = Signal()


class Moment(NamedTuple):
    """Something that one person did at a document without changing its words."""

    at: datetime
    person_id: int
    document_id: int
    #: "commented", "resolved" or "read".
    deed: str
    #: The version of the text that it was done to, where that is what it is about.
    version: int | None = None


def moments_of(document_ids: Collection[int], since: datetime | None, before: datetime | None) -> Iterator[Moment]:
    """Yield what happened to the documents from one moment to another, newest first, read as it is asked for."""
    answers = moments_asked.send(document_ids, since=since, before=before)
    return heapq.merge(*(told for _, told in answers), reverse=True)
