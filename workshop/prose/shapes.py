"""What JSON must look like before the ProseMirror port reads it: types, depth, whole characters, sane positions.

The port trusts its input as JavaScript would: it turns a number into text, follows any depth, takes True for a position.
Whether the content fits the schema is not decided here. Every function raises ValueError.
"""

from typing import Any

from workshop.prose.utf16 import is_well_formed

#: Blocks inside blocks; a list in a quotation in a list is six deep.
MAX_DEPTH = 32
#: A document's size, as ProseMirror counts it: about four times the longest chapter an archive takes.
MAX_DOCUMENT_SIZE = 2_000_000

#: The positions of each kind of step, in the order in which they must stand.
_POSITIONS = {
    "replace": ("from", "to"),
    "replaceAround": ("from", "gapFrom", "gapTo", "to"),
    "addMark": ("from", "to"),
    "removeMark": ("from", "to"),
    "addNodeMark": ("pos",),
    "removeNodeMark": ("pos",),
    "attr": ("pos",),
    "markSet": (),
}


def check_node_shape(node: Any, depth: int = 0) -> None:
    _require(isinstance(node, dict) and isinstance(node.get("type"), str), "A node is no node")
    _require(depth <= MAX_DEPTH, "Nodes are nested too deep")
    _require(isinstance(node.get("attrs"), dict | None), "A node's attributes are no object")
    for mark in _list(node.get("marks")):
        check_mark_shape(mark)
    if node["type"] == "text":
        _require(_is_text(node.get("text")) and node["text"] != "", "A text is empty or no text")
        return
    for child in _list(node.get("content")):
        check_node_shape(child, depth + 1)


def check_mark_shape(mark: Any) -> None:
    _require(isinstance(mark, dict) and isinstance(mark.get("type"), str), "A mark is no mark")
    _require(isinstance(mark.get("attrs"), dict | None), "A mark's attributes are no object")


def check_step_shape(step: Any, depth: int = 0) -> None:
    _require(isinstance(step, dict) and isinstance(step.get("stepType"), str), "A step is no step")
    kind = step["stepType"]
    _require(kind in _POSITIONS, "There is no such kind of step")
    positions = [_position(step.get(name)) for name in _POSITIONS[kind]]
    _require(positions == sorted(positions), "A step's positions are out of order")
    if kind.startswith("replace"):
        _check_slice_shape(step.get("slice"))
    if kind == "replaceAround":
        _position(step.get("insert"))
    if kind == "markSet":
        _check_mark_steps(step.get("steps"), depth)
    if kind.endswith("Mark"):
        check_mark_shape(step.get("mark"))
    if kind == "attr":
        _check_attribute_change(step)


def _check_slice_shape(content: Any) -> None:
    _require(isinstance(content, dict | None), "A slice is no slice")
    if content:
        for child in _list(content.get("content")):
            check_node_shape(child)
        for end in ("openStart", "openEnd"):
            _position(content.get(end, 0))


def _check_mark_steps(steps: Any, depth: int) -> None:
    _require(isinstance(steps, list), "A set of marks holds no list")
    _require(depth <= MAX_DEPTH, "Sets of marks are nested too deep")
    for step in steps:
        check_step_shape(step, depth + 1)
        _require(step["stepType"] in {"addMark", "removeMark", "markSet"}, "A set of marks holds another kind of step")


def _check_attribute_change(step: dict[str, Any]) -> None:
    _require(isinstance(step.get("attr"), str) and "value" in step, "An attribute step names no attribute")
    value = step["value"]
    _require(value is None or type(value) is int or _is_text(value), "An attribute's value is no plain value")


def _position(value: Any) -> int:
    # Not isinstance: True is an int.
    if type(value) is not int or not 0 <= value <= MAX_DOCUMENT_SIZE:
        raise ValueError("A position is no position")
    return value


def _list(value: Any) -> list[Any]:
    _require(isinstance(value, list | None), "A list is no list")
    return value or []


def _is_text(value: Any) -> bool:
    return isinstance(value, str) and is_well_formed(value)


def _require(holds: bool, otherwise: str) -> None:
    if not holds:
        raise ValueError(otherwise)
