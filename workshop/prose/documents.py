"""Documents and steps from JSON, and steps applied: the one gate through which text comes in.

What a browser sends is hostile until it has passed here; nothing but BadDocument and BadStep comes out then.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from prosemirror.model import Fragment, Mark, Node, Slice
from prosemirror.transform import Mapping, ReplaceAroundStep, ReplaceStep, Step, StepMap

from workshop.errors import BadInput, TooLarge
from workshop.prose.applying import after_step
from workshop.prose.checking import TooBig, check_change, check_document
from workshop.prose.mark_sets import MarkSetStep
from workshop.prose.schema import schema
from workshop.prose.shapes import MAX_DOCUMENT_SIZE, check_node_shape, check_step_shape
from workshop.prose.text_import import text_nodes
from workshop.prose.typing import type_letters

__all__ = [
    "MAX_DOCUMENT_SIZE",
    "MAX_STEPS",
    "Applied",
    "BadDocument",
    "BadStep",
    "DocumentTooLarge",
    "StepsTooLarge",
    "apply_steps",
    "document_from_text",
    "empty_document",
    "read_document",
    "read_steps",
]

#: Steps in one go. One typed letter is one step, so this is a long day without a connection.
MAX_STEPS = 20_000

# The port mirrors JavaScript, where reading past an end gives undefined; in Python it raises whatever comes first.
_PORT_ERRORS = (ValueError, KeyError, IndexError, TypeError, AttributeError, AssertionError, RecursionError)

_T = TypeVar("_T")
_DOC = schema.nodes["doc"]


class BadDocument(BadInput):
    sentence = "That text could not be read. Nothing was changed."


class DocumentTooLarge(BadDocument):
    status = TooLarge.status
    sentence = "That text is longer than Galley keeps in one piece. Nothing was changed; try it as two chapters."


class BadStep(BadInput):
    sentence = "That change could not be read. Nothing was changed."


class StepsTooLarge(BadStep):
    status = TooLarge.status
    sentence = "With that change the text would be longer than Galley keeps in one piece. Nothing was changed."


@dataclass(frozen=True)
class Applied:
    """A document after some steps, and how they moved every position."""

    doc: Node
    mapping: Mapping
    #: The document before, where the steps came from comparing it: they may take out words that stand elsewhere now.
    compared_with: Node | None = None


def empty_document() -> Node:
    """Return a document of one empty paragraph."""
    return schema.node("doc", None, [schema.node("paragraph")])


def document_of(blocks: list[Node], size: int) -> Node:
    """Return the document of blocks that were checked where they come from; `size` is their places together.

    To check them once more would take longer than to read most versions.
    """
    return Node(_DOC, _DOC.default_attrs, Fragment(blocks, size), Mark.none)


def document_from_text(text: str) -> Node:
    """Return the document a plain text becomes, paragraph by paragraph; raises DocumentTooLarge."""
    return _guarded(lambda: _document_from_text(text), BadDocument, DocumentTooLarge)


def read_document(json: Any) -> Node:
    """Return the document that the JSON describes; raises BadDocument for anything the schema does not know."""
    return _guarded(lambda: _read_document(json), BadDocument, DocumentTooLarge)


def read_steps(json: Any) -> list[Step]:
    """Return the steps that the JSON describes; raises BadStep. Whether they fit a document shows when applied."""
    return _guarded(lambda: _read_steps(json), BadStep, StepsTooLarge)


def apply_steps(doc: Node, steps: list[Step]) -> Applied:
    """Return the document after the steps.

    Raises BadStep when a step does not fit, cuts a surrogate pair in half, or leaves a document that breaks the schema.
    """
    return _guarded(lambda: _apply_steps(doc, steps), BadStep, StepsTooLarge)


def _guarded(work: Callable[[], _T], bad: type[BadInput], too_large: type[BadInput]) -> _T:
    try:
        return work()
    except TooBig as error:
        raise too_large from error
    except _PORT_ERRORS as error:
        raise bad(reason=str(error)[:200]) from error


def _document_from_text(text: str) -> Node:
    blocks = text_nodes(text)
    doc = schema.node("doc", None, blocks) if blocks else empty_document()
    check_document(doc)
    return doc


def _read_document(json: Any) -> Node:
    check_node_shape(json)
    doc = Node.from_json(schema, json)
    check_document(doc)
    return doc


def _read_steps(json: Any) -> list[Step]:
    if not isinstance(json, list):
        raise ValueError("The steps are no list")
    if len(json) > MAX_STEPS:
        raise TooBig("Too many steps at once")
    steps = [_read_step(step) for step in json]
    if sum(len(step.steps) for step in steps if isinstance(step, MarkSetStep)) > MAX_STEPS:
        raise TooBig("Too many steps in sets at once")
    return steps


def _read_step(json: Any) -> Step:
    check_step_shape(json)
    step = Step.from_json(schema, json)
    if isinstance(step, ReplaceStep | ReplaceAroundStep):
        _check_slice(step.slice)
    return step


def _check_slice(content: Slice) -> None:
    """Raise ValueError when a slice claims to be open deeper than it is: its size would be a lie."""
    deepest = Slice.max_open(content.content)
    if content.open_start > deepest.open_start or content.open_end > deepest.open_end or content.size < 0:
        raise ValueError("A slice is open deeper than it goes")


def _apply_steps(doc: Node, steps: list[Step]) -> Applied:
    mapping = Mapping()
    after = doc
    for step in steps:
        step_map = step.get_map()
        after = _apply_step(after, step, step_map)
        mapping.append_map(step_map)
    check_change(doc, after)
    return Applied(after, mapping)


def _apply_step(doc: Node, step: Step, step_map: StepMap) -> Node:
    after = type_letters(doc, step) or after_step(doc, step)
    growth = sum(step_map.ranges[2::3]) - sum(step_map.ranges[1::3])
    # Anchors are moved by what the step says of itself, so it must not lie about what it does.
    if after.content.size != doc.content.size + growth:
        raise ValueError("A step's size is not what it changes")
    return after
