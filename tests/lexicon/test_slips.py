"""Which word is another one mistyped, and that looking for it does not grow with the list."""

from __future__ import annotations

from random import Random

import pytest

from workshop.lexicon import names, slips
from workshop.lexicon.names import Lexicon
from workshop.lexicon.near import nearest_names
from workshop.lexicon.slips import Neighbours

SYLLABLES = "ka ki ku ke ko sa shi su se so ta chi tsu te to na ni nu ne no ha hi fu he ho ma mi mu me mo ra ri ru re ro".split()


def cast(size: int) -> list[str]:
    """Return that many different names of two to five syllables."""
    random = Random(4)
    found: dict[str, None] = {}
    while len(found) < size:
        found["".join(random.choices(SYLLABLES, k=random.randint(2, 5))).capitalize()] = None
    return list(found)


@pytest.mark.parametrize(
    ("written", "meant", "count"),
    [
        ("Saskue", "Sasuke", 1), ("Sasuek", "Sasuke", 1), ("Sassuke", "Sasuke", 1), ("Sasuk", "Sasuke", 1),
        ("Konhammaru", "Konohamaru", 2), ("MIroku", "Miroku", 1), ("Eowyn", "Éowyn", 1),
        ("Sasuke", "Sasuke", 0), ("Kira", "Mira", 0), ("Mario", "Maria", 0), ("Kiran", "Kira", 0), ("Ren", "Rin", 0),
        ("Natsuki", "Natsumi", 0), ("Kirk", "Kira", 0), ("", "Kira", 0),
    ],
)  # fmt: skip
def test_slip_is_told_from_another_name(written: str, meant: str, count: int) -> None:
    assert slips.slips(written, meant) == count


def test_filed_words_are_found_as_comparing_with_each_would_find_them() -> None:
    words = cast(400)
    filed = Neighbours(words)
    random = Random(5)
    for word in random.sample(words, 120):
        place = random.randrange(len(word) - 1)
        for written in (
            word[:place] + word[place + 1 :],
            word[:place] + word[place + 1] + word[place] + word[place + 2 :],
        ):
            assert set(filed.nearest(written)) == {other for other in words if slips.slips(written, other)}


def test_look_up_among_five_thousand_names_compares_with_a_handful(monkeypatch: pytest.MonkeyPatch) -> None:
    compared: list[int] = []
    counted = slips.slips
    monkeypatch.setattr(slips, "slips", lambda *pair: compared.append(1) or counted(*pair))
    words = cast(5000)
    lexicon = Lexicon.of(words)
    assert lexicon.neighbours.nearest("x") == ()
    written = [word[:2] + word[3] + word[2] + word[4:] for word in words if len(word) >= 6][:500]
    for word in written:
        lexicon.neighbours.nearest(word)
    assert len(compared) / len(written) < 60  # comparing with each would make 5,000


def test_words_are_filed_once_for_a_lexicon(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[int] = []

    class Counted(Neighbours):
        def __init__(self, words: object) -> None:
            made.append(1)
            super().__init__(words)

    monkeypatch.setattr(names, "Neighbours", Counted)
    lexicon = Lexicon.of(cast(50))
    for word in ("Saskue", "Nartuo", "Kakahsi"):
        nearest_names(word, lexicon)
    assert len(made) == 1


def test_longest_word_makes_no_more_rests_than_a_name_needs() -> None:
    filed = Neighbours(["x" * 80, "ab" * 40])
    assert sum(map(len, filed._by_rest.values())) < 200
