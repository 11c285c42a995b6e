"""Planted damages: verify names the versions concerned and no others, and the rest can still be read and written."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import delete, select, update

from tests.conftest import close
from tests.makers import NOW, make_chapter, make_work, minutes, text_of, type_words
from workshop import create_app
from workshop.db import db
from workshop.settings import Settings
from workshop.works import sealing
from workshop.works.command import made_readable, seal, verify
from workshop.works.log import Damaged
from workshop.works.models import Block, Document, Snapshot, Version
from workshop.works.saving import document_node, version_node
from workshop.works.sealing import seal_document
from workshop.works.states import state_at
from workshop.works.stored import written
from workshop.works.verifying import Damage, verify_document

pytestmark = pytest.mark.usefixtures("session")


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BLOCK_SAVES", 12)
    monkeypatch.setattr(sealing, "STATE_WEIGHT", 4)


@pytest.fixture
def text() -> Document:
    """A text whose versions 1 to 40 lie in blocks and 41 to 46 in rows."""
    text = text_of(make_chapter("Salt.", work=make_work(title="Salt")))
    while text.version < 40:
        type_words(text, f" {text.version} and on.", minutes(text.version))
    db.session.commit()
    seal_document(text.id, NOW + timedelta(days=30))
    while text.version < 46:
        type_words(text, f" {text.version} later.", NOW + timedelta(days=31))
    db.session.commit()
    return text


def blocks_of(text: Document) -> list[Block]:
    return list(db.session.scalars(select(Block).where(Block.document_id == text.id).order_by(Block.last)))


def flip(content: bytes) -> bytes:
    place = len(content) // 2
    return content[:place] + bytes([content[place] ^ 16]) + content[place + 1 :]


def losses(text: Document) -> list[tuple[int, int]]:
    db.session.commit()
    return [(each.first, each.last) for each in verify_document(text.id).damages if each.is_loss]


def readable(text: Document) -> set[int]:
    found = set()
    for number in range(text.version + 1):
        try:
            version_node(text, number)
            found.add(number)
        except Damaged:
            pass
    return found


def test_what_is_whole_is_told_to_be(text: Document, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify_document(text.id).damages == []
    db.session.commit()
    assert verify() == 0
    assert "All is whole: 46 versions in 4 texts" in capsys.readouterr().out


@pytest.mark.parametrize("part", ["steps", "saves"])
def test_flipped_byte_in_a_block_names_its_versions(text: Document, part: str) -> None:
    block = blocks_of(text)[1]
    first, last = block.first, block.last
    setattr(block, part, flip(getattr(block, part)))
    assert losses(text) == [(first + 1, last)]


def test_flipped_byte_in_a_state_of_a_block_loses_nothing(text: Document) -> None:
    states = {number: written(version_node(text, number)) for number in range(text.version)}
    block = blocks_of(text)[1]
    block.states = block.states[:-3] + b"abc"
    db.session.commit()
    [damage] = verify_document(text.id).damages
    assert (damage.first, damage.last, damage.is_loss) == (block.first + 1, block.last, False)
    assert {number: written(version_node(text, number)) for number in states} == states


def test_flipped_byte_in_a_snapshot_loses_nothing(text: Document) -> None:
    snapshots = select(Snapshot).where(Snapshot.document_id == text.id).order_by(Snapshot.number)
    snapshot = db.session.scalars(snapshots).first()
    snapshot.content = flip(snapshot.content)
    db.session.commit()
    damages = verify_document(text.id).damages
    assert damages
    assert not any(damage.is_loss for damage in damages)
    assert damages[0].first == snapshot.number
    assert readable(text) == set(range(47))


def test_block_of_another_text_is_noticed_though_its_bytes_are_whole(text: Document) -> None:
    other = text_of(make_chapter("Other.", work=text.chapter.work))
    while other.version < 40:
        type_words(other, f" {other.version} elsewhere.", minutes(other.version))
    db.session.commit()
    seal_document(other.id, NOW + timedelta(days=30))
    mine, others = blocks_of(text)[0], blocks_of(other)[0]
    mine.steps = others.steps
    assert losses(text) == [(1, mine.last)]


def test_missing_block_names_its_versions_and_takes_no_others(text: Document) -> None:
    block = blocks_of(text)[1]
    first, last = block.first, block.last
    db.session.delete(block)
    assert losses(text) == [(first + 1, last)]
    assert readable(text) == set(range(47)) - set(range(first + 1, last))


def test_missing_row_names_its_version_and_those_that_hang_on_it(text: Document) -> None:
    db.session.execute(update(Document).where(Document.id == text.id).values(steps_ahead=3))
    db.session.execute(delete(Version).where(Version.document_id == text.id, Version.number == 42))
    db.session.commit()
    assert losses(text)[0][0] == 42


def test_newest_text_that_is_not_its_versions_is_told(text: Document) -> None:
    text.content = '{"type":"doc","content":[{"type":"paragraph"}]}'
    [damage] = verify_document(text.id).damages
    assert damage == Damage(40, 40, "the newest text is not what its versions give")


def test_damage_is_told_in_plain_words_and_by_the_exit_status(
    text: Document, capsys: pytest.CaptureFixture[str]
) -> None:
    block = blocks_of(text)[1]
    first, last = block.first, block.last
    block.steps = flip(block.steps)
    db.session.commit()
    assert verify() == 1
    said = capsys.readouterr().out
    assert (
        f"“Salt”, chapter 1 “Low water”, versions {first + 1} to {last}: their block is not what was written." in said
    )
    assert f"{46 - last + first} of 46 versions are whole" in said


def test_damaged_stretch_leaves_reading_elsewhere_and_writing_alone(text: Document) -> None:
    block = blocks_of(text)[-1]
    first, last = block.first, block.last
    block.steps = flip(block.steps)
    text.state = None
    db.session.commit()
    assert readable(text) == set(range(47)) - set(range(first + 1, last))
    assert "45 later" in document_node(text).text_content
    type_words(text, " And on.")
    db.session.commit()
    seal_document(text.id, NOW + timedelta(days=60))
    assert losses(text) == [(first + 1, last)]


def test_sealing_by_command_leaves_no_rows(text: Document, capsys: pytest.CaptureFixture[str]) -> None:
    assert seal() == 0
    assert "6 saves were sealed" in capsys.readouterr().out
    assert db.session.scalars(select(Version)).all() == []


def test_truncated_file_names_what_is_lost_and_reads_the_rest(settings: Settings, text: Document) -> None:
    """The last pages of the file are gone, in which the newest blocks lay."""
    path = Path(db.engine.url.database)
    # Incompressible, so that a block takes pages of its own at the end of the file.
    for number in range(60):
        words = "".join(chr(0x4E00 + (number * 7919 + at * 104_729) % 20_000) for at in range(700))
        type_words(text, words, minutes(90_000 + number))
    db.session.commit()
    seal_document(text.id, NOW + timedelta(days=300))
    states = {number: written(version_node(text, number)) for number in range(text.version)}
    document_id, version = text.id, text.version
    db.session.remove()
    db.engine.dispose()
    with closing(sqlite3.connect(path)) as database:
        database.execute("VACUUM")  # so that the blocks lie at the end
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    with path.open("r+b") as file:
        length = file.truncate(path.stat().st_size - 5 * 4096)

    with made_readable(settings) as readable_settings:
        copy = create_app(readable_settings)
        with copy.app_context():
            findings = verify_document(document_id)
            lost = {number for each in findings.damages if each.is_loss for number in range(each.first, each.last + 1)}
            assert 0 < len(lost) < version
            for number in set(states) - lost:
                assert written(state_at(document_id, number)) == states[number]
        close(copy)
    assert path.stat().st_size == length
