"""Documents read from the database without reading them twice."""

from tests.prose.makers import doc
from workshop.works.stored import ReadTexts, new_state


def test_state_that_was_remembered_is_found_by_its_name():
    texts, state, node = ReadTexts(), new_state(), doc("The sea is not sorry 😀.")
    assert texts.find(state) is None
    texts.remember(state, node)
    assert texts.find(state) is node
    assert texts.find(new_state()) is None


def test_text_whose_state_has_no_name_is_not_remembered():
    texts = ReadTexts()
    texts.remember(None, doc("From an older Galley"))
    assert texts.find(None) is None


def test_state_that_was_not_asked_for_the_longest_time_is_forgotten():
    states, nodes = [new_state() for _ in "abc"], [doc(word * 10) for word in "abc"]
    texts = ReadTexts(positions_max=2 * nodes[0].node_size)
    texts.remember(states[0], nodes[0])
    texts.remember(states[1], nodes[1])
    texts.find(states[0])
    texts.remember(states[2], nodes[2])
    assert [texts.find(state) for state in states] == [nodes[0], None, nodes[2]]
