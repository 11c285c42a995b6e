"""The grammar of names: term × honorific × possessive × plural × stutter × shout, and compounds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from workshop.lexicon.honorifics import ORDERED
from workshop.lexicon.names import Lexicon, is_known, term_in, to_look_up
from workshop.lexicon.readings import readings

CAST = Lexicon.of(["Tavira", "Miroku Okano", "Sage", "ANBU", "jutsuna", "D'Arvit", "Jean-Luc", "Kessa", "Bess"])
DICTIONARY = {
    "half", "time", "don't", "what", "No", "no", "going", "please", "information", "child", "moon", "sage", "so", "why",
    "not", "quite", "run", "goodbye",
}  # fmt: skip


def known(word: str) -> bool:
    return is_known(word, CAST, DICTIONARY.__contains__)


@pytest.mark.parametrize(
    "word",
    [
        # possessive, plural and contractions, with either apostrophe
        "Tavira", "Tavira's", "Tavira’s", "Miroku'll", "Okano'd", "Tavira've", "Okanos", "Okanos'", "Okanos’", "Kessa's",
        "Besses", "Bess'", "Bess's",
        # honorifics, one or several
        "Tavira-chan", "Miroku-sama’s", "Okano-san", "Tavira-nee-chan", "Tavira-sensei", "Miroku-teme", "nii-san",
        "Nee-chan", "oji-san", "Okano-hyung", "Okano-shixiong", "Tavira-Chan", "kun",
        # stutter
        "T-Tavira", "T-T-Tavira", "Ta-Tavira-chan", "t-Tavira", "d-don't", "W-what", "N-N-no", "S-so",
        # shout and drawn-out words
        "TAVIRA", "TAVIRA-CHAN", "TAVIRAAA", "Taviraaaa", "Miiiiroku", "Nooooo", "pleeease", "whyyyy", "NOOO",
        # compounds
        "half-Okano", "moon-time", "Tavira-time", "not-quite-Miroku", "Jean-Luc", "Jean-Luc's", "JEAN-LUC",
        # terms that are no names
        "jutsuna", "Jutsuna", "JUTSUNA", "jutsunas", "ANBU", "ANBU's", "D'Arvit", "D’Arvit",
        # dropped g, slang, sounds, fan words
        "goin'", "goin’", "runnin'", "gonna", "Gonna", "kinda", "'course", "Hmph", "hmmmm", "tch", "TCH", "headcanon",
    ],
)  # fmt: skip
def test_form_is_right(word: str) -> None:
    dictionary = DICTIONARY | {"running"}
    assert is_known(word, CAST, dictionary.__contains__)


@pytest.mark.parametrize(
    "word",
    [
        "tavira", "tavira-chan", "TaViRa", "Tavria", "Tavirra", "Tavir", "Saga", "informations", "childs", "sages-",
        "Anbu", "half-Okanu", "X-Tavira", "Miroku-snaa", "Tavira-flob", "goodbyee", "definately", "noo", "D'Arvits'x",
        "oneself", "-", "'", "", "--", "’",
    ],
)  # fmt: skip
def test_form_is_wrong(word: str) -> None:
    assert not known(word)


def test_only_a_term_written_small_may_begin_with_a_capital() -> None:
    sage = Lexicon.of(["Sage"])
    assert sage.has("Sage")
    assert not sage.has("sage")
    assert Lexicon.of(["jutsuna"]).has("Jutsuna")


@given(st.sampled_from(["Tavira", "Okano", "Miroku"]), st.sampled_from(ORDERED), st.sampled_from(["", "'s", "’s", "'"]))
def test_every_honorific_fits_every_name(name: str, honorific: str, ending: str) -> None:
    assert known(f"{name}-{honorific}{ending}")
    assert known(f"{name[0]}-{name}-{honorific}{ending}")
    assert known(f"{name}-{honorific}".upper() + ending)


@given(st.text(max_size=30))
def test_any_text_can_be_taken_apart(word: str) -> None:
    assert all(reading.pieces for reading in readings(word))
    known(word)


def test_many_drawn_out_letters_do_not_multiply_without_end() -> None:
    assert len(list(readings("aaabbbcccdddeeefffggghhh" * 3))) < 100


def test_dictionary_is_asked_about_what_the_lexicon_lacks() -> None:
    assert to_look_up("Tavira-chan", CAST) == frozenset()
    assert to_look_up("moon-Tavira", CAST) == {"moon"}
    assert "moon" in to_look_up("MOON-TAVIRA", CAST)


@pytest.mark.parametrize(
    ("word", "term"),
    [
        ("Tavira", "Tavira"),
        ("Tavira's", "Tavira"),
        ("Tavira’s", "Tavira"),
        ("Tavira-nee-chan", "Tavira"),
        ("T-Tavira-chan's", "Tavira"),
        ("TAVIRAAA", "Tavira"),
        ("Taviraaa", "Tavira"),
        ("ANBU", "ANBU"),
        ("half-elf", "half-elf"),
        ("nee-chan", "nee"),
        ("jutsuna", "jutsuna"),
    ],
)
def test_it_is_a_name_teaches_the_bare_name(word: str, term: str) -> None:
    assert term_in(word) == term
