"""Lines by which authors part scenes where a horizontal rule cannot be had."""

import re

_SYMBOLS = r"*~\-–—_=#+•·∙●○◦°^☆★✦✧✩✯❖◇◆♥♡❤♦♢§¤⁂※|/\\<>.:"
_ONLY_SYMBOLS = re.compile(rf"[{_SYMBOLS}]+")
_ONLY_DOTS = re.compile(r"[.:…]+")
#: One of these alone is enough; a single dash or dot may be a person who says nothing.
_ALONE = set("*#~§⁂※☆★♥♡❤")
# oOo, xXx and their longer forms, bare or between symbols.
_LETTERS = re.compile(r"[oO0]{3,}|[xX]{3,}")
_ONE_LETTER_IN_SYMBOLS = re.compile(rf"([{_SYMBOLS}]+)([oO0]{{1,2}}|[xX]{{1,2}})([{_SYMBOLS}]+)")
#: All that a drawn break is made of: nearly every line of prose is told apart by its first letters.
_DRAWN = re.compile(rf"[{_SYMBOLS}oO0xX\s\ufe0f]+")
_WORDS = re.compile(r"[\W_]*(?:line|page|scene|section|time)[\s_-]*break[\W_]*", re.IGNORECASE)


def is_scene_break(line: str) -> bool:
    """Tell whether a line by itself parts two scenes: ***, ~*~, oOo, -x-, #, LINE BREAK."""
    if not _DRAWN.fullmatch(line) and not _WORDS.fullmatch(line):
        return False
    drawn = "".join(line.split()).replace("\ufe0f", "")
    if not drawn or len(drawn) > 120:
        return False
    return _is_symbols(drawn) or _is_letters(drawn) or _WORDS.fullmatch(line) is not None


def _is_symbols(drawn: str) -> bool:
    if not _ONLY_SYMBOLS.fullmatch(drawn) or _ONLY_DOTS.fullmatch(drawn):
        return False
    return len(drawn) >= 3 or set(drawn) <= _ALONE


def _is_letters(drawn: str) -> bool:
    bare = re.sub(rf"[{_SYMBOLS}]", "", drawn)
    if _LETTERS.fullmatch(bare):
        return True
    framed = _ONE_LETTER_IN_SYMBOLS.fullmatch(drawn)
    # The same on both sides: "-x-" parts scenes, "o_O" raises an eyebrow and ">x<" pulls a face.
    return framed is not None and framed[1] == framed[3][::-1]
