"""Learning the cast of a text."""

from __future__ import annotations

from workshop.lexicon.cast import Proposal, propose
from workshop.lexicon.names import Lexicon


def proposed(text: str, *unknown: str, lexicon: Lexicon = Lexicon(), **suggested: str) -> dict[str, Proposal]:
    """Return the proposals by term; `suggested` gives what the speller would write for an unknown word."""
    words = dict.fromkeys(unknown, ()) | {word: (first,) for word, first in suggested.items()}
    return {proposal.term: proposal for proposal in propose(text, words, lexicon)}


def test_unknown_capitalised_words_are_proposed_with_count_and_example() -> None:
    found = proposed("The day Tavira came, it rained. Tavira laughed.", "Tavira")
    assert list(found) == ["Tavira"]
    assert (found["Tavira"].count, found["Tavira"].sure) == (2, True)
    assert "The day Tavira came" in found["Tavira"].example


def test_forms_are_counted_under_their_name() -> None:
    text = "So Tavira-chan ran to Tavira’s boat. “T-Tavira!” The TAVIRA. All Taviras. “TAVIRAAA!”"
    unknown = ("Tavira-chan", "Tavira", "T-Tavira", "TAVIRA", "Taviras", "TAVIRAAA")
    found = proposed(text, *unknown)
    assert list(found) == ["Tavira"]
    assert found["Tavira"].count == 6
    assert set(found["Tavira"].forms) == {"Tavira-chan", "Tavira", "T-Tavira", "TAVIRA", "Taviras", "TAVIRAAA"}


def test_name_that_the_dictionary_has_is_known_by_its_honorific() -> None:
    assert list(proposed("You, Sakura-chan, have time.")) == ["Sakura"]


def test_name_that_the_dictionary_has_is_known_by_its_capitals_inside_sentences() -> None:
    text = "Then Rose left. And Rose ran. So did Rose, on a Monday, on Monday, on Monday, as I did, I know, I do."
    assert list(proposed(text)) == ["Rose"]
    assert proposed(text + " A rose.") == {}


def test_ordinary_words_at_the_start_of_sentences_are_no_names() -> None:
    assert proposed("Rain fell. Rain again. “Rain,” she said. Rain!") == {}


def test_slip_of_a_commoner_name_is_not_sure() -> None:
    found = proposed("So Sasuke ran, and Sasuke hid, and Sasuke slept, and Saskue woke.", "Sasuke", "Saskue")
    assert (found["Saskue"].sure, found["Saskue"].doubt) == (False, "a slip of Sasuke?")
    assert found["Sasuke"].sure


def test_mistyped_word_at_the_start_of_a_sentence_is_not_sure() -> None:
    found = proposed("Definately not. Then Kakashi came.", Definately="Definitely", Kakashi="Takashi")
    assert {term: proposal.sure for term, proposal in found.items()} == {"Definately": False, "Kakashi": True}


def test_small_word_is_proposed_when_it_comes_often() -> None:
    assert list(proposed("the jutsuna, a jutsuna, my jutsuna", "jutsuna")) == ["jutsuna"]
    assert proposed("the jutsuna, a jutsuna", "jutsuna") == {}
    assert not proposed("a recieve, the recieve, my recieve", recieve="receive")["recieve"].sure


def test_shouted_sounds_and_honorifics_are_no_names() -> None:
    assert proposed("“NOOOOO!” he yelled. Aaaargh! Nii-san! Kun!", "NOOOOO", "Aaaargh", "Nii-san") == {}


def test_what_the_lexicon_has_is_left_out() -> None:
    text = "Then Tavira met Miroku-san."
    assert list(proposed(text, "Tavira", "Miroku-san", lexicon=Lexicon.of(["Tavira"]))) == ["Miroku"]


def test_commonest_come_first() -> None:
    assert list(proposed("So Abel, and Kessa, and Kessa.", "Abel", "Kessa")) == ["Kessa", "Abel"]


