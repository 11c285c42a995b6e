"""Which words of a document a person chose, and which those are after a change. Pure."""

import re
from dataclasses import dataclass, replace

from prosemirror.model import Node
from prosemirror.transform import Mapping

from workshop.prose.anchors import Anchor, BadAnchor, anchor_at
from workshop.prose.plain import plain_text, text_between
from workshop.prose.utf16 import utf16_length, utf16_slice

#: A long scene. What is longer is no passage to point at, and would be kept as its quote.
CHOSEN_MAX = 20_000

#: What nobody sees: Unicode's white space, zero-width characters, and the sign that stands for an image.
_BLANK = "".join(chr(code) for code in range(0x3001) if chr(code).isspace()) + "\u200b\u200c\u200d\u2060\ufeff\ufffc"

#: A word's part at one side of a place; as long as words are.
_LAST_WORD = re.compile(r"\w{1,60}$")
_FIRST_WORD = re.compile(r"^\w{1,60}")


class NoWords(BadAnchor):
    sentence = "There are no words in that selection. Choose at least one."


class TooManyWords(BadAnchor):
    sentence = f"That passage is too long for one comment. Choose at most {CHOSEN_MAX:,} characters of it."


def chosen_words(doc: Node, start: object, end: object) -> Anchor:
    """Return an anchor on the words between two positions, half-open, without the blanks around them.

    Raises BadAnchor for what is no range of this document, cuts a character in half, holds no words, or too many.
    """
    if type(start) is not int or type(end) is not int or not 0 <= start < end <= doc.content.size:
        raise BadAnchor
    if end - start > CHOSEN_MAX:
        raise TooManyWords
    seen = [(position, text) for position, text in map(_without_blanks, _pieces(doc, start, end)) if text]
    if not seen:
        raise NoWords
    (first, _), (last, text) = seen[0], seen[-1]
    return anchor_at(doc, first, last + utf16_length(text))


def whole_words(anchor: Anchor, doc: Node) -> Anchor:
    """Return the anchor, and if its words changed, with an edge that lies inside a word moved out to the word's end.

    Whoever corrects the last word of a passage deletes inside it and types at its edge, where typing stays outside:
    "the lamp" would be shown as "the l" when it is "the lantern" now.
    """
    if anchor.state != "changed":
        return anchor
    start = anchor.start - utf16_length(_word_around(doc, anchor.start)[0])
    end = anchor.end + utf16_length(_word_around(doc, anchor.end)[1])
    now = text_between(doc, start, end)
    return replace(anchor, start=start, end=end, now=now, state="anchored" if now == anchor.quote else "changed")


@dataclass(frozen=True)
class Stretch:
    """What a change touched, in positions before it: text before `start` stays, text behind `end` moves by `growth`."""

    start: int
    end: int
    growth: int


def touched_stretch(mapping: Mapping) -> Stretch | None:
    """Return the stretch from the first to the last place that the steps touched; None when they only set marks."""
    start, end, growth = None, 0, 0
    for step_map in mapping.maps:
        ranges = step_map.ranges
        for at, old_size in zip(ranges[::3], ranges[1::3], strict=True):
            # Positions of this step are those before it: what lies behind all earlier steps has moved by `growth`.
            start = at if start is None else min(start, at)
            end = max(end, at + old_size - growth)
        growth += sum(ranges[2::3]) - sum(ranges[1::3])
    return None if start is None else Stretch(start, max(start, end), growth)


def _word_around(doc: Node, position: int) -> tuple[str, str]:
    """Return both parts of the word that a position lies in; nothing where it lies in none."""
    place = doc.resolve(position)
    if not place.parent.is_textblock:
        return "", ""
    before = _LAST_WORD.search(text_between(doc, place.start(), position))
    after = _FIRST_WORD.search(text_between(doc, position, place.end()))
    return (before[0], after[0]) if before and after else ("", "")


def _pieces(doc: Node, start: int, end: int) -> list[tuple[int, str]]:
    """Return what the range holds of each text block, with the position of its first character."""
    try:
        return [
            (max(start, block.position), utf16_slice(block.text, max(0, start - block.position), end - block.position))
            for block in plain_text(doc).paragraphs
            if block.position < end and start < block.position + utf16_length(block.text)
        ]
    except UnicodeDecodeError as error:
        raise BadAnchor from error


def _without_blanks(piece: tuple[int, str]) -> tuple[int, str]:
    position, text = piece
    kept = text.lstrip(_BLANK)
    return position + utf16_length(text) - utf16_length(kept), kept.rstrip(_BLANK)
