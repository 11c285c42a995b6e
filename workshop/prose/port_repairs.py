"""Where the Python port (prosemirror 0.6.1) is behind the ProseMirror that the browser runs: made equal, in place.

Without these a step that the browser made in good faith would be refused here, and its author could save no more.
tests/prose/test_port_repairs.py says what each is for, and when to look whether the port has caught up.
"""

from prosemirror.model import Fragment, Node, Slice
from prosemirror.transform import MapResult, StepMap


def repair_port() -> None:
    """Put newer behaviour into the port's classes; doing it again changes nothing."""
    Slice.insert_at = _insert_at  # type: ignore[method-assign]
    StepMap.map_result = _map_result  # type: ignore[method-assign]


def _insert_at(self: Slice, pos: int, fragment: Fragment) -> Slice | None:
    """Return the slice with content put in, None where it does not fit (prosemirror-model 1.25).

    A node that is open at that side is not complete yet: what the step joins it to decides whether the content fits.
    """
    content = _insert_into(self.content, pos + self.open_start, fragment, self.open_start + 1, self.open_end + 1, None)
    return None if content is None else Slice(content, self.open_start, self.open_end)


def _insert_into(
    content: Fragment, distance: int, insert: Fragment, open_start: int, open_end: int, parent: Node | None
) -> Fragment | None:
    found = content.find_index(distance)
    index, offset = found["index"], found["offset"]
    child = content.maybe_child(index)
    if offset == distance or child is None or child.is_text:
        is_complete = parent is not None and open_start <= 0 and open_end <= 0
        if parent is not None and is_complete and not parent.can_replace(index, index, insert):
            return None
        return content.cut(0, distance).append(insert).append(content.cut(distance))
    start_inside = open_start - 1 if index == 0 else 0
    end_inside = open_end - 1 if index == content.child_count - 1 else 0
    inner = _insert_into(child.content, distance - offset - 1, insert, start_inside, end_inside, child)
    return None if inner is None else content.replace_child(index, child.copy(inner))


def _map_result(self: StepMap, pos: int, assoc: int = 1) -> MapResult:
    """Return a mapped position, which an insertion beside it does not make a deleted one (prosemirror-transform 1.12.2)."""
    result = self._map(pos, assoc, False)
    return MapResult(result.pos, 0, result.recover) if result.del_info and not _deletes_at(self, pos) else result


def _deletes_at(step_map: StepMap, pos: int) -> bool:
    touched: list[bool] = []

    def look(old_start: int, old_end: int, _new_start: int, _new_end: int) -> None:
        if old_start <= pos <= old_end:
            touched.append(old_start < old_end)

    step_map.for_each(look)
    # The first range that a position touches is the one that moves it.
    return bool(touched) and touched[0]
