"""What a draft changed, brought over into the main text: all of it, or what the author chose."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from prosemirror.model import Node

from workshop.beta.carrying import Carried, carry_threads
from workshop.desk.around import with_far_apart
from workshop.desk.merge_base import begun_with, last_decided, mark_bringing
from workshop.errors import BadInput, Conflict
from workshop.history.comparing import ShownBlock, ShownFold, compared_page
from workshop.people.models import Person
from workshop.prose.diff import Difference, Keep, Merge, Span, merge, with_left
from workshop.prose.documents import BadStep
from workshop.works.models import Chapter
from workshop.works.origins import BROUGHT_FROM_DRAFT
from workshop.works.queries import text_of
from workshop.works.saving import Saved, document_node, lock_document, replace_content


class NoDraft(BadInput):
    sentence = "This is the main text. Only a draft has something to bring over."


class WrittenSince(Conflict):
    sentence = (
        "Somebody wrote in the draft or in the main text since this page was opened. Nothing was changed; look again."
    )


class DoNotFit(Conflict):
    sentence = "These choices do not fit together. Nothing was changed; bring fewer of them over at a time."


@dataclass(frozen=True)
class ShownDifference:
    """One difference as the page shows it: the blocks around it in the main text, and with what the draft has."""

    difference: Difference
    rows: tuple[ShownBlock, ...]

    @property
    def has_far(self) -> bool:
        """Whether a narrow page may leave something out of it."""
        return any(run.is_far for row in self.rows for run in row.runs)


@dataclass(frozen=True)
class Told:
    """Which versions of both texts a page shows."""

    main: int
    draft: int


def merge_of(draft: Chapter) -> Merge:
    """Return what the draft's text can bring into the main text; raises NoDraft for a chapter that is none.

    First what the draft changed since it was last decided on, then what was left in the draft before and still is.
    """
    if draft.main is None:
        raise NoDraft(chapter=draft.id)
    ours, theirs, base = document_node(text_of(draft.main)), document_node(text_of(draft)), last_decided(draft)
    whole = merge(begun_with(draft), ours, theirs)
    return whole if base is None else with_left(merge(base, ours, theirs), whole)


def told_versions(draft: Chapter) -> Told:
    return Told(text_of(draft.main).version, text_of(draft).version)


def shown_differences(merged: Merge) -> list[ShownDifference]:
    """Return the differences, each with its surroundings compared."""
    return [
        ShownDifference(difference, _rows(merged, index, difference))
        for index, difference in enumerate(merged.differences)
    ]


def bring_over(
    draft: Chapter, told: Told, keeps: Mapping[int, Keep], person: Person, now: datetime
) -> tuple[Saved, Carried] | None:
    """Bring differences over as the page that showed these versions numbered them, and with them the threads on them.

    What is not brought over counts as left in the draft from now on. Gives None when nothing was brought over. Raises
    WrittenSince, and DoNotFit for choices that give no document.
    """
    merged = _locked_merge(draft, told)
    if not all(0 <= index < len(merged.differences) for index in keeps):
        raise BadInput
    main = text_of(draft.main)
    try:
        saved = replace_content(main, merged.brought_over(keeps), person, now, BROUGHT_FROM_DRAFT)
    except (ValueError, BadStep) as error:
        raise DoNotFit from error
    if saved is None and not merged.offered:
        return None
    mark_bringing(draft, saved.version if saved else None, person, now)
    if saved is None:
        return None
    brought = [merged.differences[index].theirs for index, keep in keeps.items() if keep != "ours"]
    return saved, carry_threads(text_of(draft), main, brought)


def _locked_merge(draft: Chapter, told: Told) -> Merge:
    if draft.main is None:
        raise NoDraft(chapter=draft.id)
    for chapter in (draft.main, draft):
        lock_document(text_of(chapter))
    if told != told_versions(draft):
        raise WrittenSince(chapter=draft.id)
    return merge_of(draft)


def _rows(merged: Merge, index: int, difference: Difference) -> tuple[ShownBlock, ...]:
    ours, brought = merged.ours, merged.brought_over({index: "theirs"})
    if difference.moves:
        # A long way may lie between both places, so what stays is left out.
        rows = compared_page(ours, brought).rows
        return tuple(
            _without_numbers(row) for row in rows if isinstance(row, ShownBlock) and row.block.change != "same"
        )
    around = _blocks_around(ours, difference.ours)
    grown = Span(around.start, around.end + brought.content.size - ours.content.size)
    rows = compared_page(_part(ours, around), _part(brought, grown)).rows
    blocks = [block for row in rows for block in (row.blocks if isinstance(row, ShownFold) else (row,))]
    return tuple(with_far_apart(_without_numbers(block)) for block in blocks)


def _blocks_around(doc: Node, span: Span) -> Span:
    """Return the whole blocks of a stretch; of a place between two blocks the one before it, so that it can be found."""
    start, end = doc.resolve(span.start), doc.resolve(span.end)
    if span.start == span.end and not start.depth:
        return Span(span.start - (start.node_before.node_size if start.node_before else 0), span.end)
    return Span(start.before(1) if start.depth else start.pos, end.after(1) if end.depth else end.pos)


def _part(doc: Node, span: Span) -> Node:
    return doc.copy(doc.content.cut(span.start, span.end))


def _without_numbers(row: ShownBlock) -> ShownBlock:
    # Several comparisons stand on one page, so their own numbers would name nothing.
    return replace(row, number=None, elsewhere=None, runs=tuple(replace(run, number=None) for run in row.runs))
