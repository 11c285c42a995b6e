"""Which saves stand in a text: those that no later one undid, and behind which no later one went back. Pure."""

from collections.abc import Iterable


def standing_saves(saves: Iterable[tuple[int, str | None]], origin: str) -> frozenset[int]:
    """Return which saves with this origin stand after all of these, each told by its number and origin, oldest first."""
    now: frozenset[int] = frozenset()
    after: dict[int, frozenset[int]] = {0: now}
    changed: dict[int, tuple[frozenset[int], frozenset[int]]] = {}
    for number, made_by in saves:
        before = now
        kind, _, digits = (made_by or "").rpartition(" ")
        told = int(digits) if digits.isdecimal() else -1
        if made_by == origin:
            now |= {number}
        elif kind == "restored":
            now = after.get(told, now)
        elif kind == "undid" and told in changed:
            came, went = changed[told]
            now = now - came | went
        after[number] = now
        if now != before:
            changed[number] = now - before, before - now
    return now
