"""What was decided stays decided: it is offered no more, and what was left can still be brought over."""

from random import Random

import pytest
from hypothesis import given, settings
from prosemirror.model import Node

from tests.prose.makers import doc
from tests.prose.random_edits import edited, random_pair
from tests.prose.strategies import SEEDS
from workshop.prose.diff import Keep, Merge, merge, with_left
from workshop.prose.documents import read_document
from workshop.prose.plain import text_between

BEGUN = doc("the dog sat on the mat", "and waited for the rain to end")
DRAFT = doc("the cat sat on the mat", "and waited for the rain to end")


def again(begun, ours, base, theirs) -> Merge:
    """Return the second merge of a draft that was `base` at the first."""
    return with_left(merge(base, ours, theirs), merge(begun, ours, theirs))


def told(merged: Merge) -> list[tuple[str, str, bool, bool]]:
    def words(node, span) -> str:
        return text_between(node, span.start, span.end)

    return [
        (words(merged.ours, each.ours), words(merged.theirs, each.theirs), each.is_conflict, each.is_left)
        for each in merged.differences
    ]


def test_what_was_left_is_listed_and_can_be_taken() -> None:
    merged = again(BEGUN, BEGUN, DRAFT, DRAFT)
    assert told(merged) == [("dog", "cat", False, True)]
    assert merged.brought_over({0: "theirs"}).eq(DRAFT)


@pytest.mark.parametrize(
    ("later", "offered"),
    [
        # Beside the words that were left, these wait apart.
        (doc("the cat sat on the red mat", "and waited for the rain to end"),
         [("", "red ", False, False), ("dog", "cat", False, True)]),
        # In the words that were left both texts have changed since: a conflict, and nothing waits besides.
        (doc("the black cats sat on the mat", "and waited for the rain to end"),
         [("dog", "black cats", True, False)]),
        # Taken back in the draft: nothing is left.
        (BEGUN, []),
        # Taken out in the draft: the same again.
        (doc("the sat on the mat", "and waited for the rain to end"), [("dog ", "", True, False)]),
    ],
)  # fmt: skip
def test_what_the_draft_changes_near_it_is_offered(later, offered) -> None:
    assert told(again(BEGUN, BEGUN, DRAFT, later)) == offered


def test_conflict_of_which_both_were_kept_has_left_nothing() -> None:
    ours = doc("the fox cat sat on the mat", "and waited for the rain to end")
    assert told(again(BEGUN, ours, DRAFT, DRAFT)) == []
    others = doc("the fox sat on the mat", "and waited for the rain to end")
    assert told(again(BEGUN, others, DRAFT, DRAFT)) == [("fox", "cat", True, True)]


@settings(max_examples=300)
@given(SEEDS)
def test_nothing_is_offered_a_second_time(seed: int) -> None:
    random = Random(seed)
    begun, ours = random_pair(random)
    theirs = edited(random, begun)
    first = merge(begun, ours, theirs)
    ours = first.brought_over({index: _keep(random) for index in range(len(first.differences))})
    second = again(begun, ours, theirs, theirs)
    assert second.offered == []
    keeps = {index: _keep(random) for index in range(len(second.differences))}
    result = second.brought_over(keeps)
    assert read_document(result.to_json()).eq(result)


@settings(max_examples=300)
@given(SEEDS)
def test_all_that_was_left_can_come_over_after_all(seed: int) -> None:
    begun, theirs = random_pair(Random(seed))
    merged = again(begun, begun, theirs, theirs)
    assert merged.brought_over(dict.fromkeys(range(len(merged.differences)), "theirs")).eq(theirs)


@settings(max_examples=300)
@given(SEEDS)
def test_every_later_word_is_offered_and_none_that_was_left_is_lost(seed: int) -> None:
    """Words are new ones each time, so that each is known again."""
    random = Random(seed)
    begun = [[f"w{line}x{at}" for at in range(8)] for line in range(5)]
    left = _with_new_words(random, begun, "left")
    later = _with_new_words(random, left, "later")
    ours = _with_new_words(random, begun, "ours")
    begun, ours, left, later = (doc(*map(" ".join, lines)) for lines in (begun, ours, left, later))
    merged = again(begun, ours, left, later)
    offered = {word for _, theirs, _, is_left in told(merged) if not is_left for word in theirs.split()}
    assert _named(later, "later") <= offered
    # What stood right beside it waited until that was decided on.
    ours = merged.brought_over({index: _keep(random) for index in range(len(merged.differences))})
    merged = again(begun, ours, later, later)
    missing = (_named(later, "left") | _named(later, "later")) - _named(ours, "l")
    assert missing <= {word for _, theirs, _, _ in told(merged) for word in theirs.split()}
    result = merged.brought_over(dict.fromkeys(range(len(merged.differences)), "both"))
    assert _named(later, "l") <= _named(result, "l")
    assert _named(ours, "ours") <= _named(result, "ours")


def _named(node: Node, name: str) -> set[str]:
    return {word for word in text_between(node, 0, node.content.size).split() if word.startswith(name)}


def _with_new_words(random: Random, lines: list[list[str]], name: str) -> list[list[str]]:
    lines = [[*line] for line in lines]
    for number in range(random.randrange(1, 5)):
        line = random.choice(lines)
        at = random.randrange(len(line))
        line[at : at + random.randrange(2)] = [f"{name}{number}"]
    return lines


def _keep(random: Random) -> Keep:
    return random.choice(["ours", "theirs", "both"])
