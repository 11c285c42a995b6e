"""Threads that went along with an undo: told by an address to the next page, and there in words."""

from urllib.parse import parse_qs, urlsplit

import pytest

from tests.makers import NOW, author_of, make_chapter
from workshop.history.moved import moved_words, read_moved, with_moved
from workshop.works.saving import ThreadsMoved
from workshop.works.service import bin_chapter, start_draft

MOVED = [ThreadsMoved(7, "back", 2), ThreadsMoved(8, "over", 1)]


@pytest.mark.parametrize("address", ["/chapters/1", "/chapters/1?restored=3.4"])
def test_address_carries_what_moved_beside_what_it_tells_already(address: str) -> None:
    parts = urlsplit(with_moved(address, MOVED))
    told = parse_qs(parts.query)
    assert read_moved(told.pop("moved")) == MOVED
    assert (parts.path, told) == ("/chapters/1", parse_qs(urlsplit(address).query))
    assert with_moved(address, []) == address


@pytest.mark.parametrize(
    "told", ["", "x", "7.back", "7.away.2", "7.back.0", "7.back.-1", "7.back.2.1", "9" * 30, "²7.back.1"]
)
def test_nonsense_tells_nothing(told: str) -> None:
    assert read_moved([told]) == []


@pytest.mark.usefixtures("session")
def test_one_and_many_threads_are_told_with_the_names_of_their_drafts() -> None:
    chapter = make_chapter("One.")
    first, second, binned = (start_draft(chapter, "", None, author_of(chapter.work), NOW) for _ in range(3))
    first.title, second.title = "Another ending", ""
    moved = [
        ThreadsMoved(first.id, "back", 2),
        ThreadsMoved(second.id, "back", 1),
        ThreadsMoved(first.id, "over", 1_200),
    ]
    words = (
        "2 comment threads went back to the draft “Another ending”. 1 comment thread went back to a draft without a name. "
        "1,200 comment threads came over from the draft “Another ending” again."
    )
    assert moved_words(chapter, moved) == words
    assert moved_words(second, moved) == words
    bin_chapter(binned, NOW)
    assert moved_words(chapter, [ThreadsMoved(binned.id, "back", 1), ThreadsMoved(999_999, "back", 1)]) == ""
