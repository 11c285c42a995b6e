"""A chapter with a history, as the browser tests of it look at it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from playwright.sync_api import BrowserContext, Page

from tests.browser.desk import Desk
from tests.makers import write
from tests.prose.makers import p, t
from workshop.db import db
from workshop.history.service import name_version
from workshop.works.models import Document

#: Far enough back that no sitting is of today, wherever the browser is.
LONG_AGO = datetime(2026, 1, 5, 22, 30, tzinfo=UTC)
OLD = (
    "The tide was out.",
    "Rin counted the boats.",
    "One stays.",
    "Two stays.",
    "Three stays.",
    "Four stays.",
    "Five stays.",
    "The lamp burned low.",
)
NEW = (
    "The tide was in.",
    "Rin counted the twelve boats.",
    "One stays.",
    "Two stays.",
    "Three stays.",
    "Four stays.",
    "Five stays.",
    p("The lamp ", t("burned", "em"), " low."),
)


@dataclass
class Past:
    """The desk's chapter with two sittings behind it, an hour apart, the first named "Sent"."""

    desk: Desk
    old: int
    new: int

    def page(self, path: str = "", context: BrowserContext | None = None) -> Page:
        page = (context or self.desk.device()).new_page()
        page.goto(path or f"/chapters/{self.desk.chapter_id}/history")
        return page

    def version(self, number: int) -> str:
        return f"/documents/{self.desk.document_id}/versions/{number}"

    @property
    def playback(self) -> str:
        return f"/documents/{self.desk.document_id}/playback"

    @property
    def work_history(self) -> str:
        with self.desk.server.app.app_context():
            return f"/works/{db.session.get(Document, self.desk.document_id).chapter.work_id}/history"

    @property
    def comparison(self) -> str:
        return f"/documents/{self.desk.document_id}/compare?old={self.old}&new={self.new}"


def make_past(desk: Desk) -> Past:
    with desk.server.app.app_context():
        text = db.session.get(Document, desk.document_id)
        numbers = []
        for at, blocks in ((0, OLD[:3]), (1, OLD), (60, NEW[:4]), (62, NEW)):
            numbers.append(write(text, *blocks, now=LONG_AGO + timedelta(minutes=at)).version)
        name_version(text, numbers[1], "Sent")
        db.session.commit()
        return Past(desk, numbers[1], numbers[3])
