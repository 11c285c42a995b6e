"""How far a draft's text was brought over or left by choice: what a merge begins with.

Each bringing over is written in the draft's own log, as a save that changes nothing. So it goes into a backup and back,
and whether it still stands follows from the main text's log.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple

from prosemirror.model import Node, Slice
from prosemirror.transform import ReplaceStep

from workshop.people.models import Person
from workshop.works.log import MadeSave, made_saves
from workshop.works.models import Chapter
from workshop.works.origins import BROUGHT_FROM_DRAFT, BROUGHT_OVER, DECIDED, Origin, read_origin
from workshop.works.queries import text_of
from workshop.works.saving import change, version_node
from workshop.works.standing import standing_saves


class Bringing(NamedTuple):
    """A decision on all that a draft had changed until then."""

    #: The save that tells of it in the draft's log.
    in_draft: MadeSave
    #: The number of the main text's save that it made; None where all stayed in the draft.
    in_main: int | None


def mark_bringing(draft: Chapter, in_main: int | None, person: Person, now: datetime) -> None:
    """Write in the draft's log that everything in it was decided on, and which save of the main text that made."""
    origin = Origin(DECIDED) if in_main is None else Origin(BROUGHT_OVER, in_main)
    change(text_of(draft), [ReplaceStep(0, 0, Slice.empty)], person, now, origin.written())


def bringings_of(draft: Chapter) -> list[Bringing]:
    """Return what was decided on the draft, oldest first, whether it still stands or not."""
    found: list[Bringing] = []
    for save in made_saves(text_of(draft).id):
        deed, number = read_origin(save.origin)
        if save.origin == DECIDED or (deed == BROUGHT_OVER and number is not None):
            found.append(Bringing(save, in_main=number))
    return found


def begun_with(draft: Chapter) -> Node:
    """Return the main text as it was when the draft began."""
    return version_node(text_of(draft.main), draft.began_at)


def last_decided(draft: Chapter) -> Node | None:
    """Return the draft's text as it was when it was last decided on, of what still stands; None where it never was."""
    bringings = bringings_of(draft)
    if not bringings:
        return None
    standing = standing_bringings(made_saves(text_of(draft.main).id))
    numbers = [each.in_draft.number for each in bringings if each.in_main is None or each.in_main in standing]
    return version_node(text_of(draft), max(numbers)) if numbers else None


def standing_bringings(saves: Iterable[MadeSave]) -> frozenset[int]:
    """Return which of the main text's saves, oldest first, brought something over that stands after the last of them."""
    return standing_saves(((save.number, save.origin) for save in saves), BROUGHT_FROM_DRAFT)
