"""Shortest changes told as a reader would tell them: of all that change as many words, the fewest, by whole sentences."""

from collections.abc import Hashable, Sequence
from typing import Any, NamedTuple

from workshop.prose.diff.changes import Change, changes
from workshop.prose.diff.ends import shared_words
from workshop.prose.diff.tokens import text_tokens

Keys = Sequence[Any]

#: How many characters more are looked at where a change may be slid beyond what was cut into words.
_FURTHER = 300
_ENDS_SENTENCE, _CLOSES = frozenset(".!?…"), frozenset("”’\"')]»")


class Told(NamedTuple):
    """Where two texts differ: their tokens from the same character of both on, and the changes of these."""

    start: int
    old: list[str]
    new: list[str]
    changes: list[Change]


def told(old: str, new: str) -> Told:
    """Return what changed in a text. Most of what both begin and end with is not cut into tokens at all."""
    before, after = shared_words(old, new)
    cut = _cut(old, new, before, after)
    if cut.changes:
        slides_up = before and _slides_out_up(cut, old[:before])
        slides_down = after and _slides_out_down(cut, old[len(old) - after :])
        if slides_up or slides_down:
            # From a blank on, and up to one: there a token begins, or ends, in both.
            start = old.rfind(" ", 0, max(0, before - _FURTHER)) if slides_up else before
            end = old.find(" ", len(old) - after + _FURTHER) if slides_down else len(old) - after
            cut = _cut(old, new, max(0, start), len(old) - end if end > 0 else 0)
    return cut._replace(changes=readable(cut.changes, cut.old, cut.new))


def readable(found: Sequence[Change], old: Keys, new: Keys) -> list[Change]:
    """Return the changes of two runs of tokens, none of which changes other words than it did or more of them.

    What only came or only went is slid over words that it begins and ends with: to another change, with which it is one
    then, or else to where sentences or words begin. What only blanks part is one: "big cat" is replaced by "small dog".
    """
    done: list[Change] = []
    ahead = [*reversed(found)]
    while ahead:
        change = ahead.pop()
        last, following = done[-1] if done else None, ahead[-1] if ahead else None
        if change.replaces:
            if last and last.replaces and _only_blanks_part(last, change, old):
                ahead.append(_joined(done.pop(), change))
            else:
                done.append(change)
        else:
            run, start, end = _side(change, old, new)
            most_up = change.new_start - last.new_end if last else start
            most_down = following.new_start - change.new_end if following else len(run) - end
            up, down = _room(run, start, end, most_up, most_down)
            if last and up == most_up:
                ahead.append(_joined(done.pop(), _slid(change, -up)))
            elif following and down == most_down:
                ahead[-1] = _joined(_slid(change, down), following)
            elif last and _are_one_act(last, change) and _only_blanks_part(last, change, old):
                ahead.append(_joined(done.pop(), change))
            else:
                done.append(_slid(change, _best_slide(run, start, end, up, down)) if up or down else change)
    return done


def _cut(old: str, new: str, before: int, after: int) -> Told:
    tokens, new_tokens = text_tokens(old[before : len(old) - after]), text_tokens(new[before : len(new) - after])
    return Told(before, tokens, new_tokens, changes(tokens, new_tokens))


def _slides_out_up(cut: Told, before: str) -> bool:
    """Whether the first change could be slid over all that was cut before it, and on over words that were not."""
    change = cut.changes[0]
    if change.replaces:
        return False
    run, start, end = _side(change, cut.old, cut.new)
    return before.endswith(run[end - start - 1]) and run[:start] == run[end - start : end]


def _slides_out_down(cut: Told, after: str) -> bool:
    """Whether the last change could be slid over all that was cut after it, and on over words that were not."""
    change = cut.changes[-1]
    if change.replaces:
        return False
    run, start, end = _side(change, cut.old, cut.new)
    rest = len(run) - end
    return after.startswith(run[start + rest]) and run[end:] == run[start : start + rest]


def _only_blanks_part(one: Change, other: Change, old: Keys) -> bool:
    return all(map(_is_blank, old[one.old_end : other.old_start]))


def _are_one_act(one: Change, other: Change) -> bool:
    """Whether both put in or both take out, and more than a sign each, as two quotation marks around a word would be."""
    if one.new_start == one.new_end and other.new_start == other.new_end:
        return one.old_end - one.old_start > 1 or other.old_end - other.old_start > 1
    if one.old_start == one.old_end and other.old_start == other.old_end:
        return one.new_end - one.new_start > 1 or other.new_end - other.new_start > 1
    return False


def _joined(one: Change, other: Change) -> Change:
    return Change(one.old_start, other.old_end, one.new_start, other.new_end)


def _slid(change: Change, by: int) -> Change:
    old_start, old_end, new_start, new_end = change
    return Change(old_start + by, old_end + by, new_start + by, new_end + by)


def _side(change: Change, old: Keys, new: Keys) -> tuple[Keys, int, int]:
    """Return the run in which a change that only came or only went stands, and from where to where."""
    if change.old_start == change.old_end:
        return new, change.new_start, change.new_end
    return old, change.old_start, change.old_end


def _room(run: Keys, start: int, end: int, most_up: int, most_down: int) -> tuple[int, int]:
    """Return over how many tokens a stretch can be slid up and down and be the same."""
    up = down = 0
    while up < most_up and run[start - up - 1] == run[end - up - 1]:
        up += 1
    while down < most_down and run[start + down] == run[end + down]:
        down += 1
    return up, down


def _best_slide(run: Keys, start: int, end: int, up: int, down: int) -> int:
    """Return by how much to slide a stretch, so that it begins and ends where sentences do, or else words."""
    edges = [(_edge(run, start + by) + _edge(run, end + by), -abs(by)) for by in range(-up, down + 1)]
    return edges.index(max(edges)) - up


def _edge(run: Keys, at: int) -> int:
    """Return how well a change may begin or end before a token: best where lines begin, then sentences, then words.

    A run begins with a blank where the word before it was not cut into tokens, and ends before one.
    """
    if at == len(run) or _is_blank(run[at]):
        return 1
    if at == 0 or not isinstance(run[at - 1], str):
        return 6
    if not _is_blank(run[at - 1]):
        return 0
    before = at - 2
    while before > 0 and run[before] in _CLOSES:
        before -= 1
    return 4 if before >= 0 and run[before] in _ENDS_SENTENCE else 2


def _is_blank(key: Hashable) -> bool:
    return isinstance(key, str) and key.isspace()
