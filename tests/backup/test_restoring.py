"""A backup restored by another Galley: every version, thread, name and decision is what it was."""

from __future__ import annotations

import json
import zipfile
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from random import Random

import pytest
from flask import Flask
from sqlalchemy import delete, func, select

from tests.backup.makers import add_past, readings_told, rewritten, texts_told, threads_told
from tests.full_house import fill_house
from tests.makers import (
    NOW,
    add_beta,
    author_of,
    make_author,
    make_chapter,
    make_guest,
    make_text,
    make_work,
    type_words,
    write,
)
from workshop.backup.checked import WorkRow
from workshop.backup.checking import check_backup
from workshop.backup.contents import HistoryDamaged, back_up
from workshop.backup.layout import as_line
from workshop.backup.opening import opened_backup
from workshop.backup.packing import whole_file
from workshop.backup.restoring import NewAccount, NotEmpty, restore_house, restore_works
from workshop.beta.models import Invitation
from workshop.beta.readings import note_reading
from workshop.beta.service import delete_comment, open_thread, reply
from workshop.db import db
from workshop.desk import bringing
from workshop.grammar.models import Decision
from workshop.grammar.queries import language_of
from workshop.history.service import name_version
from workshop.lexicon.queries import lexicon_of, shared_lexicons
from workshop.people.models import Person
from workshop.people.service import check_sign_in
from workshop.prose.plain import plain_text
from workshop.works.access import role_in
from workshop.works.models import Chapter, Document, Role, Snapshot, Version, Work
from workshop.works.queries import text_of
from workshop.works.saving import document_node
from workshop.works.sealing import seal_document
from workshop.works.service import start_draft
from workshop.works.verifying import verify_document


def backed_up(folder: Path, *works: Work, reader: Person | None = None) -> Path:
    path = folder / "backup.galley.zip"
    db.session.commit()
    with whole_file(path) as file:
        back_up(file, works or db.session.scalars(select(Work).order_by(Work.id)).all(), NOW, reader)
    return path


def restored_house(path: Path) -> list[NewAccount]:
    with opened_backup(path) as backup:
        accounts = restore_house(backup, check_backup(backup), NOW)
    db.session.commit()
    return accounts


def restored_works(path: Path, author: Person) -> list[Work]:
    with opened_backup(path) as backup:
        works = restore_works(backup, check_backup(backup), author, NOW)
    db.session.commit()
    return works


def _numbered(work: WorkRow) -> WorkRow:
    """Return the work with its chapters numbered as they come: where they are restored, they get other ids."""
    numbers = {chapter.id: number for number, chapter in enumerate(work.chapters)}
    chapters = [replace(each, id=numbers[each.id], draft_of=numbers.get(each.draft_of)) for each in work.chapters]
    return replace(work, chapters=chapters)


@pytest.mark.parametrize("sealed", [False, True])
@pytest.mark.parametrize("seed", range(3))
def test_every_version_and_thread_is_the_same_elsewhere(
    app: Flask, elsewhere: Flask, tmp_path: Path, seed: int, sealed: bool
) -> None:
    with app.app_context():
        random = Random(seed)
        work = make_work(make_author("tidewrack"))
        for title in ("Low Water", "Salt", "The Lamp-room"):
            text = add_past(work, random, saves=random.randint(20, 60), title=title).documents[0]
            name_version(text, text.version, f"The end of {title}")
        db.session.commit()
        if sealed:
            for document_id in db.session.scalars(select(Document.id)).all():
                seal_document(document_id, NOW + timedelta(days=30))
        told = texts_told(), threads_told()
        path = backed_up(tmp_path)
    with elsewhere.app_context():
        restored_house(path)
        assert (texts_told(), threads_told()) == told
        assert len(told[1]) > 5
        damages = [verify_document(each).damages for each in db.session.scalars(select(Document.id)).all()]
        assert not any(damages)


def test_restored_house_makes_the_same_backup_again(app: Flask, elsewhere: Flask, tmp_path: Path) -> None:
    with app.app_context():
        fill_house()
        first = backed_up(tmp_path)
        (tmp_path / "again").mkdir()
    with elsewhere.app_context():
        restored_house(first)
        second = backed_up(tmp_path / "again")
    with opened_backup(first) as one, opened_backup(second) as two:
        assert check_backup(one).people.keys() == check_backup(two).people.keys()
        assert [work.threads for work in check_backup(one).works] == [work.threads for work in check_backup(two).works]
        assert list(map(_numbered, check_backup(one).works)) == list(map(_numbered, check_backup(two).works))


