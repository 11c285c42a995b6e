"""Author's notes that stand inside a pasted chapter, above and below the story, told from the story.

What is found is only ever offered to the author, so a rule here may be wrong now and then; it must not be greedy.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from prosemirror.model import Node

from workshop.prose.counting import count_words
from workshop.prose.plain import text_between
from workshop.prose.schema import schema

#: Title lines that may stand above the first note, and how long one may be.
_TITLE_LINES = 4
_TITLE_WORDS = 10
#: How much may follow a marked paragraph and still be part of its note.
_REST_PARAGRAPHS = 6
_REST_WORDS = 200

_LEAD = r"[\W_]*"
_COLON = r"\s*[\W_]*[:;：–—-]"
_NOTE = re.compile(
    rf"""{_LEAD}(?:
        (?i:a\s*/\s*ns?)\b
      | (?i:a\.\s?n\.)
      | AN(?:{_COLON}|\s*$)
      | (?i:(?:(?:an?\s+)?(?:beginning|end|opening|closing|final|quick|short)\s+)?
            auth?or(?:ess)?['’]?s?['’]?[\s-]*(?:end\s*)?notes?\b)
      | (?i:(?:an?\s+)?notes?\s+from\s+(?:the|your)\s+author\b)
      | (?i:(?:(?:beginning|end|opening|closing|final)[\s-]*)?notes?){_COLON}
      | (?i:disclaimers?)\b(?:{_COLON}|[\W_]*$|\s+(?i:i|applies|still|in)\b)
      | (?i:i\s+(?:still\s+)?(?:do\s+not|don['’]?t)\s+own)\s(?:(?:the\s+)?[A-Z]|.*\b(?i:characters?|series|rights|copyrights?)\b)
    )""",
    re.VERBOSE,
)
# The header that goes with a note on other archives; none of them alone makes a note of what follows.
_HEADER = re.compile(
    rf"{_LEAD}(?i:rat(?:ed|ing)|pairings?|ships?|fandom|genres?|characters?|warnings?|trigger\s+warnings?|[ct]w|spoilers?"
    rf"|summary|beta(?:['’]?d\s+by|\s+reader)?|word\s*count|prompt|dedication|dedicated\s+to|written\s+for|status){_COLON}"
)
# Asks for reviews that stand below a chapter without any label.
_FAREWELL = re.compile(
    rf"{_LEAD}(?i:(?:please\s+|pls\s+)?(?:r\s*&\s*r\b|read\s+(?:and|&)\s+review\b|review(?:s\s+are|!|\s+please|,\s*please)))"
)
_LABEL_ONLY = re.compile(r"[^.!?…]{0,40}:?[\W_]*")
_IN_BRACKETS = re.compile(r"\s*[(\[{].*[)\]}]\s*", re.DOTALL)


def begins_note(paragraph: str) -> bool:
    """Whether the paragraph says of itself that it is an author's note."""
    return _NOTE.match(paragraph) is not None


@dataclass(frozen=True)
class SplitNotes:
    """A chapter with its notes taken out; `before` and `after` are None where there were none."""

    before: Node | None
    text: Node
    after: Node | None


def split_author_notes(doc: Node) -> SplitNotes:
    """Return the notes above and below the story, and the story between them.

    A note starts with "A/N", "AN:", "Author's note", "Disclaimer" or the like; the header above a story and short
    paragraphs that clearly go on belong to it. Titles stay with the story. Nothing is split when nothing would be left.
    """
    blocks = list(doc.children)
    first, last = _leading(blocks)
    story = blocks[:first] + blocks[last:]
    start = _trailing(story)
    before, text, after = _document(blocks[first:last]), _document(story[:start]), _document(story[start:])
    if text is None or (before is None and after is None):
        return SplitNotes(None, doc, None)
    return SplitNotes(before, text, after)


def _leading(blocks: Sequence[Node]) -> tuple[int, int]:
    """Return where the notes above the story start and end; they are the same where there are none."""
    first = 0
    while first < min(len(blocks), _TITLE_LINES) and _is_title(blocks[first]):
        first += 1
    last = first
    while last < len(blocks) and _belongs_above(blocks, first, last):
        last += 1
    if not any(_NOTE.match(_text(block)) for block in blocks[first:last]):
        return first, first
    return first, _until_scene_break(blocks, first, last)


def _belongs_above(blocks: Sequence[Node], first: int, at: int) -> bool:
    text = _text(blocks[at])
    if _is_labelled(text) or (at > first and not text.strip() and blocks[at].is_textblock):
        return True
    # "Author's note:" on a line of its own is about the paragraph below it.
    return at > first and _NOTE.match(_text(blocks[at - 1])) is not None and _is_label_only(_text(blocks[at - 1]))


def _until_scene_break(blocks: Sequence[Node], first: int, last: int) -> int:
    """Take in a few short paragraphs after the last label when a scene break parts them from a longer story."""
    breaks = [at for at in range(last, len(blocks)) if blocks[at].type.name == "scene_break"]
    if not breaks or _IN_BRACKETS.fullmatch(_text(blocks[last - 1])):
        return last
    rest, story = blocks[last : breaks[0]], blocks[breaks[0] :]
    if _is_short(rest) and _words(story) > 2 * _words(blocks[first : breaks[0]]):
        return breaks[0]
    return last


def _trailing(blocks: Sequence[Node]) -> int:
    """Return where the notes below the story start: the number of blocks where there are none."""
    start = len(blocks)
    for at in range(len(blocks) - 1, 0, -1):
        if blocks[at].type.name == "scene_break" or not _is_short(blocks[at + 1 : start]):
            break
        text = _text(blocks[at])
        if not (_is_labelled(text) or _FAREWELL.match(text)):
            continue
        goes_on = any(_text(block).strip() for block in blocks[at + 1 : start])
        if goes_on and (_IN_BRACKETS.fullmatch(text) or not _NOTE.match(text)):
            break
        start = at
    return start if any(_ends_with_note(_text(block)) for block in blocks[start:]) else len(blocks)


def _ends_with_note(text: str) -> bool:
    return _NOTE.match(text) is not None or _FAREWELL.match(text) is not None


def _is_labelled(text: str) -> bool:
    return _NOTE.match(text) is not None or _HEADER.match(text) is not None


def _is_label_only(text: str) -> bool:
    return text.rstrip().endswith(":") and _LABEL_ONLY.fullmatch(text) is not None


def _is_title(block: Node) -> bool:
    text = _text(block)
    if block.type.name == "scene_break":
        return True
    if _is_labelled(text) or not block.is_textblock:
        return False
    is_sentence = re.search(r"[.!?…,;:”\"’']\s*$", text)
    return block.type.name == "heading" or (count_words(text) <= _TITLE_WORDS and not is_sentence)


def _is_short(blocks: Sequence[Node]) -> bool:
    return len(blocks) <= _REST_PARAGRAPHS and _words(blocks) <= _REST_WORDS


def _words(blocks: Sequence[Node]) -> int:
    return sum(count_words(_text(block)) for block in blocks)


def _text(block: Node) -> str:
    return text_between(block, 0, block.content.size)


def _document(blocks: Sequence[Node]) -> Node | None:
    """Return the blocks without the empty paragraphs and scene breaks that parted the story from its notes."""
    kept = [at for at, block in enumerate(blocks) if _text(block).strip()]
    return schema.node("doc", None, list(blocks[kept[0] : kept[-1] + 1])) if kept else None
