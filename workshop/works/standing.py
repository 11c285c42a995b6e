"""Which saves stand in a text: those that no later one undid, and behind which no later one went back. Pure."""

from bisect import bisect_right
from collections.abc import Iterable

from workshop.works.origins import RESTORED, UNDID, read_origin


def standing_saves(saves: Iterable[tuple[int, str | None]], origin: str) -> frozenset[int]:
    """Return which saves with this origin stand after all of these, each told by its number and origin, oldest first.

    Those without an origin may be left out.
    """
    now: frozenset[int] = frozenset()
    numbers, after = [0], [now]
    changed: dict[int, tuple[frozenset[int], frozenset[int]]] = {}
    for number, made_by in saves:
        before = now
        deed, told = read_origin(made_by)
        if made_by == origin:
            now |= {number}
        elif deed == RESTORED and told is not None:
            now = after[bisect_right(numbers, told) - 1]
        elif deed == UNDID and told in changed:
            came, went = changed[told]
            now = now - came | went
        numbers.append(number)
        after.append(now)
        if now != before:
            changed[number] = now - before, before - now
    return now
