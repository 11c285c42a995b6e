"""The one kind of step that ProseMirror has and its Python port has not: several changes of marks at once.

Undo sends it, since prosemirror-transform 1.12.3, when the text that lost or got a mark was not all alike before.
"""

from typing import Any

from prosemirror.model import Node, Schema
from prosemirror.transform import Step, StepResult
from prosemirror.transform.map import Mappable
from prosemirror.transform.step import step_json_id


class MarkSetStep(Step):
    """Marks added and removed, one after the other. No position moves."""

    def __init__(self, steps: list[Step]) -> None:
        self.steps = steps

    def apply(self, doc: Node) -> StepResult:
        for step in self.steps:
            result = step.apply(doc)
            if result.doc is None:
                return result
            doc = result.doc
        return StepResult.ok(doc)

    def invert(self, doc: Node) -> "MarkSetStep":
        """Return the step back, from the document that this one was applied to."""
        inverted: list[Step] = []
        for step in self.steps:
            inverted.insert(0, step.invert(doc))
            after = step.apply(doc).doc
            assert after is not None
            doc = after
        return MarkSetStep(inverted)

    def map(self, mapping: Mappable) -> "MarkSetStep | None":
        mapped = [step.map(mapping) for step in self.steps]
        kept = [step for step in mapped if step is not None]
        return MarkSetStep(kept) if kept else None

    def to_json(self) -> dict[str, Any]:
        return {"stepType": "markSet", "steps": [step.to_json() for step in self.steps]}

    @staticmethod
    def from_json(schema: Schema[Any, Any], json_data: Any) -> "MarkSetStep":
        steps = [Step.from_json(schema, step) for step in json_data["steps"]]
        # Redo may send a set inside a set, which ProseMirror itself cannot read: it goes out again as one set.
        return MarkSetStep(
            [part for step in steps for part in (step.steps if isinstance(step, MarkSetStep) else [step])]
        )


step_json_id("markSet", MarkSetStep)
