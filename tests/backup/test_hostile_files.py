"""Files that are no backup, or a broken or a malicious one: each is refused in a sentence, and nothing has changed."""

from __future__ import annotations

import json
import random
import struct
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.backup.makers import packed, rewritten, with_row
from tests.makers import NOW, add_beta, make_author, make_chapter, make_work
from tests.prose.makers import doc
from workshop.backup import layout, opening
from workshop.backup.checking import check_backup
from workshop.backup.contents import back_up
from workshop.backup.opening import opened_backup
from workshop.backup.packing import whole_file
from workshop.backup.restoring import restore_works
from workshop.backup.rows import BackupTooLarge, BadBackup, NewerBackup
from workshop.beta.service import open_thread
from workshop.db import db
from workshop.grammar.deciding import decide
from workshop.grammar.models import Verdict
from workshop.lexicon.service import add_term
from workshop.people.models import Person
from workshop.works.models import Work
from workshop.works.queries import text_of

Members = dict[str, bytes]
SAVES, CHAPTERS, THREADS = "works/1/saves/1.jsonl", "works/1/chapters.jsonl", "works/1/threads.jsonl"


@pytest.fixture
def good(app: Flask, tmp_path: Path) -> Path:
    """A backup of a work with a chapter, a thread, a term and a decision."""
    path = tmp_path / "good.galley.zip"
    with app.app_context():
        work = make_work(make_author("tidewrack"))
        text = text_of(make_chapter("It began 😀 here.", work=work, private_note=doc("Hush.")))
        open_thread(text, 1, 3, text.version, "Did it?", add_beta(work), NOW)
        add_term(work, "Kaede", NOW)
        finding = {"id": "f", "place": "p", "rule": "R", "short": "", "message": "m", "words": "w"}
        decide(work, Verdict.LEAVE, finding, work.memberships[0].person, NOW)
        db.session.commit()
        with whole_file(path) as file:
            back_up(file, [work], NOW)
    return path


def refusal(app: Flask, path: Path) -> BadBackup:
    """Try to restore the file; return why it was refused, once it is seen that nothing has changed."""
    with app.app_context():
        author = db.session.scalar(select(Person).where(Person.pen_name == "tidewrack"))
        before = _counted()
        with pytest.raises(BadBackup) as refused, opened_backup(path) as backup:
            restore_works(backup, check_backup(backup), author, NOW)
        assert _counted() == before
    assert refused.value.status in (400, 413)
    assert refused.value.sentence.endswith("Nothing was changed.")
    return refused.value


def _counted() -> list[int]:
    return [db.session.scalar(select(func.count()).select_from(table)) for table in db.metadata.tables.values()]


def test_the_good_file_is_restored(app: Flask, good: Path) -> None:
    with app.app_context(), opened_backup(good) as backup:
        author = db.session.scalar(select(Person).where(Person.pen_name == "tidewrack"))
        restore_works(backup, check_backup(backup), author, NOW)
        assert db.session.scalar(select(func.count()).select_from(Work)) == 2


def test_file_in_which_somebody_read_is_restored(app: Flask, good: Path) -> None:
    with app.app_context(), opened_backup(rewritten(good, _read({}))) as backup:
        [work] = check_backup(backup).works
        assert [len(document.readings) for document in work.chapters[0].documents] == [1, 0, 0, 0]


@pytest.mark.parametrize("content", [b"", b"PK\x05\x06", b"\x00" * 22, b"{}" * 40, b"PK\x03\x04" + b"\xff" * 5000])
def test_what_is_no_zip_is_refused(app: Flask, good: Path, tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "none.zip"
    path.write_bytes(content)
    refusal(app, path)


def test_file_that_was_cut_short_is_refused_wherever_it_was_cut(app: Flask, good: Path, tmp_path: Path) -> None:
    whole = good.read_bytes()
    path = tmp_path / "cut.zip"
    for size in range(0, len(whole), 211):
        path.write_bytes(whole[:size])
        refusal(app, path)


def test_file_with_a_flipped_byte_is_refused_or_still_the_same(app: Flask, good: Path, tmp_path: Path) -> None:
    whole = good.read_bytes()
    path = tmp_path / "flipped.zip"
    chance = random.Random(1)
    with app.app_context(), opened_backup(good) as backup:
        same = check_backup(backup).works
    for _ in range(150):
        at = chance.randrange(len(whole))
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        with app.app_context():
            try:
                with opened_backup(path) as backup:
                    # A byte of no meaning, such as a date: the file says what it said.
                    assert check_backup(backup).works == same
            except BadBackup:
                db.session.rollback()


def test_newer_format_is_told_as_such(app: Flask, good: Path) -> None:
    with zipfile.ZipFile(good) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members[layout.MANIFEST]) | {"format": layout.FORMAT + 1}
    path = packed(good.with_name("newer.zip"), members | {layout.MANIFEST: json.dumps(manifest).encode()})
    assert isinstance(refusal(app, path), NewerBackup)


