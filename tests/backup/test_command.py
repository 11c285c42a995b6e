"""`python3 app.py backup` and `restore` in a terminal: what they write, say and refuse."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import func, select

from tests.backup.makers import texts_told, threads_told
from tests.full_house import fill_house
from tests.makers import make_author
from workshop import cli
from workshop.backup import command
from workshop.db import db
from workshop.errors import Conflict, NotFound
from workshop.people.models import Person
from workshop.people.service import check_sign_in
from workshop.works.models import Work


@pytest.fixture
def backed_up(app: Flask, tmp_path: Path) -> Path:
    path = tmp_path / "house.galley.zip"
    with app.app_context():
        fill_house()
        assert command.backup(command.backup_arguments([str(path)])) == 0
    return path


def restore(*arguments: object) -> int:
    return command.restore(command.restore_arguments([str(each) for each in arguments]))


def test_house_goes_into_an_empty_one_and_its_authors_can_sign_in(
    app: Flask, elsewhere: Flask, backed_up: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with app.app_context():
        told = texts_told(), threads_told()
    with elsewhere.app_context():
        assert restore(backed_up) == 0
        assert (texts_told(), threads_told()) == told
        said = capsys.readouterr().out
        assert "3 works, 6 chapters, 13 versions" in said
        password = re.search(r"tidewrack    (\S+)", said)[1]
        assert check_sign_in("tidewrack", password).keeps_house


def test_check_only_says_what_is_in_it(elsewhere: Flask, backed_up: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with elsewhere.app_context():
        assert restore(backed_up, "--check") == 0
        assert db.session.scalar(select(func.count()).select_from(Work)) == 0
    assert "all whole" in capsys.readouterr().out


def test_works_go_to_someone_who_is_here(elsewhere: Flask, backed_up: Path) -> None:
    with elsewhere.app_context():
        make_author("nightjar")
        db.session.commit()
        assert restore(backed_up, "--for", "Nightjar") == 0
        assert db.session.scalar(select(func.count()).select_from(Work)) == 3
        assert {each.pen_name for each in db.session.scalars(select(Person)) if each.is_author} == {"nightjar"}


def test_works_go_to_nobody_who_is_not_here(elsewhere: Flask, backed_up: Path) -> None:
    with elsewhere.app_context(), pytest.raises(NotFound, match="Nobody here writes as"):
        restore(backed_up, "--for", "nightjar")


def test_file_that_is_there_is_not_written_over(app: Flask, backed_up: Path) -> None:
    before = backed_up.read_bytes()
    with app.app_context(), pytest.raises(Conflict, match="is there already"):
        command.backup(command.backup_arguments([str(backed_up)]))
    assert backed_up.read_bytes() == before


@pytest.mark.parametrize("path", ["no-such-file.zip", "."])
def test_file_that_cannot_be_read_is_named(elsewhere: Flask, path: str) -> None:
    with elsewhere.app_context(), pytest.raises(command.UnreadableFile, match="cannot be read"):
        restore(path)


def test_file_that_cannot_be_written_is_named(app: Flask, backed_up: Path) -> None:
    with app.app_context(), pytest.raises(command.UnreadableFile, match="cannot be written"):
        command.backup(command.backup_arguments([str(backed_up.parent / "no" / "such" / "folder.zip")]))


def test_empty_galley_has_nothing_to_back_up(elsewhere: Flask, tmp_path: Path) -> None:
    with elsewhere.app_context(), pytest.raises(NotFound):
        command.backup(command.backup_arguments([str(tmp_path / "a.zip")]))


def test_both_are_commands_of_the_start() -> None:
    assert {"backup", "restore"} <= cli.COMMANDS.keys()
