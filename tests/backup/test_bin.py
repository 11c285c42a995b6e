"""What is taken out of the bin is whole: every version, every thread at its words."""

from __future__ import annotations

from datetime import timedelta
from random import Random

import pytest
from sqlalchemy import select

from tests.backup.makers import add_past, texts_told, threads_told
from tests.makers import NOW, make_work
from workshop.db import db
from workshop.works.models import Document
from workshop.works.sealing import seal_document
from workshop.works.service import bin_chapter, bin_work, unbin_chapter, unbin_work

pytestmark = pytest.mark.usefixtures("session")


def test_chapter_and_work_come_back_with_versions_and_threads() -> None:
    work = make_work()
    chapter = add_past(work, Random(7), saves=30)
    add_past(work, Random(8), saves=10, title="Salt")
    db.session.commit()
    told = texts_told(), threads_told()
    bin_chapter(chapter, NOW)
    bin_work(work, NOW)
    db.session.commit()
    for document_id in db.session.scalars(select(Document.id)).all():
        # What lies in the bin for a month is sealed as well.
        seal_document(document_id, NOW + timedelta(days=30))
    unbin_work(work)
    unbin_chapter(chapter)
    assert (texts_told(), threads_told()) == told
