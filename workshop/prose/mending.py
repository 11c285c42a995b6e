"""The one small step that puts other words in the place of some. Pure."""

from prosemirror.model import Fragment, Mark, Node, Slice
from prosemirror.transform import ReplaceStep

from workshop.errors import BadInput
from workshop.prose.plain import text_between
from workshop.prose.schema import schema
from workshop.prose.utf16 import utf16_length

#: What stands in plain text for an image and for a line break.
_LEAVES = {"\ufffc", "\n"}


class NotWordsAlone(BadInput):
    sentence = "There is an image or a line break between these words, so mend them on the desk. Nothing was changed."


def mending_step(doc: Node, start: int, end: int, meant: str) -> ReplaceStep:
    """Return the step that makes the text between two positions of one block read `meant`.

    It touches only what differs, so that formatting and comments on the rest stay; what is new looks like what it
    replaces. Raises NotWordsAlone where more than text would go, or come in.
    """
    written = text_between(doc, start, end)
    head = _shared(written, meant)
    tail = _shared(written[head:][::-1], meant[head:][::-1])
    gone, new = written[head : len(written) - tail], meant[head : len(meant) - tail]
    if _LEAVES & {*gone, *new}:
        raise NotWordsAlone
    first = start + utf16_length(written[:head])
    last = first + utf16_length(gone)
    content = Fragment.from_(schema.text(new, _marks(doc, first, last))) if new else Fragment.empty
    return ReplaceStep(first, last, Slice(content, 0, 0))


def _shared(one: str, other: str) -> int:
    """Return how many characters both begin with."""
    pairs = enumerate(zip(one, other, strict=False))
    return next((place for place, (a, b) in pairs if a != b), min(len(one), len(other)))


def _marks(doc: Node, start: int, end: int) -> list[Mark]:
    place = doc.resolve(start)
    return place.marks() if start == end else place.marks_across(doc.resolve(end)) or []
