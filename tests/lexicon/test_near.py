"""Words that are nearly a known name or honorific."""

from __future__ import annotations

import pytest

from workshop.lexicon.names import Lexicon
from workshop.lexicon.near import near_honorifics, nearest_names, tails

CAST = Lexicon.of(["Sasuke", "Naruto", "Rin", "Kurenai", "Konohamaru", "Leaf", "jutsuna"])
WORDS = frozenset({"cha", "clan", "fan", "sun", "sand", "theme", "time", "side", "style"})


@pytest.mark.parametrize(
    ("word", "meant"),
    [
        ("Saskue", ("Sasuke",)),
        ("Sasuk", ("Sasuke",)),
        ("Sassuke", ("Sasuke",)),
        ("Sasuke", ()),
        ("SASKUE", ("SASUKE",)),
        ("Saskue's", ("Sasuke's",)),
        ("Saskue’s", ("Sasuke's",)),
        ("Saskue-kun", ("Sasuke-kun",)),
        # Two slips only in long names; short names have too many neighbours.
        ("Konhammaru", ("Konohamaru",)),
        ("Krenia", ()),
        ("Ren", ()),
        ("saskue", ()),
        ("Jutsuma", ()),
        ("", ()),
    ],
)
def test_near_names(word: str, meant: tuple[str, ...]) -> None:
    assert nearest_names(word, CAST) == meant


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Don't cry, Naruto-cha.", [("Naruto-cha", "Naruto-chan")]),
        ("Sasuke-tem! Naruto-knu!", [("Sasuke-tem", "Sasuke-teme"), ("Naruto-knu", "Naruto-kun")]),
        ("Naruto-sensie’s book", [("Naruto-sensie", "Naruto-sensei")]),
        ("NARUTO-CHA", [("NARUTO-CHA", "NARUTO-CHAN")]),
        ("Naruto-ba-chan", [("Naruto-ba-chan", "Naruto-baa-chan")]),
        # Words that stand after a name in their own right.
        ("the Naruto-clan, a Naruto-fan, the Leaf-sun, Leaf-style, Naruto-sand, Naruto-side, Naruto-time", []),
        # Honorifics, and what is no name.
        ("Naruto-chan, Naruto-han, cha-cha, tea-cha, Unknown-cha, naruto-cha", []),
        ("Naruto - cha. Naruto", []),
    ],
)
def test_near_honorifics(text: str, found: list[tuple[str, str]]) -> None:
    misses = list(near_honorifics(text, CAST, WORDS.__contains__))
    assert [(text[miss.start_codepoint : miss.end_codepoint], miss.meant[0]) for miss in misses] == found
    assert all(text[miss.start_codepoint : miss.end_codepoint] == miss.word for miss in misses)


def test_dictionary_is_asked_about_what_follows_a_name() -> None:
    assert tails("Naruto-cha and Naruto-chan, the Leaf-side; no-one", CAST) == {"cha", "side"}
