"""Lists of terms as a person writes them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.errors import BadInput
from workshop.lexicon.lists import Entry, clean_term, read_list, write_list

BY_HAND = """\ufeff# Team Seven
Naruto Uzumaki = Naru, Knucklehead ; Hokage-to-be

Sakura, Sasuke
- Kakashi
* Tsunade
jutsu
-dattebane
–chama
D’Arvit
"""


def test_list_by_hand_is_read() -> None:
    listing = read_list(BY_HAND)
    assert [entry.as_line() for entry in listing.entries] == [
        "Naruto Uzumaki = Naru, Knucklehead, Hokage-to-be",
        "Sakura",
        "Sasuke",
        "Kakashi",
        "Tsunade",
        "jutsu",
        "-dattebane",
        "-chama",
        "D'Arvit",
    ]
    assert listing.unreadable == ()


def test_what_cannot_be_read_is_told_by_line() -> None:
    listing = read_list("Naruto\n\n???\n= Naru\nA = B = C\n" + "x" * 81 + "\n-two words\nRin\n")
    assert [entry.text for entry in listing.entries] == ["Naruto", "Rin"]
    assert [line.number for line in listing.unreadable] == [3, 4, 5, 6, 7]
    assert listing.unreadable[0].text == "???"
    assert "one letter" in listing.unreadable[0].reason


def test_all_names_of_a_list_are_names() -> None:
    assert list(read_list("Naruto = Naru, Fox\nRin").names) == ["Naruto", "Naru", "Fox", "Rin"]


def test_other_names_belong_to_the_last_name_before_them() -> None:
    assert [entry.as_line() for entry in read_list("Ino, Choji = Cho").entries] == ["Ino", "Choji = Cho"]


def test_other_names_are_kept_once_and_without_the_own() -> None:
    (entry,) = read_list("Naruto = Naru, Naruto, Naru,,").entries
    assert entry == Entry("Naruto", ("Naru",))


def kept(text: str) -> str | None:
    try:
        return clean_term(text)
    except BadInput:
        return None


@given(st.lists(st.tuples(st.text(max_size=30), st.lists(st.text(max_size=12), max_size=3)), max_size=8), st.text())
def test_saved_list_is_read_as_it_was(rows: list[tuple[str, list[str]]], title: str) -> None:
    entries = []
    for text, others in rows:
        cleaned = [name for name in map(kept, others) if name]
        if term := kept(text):
            entries.append(Entry(term, tuple(dict.fromkeys(name for name in cleaned if name != term))))
    listing = read_list(write_list(title, entries))
    assert listing.entries == tuple(entries)
    assert listing.unreadable == ()


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    read_list(text)


@pytest.mark.parametrize(
    "text", ["", "   ", "--", "123", "x" * 81, "a=b", "a,b", "a;b", "#a", "a\u200bb", "-two words"]
)
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(BadInput):
        clean_term(text)
