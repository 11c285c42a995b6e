"""Where the words of a comment stand after two texts were compared, beyond what the steps tell."""

from random import Random

import pytest
from prosemirror.model import Node

from tests.prose.makers import doc
from tests.prose.random_edits import random_pair
from workshop.prose.anchors import Anchor, BadAnchor, anchor_at, map_anchor
from workshop.prose.diff import steps_between
from workshop.prose.diff.survivors import kept_stretches
from workshop.prose.documents import apply_steps
from workshop.prose.plain import text_between
from workshop.prose.second_look import SecondLook

LAMPS = "The harbour master counted seventeen copper lanterns along the quay before the fishing boats came home."
TEA = "Grandmother poured smoky barley tea into chipped porcelain cups and pretended not to notice the bruises."
BRIDGE = "Beyond the crooked bridge, a travelling puppeteer rehearsed quarrels between wooden kings and tin foxes."
WINTER = "That winter nobody trusted the ice, and every skate hung from its nail like a reproach."
FILLER = [f"On day {number} the {thing} went unmended." for number, thing in enumerate(["roof", "gate", "net", "oar"])]


def looked_at(old: list[str], new: list[str], quote: str) -> Anchor:
    before, after = doc(*old), doc(*new)
    applied = apply_steps(before, steps_between(before, after))
    assert applied.doc.eq(after)
    start = next(at for at in range(before.content.size) if _reads(before, at, quote))
    anchor = anchor_at(before, start, start + len(quote))
    return SecondLook(before, applied).at(anchor, map_anchor(anchor, applied.mapping, applied.doc))


def _reads(document: Node, at: int, quote: str) -> bool:
    end = at + len(quote)
    return end <= document.content.size and text_between(document, at, end) == quote


def test_comment_goes_with_half_a_paragraph_that_was_parted_off_and_moved() -> None:
    old = [f"{LAMPS} {TEA}", *FILLER, BRIDGE, WINTER]
    new = [LAMPS, *FILLER, BRIDGE, WINTER, TEA]
    found = looked_at(old, new, "chipped porcelain cups")
    assert (found.state, found.now) == ("anchored", "chipped porcelain cups")


def test_comment_on_words_that_went_stays_gone() -> None:
    found = looked_at([f"{LAMPS} {TEA}", *FILLER], [LAMPS, *FILLER, WINTER], "chipped porcelain cups")
    assert (found.state, found.now, found.quote) == ("gone", "", "chipped porcelain cups")


def test_words_that_stand_in_two_places_are_in_neither() -> None:
    old = [f"{LAMPS} {TEA}", *FILLER, BRIDGE]
    found = looked_at(old, [LAMPS, *FILLER, f"{WINTER} {TEA}", f"{BRIDGE} {TEA}"], "porcelain")
    assert found.state == "gone"


def test_a_word_put_in_instead_is_shown_as_then_and_now() -> None:
    found = looked_at([LAMPS], [LAMPS.replace("copper", "silver")], "copper")
    assert (found.state, found.now) == ("changed", "silver")


def test_a_mended_word_is_the_same_one() -> None:
    found = looked_at([LAMPS], [LAMPS.replace("copper lanterns", "copper lantern")], "copper lanterns")
    assert (found.state, found.now) == ("changed", "copper lantern")


def test_a_comment_ends_where_its_words_do_and_not_where_a_new_sentence_does() -> None:
    instead = BRIDGE.replace("the crooked", "a crooked")
    found = looked_at([TEA, WINTER], [TEA.replace("the bruises.", instead), WINTER], "notice the bruises")
    assert (found.state, found.now) == ("changed", "notice")


def test_a_common_word_of_a_sentence_put_in_does_not_stretch_a_comment() -> None:
    quote = "carefully mended with tarred rope on Monday; they are wanted in the yard, Mr. Harlow"
    put_in = (
        "then, suddenly, he recollected her embarrassment a few days before, on his reading Mr. Collins's letter aloud,"
    )
    old = f"{LAMPS} The roof was {quote}, before anybody asks for them."
    left = "carefully mended with tarred rope on Monday;"
    new = f"{LAMPS} The roof was {left} {put_in} before anybody asks for them."
    assert looked_at([old], [new], quote).now == left


def test_a_word_at_an_end_stays_in_the_comment_where_what_stood_before_it_does() -> None:
    old = f"{TEA} The old travelling puppeteer rehearsed."
    found = looked_at([old], [old.replace("The old", f"The {LAMPS[4:-1]} old")], "The old travelling puppeteer")
    assert found.now.startswith("The harbour master")


def test_a_few_words_that_are_found_elsewhere_are_not_a_long_passage() -> None:
    quote = f"{TEA} {BRIDGE}"
    few = "rehearsed quarrels between wooden kings and tin foxes"
    found = looked_at([f"{LAMPS} {quote}", *FILLER, WINTER], [LAMPS, *FILLER, f"{WINTER} She {few}."], quote)
    assert found.state == "gone"


@pytest.mark.parametrize("seed", range(150))
def test_a_place_is_always_within_the_text_and_says_what_stands_there(seed: int) -> None:
    random = Random(seed)
    old, new = random_pair(random)
    applied = apply_steps(old, steps_between(old, new))
    look = SecondLook(old, applied)
    for start in range(0, old.content.size, 7):
        try:
            was = anchor_at(old, start, min(old.content.size, start + random.randrange(1, 30)))
        except BadAnchor:
            continue
        found = look.at(was, map_anchor(was, applied.mapping, applied.doc))
        if found.state == "gone":
            assert found.now == ""
        else:
            assert found.now == text_between(applied.doc, found.start, found.end)
            assert (found.state == "anchored") == (found.now == found.quote)


@pytest.mark.parametrize("seed", range(150))
def test_what_the_steps_keep_reads_the_same_before_and_after(seed: int) -> None:
    old, new = random_pair(Random(seed))
    applied = apply_steps(old, steps_between(old, new))
    for stretch in kept_stretches(applied.mapping, old.content.size):
        was = old.text_between(stretch.old, stretch.old + stretch.size, "", "")
        assert was == new.text_between(stretch.new, stretch.new + stretch.size, "", "")
