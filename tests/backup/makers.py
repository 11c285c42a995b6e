"""Works with a past, told in values that can be compared between two Galleys. All need an app context."""

from __future__ import annotations

import hashlib
import json
import zipfile
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from random import Random
from typing import Any

from sqlalchemy import select

from tests.makers import NOW, make_chapter, make_guest, minutes, write
from tests.prose.random_edits import edited, random_pair
from workshop.backup.layout import MANIFEST
from workshop.backup.saves import read_saves
from workshop.beta.models import Comment, Thread
from workshop.beta.readings import readings_of
from workshop.beta.service import open_thread, reply
from workshop.db import db
from workshop.people.models import Person
from workshop.prose.plain import plain_text, text_between
from workshop.works.models import Chapter, Document, Work
from workshop.works.queries import text_of
from workshop.works.saving import document_node, version_node
from workshop.works.stored import written


def add_past(work: Work, random: Random, saves: int, title: str = "Low Water") -> Chapter:
    """Add a chapter that was edited so many times at random, with threads opened on the way."""
    chapter = make_chapter(*random_pair(random)[0].children, work=work, title=title)
    text = text_of(chapter)
    beta = make_guest(f"reader of {title}")
    for number in range(saves):
        node = edited(random, document_node(text))
        write(text, *node.children, now=NOW + timedelta(seconds=40 * number))
        words = [each for each in plain_text(document_node(text)).paragraphs if len(each.text.split()) > 1]
        if number % 9 == 0 and words:
            _talk(text, random.choice(words), beta, number)
    return chapter


def _talk(text: Document, paragraph: Any, beta: Person, number: int) -> None:
    thread = open_thread(
        text, paragraph.position, paragraph.position + 5, text.version, f"No. {number}?", beta, minutes(number)
    )
    reply(thread, "Yes 😀.", beta, minutes(number + 1))


def texts_told() -> list[Any]:
    """Return, for every document there is, its words and versions: each with its state's hash and all that is told of it."""
    documents = db.session.scalars(
        select(Document).join(Chapter).join(Work).order_by(Work.title, Chapter.title, Chapter.id, Document.part)
    )
    return [[document.part, document.version, document.words, _versions_told(document)] for document in documents.all()]


def _versions_told(document: Document) -> list[Any]:
    numbers = range(document.version + 1)
    hashes = [hashlib.sha256(written(version_node(document, number)).encode()).hexdigest() for number in numbers]
    saves = [save._replace(steps=[], person_id=_name(save.person_id)) for save in read_saves(document)]
    return [hashes, saves]


def readings_told() -> list[Any]:
    """Return who read which versions, and when."""
    return [
        [_name(reading.person_id), reading.document_id, reading.version, reading.read_at]
        for document_id in db.session.scalars(select(Document.id).order_by(Document.id))
        for reading in readings_of(db.session.get(Document, document_id))
    ]


def threads_told() -> list[Any]:
    """Return every thread: where it stands, on which words, and what is said in it."""
    threads = db.session.scalars(
        select(Thread)
        .join(Document)
        .join(Chapter)
        .join(Work)
        .order_by(Work.title, Chapter.title, Thread.opened_at, Thread.id)
    )
    return [_thread_told(thread) for thread in threads.all()]


def _thread_told(thread: Thread) -> list[Any]:
    node = document_node(thread.document)
    words = text_between(node, thread.start, thread.end) if thread.state != "gone" else None
    place = [thread.start, thread.end, thread.state, thread.quote, thread.now, thread.version, words]
    said = [_comment_told(comment) for comment in thread.comments]
    return [*place, _name(thread.opened_by), thread.opened_at, thread.resolved_at, said]


def _comment_told(comment: Comment) -> list[Any]:
    return [_name(comment.person_id), comment.body, comment.written_at, comment.edited_at, comment.deleted_at]


def _name(person_id: int) -> str:
    return db.session.get(Person, person_id).pen_name


def rewritten(path: Path, change: Callable[[dict[str, bytes]], None]) -> Path:
    """Return a copy of the backup whose members were changed, with a manifest that says so: only its contents are wrong."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members.pop(MANIFEST))
    change(members)
    manifest["members"] = [
        {"name": name, "bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()}
        for name, content in members.items()
    ]
    return packed(path.with_name("rewritten.zip"), members | {MANIFEST: json.dumps(manifest).encode()})


def packed(path: Path, members: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return path


def with_row(member: str, **changed: Any) -> Callable[[dict[str, bytes]], None]:
    """Return a change, for `rewritten`, of fields in a member's first row."""

    def change(members: dict[str, bytes]) -> None:
        first, _, rest = members[member].partition(b"\n")
        members[member] = json.dumps(json.loads(first) | changed).encode() + b"\n" + rest

    return change