def test_long_history_keeps_its_snapshots(app: Flask, elsewhere: Flask, tmp_path: Path) -> None:
    with app.app_context():
        text = make_text("It began")
        for number in range(450):
            type_words(text, f" {number}", NOW + timedelta(seconds=number))
        path = backed_up(tmp_path)
    with elsewhere.app_context():
        restored_house(path)
        assert db.session.scalar(select(func.count()).select_from(Snapshot)) == 1
        assert max(len(hashes) for *_, (hashes, _) in texts_told()) == 452


def test_accounts_come_back_with_new_passwords_and_no_secret_of_the_old_ones(
    app: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    with app.app_context():
        fill_house()
        hashes = [each for each in db.session.scalars(select(Person.password_hash)) if each]
        tokens = db.session.scalars(select(Invitation.token_hash)).all()
        path = backed_up(tmp_path)
    with elsewhere.app_context():
        accounts = {account.pen_name: account for account in restored_house(path)}
        assert set(accounts) == {"tidewrack", "nightjar", "oldsalt"}
        author = check_sign_in("tidewrack", accounts["tidewrack"].password)
        assert author.keeps_house
        assert {each.pen_name for each in db.session.scalars(select(Person)) if not each.is_author} == {"mothwing"}
        [kept] = shared_lexicons(author)
        assert kept.terms == 1
    unpacked = _unpacked(path)
    assert not [secret for secret in (*hashes, *tokens) if secret.encode() in unpacked]


def test_house_is_restored_into_an_empty_one_only(app: Flask, elsewhere: Flask, tmp_path: Path) -> None:
    with app.app_context():
        make_text("It began.")
        path = backed_up(tmp_path)
    with elsewhere.app_context():
        make_author("nightjar")
        db.session.commit()
        with pytest.raises(NotEmpty):
            restored_house(path)


def test_one_work_becomes_a_new_work_beside_the_old_one(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        fill_house()
        author = db.session.scalar(select(Person).where(Person.pen_name == "tidewrack"))
        work = db.session.scalar(select(Work).where(Work.title.contains("Tide")))
        path = backed_up(tmp_path, work, reader=author)
        [again] = restored_works(path, author)
        assert again.id != work.id
        assert [chapter.title for chapter in again.chapters] == [chapter.title for chapter in work.chapters]
        assert role_in(again, author) is Role.AUTHOR
        assert lexicon_of(again) == lexicon_of(work)
        assert _decided(again) == _decided(work)
        assert language_of(again) == language_of(work)


def test_others_come_back_as_guests_with_their_names_and_without_access(
    app: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    with app.app_context():
        text = make_text("It began.")
        work = text.chapter.work
        beta = add_beta(work, make_guest("mothwing"))
        open_thread(text, 1, 3, text.version, "Did it?", beta, NOW)
        path = backed_up(tmp_path, work, reader=work.memberships[0].person)
    with elsewhere.app_context():
        mothwing = make_author("mothwing")
        me = make_author("nightjar")
        [work] = restored_works(path, me)
        [comment] = threads_told()[0][-1]
        assert comment[0] == "mothwing"
        assert role_in(work, mothwing) is None
        roles = {each.person.pen_name: role_in(work, each.person) for each in work.memberships}
        assert {name for name, role in roles.items() if role} == {"nightjar"}
        assert not any(each.person.is_author for each in work.memberships if each.person_id != me.id)


def test_file_cannot_speak_in_the_name_of_who_restores_it_unless_they_wrote_it(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        text = make_text("It began.")
        work, author = text.chapter.work, text.chapter.work.memberships[0].person
        guest = add_beta(work, make_guest(author.pen_name))
        open_thread(text, 1, 3, text.version, "From the guest.", guest, NOW)
        [again] = restored_works(backed_up(tmp_path, work, reader=author), author)
        assert len({each.person_id for each in again.memberships}) == 2


def test_devices_and_readings_come_back(app: Flask, elsewhere: Flask, tmp_path: Path) -> None:
    with app.app_context():
        told = _write_and_read()
        path = backed_up(tmp_path)
    with elsewhere.app_context():
        restored_house(path)
        assert (_devices(), readings_told()) == told
        assert told[0] == [None, "Firefox on Android", "Safari on Mac"]
        assert [name for name, *_ in told[1]] == ["mothwing", "saltmarsh"]


def test_file_of_a_galley_that_kept_neither_is_restored_without_them(
    app: Flask, elsewhere: Flask, tmp_path: Path
) -> None:
    with app.app_context():
        _write_and_read()
        path = rewritten(backed_up(tmp_path), _without_devices_and_readings)
    with elsewhere.app_context():
        restored_house(path)
        assert (_devices(), readings_told()) == ([None, None, None], [])


def _write_and_read() -> tuple[list[str | None], list[list[object]]]:
    """Write on two devices, let two betas read, and tell both."""
    text = make_text("It began.")
    betas = [add_beta(text.chapter.work, make_guest(name)) for name in ("mothwing", "saltmarsh")]
    for beta, device in zip(betas, ("Firefox on Android", "Safari on Mac"), strict=True):
        type_words(text, " More.", device=device)
        note_reading(text, text.version, beta, NOW + timedelta(hours=2))
    return _devices(), readings_told()


def _devices() -> list[str | None]:
    return [save.device for _, _, _, (_, saves) in texts_told() for save in saves]


def _without_devices_and_readings(members: dict[str, bytes]) -> None:
    for name, content in members.items():
        rows = [json.loads(line) for line in content.splitlines()] if name.endswith(".jsonl") else []
        for row in rows:
            row.pop("device", None)
            for document in row.get("documents", ()):
                del document["readings"]
        if rows:
            members[name] = b"".join(map(as_line, rows))


def test_comment_that_a_beta_took_back_is_not_in_the_authors_file(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        text = make_text("It began.")
        work, author = text.chapter.work, text.chapter.work.memberships[0].person
        beta = add_beta(work)
        thread = open_thread(text, 1, 3, text.version, "Mine to say.", author, NOW)
        delete_comment(reply(thread, "I take this back.", beta, NOW), beta, NOW)
        delete_comment(reply(thread, "And I this.", author, NOW), author, NOW)
        unpacked = _unpacked(backed_up(tmp_path, work, reader=author))
        assert b"I take this back." not in unpacked
        assert b"And I this." in unpacked


def test_chapters_can_be_read_without_galley(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        text = make_text("“Nobody <moved>.”")
        path = backed_up(tmp_path, text.chapter.work)
    assert "“Nobody &lt;moved&gt;.”".encode() in _unpacked(path)


def test_backup_that_fails_on_the_way_leaves_no_file(app: Flask, tmp_path: Path) -> None:
    with app.app_context():
        text = make_text("It began.")
        db.session.execute(delete(Version))
        with pytest.raises(HistoryDamaged):
            backed_up(tmp_path, text.chapter.work)
    assert not [path for path in tmp_path.iterdir() if path.name != "instance"]


def _unpacked(path: Path) -> bytes:
    with zipfile.ZipFile(path) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())


def _decided(work: Work) -> list[tuple[str, str]]:
    decisions = select(Decision.verdict, Decision.subject).where(Decision.work_id == work.id)
    return sorted(db.session.execute(decisions).all())


def test_draft_stands_beside_its_chapter_again(app: Flask, elsewhere: Flask, tmp_path: Path) -> None:
    with app.app_context():
        author = make_author("tidewrack")
        text = text_of(make_chapter("The rope was wet.", work=make_work(author)))
        start_draft(text.chapter, "In which he stays", None, author, NOW)
        began_at = text.version
        type_words(text, "Then it rained.")
        path = backed_up(tmp_path)
    with elsewhere.app_context():
        restored_house(path)
        draft = db.session.scalar(select(Chapter).where(Chapter.draft_of.is_not(None)))
        assert (draft.title, draft.began_at, draft.main.draft_of) == ("In which he stays", began_at, None)
        assert plain_text(document_node(text_of(draft))).text == "The rope was wet."
        assert plain_text(document_node(text_of(draft.main))).text != "The rope was wet."


def test_what_was_decided_about_a_draft_is_decided_elsewhere_too(app: Flask, elsewhere: Flask, tmp_path: Path) -> None:
    with app.app_context():
        text = text_of(make_chapter("The rope was wet.", "It rained."))
        author = author_of(text.chapter.work)
        draft = start_draft(text.chapter, "In which he stays", None, author, NOW)
        write(text_of(draft), "The rope was dry.", "It snowed.")
        bringing.bring_over(draft, bringing.told_versions(draft), {0: "theirs", 1: "ours"}, author, NOW)
        path = backed_up(tmp_path)
    with elsewhere.app_context():
        restored_house(path)
        draft = db.session.scalar(select(Chapter).where(Chapter.draft_of.is_not(None)))
        merged = bringing.merge_of(draft)
        assert (len(merged.offered), len(merged.differences)) == (0, 1)
