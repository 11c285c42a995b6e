"""Threads that went along with an undo or a restoration, told from one page to the next and in words."""

import re
from collections.abc import Iterable
from typing import Literal, cast
from urllib.parse import urlencode, urlsplit

from workshop.works.models import Chapter
from workshop.works.queries import standing_drafts
from workshop.works.saving import ThreadsMoved


def with_moved(address: str, moved: Iterable[ThreadsMoved]) -> str:
    """Return the address of a page with arguments that tell it what moved."""
    told = urlencode([("moved", f"{each.draft_id}.{each.way}.{each.count}") for each in moved])
    parts = urlsplit(address)
    return parts._replace(query="&".join(filter(None, (parts.query, told)))).geturl()


def read_moved(told: Iterable[str]) -> list[ThreadsMoved]:
    """Return what the arguments tell; those that tell nothing are left out."""
    matches = (re.fullmatch(r"([0-9]{1,9})\.(back|over)\.([1-9][0-9]{0,6})", each) for each in told)
    return [
        ThreadsMoved(int(match[1]), cast(Literal["back", "over"], match[2]), int(match[3]))
        for match in matches
        if match
    ]


def moved_words(chapter: Chapter, moved: Iterable[ThreadsMoved]) -> str:
    """Return a sentence for each of the chapter's drafts, or of those beside it, that threads went to or came from."""
    titles = {draft.id: draft.title for draft in standing_drafts(chapter.main or chapter)}
    return " ".join(_sentence(each, titles[each.draft_id]) for each in moved if each.draft_id in titles)


def _sentence(moved: ThreadsMoved, title: str) -> str:
    threads = f"{moved.count:,} comment thread{'' if moved.count == 1 else 's'}"
    draft = f"the draft “{title}”" if title else "a draft without a name"
    return f"{threads} went back to {draft}." if moved.way == "back" else f"{threads} came over from {draft} again."
