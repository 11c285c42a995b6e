"""Any JSON and any spoiled step at the gate: taken or refused, never anything else."""

import copy
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.prose.makers import br, doc, h, image, li, mark, numbers, p, quote, rule, t
from tests.prose.strategies import documents, json_values, step_json
from workshop.prose.documents import (
    BadDocument,
    BadStep,
    apply_steps,
    read_document,
    read_steps,
)

RICH = doc(
    h("I know you", align="center"),
    p("She ", t("knew", "em"), br(), t("everything", mark("link", href="https://example.org/")), align="justify"),
    rule(),
    quote("So it was.", numbers("one", li("two", quote("deep")), start=3)),
    p(t("私", mark("ruby", text="わたし")), image(alt="a cat"), t("😀", mark("insertion", id=1))),
)


@settings(max_examples=250)
@given(json_values())
def test_any_json_is_a_document_or_refused(value):
    try:
        read_document(value).check()
    except BadDocument:
        pass


@settings(max_examples=250)
@given(json_values() | st.lists(json_values(), max_size=2))
def test_any_json_is_steps_or_refused(value):
    try:
        apply_steps(RICH, read_steps(value)).doc.check()
    except BadStep:
        pass


@settings(max_examples=200)
@given(documents(), st.data())
def test_a_document_with_one_thing_wrong_is_a_document_or_refused(node, data):
    try:
        read_document(_spoiled(node.to_json(), data)).check()
    except BadDocument:
        pass


@settings(max_examples=200)
@given(st.lists(step_json(), min_size=1, max_size=2), st.data())
def test_a_step_with_one_thing_wrong_applies_or_is_refused(steps, data):
    try:
        apply_steps(RICH, read_steps(_spoiled(steps, data))).doc.check()
    except BadStep:
        pass


@settings(max_examples=600)
@given(documents(3), step_json())
def test_a_step_leaves_a_valid_document_or_is_refused(node, step):
    try:
        applied = apply_steps(node, read_steps([step]))
    except BadStep:
        return
    applied.doc.check()
    assert applied.mapping.map(node.content.size) == applied.doc.content.size
    assert read_document(applied.doc.to_json()).eq(applied.doc)


def _spoiled(value: Any, data: st.DataObject) -> Any:
    """Return a copy of the JSON with the value at one place changed to something else."""
    value = copy.deepcopy(value)
    paths = list(_paths(value))
    *way, last = data.draw(st.sampled_from(paths))
    inner = value
    for key in way:
        inner = inner[key]
    inner[last] = data.draw(json_values())
    return value


def _paths(value: Any, way: tuple[Any, ...] = ()) -> Any:
    children = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, child in children:
        yield (*way, key)
        yield from _paths(child, (*way, key))
