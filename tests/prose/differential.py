"""Histories that JavaScript made (tests/browser/histories.js), replayed here: both must end at the same."""

from typing import Any

from prosemirror.model import Node
from prosemirror.transform import Mapping, MapResult

from workshop.prose.anchors import Anchor, anchor_at, map_anchor
from workshop.prose.documents import apply_steps, read_document, read_steps
from workshop.prose.plain import plain_text


def replay(case: dict[str, Any]) -> None:
    """Fail where a history ends otherwise than it did in JavaScript: the document, its text, positions or anchors."""
    document, steps = read_document(case["doc"]), read_steps(case["steps"])
    applied = apply_steps(document, steps)
    assert applied.doc.to_json() == case["end"]
    assert [step.to_json() for step in steps] == [_flat(step) for step in case["steps"]]
    assert plain_text(applied.doc).text == case["text"]
    for position in case["positions"]:
        _check_position(position, applied.mapping)
    _check_anchors(case, document)


def _flat(step: dict[str, Any]) -> dict[str, Any]:
    """Return a step with no set of marks inside a set, which the server never sends on."""
    if step["stepType"] != "markSet":
        return step
    parts = [_flat(part) for part in step["steps"]]
    return {**step, "steps": [each for part in parts for each in part.get("steps", [part])]}


def _check_position(position: dict[str, Any], mapping: Mapping) -> None:
    found = [mapping.map_result(position["at"], side) for side in (-1, 1)]
    assert [_told(result) for result in found] == position["results"]
    assert [mapping.map(position["at"], side) for side in (-1, 1)] == [result.pos for result in found]


def _told(result: MapResult) -> list[Any]:
    return [result.pos, result.deleted, result.deleted_before, result.deleted_after, result.deleted_across]


def _check_anchors(case: dict[str, Any], document: Node) -> None:
    """Map the anchors save by save, as the server does, and look at them after each."""
    anchors = [anchor_at(document, made["start"], made["end"]) for made in case["anchors"]]
    assert [anchor.quote for anchor in anchors] == [made["quote"] for made in case["anchors"]]
    done = 0
    for save, size in enumerate(case["groups"]):
        applied = apply_steps(document, read_steps(case["steps"][done : done + size]))
        document, done = applied.doc, done + size
        anchors = [map_anchor(anchor, applied.mapping, document) for anchor in anchors]
        assert anchors == [Anchor(**made["after"][save]) for made in case["anchors"]]
