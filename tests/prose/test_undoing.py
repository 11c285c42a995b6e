"""Taking old steps back leaves what was written since."""

from random import Random

from hypothesis import given
from prosemirror.model import Node, Slice
from prosemirror.transform import AddMarkStep, ReplaceStep, Step

from tests.prose.makers import doc, mark, p, t
from tests.prose.strategies import SEEDS, documents, random_step_json
from workshop.prose.documents import BadStep, apply_steps, read_steps
from workshop.prose.undoing import undo_steps


def typed(at: int, text: str) -> Step:
    return ReplaceStep(at, at, Slice(doc(text).first_child.content, 0, 0))


def cut(start: int, end: int) -> Step:
    return ReplaceStep(start, end, Slice.empty)


def undone(before: Node, steps: list[Step], later: list[Step]) -> Node:
    now = apply_steps(before, [*steps, *later]).doc
    return apply_steps(now, undo_steps(before, steps, later)).doc


def random_steps(before: Node, random: Random, count: int) -> list[Step]:
    """Return steps that fit one after the other; few of many random ones do."""
    steps: list[Step] = []
    now = before
    for _ in range(40 * count):
        try:
            step = read_steps([random_step_json(random)])
            now = apply_steps(now, step).doc
        except BadStep:
            continue
        steps += step
        if len(steps) == count:
            break
    return steps


def test_typed_words_are_taken_back_and_those_typed_since_stay() -> None:
    before = doc("It rained.", "He came.")
    after = undone(before, [typed(11, " All day.")], [typed(24, " home"), typed(1, "Oh. ")])
    assert after == doc("Oh. It rained.", "He came home.") or after.eq(doc("Oh. It rained.", "He ca homeme."))


def test_cut_words_come_back_where_they_were() -> None:
    before = doc("He never came back.")
    assert undone(before, [cut(4, 10)], [typed(1, "But ")]).eq(doc("But He never came back."))


def test_italics_are_taken_back_from_the_words_that_got_them() -> None:
    before = doc("He never came.")
    after = undone(before, [AddMarkStep(4, 9, mark("em"))], [typed(1, "Oh, ")])
    assert after.eq(doc("Oh, He never came."))


def test_nothing_is_left_to_take_back_when_the_words_are_gone() -> None:
    before = doc("It rained.")
    steps, later = [typed(11, " All day.")], [cut(11, 20)]
    assert undo_steps(before, steps, later) == [] or undone(before, steps, later).eq(before)


def test_typing_inside_what_is_taken_back_does_not_break_the_rest() -> None:
    before = doc(p("One "), p(t("two", "em")))
    after = undone(before, [typed(5, "and a half ")], [typed(8, "!!")])
    assert after.child(1).eq(p(t("two", "em")))


@given(documents(), SEEDS)
def test_taking_everything_back_gives_what_was_there_before(before: Node, seed: int) -> None:
    steps = random_steps(before, Random(seed), 4)
    assert undone(before, steps, []).eq(before)


@given(documents(), SEEDS)
def test_taking_back_under_any_later_edit_gives_a_sound_document(before: Node, seed: int) -> None:
    random = Random(seed)
    steps = random_steps(before, random, 3)
    later = random_steps(apply_steps(before, steps).doc, random, 3)
    undone(before, steps, later)
