"""Tells every open page of a chapter what just happened, once it is on disk. In one process, in memory."""

import json
import threading
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from queue import Empty, Full, SimpleQueue
from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from workshop.db import db

#: Each open stream holds one of the server's 64 threads; over this many, pages poll instead.
STREAMS_MAX = 40
#: A silent stream says something this often, so that a closed one is noticed and its thread comes back.
HEARTBEAT_SECONDS = 15
#: The event after which every stream looks again whether its reader may still read. It is not sent to pages.
ACCESS = "access"
_PENDING = "announcements"


@dataclass(frozen=True)
class Event:
    """A name and a JSON object, as a page's script receives them."""

    name: str
    payload: dict[str, Any]

    def as_message(self) -> str:
        return f"event: {self.name}\ndata: {json.dumps(self.payload)}\n\n"


class Hub:
    """The open streams, by chapter."""

    def __init__(self) -> None:
        self._streams: dict[int, set[SimpleQueue[Event]]] = defaultdict(set)
        self._lock = threading.Lock()
        self._began = int(time.time())
        self._told: Counter[tuple[int | None, str]] = Counter()

    @contextmanager
    def stream(self, chapter_id: int) -> Iterator[SimpleQueue[Event]]:
        """Give a queue that fills with the chapter's events; raises queue.Full when too many are open."""
        queue: SimpleQueue[Event] = SimpleQueue()
        with self._lock:
            if sum(map(len, self._streams.values())) >= STREAMS_MAX:
                raise Full
            self._streams[chapter_id].add(queue)
        try:
            yield queue
        finally:
            with self._lock:
                self._streams[chapter_id].discard(queue)
                if not self._streams[chapter_id]:
                    del self._streams[chapter_id]

    def publish(self, chapter_id: int | None, happened: Event) -> None:
        """Tell the chapter's streams, or with None all of them."""
        with self._lock:
            self._told[chapter_id, happened.name] += 1
            chosen = list(self._streams) if chapter_id is None else [chapter_id]
            for chapter in chosen:
                for queue in self._streams.get(chapter, ()):
                    queue.put(happened)

    def revision(self, chapter_id: int, name: str) -> int:
        """Return a number that every such event of the chapter raises, for pages that ask instead of listening.

        It begins at the clock, so that a page notices when a restart may have hidden something from it.
        """
        with self._lock:
            return self._began + self._told[chapter_id, name] + self._told[None, name]


hub = Hub()


def announce(chapter_id: int, name: str, **payload: Any) -> None:
    """Publish an event when, and only when, the running transaction commits."""
    db.session.info.setdefault(_PENDING, []).append((chapter_id, Event(name, payload)))


def next_event(queue: SimpleQueue[Event]) -> Event | None:
    """Return the next event, or None when it is time for a heartbeat."""
    try:
        return queue.get(timeout=HEARTBEAT_SECONDS)
    except Empty:
        return None


@event.listens_for(Session, "after_commit")
def _publish_pending(session: Session) -> None:
    for chapter_id, happened in session.info.pop(_PENDING, ()):
        hub.publish(chapter_id, happened)


@event.listens_for(Session, "after_rollback")
def _forget_pending(session: Session) -> None:
    session.info.pop(_PENDING, None)