def test_example_is_cut_between_words_of_one_line() -> None:
    text = (
        "x" * 10 + "\n" + "some words before it all " * 4 + "Tavira " + "and some words after that " * 4 + "\nnext line"
    )
    example = proposed(text, "Tavira")["Tavira"].example
    assert example.startswith("… ")
    assert example.endswith(" …")
    assert "Tavira" in example
    assert "\n" not in example
    assert len(example) < 120


def doubts(
    text: str, *unknown: str, dictionary: str = "", lexicon: Lexicon = Lexicon(), **suggested: str
) -> dict[str, str]:
    """Return why each proposal is in doubt, by term."""
    words = dict.fromkeys(unknown, ()) | {word: (first,) for word, first in suggested.items()}
    known = frozenset(dictionary.split())
    return {each.term: each.doubt for each in propose(text, words, lexicon, known.intersection)}


def test_all_forms_make_one_proposal_also_where_the_dictionary_has_the_name() -> None:
    text = "So Sasuke ran. Sasuke-kun! S-Sasuke! Sa-Sasuke! SASUKE! SASUKEEE! Sasuke’s eyes. So Sasuke, and Sasuke."
    found = proposed(text, "Sasuke-kun", "S-Sasuke", "Sa-Sasuke")
    assert list(found) == ["Sasuke"]
    assert found["Sasuke"].count == 9


def test_what_nobody_knows_after_names_is_an_honorific() -> None:
    text = (
        "Then Tavira-zuruno and Miroku-zuruno, and Tavira-time, Miroku-time, half-Tavira, and Kessa-flob, Kessa-flob."
    )
    unknown = ("Tavira-zuruno", "Miroku-zuruno", "Tavira-time", "Miroku-time", "half-Tavira", "Kessa-flob")
    found = doubts(text, *unknown, dictionary="time half")
    assert found["-zuruno"] == ""
    assert found["-flob"] == "after one name only"
    assert not {"time", "half", "-time"} & set(found)


def test_mistyped_honorific_is_in_doubt() -> None:
    text = "Then Tavira-chn ran, and Miroku-chn ran."
    assert doubts(text, "Tavira-chn", "Miroku-chn")["-chn"] == "a slip of -chan?"


def test_slip_of_a_name_that_is_known_already_is_in_doubt() -> None:
    assert doubts("Then Saskue ran.", "Saskue", lexicon=Lexicon.of(["Sasuke"])) == {"Saskue": "a slip of Sasuke?"}


def test_two_names_a_letter_apart_are_two_names() -> None:
    text = "So Natsumi, and Natsumi, and Natsumi, and Natsumi, and Natsuki."
    assert doubts(text, "Natsumi", "Natsuki") == {"Natsumi": "", "Natsuki": ""}


def test_sounds_are_in_doubt_or_left_out() -> None:
    assert doubts("“Fwoosh!” Bzzt! Grrk. Hnnn.", "Fwoosh", "Bzzt", "Grrk") == {"Fwoosh": "a name, or a sound?"}


def test_shouted_ordinary_words_are_no_names() -> None:
    assert doubts("“STOP! NEVER! WHAAAT? STOOOP!” The STOP sign said STOP, STOP and STOP.", "WHAAAT", "STOOOP") == {}


def test_name_that_is_only_shouted_is_proposed_in_ordinary_capitals() -> None:
    assert doubts("They yelled for TAVIRA.", "TAVIRA") == {"Tavira": "only ever shouted"}


def test_ordinary_word_with_a_capital_is_in_doubt() -> None:
    text = "In the Tower. To the Tower. From the Tower."
    assert doubts(text, dictionary="tower") == {"Tower": "an ordinary word with a capital"}


def test_name_inside_a_sentence_that_the_dictionary_spells_otherwise_is_in_doubt() -> None:
    assert doubts("So Hermoine ran.", Hermoine="Hermione") == {"Hermoine": "a slip of “Hermione”?"}
    assert doubts("So Hatake ran.", Hatake="Ha take") == {"Hatake": ""}
    assert doubts("All Quellins ran.", dictionary="quelling", Quellins="Quelling") == {"Quellins": ""}
