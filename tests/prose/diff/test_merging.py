"""Two texts that began as one, made one again."""

from random import Random

import pytest
from hypothesis import example, given, settings
from prosemirror.model import Node

from tests.prose.makers import bullets, doc, h, mark, p, quote, rule, t
from tests.prose.random_edits import edited, random_pair
from tests.prose.strategies import SEEDS
from workshop.prose.diff import Keep, Merge, Span, merge, steps_between
from workshop.prose.diff.touches import Side
from workshop.prose.documents import apply_steps, read_document
from workshop.prose.plain import text_between

FIRST = "The lantern had been out for an hour when Mio-chan finally knocked."
SECOND = "He poured the cold tea into two cups and pushed the bigger one across."
THIRD = "Outside, the bridge-keeper rang his bell for the last boat of the day."
FOURTH = "Nobody had asked her to wait, so she counted the steps and waited."


def taking(merged: Merge, keep: Keep, conflicts: Keep = "ours") -> Node:
    """Return ours with everything kept as told."""
    told = {index: conflicts if difference.is_conflict else keep for index, difference in enumerate(merged.differences)}
    return merged.brought_over(told)


def words_of(node: Node) -> str:
    return text_between(node, 0, node.content.size)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "both"),
    [
        # Words of one paragraph, apart from each other.
        (doc(FIRST), doc(FIRST.replace("lantern", "lamp")), doc(FIRST.replace("hour", "age")),
         doc(FIRST.replace("lantern", "lamp").replace("hour", "age"))),
        # A word put in before one that the other side changed.
        (doc("the dog sat"), doc("the big dog sat"), doc("the cat sat"), doc("the big cat sat")),
        # Words here, form there.
        (doc(FIRST), doc(FIRST.replace("hour", "age")), doc(p(t("The", "em"), FIRST[3:])),
         doc(p(t("The", "em"), FIRST[3:].replace("hour", "age")))),
        (doc(FIRST), doc(FIRST.replace("hour", "age")), doc(p(FIRST, align="center")),
         doc(p(FIRST.replace("hour", "age"), align="center"))),
        (doc(FIRST), doc(FIRST.replace("hour", "age")), doc(h(FIRST)), doc(h(FIRST.replace("hour", "age")))),
        (doc(FIRST), doc(p(t("The", "em"), FIRST[3:])), doc(p(t("The", "strong"), FIRST[3:])),
         doc(p(t("The", "em", "strong"), FIRST[3:]))),
        (doc(FIRST), doc(p(FIRST, align="center")), doc(FIRST.replace("hour", "age")),
         doc(p(FIRST.replace("hour", "age"), align="center"))),
        # Paragraphs.
        (doc(FIRST, SECOND), doc(FIRST.replace("hour", "age"), SECOND), doc(FIRST, SECOND, THIRD),
         doc(FIRST.replace("hour", "age"), SECOND, THIRD)),
        (doc(FIRST, SECOND, THIRD), doc(FIRST, SECOND, THIRD, FOURTH), doc(SECOND, THIRD), doc(SECOND, THIRD, FOURTH)),
        (doc(FIRST, SECOND), doc(FIRST, rule(), SECOND), doc(FIRST, SECOND.replace("cold", "hot")),
         doc(FIRST, rule(), SECOND.replace("cold", "hot"))),
        # A paragraph parted in two, in which the other side mended a word.
        (doc(f"{FIRST} {SECOND}"), doc(f"{FIRST} {SECOND}".replace("cold", "hot")), doc(FIRST, SECOND),
         doc(FIRST, SECOND.replace("cold", "hot"))),
        # Both did the same.
        (doc(FIRST), doc(FIRST.replace("hour", "age")), doc(FIRST.replace("hour", "age")),
         doc(FIRST.replace("hour", "age"))),
        # A paragraph that moved, beside words that changed.
        (doc(FIRST, SECOND, THIRD, FOURTH), doc(FIRST, SECOND, THIRD, FOURTH.replace("steps", "lamps")),
         doc(SECOND, THIRD, FIRST, FOURTH), doc(SECOND, THIRD, FIRST, FOURTH.replace("steps", "lamps"))),
        # Words in a paragraph that the other side moved, either way, and both moved another one.
        (doc(FIRST, SECOND, THIRD, FOURTH), doc(FIRST.replace("hour", "age"), SECOND, THIRD, FOURTH),
         doc(SECOND, THIRD, FIRST, FOURTH), doc(SECOND, THIRD, FIRST.replace("hour", "age"), FOURTH)),
        (doc(FIRST, SECOND, THIRD, FOURTH), doc(SECOND, THIRD, FIRST, FOURTH),
         doc(FIRST.replace("hour", "age"), SECOND, THIRD, FOURTH), doc(SECOND, THIRD, FIRST.replace("hour", "age"), FOURTH)),
        (doc(FIRST, SECOND, THIRD, FOURTH), doc(SECOND, THIRD, FIRST, FOURTH), doc(SECOND, THIRD, FIRST, FOURTH),
         doc(SECOND, THIRD, FIRST, FOURTH)),
        # Lists and quotations.
        (doc(FIRST, bullets(SECOND, THIRD)), doc(FIRST.replace("hour", "age"), bullets(SECOND, THIRD)),
         doc(FIRST, bullets(SECOND, FOURTH, THIRD)), doc(FIRST.replace("hour", "age"), bullets(SECOND, FOURTH, THIRD))),
        (doc("so 😀 it is, and", SECOND), doc("so 😀 it was, and", SECOND), doc("so 😀 it is, and", quote(SECOND)),
         doc("so 😀 it was, and", quote(SECOND))),
    ],
)  # fmt: skip
def test_what_both_changed_apart_is_made_one(base, ours, theirs, both):
    merged = merge(base, ours, theirs)
    assert not any(difference.is_conflict for difference in merged.differences)
    assert taking(merged, "theirs").eq(both)


