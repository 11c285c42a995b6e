"""The step that ProseMirror sends when undo takes back formatting over mixed text."""

from prosemirror.transform import AddMarkStep, RemoveMarkStep, StepMap

from tests.prose.makers import doc, mark, p, t
from workshop.prose.documents import apply_steps, read_steps
from workshop.prose.mark_sets import MarkSetStep

HALF_ITALIC = doc(p(t("Not ", "em"), "if I can help ", t("it", "em")))
ALL_ITALIC = doc(p(t("Not if I can help it", "em")))
# What undo sends after a whole sentence, parts of which were in italics, was put into italics.
UNDO = MarkSetStep([RemoveMarkStep(5, 19, mark("em"))])


def test_a_set_of_marks_is_applied_as_one_step():
    both = MarkSetStep([RemoveMarkStep(1, 21, mark("em")), AddMarkStep(1, 4, mark("strong"))])
    assert apply_steps(ALL_ITALIC, [both]).doc.eq(doc(p(t("Not", "strong"), " if I can help it")))
    assert apply_steps(ALL_ITALIC, [UNDO]).doc.eq(HALF_ITALIC)


def test_a_set_of_marks_moves_no_position():
    assert UNDO.get_map().ranges == []


def test_a_set_of_marks_comes_back_from_its_json_the_same():
    [read] = read_steps([UNDO.to_json()])
    assert isinstance(read, MarkSetStep)
    assert read.to_json() == UNDO.to_json()


def test_a_set_inside_a_set_goes_out_as_one_set_which_every_browser_can_read():
    inner = {"stepType": "markSet", "steps": [UNDO.to_json()]}
    [read] = read_steps([{"stepType": "markSet", "steps": [inner, UNDO.steps[0].to_json()]}])
    assert read.to_json() == {"stepType": "markSet", "steps": [UNDO.steps[0].to_json()] * 2}


def test_a_set_of_marks_can_be_taken_back():
    after = apply_steps(ALL_ITALIC, [UNDO]).doc
    assert apply_steps(after, [UNDO.invert(ALL_ITALIC)]).doc.eq(ALL_ITALIC)


def test_a_set_of_marks_is_carried_over_other_steps():
    moved = UNDO.map(StepMap([1, 0, 4]))
    assert moved is not None
    assert [(step.from_, step.to) for step in moved.steps] == [(9, 23)]


def test_a_set_of_marks_is_dropped_when_all_its_text_is_gone():
    assert UNDO.map(StepMap([0, 22, 0])) is None
