"""Sealed stretches of the log: everything reads as before, and what is damaged takes nothing else with it."""

from __future__ import annotations

import threading
from datetime import timedelta
from random import Random

import pytest
from flask import Flask
from sqlalchemy import delete, func, select, update

from tests.makers import NOW, author_of, make_text, minutes, typed, write
from tests.prose.random_documents import random_document
from workshop.db import db, writing
from workshop.history.queries import named_versions, saves_of
from workshop.history.service import name_version, restore_version
from workshop.works import sealing
from workshop.works.log import Damaged, MadeSave, find_save, made_saves, neighbours, saves_before
from workshop.works.models import Block, Document, Snapshot, Version
from workshop.works.saving import document_node, replace_content, save_steps, steps_since, take_back, version_node
from workshop.works.sealing import documents_to_seal, seal_document
from workshop.works.stored import written

pytestmark = pytest.mark.usefixtures("session")

LATER = NOW + timedelta(days=30)


@pytest.fixture(autouse=True)
def _small_blocks(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sealing, "BLOCK_WEIGHT", 30)
    monkeypatch.setattr(sealing, "STATE_WEIGHT", 7)
    monkeypatch.setattr(sealing, "SAVES_AT_ONCE", 9)


def a_history(seed: int, saves: int = 40) -> tuple[Document, dict[int, str]]:
    """Return a text that typing, pasting and restoring made, and how each of its versions is written."""
    random = Random(seed)
    text = make_text()
    states: dict[int, str] = {}
    for number in range(saves):
        moment = minutes(number)
        if random.randrange(3):
            type_words_letter_by_letter(text, random.choice(["salt ", "tide. ", "🌊 "]), minutes(number))
        else:
            replace_content(text, random_document(random, 4), author_of(text.chapter.work), moment, origin="imported")
        states[text.version] = written(document_node(text))
    return text, states


def type_words_letter_by_letter(document: Document, words: str, moment) -> None:
    """Type into a new paragraph at the start, so that it does not matter what stands there."""
    paragraph = {"stepType": "replace", "from": 0, "to": 0, "slice": {"content": [{"type": "paragraph"}]}}
    steps, at = [paragraph], 1
    for letter in words:
        steps.append(typed(at, letter))
        at += len(letter.encode("utf-16-le")) // 2
    steps.append({"stepType": "replace", "from": at - 1, "to": at} if words[-1] == " " else typed(at, "!"))
    person = author_of(document.chapter.work)
    save_steps(document, document.version, steps, "tab", person.id, moment, "Firefox on Android")


def seal(document: Document) -> int:
    db.session.commit()
    return seal_document(document.id, LATER)


def count(table: type) -> int:
    return db.session.scalar(select(func.count()).select_from(table))


@pytest.mark.parametrize("seed", range(6))
def test_every_version_and_every_step_reads_as_before(seed: int) -> None:
    text, states = a_history(seed)
    steps, saves = steps_since(text, 0), list(saves_of([text]))
    within_saves = {number: written(version_node(text, number)) for number in range(0, text.version, 5)}
    assert seal(text) == len(states)
    assert count(Version) == 0
    assert count(Block) > 2
    assert {number: written(version_node(text, number)) for number in states} == states
    assert {number: written(version_node(text, number)) for number in within_saves} == within_saves
    assert steps_since(text, 0) == steps
    assert list(saves_of([text])) == saves


def test_sealing_bit_by_bit_gives_the_same_as_at_once() -> None:
    text = make_text()
    states = {}
    for number in range(30):
        type_words_letter_by_letter(text, "ebb ", minutes(number))
        states[text.version] = written(document_node(text))
        if number % 4 == 0:
            seal(text)
    seal(text)
    assert {number: written(version_node(text, number)) for number in states} == states
    assert count(Snapshot) == count(Block)


def test_writing_goes_on_after_sealing() -> None:
    text, _ = a_history(1)
    seal(text)
    before = text.version
    type_words_letter_by_letter(text, "more ", LATER)
    assert steps_since(text, before - 3).version == text.version
    assert len(steps_since(text, before - 3).steps) == text.version - before + 3
    assert neighbours(text.id, text.version) == (before, None)


def test_text_that_is_being_written_is_left_alone() -> None:
    text, _ = a_history(2)
    db.session.commit()
    assert documents_to_seal(text.edited_at + timedelta(minutes=9)) == []
    assert documents_to_seal(text.edited_at + timedelta(minutes=11)) == [text.id]
    seal(text)
    assert documents_to_seal(LATER) == []


def test_steps_that_the_newest_text_lacks_stay_in_rows() -> None:
    text = make_text()
    for number in range(20):
        type_words_letter_by_letter(text, "ebb ", minutes(number))
    db.session.commit()
    seal_document(text.id, text.edited_at)
    sealed = db.session.scalar(select(func.max(Block.last)))
    assert sealed == text.version - text.steps_ahead
    assert text.steps_ahead > 0


def test_sealed_version_can_be_named_renamed_and_forgotten() -> None:
    text, states = a_history(3)
    number = sorted(states)[4]
    seal(text)
    for name in ("Sent", "Sent to Mo"):
        name_version(text, number, name)
        assert [each.name for each in named_versions([text])] == [name]
        assert [save.name for save in saves_of([text]) if save.name] == [name]
        assert find_save(text.id, number).name == name
    name_version(text, number, "")
    assert named_versions([text]) == []
    assert count(Version) == 0
    assert written(version_node(text, number)) == states[number]