@pytest.mark.parametrize(
    ("base", "ours", "theirs", "kept"),
    [
        (doc("the dog sat"), doc("the cat sat"), doc("the fox sat"), doc("the cat fox sat")),
        # Of one word both changed other letters: it is one word all the same.
        (doc("a cat sat"), doc("a cats sat"), doc("a car sat"), doc("a cats car sat")),
        (doc(FIRST), doc(FIRST, SECOND), doc(FIRST, THIRD), doc(FIRST, SECOND, THIRD)),
        # What one took out, the other changed.
        (doc(FIRST, SECOND), doc(FIRST), doc(FIRST, SECOND.replace("cold", "hot")),
         doc(FIRST, SECOND.replace("cold", "hot"))),
        (doc(FIRST, SECOND), doc(FIRST, SECOND.replace("cold", "hot")), doc(FIRST),
         doc(FIRST, SECOND.replace("cold", "hot"))),
        # The words went that the other made italic.
        (doc("the dog sat"), doc("the cat sat"), doc(p("the ", t("dog", "em"), " sat")),
         doc(p("the cat ", t("dog", "em"), " sat"))),
        # Two forms that cannot both be.
        (doc(FIRST), doc(p(FIRST, align="center")), doc(p(FIRST, align="right")),
         doc(p(FIRST, align="center"), p(FIRST, align="right"))),
        (doc("see here"), doc(p("see ", t("here", mark("link", href="https://a.example/")))),
         doc(p("see ", t("here", mark("link", href="https://b.example/")))),
         doc(p("see ", t("here", mark("link", href="https://a.example/")), " ",
               t("here", mark("link", href="https://b.example/"))))),
    ],
)  # fmt: skip
def test_what_both_changed_is_a_conflict_that_loses_neither(base, ours, theirs, kept):
    merged = merge(base, ours, theirs)
    assert [difference.is_conflict for difference in merged.differences] == [True]
    assert taking(merged, "theirs").eq(ours)
    assert taking(merged, "theirs", conflicts="theirs").eq(theirs)
    assert taking(merged, "theirs", conflicts="both").eq(kept)


