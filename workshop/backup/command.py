"""What `python3 app.py backup` and `python3 app.py restore` do and print. Both need an app context."""

from __future__ import annotations

import argparse
from pathlib import Path

from sqlalchemy import select

from workshop.backup.checking import check_backup
from workshop.backup.contents import back_up
from workshop.backup.layout import file_name
from workshop.backup.opening import opened_backup
from workshop.backup.packing import whole_file
from workshop.backup.restoring import NewAccount, restore_house, restore_works
from workshop.backup.telling import counts_told, told
from workshop.db import db, writing
from workshop.errors import Conflict, NotFound, WorkshopError
from workshop.people.service import find_author
from workshop.web import now
from workshop.works.models import Work


class UnreadableFile(WorkshopError):
    """The file that was named cannot be read or written."""


def backup_arguments(arguments: list[str]) -> argparse.Namespace:
    options = argparse.ArgumentParser("python3 app.py backup")
    options.add_argument("file", nargs="?", type=Path, help="the file to write; without it, a dated one in this folder")
    return options.parse_args(arguments)


def restore_arguments(arguments: list[str]) -> argparse.Namespace:
    options = argparse.ArgumentParser("python3 app.py restore")
    options.add_argument("file", type=Path, help="a file that `backup` or a work's page wrote")
    options.add_argument("--for", dest="pen_name", help="restore its works as those of someone who is here already")
    options.add_argument("--check", action="store_true", help="only say what is in it")
    return options.parse_args(arguments)


def backup(asked: argparse.Namespace) -> int:
    """Write all works into the file, and say what is in it."""
    moment = now()
    path = asked.file or Path(file_name("galley", moment))
    if path.exists():
        raise Conflict(f"{path} is there already. Name another file; nothing was written.")
    works = db.session.scalars(select(Work).order_by(Work.id)).all()
    if not works:
        raise NotFound("There is no work in this Galley yet, so there is nothing to back up.")
    try:
        with whole_file(path) as file:
            counts = back_up(file, works, moment)
    except OSError as error:
        raise UnreadableFile(f"{path} cannot be written: {error.strerror}.") from error
    print(f"{path}: {counts_told(counts)}.")
    print("Passwords and invitation links are not in it. Keep it where this machine's disk is not.")
    return 0


def restore(asked: argparse.Namespace) -> int:
    """Check the file, then restore all of it or nothing."""
    try:
        with opened_backup(asked.file) as opened:
            checked = check_backup(opened)
            print(f"{asked.file}: {counts_told(told(checked).counts)}, all whole.")
            if asked.check:
                return 0
            with writing():
                author = find_author(asked.pen_name) if asked.pen_name else None
                if asked.pen_name and author is None:
                    raise NotFound(f"Nobody here writes as {asked.pen_name!r}. Nothing was changed.")
                accounts = [] if author else restore_house(opened, checked, now())
                works = restore_works(opened, checked, author, now()) if author else []
                db.session.commit()
    except OSError as error:
        raise UnreadableFile(f"{asked.file} cannot be read: {error.strerror}.") from error
    if author:
        print(f"Restored: {len(works)} new on the shelf of {asked.pen_name}.")
    else:
        _print_accounts(accounts)
    return 0


def _print_accounts(accounts: list[NewAccount]) -> None:
    print("Restored. A backup has no passwords, so these are new; each can be changed on the account page:")
    for account in accounts:
        print(f"    {account.pen_name}    {account.password}")
    print("Betas who came by a link need a new one.")
