"""Steps carried over other steps say what they said."""

from random import Random

from hypothesis import given, settings
from prosemirror.model import Node, Slice
from prosemirror.transform import AddMarkStep, Mapping, ReplaceStep, Step

from tests.prose.makers import doc, mark, p, t
from tests.prose.strategies import SEEDS, documents, random_step_json
from workshop.prose.documents import BadStep, apply_steps, read_steps
from workshop.prose.rebasing import _joined, rebase_steps

#: Trying random steps takes as long as it takes on a busy machine.
unhurried = settings(deadline=None)


def typed(at: int, text: str) -> Step:
    return ReplaceStep(at, at, Slice(doc(text).first_child.content, 0, 0))


def cut(start: int, end: int) -> Step:
    return ReplaceStep(start, end, Slice.empty)


def both(before: Node, steps: list[Step], over: list[Step]) -> Node:
    """Return the document after `over` and the rebased `steps`."""
    return apply_steps(before, [*over, *rebase_steps(before, steps, over)]).doc


def random_steps(before: Node, random: Random, count: int) -> list[Step]:
    """Return steps of any kind that fit one after the other; few of many random ones do."""
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


def random_typing(before: Node, random: Random, count: int) -> list[Step]:
    """Return steps of an author who types and deletes here and there in a document of plain paragraphs."""
    steps: list[Step] = []
    now = before
    for _ in range(count):
        at = random.choice([place for place in range(1, now.content.size) if now.resolve(place).parent.inline_content])
        room = now.resolve(at).parent.content.size - now.resolve(at).parent_offset
        step = cut(at, at + random.randint(1, room)) if room and random.random() < 0.4 else typed(at, "xyz")
        steps.append(step)
        now = apply_steps(now, [step]).doc
    return steps


def test_words_typed_below_stay_where_they_belong_when_words_are_typed_above() -> None:
    before = doc("It rained.", "He came.")
    after = both(before, [typed(20, " home"), typed(25, " late")], [typed(11, " All day.")])
    assert after.eq(doc("It rained. All day.", "He came home late."))


def test_typing_goes_on_inside_words_that_were_typed_before() -> None:
    # The second step stands inside what the first one brought: it must find that again.
    after = both(doc("One."), [typed(4, " two four"), typed(8, " three")], [typed(1, "Oh: ")])
    assert after.eq(doc("Oh: One two three four."))


def letters(before: Node, random: Random, count: int) -> list[Step]:
    """Return steps of an author who types letter by letter, with the caret put elsewhere now and then."""
    steps: list[Step] = []
    now = before
    while len(steps) < count:
        at = random.choice([place for place in range(1, now.content.size) if now.resolve(place).parent.inline_content])
        for _ in range(random.randint(1, 8)):
            steps.append(typed(at, "x"))
            now = apply_steps(now, [steps[-1]]).doc
            at += random.choice((0, 1, 1, 1))
    return steps


@given(SEEDS)
@unhurried
def test_letters_typed_in_one_go_count_as_one_and_move_every_place_alike(seed: int) -> None:
    random = Random(seed)
    before = doc("One.", "Two and three.")
    maps = [step.get_map() for step in letters(before, random, 40)]
    joined = Mapping(_joined(maps))
    assert len(joined.maps) < len(maps)
    for place in range(before.content.size + 1):
        for side in (-1, 1):
            one, other = Mapping(maps).map_result(place, side), joined.map_result(place, side)
            assert (one.pos, one.deleted) == (other.pos, other.deleted)


def test_deletion_spares_what_was_typed_beside_it() -> None:
    assert both(doc("He never came."), [cut(3, 9)], [typed(15, " Ever."), typed(1, "But ")]).eq(
        doc("But He came. Ever.")
    )


def test_italics_follow_their_words() -> None:
    after = both(doc("He never came."), [AddMarkStep(4, 9, mark("em"))], [typed(1, "Oh, ")])
    assert after.eq(doc(p("Oh, He ", t("never", "em"), " came.")))


def test_step_whose_place_is_gone_is_left_out() -> None:
    before = doc("It rained all day.")
    assert rebase_steps(before, [cut(6, 8)], [cut(3, 15)]) == []


def test_steps_over_nothing_are_what_they_were() -> None:
    steps = [typed(4, " two"), cut(1, 3)]
    assert rebase_steps(doc("One."), steps, []) == steps


@given(SEEDS)
def test_typing_in_one_half_and_typing_in_the_other_do_not_touch(seed: int) -> None:
    random = Random(seed)
    above, below = doc("It rained.", "All day."), doc("He came.", "", "He stayed.")
    steps, over = random_typing(below, random, 6), random_typing(above, random, 6)
    lower = apply_steps(below, steps).doc
    upper = apply_steps(above, over).doc
    moved = [ReplaceStep(step.from_ + above.content.size, step.to + above.content.size, step.slice) for step in steps]
    assert both(join(above, below), moved, over).eq(join(upper, lower))


@unhurried
@given(documents(), SEEDS)
def test_any_steps_over_any_others_give_a_sound_document(before: Node, seed: int) -> None:
    random = Random(seed)
    both(before, random_steps(before, random, 3), random_steps(before, random, 3))


def join(above: Node, below: Node) -> Node:
    return doc(*above.children, *below.children)
