"""Documents read from the database without checking them twice."""

from tests.prose.makers import doc, h
from workshop.works.stored import ReadTexts, read_texts, written


def test_what_was_written_is_read_as_the_same_node():
    node = doc(h("Low water"), "The sea is not sorry 😀.")
    assert read_texts.node(written(node)) is node


def test_a_text_that_was_not_written_here_is_read_and_then_remembered():
    content = written(doc("From another process"))
    texts = ReadTexts()
    node = texts.node(content)
    assert node.eq(doc("From another process"))
    assert texts.node("".join(content)) is node


def test_texts_that_differ_in_one_letter_are_different_nodes():
    texts = ReadTexts()
    assert texts.node(written(doc("to"))).text_content == "to"
    assert texts.node(written(doc("so"))).text_content == "so"


def test_the_text_that_was_not_asked_for_the_longest_time_is_forgotten():
    first, second, third = (written(doc(word * 10)) for word in ("a", "b", "c"))
    texts = ReadTexts(characters_max=2 * len(first))
    node = texts.node(first)
    old = texts.node(second)
    texts.node(first)
    texts.node(third)
    assert texts.node(first) is node
    assert texts.node(second) is not old
