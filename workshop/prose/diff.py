"""What differs between two documents, as small steps. First slice: one step from the first to the last difference."""

from prosemirror.model import Node, Slice
from prosemirror.transform import ReplaceStep, Step


def steps_between(old: Node, new: Node) -> list[Step]:
    """Return steps that turn `old` into `new`."""
    start = old.content.find_diff_start(new.content)
    if start is None:
        return []
    return [ReplaceStep(0, old.content.size, Slice(new.content, 0, 0))]