@pytest.mark.parametrize(
    "name", ["../../etc/passwd", "/etc/passwd", "works/1/../x.jsonl", "C:\\x", "works/1/read/x.html"]
)
def test_member_with_a_name_that_no_backup_has_is_refused(app: Flask, good: Path, name: str) -> None:
    refusal(app, rewritten(good, lambda members: members.update({name: b"{}\n"})))


def test_member_that_the_manifest_does_not_name_is_refused(app: Flask, good: Path) -> None:
    with zipfile.ZipFile(good, "a") as archive:
        archive.writestr("works/2/threads.jsonl", b"")
    refusal(app, good)


def test_zip_bomb_is_refused_before_it_is_unpacked(app: Flask, good: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bomb = rewritten(good, lambda members: members.update({SAVES: b"0" * 30_000_000}))
    assert bomb.stat().st_size < 60_000
    monkeypatch.setattr(layout, "UNPACKED_BYTES_MAX", 20_000_000)
    monkeypatch.setattr(opening, "_sha256", lambda *_: pytest.fail("It was unpacked."))
    assert isinstance(refusal(app, bomb), BackupTooLarge)


def test_line_without_an_end_is_not_read_to_its_end(app: Flask, good: Path) -> None:
    endless = rewritten(good, lambda members: members.update({SAVES: b"0" * (layout.LINE_BYTES_MAX + 10)}))
    assert isinstance(refusal(app, endless), BackupTooLarge)


def test_member_that_lies_about_its_size_is_refused(app: Flask, good: Path) -> None:
    """The list of members says less than what is packed; zipfile gives only so much, and the hash is another then."""
    raw = bytearray(good.read_bytes())
    at = raw.rindex(SAVES.encode()) - 46
    assert raw[at : at + 4] == b"PK\x01\x02"
    struct.pack_into("<L", raw, at + 24, 3)
    good.write_bytes(raw)
    refusal(app, good)


def test_list_of_a_million_members_is_not_even_read(app: Flask, good: Path) -> None:
    raw = bytearray(good.read_bytes())
    struct.pack_into("<HH", raw, len(raw) - 14, 65_000, 65_000)
    good.write_bytes(raw)
    assert isinstance(refusal(app, good), BackupTooLarge)


def _steps(*steps: object) -> Callable[[Members], None]:
    return with_row(SAVES, steps=list(steps))


def _documents(**changed: object) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        row = json.loads(members[CHAPTERS])
        row["documents"][0] |= changed
        members[CHAPTERS] = json.dumps(row).encode() + b"\n"

    return change


def _read(*changes: dict[str, object], document: int = 0) -> Callable[[Members], None]:
    """Return a change after which the author has read a document of the first chapter, once for each of the changes."""

    def change(members: Members) -> None:
        row = json.loads(members[CHAPTERS])
        read = {"person": 1, "version": row["documents"][document]["version"], "read_at": NOW.isoformat()}
        row["documents"][document]["readings"] = [read | each for each in changes]
        members[CHAPTERS] = json.dumps(row).encode() + b"\n"

    return change


def _comment(**changed: object) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        row = json.loads(members[THREADS])
        row["comments"][0] |= changed
        members[THREADS] = json.dumps(row).encode() + b"\n"

    return change


INSERT = {"stepType": "replace", "from": 0, "to": 0, "slice": {"content": [{"type": "paragraph"}]}}
CHANGES: dict[str, Callable[[Members], None]] = {
    "saves that are no JSON": lambda members: members.update({SAVES: b"{\n"}),
    "a row that is a list": lambda members: members.update({SAVES: b"[]\n"}),
    "brackets without end": lambda members: members.update({SAVES: b"[" * 200_000}),
    "bytes that are no text": lambda members: members.update({SAVES: b'{"number": "\xff"}\n'}),
    "no saves": lambda members: members.pop(SAVES),
    "no works": lambda members: members.update({"works.jsonl": b""}),
    "no people": lambda members: members.update({"people.jsonl": b""}),
    "no chapters for its threads": lambda members: members.update({CHAPTERS: b""}),
    "a work twice": lambda members: members.update({"works.jsonl": members["works.jsonl"] * 2}),
    "a person twice": lambda members: members.update({"people.jsonl": members["people.jsonl"] * 2}),
    "a thread twice": lambda members: members.update({THREADS: members[THREADS] * 2}),
    "steps that are none": with_row(SAVES, steps={}),
    "no steps": _steps(),
    "a step of no kind": _steps({"stepType": "sudo"}),
    "a step beyond the end": _steps(INSERT | {"from": 900, "to": 901}),
    "a step that breaks the schema": _steps(INSERT | {"slice": {"content": [{"type": "list_item"}]}}),
    "a script": _steps(INSERT | {"slice": {"content": [{"type": "script", "text": "alert(1)"}]}}),
    "other steps than those of its hash": _steps(INSERT),
    "a number that is none": with_row(SAVES, number="1"),
    "a number that does not follow": with_row(SAVES, number=7),
    "a number like 1e400": with_row(SAVES, number=float("inf")),
    "somebody who is not there": with_row(SAVES, person=99),
    "true for a person": with_row(SAVES, person=True),
    "a moment without a zone": with_row(SAVES, saved_at="2026-03-12T14:03:00"),
    "a moment of the year 9999": with_row(SAVES, saved_at="9999-12-31T23:59:59+00:00"),
    "a moment that is none": with_row(SAVES, saved_at="yesterday"),
    "an origin that is read for its number": with_row(SAVES, origin="restored x"),
    "an origin as long as a page": with_row(SAVES, origin="x" * 61),
    "a device in markup": with_row(SAVES, device="Firefox on <b>Android</b>"),
    "a device as long as a page": with_row(SAVES, device="x" * 41),
    "a device that is a number": with_row(SAVES, device=7),
    "a device of no words": with_row(SAVES, device=""),
    "a client in other letters": with_row(SAVES, client="täb"),
    "a name with half a character": with_row(SAVES, name="\ud83d"),
    "a title that is too long": with_row("works.jsonl", title="x" * 256),
    "a title with a NUL": with_row("works.jsonl", title="a\x00b"),
    "a language that is none": with_row("works.jsonl", language="xx"),
    "a level that is none": with_row("works.jsonl", level="all"),
    "a member who is not there": with_row(
        "works.jsonl", members=[{"person": 77, "role": "author", "joined_at": NOW.isoformat(), "revoked_at": None}]
    ),
    "a lexicon that is not there": with_row("works.jsonl", lexicons=[5]),
    "a term that is none": with_row("works.jsonl", terms=[{"text": "=", "also": [], "added_at": NOW.isoformat()}]),
    "a pen name that cannot be shown": with_row("people.jsonl", pen_name="\u202e"),
    "an account that is not yes or no": with_row("people.jsonl", has_account=1),
    "a part that is none": _documents(part="script"),
    "a part twice": _documents(part="note_before"),
    "a version that the saves do not reach": _documents(version=2),
    "another hash": _documents(states="0" * 64),
    "a chapter twice": lambda members: members.update({CHAPTERS: members[CHAPTERS] * 2}),
    "a draft beside nothing": with_row(CHAPTERS, draft_of=9, began_at=0),
    "a draft beside itself": with_row(CHAPTERS, draft_of=1, began_at=0),
    "a main text that began somewhere": with_row(CHAPTERS, began_at=0),
    "readings that are no list": _documents(readings={}),
    "a reading by nobody": _read({"person": 99}),
    "a reading of the empty page": _read({"version": 0}),
    "a reading of a version that is none": _read({"version": 900}),
    "a reading at no time": _read({"read_at": None}),
    "a reading twice": _read({}, {}),
    "a reading of a private note": _read({}, document=3),
    "an anchor beyond the end": with_row(THREADS, end=90_000),
    "an anchor that ends before it starts": with_row(THREADS, start=3, end=1),
    "an anchor on no words": with_row(THREADS, start=2, end=2),
    "an anchor that cuts a character in half": with_row(THREADS, start=11, end=12),
    "an anchor of no state": with_row(THREADS, state="lost"),
    "a thread on a private note": with_row(THREADS, document=4),
    "a thread on nothing": with_row(THREADS, document=40),
    "a thread of a version to come": with_row(THREADS, version=90),
    "a comment without words": _comment(body=""),
    "a comment as long as a book": _comment(body="x" * 10_001),
    "a verdict that is none": with_row("works/1/decisions.jsonl", verdict="burn"),
    "a decision about a thread that is not there": with_row("works/1/decisions.jsonl", thread=9),
}  # fmt: skip


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_contents_that_galley_would_not_have_written_are_refused(
    app: Flask, good: Path, change: Callable[[Members], None]
) -> None:
    refusal(app, rewritten(good, change))