def test_named_version_keeps_its_name_when_it_is_sealed() -> None:
    text, states = a_history(4)
    number = sorted(states)[4]
    name_version(text, number, "Sent")
    seal(text)
    assert [(each.number, each.name) for each in named_versions([text])] == [(number, "Sent")]
    assert written(version_node(text, number)) == states[number]
    assert len(list(saves_of([text]))) == len(states)


def test_sealed_version_can_be_restored_and_taken_back() -> None:
    text = make_text()
    write(text, "Old.")
    old = text.version
    write(text, "Old.", "Newer.")
    seal(text)
    person = author_of(text.chapter.work)
    restored = restore_version(text, old, person, LATER)
    assert document_node(text).eq(version_node(text, old))
    take_back(text, restored.version, person, LATER)
    assert document_node(text).text_content == "Old.Newer."
    seal(text)
    take_back(text, old, person, LATER)


def test_damaged_block_takes_no_other_version_and_no_writing_with_it() -> None:
    text, states = a_history(5)
    seal(text)
    block = db.session.scalars(select(Block).order_by(Block.last)).all()[1]
    first, last = block.first, block.last
    block.steps = block.steps[:20] + bytes([block.steps[20] ^ 1]) + block.steps[21:]
    db.session.commit()
    for number, state in states.items():
        if first < number < last:
            with pytest.raises(Damaged):
                version_node(text, number)
        else:
            assert written(version_node(text, number)) == state
    type_words_letter_by_letter(text, "on ", LATER)
    assert len(list(saves_of([text]))) == len(states) + 1


def test_saves_that_typing_did_not_make_are_found_in_blocks_and_rows_alike() -> None:
    text, _ = a_history(6)

    def among_all() -> list[MadeSave]:
        return [MadeSave(save.number, save.saved_at, save.origin) for save in saves_before(text.id) if save.origin][
            ::-1
        ]

    made = among_all()
    assert 5 < len(made) < 35
    name_version(text, made[0].number, "Sent")
    assert made_saves(text.id) == made
    seal(text)
    assert made_saves(text.id) == made
    type_words_letter_by_letter(text, "on ", LATER)
    restore_version(text, made[0].number, author_of(text.chapter.work), LATER)
    assert made_saves(text.id)[-1].origin == f"restored {made[0].number}"
    db.session.scalars(select(Block)).first().saves = b"damaged"
    db.session.flush()
    assert 1 < len(made_saves(text.id)) < len(made)
    assert made_saves(text.id) == among_all()


@pytest.mark.parametrize("number", range(3))
def test_damaged_snapshot_loses_nothing(number: int) -> None:
    text, states = a_history(5)
    seal(text)
    snapshot = db.session.scalars(select(Snapshot).order_by(Snapshot.number)).all()[number]
    snapshot.content = snapshot.content[:-3] + b"abc"
    db.session.commit()
    assert {number: written(version_node(text, number)) for number in states} == states


def test_save_that_comes_while_a_stretch_is_packed_stays_in_its_row() -> None:
    text, states = a_history(6, saves=8)
    document_id, person = text.id, author_of(text.chapter.work)
    db.session.commit()

    pauses = []

    def write_once() -> None:
        pauses.append(1)
        if len(pauses) == 3:
            with writing():
                document = db.session.get(Document, document_id)
                type_words_letter_by_letter(document, "meanwhile ", LATER)
                db.session.commit()

    seal_document(document_id, LATER, pause=write_once)
    text = db.session.get(Document, document_id)
    assert count(Version) == 1
    assert document_node(text).text_content.startswith("meanwhile")
    assert {number: written(version_node(text, number)) for number in states} == states
    assert person


def test_text_that_is_deleted_while_it_is_packed_leaves_nothing_behind() -> None:
    text, _ = a_history(7, saves=5)
    document_id = text.id
    db.session.commit()

    def delete_it() -> None:
        with writing():
            db.session.execute(delete(Document).where(Document.id == document_id))
            db.session.commit()

    seal_document(document_id, LATER, pause=delete_it)
    assert (count(Block), count(Snapshot), count(Version)) == (0, 0, 0)


def test_missing_row_is_told_and_not_sealed() -> None:
    text, states = a_history(0, saves=10)
    seal_until = sorted(states)[4]
    db.session.execute(delete(Version).where(Version.number == seal_until))
    db.session.execute(update(Document).values(steps_ahead=0))
    with pytest.raises(Damaged):
        seal(text)


def test_readers_beside_a_sealing_see_every_version_whole(app: Flask) -> None:
    text, states = a_history(3, saves=30)
    document_id = text.id
    db.session.commit()
    wrong: list[int] = []
    done = threading.Event()

    def read() -> None:
        with app.app_context():
            while not done.is_set():
                for number, state in states.items():
                    if written(version_node(db.session.get(Document, document_id), number)) != state:
                        wrong.append(number)
                    db.session.rollback()

    reader = threading.Thread(target=read)
    reader.start()
    try:
        seal_document(document_id, LATER)
    finally:
        done.set()
        reader.join()
    assert wrong == []