def test_one_difference_is_brought_over_by_itself():
    base = doc(FIRST, SECOND)
    theirs = doc(p(t("The", "em"), FIRST[3:].replace("hour", "age")), SECOND.replace("cold", "hot"), THIRD)
    merged = merge(base, base, theirs)
    assert len(merged.differences) == 4
    assert merged.brought_over({2: "theirs"}).eq(doc(FIRST, SECOND.replace("cold", "hot")))
    assert merged.brought_over({0: "theirs", 3: "theirs"}).eq(doc(p(t("The", "em"), FIRST[3:]), SECOND, THIRD))


def test_moved_paragraphs_are_one_difference_and_go_together():
    base = doc(FIRST, SECOND, THIRD, FOURTH, FIRST[::-1])
    ours = doc(FIRST, SECOND.replace("cold", "hot"), THIRD, FOURTH, FIRST[::-1])
    merged = merge(base, ours, doc(THIRD, FOURTH, FIRST[::-1], FIRST, SECOND))
    (difference,) = merged.differences
    assert not difference.is_conflict
    moved = doc(THIRD, FOURTH, FIRST[::-1], FIRST, SECOND.replace("cold", "hot"))
    assert merged.brought_over({0: "theirs"}).eq(moved)


@settings(max_examples=300)
@given(SEEDS)
def test_merge_with_an_unchanged_side_gives_the_other(seed):
    base, changed = random_pair(Random(seed))
    assert taking(merge(base, base, changed), "theirs").eq(changed)
    assert merge(base, changed, base).differences == ()
    assert taking(merge(base, changed, changed), "theirs").eq(changed)


@settings(max_examples=300)
@given(SEEDS)
@example(4)  # all of ours goes, and theirs comes
def test_every_choice_gives_a_document_that_passes_the_gate(seed):
    random = Random(seed)
    base, ours = random_pair(random)
    merged = merge(base, ours, edited(random, base))
    keeps = {index: random.choice(["ours", "theirs", "both"]) for index in range(len(merged.differences))}
    result = merged.brought_over(keeps)
    assert read_document(result.to_json()).eq(result)
    assert apply_steps(ours, steps_between(ours, result)).doc.eq(result)


@settings(max_examples=200)
@given(SEEDS)
def test_edits_of_different_words_never_conflict_and_all_arrive(seed):
    random = Random(seed)
    words = [f"word{number}" for number in range(40)]
    places = random.sample(range(0, 40, 2), 8)
    mine, yours = ([*words], [*words])
    for place in places[:4]:
        mine[place] = f"mine{place}"
    for place in places[4:]:
        yours[place] = f"yours{place}"
    base, ours, theirs = (
        doc(*(" ".join(side[start : start + 10]) for start in range(0, 40, 10))) for side in (words, mine, yours)
    )
    merged = merge(base, ours, theirs)
    assert not any(difference.is_conflict for difference in merged.differences)
    both = [mine[place] if mine[place] != words[place] else yours[place] for place in range(40)]
    assert words_of(taking(merged, "theirs")).split() == both


@settings(max_examples=200)
@given(SEEDS)
def test_with_both_kept_no_word_of_either_side_is_lost(seed):
    random = Random(seed)
    base = doc(FIRST, SECOND, THIRD, FOURTH)

    def side(name: str) -> Node:
        texts = [FIRST, SECOND, THIRD, FOURTH]
        for number in range(random.randrange(1, 5)):
            at = random.randrange(len(texts))
            words = texts[at].split()
            words[random.randrange(len(words))] = f"{name}{number}"
            texts[at] = " ".join(words)
        return doc(*texts)

    ours, theirs = side("mine"), side("yours")
    result = words_of(taking(merge(base, ours, theirs), "theirs", conflicts="both")).split()
    new = {word for text in (ours, theirs) for word in words_of(text).split() if word.startswith(("mine", "yours"))}
    assert new <= set(result)


@settings(max_examples=100)
@given(SEEDS)
def test_touches_at_a_stretch_are_all_that_share_a_place_with_it(seed):
    random = Random(seed)
    side = Side(*random_pair(random))
    start, end = sorted(random.randrange(side.base.content.size + 1) for _ in range(2))
    found = {id(touch) for touch in side.touches_at(Span(start, end))}
    assert found == {id(each) for each in side.touches if each.span.start <= end and start <= each.span.end}
