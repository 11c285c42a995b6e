"""A document from plain text: paragraphs, lines within them, scene breaks. Bytes and their encoding are the caller's.

Marks like _this_ or *this* are left as they are: which of them are meant as italics, only the author knows.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby, pairwise

from prosemirror.model import Node

from workshop.prose.scene_breaks import is_scene_break
from workshop.prose.schema import schema

#: Blank lines between two paragraphs from which they part scenes, where fewer part paragraphs.
_SCENE_GAP = 3
#: Widths at which mail programs and editors break lines.
_WRAP_WIDTHS = range(50, 101)
_LEAST_WRAPPED_LINES = 3
_LONGEST_VERSE = 100

_LINE_ENDS = re.compile("\r\n|[\r\v\x1c-\x1e\x85\u2028]")
_PARAGRAPH_ENDS = re.compile("[\f\u2029]")
_UNWANTED = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ufeff]")
_HALF_CHARACTERS = re.compile("[\ud800-\udfff]")
_INDENT = re.compile(r"[ \t\u00a0\u2000-\u200a\u3000]+\S")


@dataclass(frozen=True)
class _Block:
    """Lines without a blank one between them, and how many blank lines stand before."""

    gap: int
    lines: list[str]


def text_nodes(text: str) -> list[Node]:
    """Return the text's blocks; none for a text without a letter.

    A blank line ends a paragraph, a single newline is a hard break. Text that was broken at a fixed width is put
    together again; where lines are indented, or blank lines are missing or rare, every such line is a paragraph.
    """
    blocks = _with_indents_parted(list(_blocks(_cleaned(text))))
    width = _wrap_width(blocks)
    blocks = [_Block(block.gap, _unwrapped(block.lines, width)) for block in blocks]
    if _lines_are_paragraphs(blocks):
        blocks = [_Block(0 if at else block.gap, [line]) for block in blocks for at, line in enumerate(block.lines)]
    return list(_nodes(blocks))


def _cleaned(text: str) -> str:
    text = _PARAGRAPH_ENDS.sub("\n\n", _LINE_ENDS.sub("\n", text))
    return _HALF_CHARACTERS.sub("\ufffd", _UNWANTED.sub("", text))


def _blocks(text: str) -> Iterator[_Block]:
    gap = 0
    for blank, lines in groupby(text.split("\n"), key=lambda line: not line.strip()):
        together = list(lines)
        if blank:
            gap = len(together)
        else:
            yield _Block(gap, [line.rstrip() for line in together])


def _with_indents_parted(blocks: list[_Block]) -> list[_Block]:
    """Begin a new block at each indented line, where a good part of the paragraphs are indented."""
    indented = sum(1 for block in blocks for line in block.lines if _INDENT.match(line))
    if indented * 4 < len(blocks):
        return blocks
    return [
        _Block(0 if at else block.gap, lines) for block in blocks for at, lines in enumerate(_at_indents(block.lines))
    ]


def _at_indents(lines: list[str]) -> list[list[str]]:
    parts: list[list[str]] = [[]]
    for line in lines:
        if _INDENT.match(line) and parts[-1]:
            parts.append([])
        parts[-1].append(line)
    return parts


def _wrap_width(blocks: Iterable[_Block]) -> int | None:
    """Return the width at which the text was broken into lines, None if its lines end where the author ended them.

    A program breaks a line only where the next word does not fit any more; an author hardly ever does so by chance.
    """
    breaks = [pair for block in blocks for pair in pairwise(block.lines)]
    width = max((len(line) for line, _ in breaks), default=0)
    if width not in _WRAP_WIDTHS or len(breaks) < _LEAST_WRAPPED_LINES:
        return None
    wrapped = sum(_does_not_fit(line, after, width) for line, after in breaks)
    return width if wrapped >= 0.8 * len(breaks) else None


def _does_not_fit(line: str, after: str, width: int) -> bool:
    words = after.split(maxsplit=1)
    return len(line) + 1 + len(words[0]) > width


def _unwrapped(lines: list[str], width: int | None) -> list[str]:
    """Join the lines that were parted only because the width was used up."""
    joined = [lines[0].strip()]
    for line, after in pairwise(lines):
        if width is None or not _does_not_fit(line, after, width) or is_scene_break(line) or is_scene_break(after):
            joined.append(after.strip())
        else:
            joined[-1] += _joint(line) + after.strip()
    return joined


def _joint(line: str) -> str:
    """Return what stood where the line was broken: nothing after "Tsunade-baa-" or a dash without a blank before it."""
    return "" if re.search(r"\S[-—–]$", line) else " "


def _lines_are_paragraphs(blocks: list[_Block]) -> bool:
    """Tell whether a single newline ends a paragraph: no blank lines, or fewer, and lines as long as no verse."""
    several = [block.lines for block in blocks if len(block.lines) > 1]
    lines = sum(map(len, several))
    long_lines = sum(len(line) > _LONGEST_VERSE for together in several for line in together)
    return len(blocks) == 1 or (lines - len(several) > len(blocks) and 10 * long_lines >= lines)


def _nodes(blocks: list[_Block]) -> Iterator[Node]:
    gaps_part_scenes = _gaps_part_scenes(blocks)
    after_break = True
    for block in blocks:
        if gaps_part_scenes and block.gap >= _SCENE_GAP and not after_break and not is_scene_break(block.lines[0]):
            yield schema.node("scene_break")
        for breaks, lines in groupby(block.lines, key=is_scene_break):
            after_break = breaks
            yield schema.node("scene_break") if breaks else _paragraph(list(lines))


def _gaps_part_scenes(blocks: list[_Block]) -> bool:
    """Tell whether large gaps are rare enough to mean something."""
    large = sum(block.gap >= _SCENE_GAP for block in blocks[1:])
    return 0 < large * 4 <= len(blocks)


def _paragraph(lines: list[str]) -> Node:
    content: list[Node] = []
    for line in lines:
        if content:
            content.append(schema.node("hard_break"))
        content.append(schema.text(line.replace("\t", " ")))
    return schema.node("paragraph", None, content)
