"""Where the Python port is behind ProseMirror, and that our repairs hold."""

from importlib.metadata import version

import pytest
from prosemirror.transform import AttrStep, StepMap

from tests.prose.makers import bullets, doc, h, li, p
from workshop.prose.documents import BadStep, apply_steps, read_steps


def test_the_port_is_the_one_that_was_repaired():
    # When this fails: run the tests with repair_port() taken out, and drop what the port has learnt to do.
    assert version("prosemirror") == "0.6.1"


def test_undo_puts_a_heading_back_into_the_list_item_it_was_lifted_from():
    lifted = doc(bullets("one"), h("two"))
    back = {
        "stepType": "replaceAround",
        "from": 7,
        "gapFrom": 9,
        "gapTo": 14,
        "to": 14,
        "insert": 0,
        "slice": {"content": [{"type": "bullet_list", "content": [{"type": "list_item"}]}], "openStart": 2},
        "structure": True,
    }
    assert apply_steps(lifted, read_steps([back])).doc.eq(doc(bullets(li("one", h("two")))))


def test_content_that_fits_no_complete_node_is_still_refused():
    into_a_list = {
        "stepType": "replaceAround",
        "from": 0,
        "gapFrom": 0,
        "gapTo": 3,
        "to": 3,
        "insert": 1,
        "slice": {"content": [{"type": "bullet_list"}]},
    }
    with pytest.raises(BadStep):
        apply_steps(doc(p("a")), read_steps([into_a_list]))


def test_text_typed_before_a_block_does_not_drop_a_change_of_the_block():
    carried = AttrStep(4, "align", "center").map(StepMap([4, 0, 3]))
    assert carried is not None
    assert carried.to_json()["pos"] == 7


@pytest.mark.parametrize(
    ("ranges", "pos", "deleted_before", "deleted_after"),
    [
        ([4, 0, 3], 4, False, False),
        ([4, 2, 0], 4, False, True),
        ([4, 2, 0], 6, True, False),
        ([4, 2, 0], 5, True, True),
        ([4, 0, 3, 4, 2, 0], 4, False, False),
    ],
)
def test_only_what_goes_deletes(ranges, pos, deleted_before, deleted_after):
    result = StepMap(ranges).map_result(pos, 1)
    assert (result.deleted_before, result.deleted_after) == (deleted_before, deleted_after)
