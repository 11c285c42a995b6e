"""How a finding is known again after the text around it has changed. Pure.

It is known by its words and by their sentence: so it survives edits elsewhere, moves, splits and joins of paragraphs,
restores and imports. What typography changes (curly quotes, dashes, spaces, unseen characters) does not count.
"""

from __future__ import annotations

import hashlib
import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import cached_property

#: Where a sentence may end: its marks with what closes after them, speech that breaks off, the end of a line.
_MARK = re.compile(r"[.!?…]+[\"')\]」』]*|(?:—|–|--)[\"'」』]+|\n")
#: What a full stop shortens and does not end.
_TITLE = re.compile(r"\b(?:Mr|Mrs|Ms|Mx|Dr|Prof|Capt|Lt|Sgt|St|Mme|Mlle)$")
_SHORTENED = re.compile(r"\b(?:a\.m|p\.m|e\.g|i\.e|etc|vs|approx)$", re.IGNORECASE)
_ONE_LETTER = re.compile(r"(?<!\w)\w$")
_NEXT_LETTER = re.compile(r"[\s\"'(\[「『*_]*(\w)")

# One character for one, so that places stay.
_SAME_MARK = str.maketrans(
    dict.fromkeys("’‘‚‛ʼ′‹›", "'") | dict.fromkeys("“”„‟″«»", '"') | dict.fromkeys("\u00a0\u202f\u2007\u2009\t", " ")
)
#: Soft hyphens, joiners, marks of order and the sign that stands for an image: nobody sees them, and imports differ in them.
_UNSEEN = dict.fromkeys(map(ord, "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\ufffc"))
#: In one go for comparing, where single and double quotation marks are the same too.
_EVEN = _SAME_MARK | _UNSEEN | {ord(mark): "'" for mark in '"“”„‟″«»'}
_DOTS = re.compile(r"\.{3}")
_DASHES = re.compile(r"\s*(?:-{2,3}|—|–)\s*")
#: Text typed at a sentence's edge may take its quotation mark along.
_EDGES = " \"'()[]「」『』*_"

#: So much of a sentence is shown on either side of a finding's words.
NEIGHBOURS_MAX = 120
#: More words than a voice has; the rest does not count.
VOICED_MAX = 200
#: A sentence of more pieces on either side than this is known by the nearest.
_REACH = 5


class Sentences:
    """One paragraph, cut into sentences. All places are code points.

    Some marks end a sentence or do not, as one reads it: “Stop!” he said, I… am, Mr. Lee. The pieces between such marks
    make one sentence, and are remembered, since whoever types on behind a sentence may make a piece of it.
    """

    def __init__(self, text: str) -> None:
        self._text = text

    def around(self, start: int, end: int) -> tuple[int, int]:
        """Return where the sentence that holds these words begins and ends."""
        first, last = self._reach(*self._pieces_of(start, end))
        return self._begin(first), self._ends[last]

    def neighbours(self, start: int, end: int) -> tuple[str, str]:
        """Return what stands before and after these words in their sentence, cut where it is long."""
        begin, stop = self.around(start, end)
        before, after = self._text[begin:start].lstrip(), self._text[end:stop].rstrip()
        if len(before) > NEIGHBOURS_MAX:
            before = f"…{before[-NEIGHBOURS_MAX:]}"
        return before, f"{after[:NEIGHBOURS_MAX]}…" if len(after) > NEIGHBOURS_MAX else after

    def places(self, start: int, end: int) -> tuple[str, ...]:
        """Return the marks by which these words are known again, 16 hexadecimal digits each.

        The first is that of the whole sentence. The others are those of the pieces of it that hold the words: was one
        of them a sentence when the author decided, then text was typed on at its edge, and it still stands.
        """
        first, last = self._pieces_of(start, end)
        left, right = self._reach(first, last)
        runs = [(a, b) for a in range(left, first + 1) for b in range(right, last - 1, -1)]
        return tuple(self._place(start, end, self._begin(a), self._ends[b]) for a, b in runs)

    def _place(self, start: int, end: int, begin: int, stop: int) -> str:
        words = even(self._text[start:end]) or self._text[start:end]
        # The same words twice in one sentence are two findings.
        earlier = even(self._text[begin:start]).count(words) if words.strip() else start - begin
        return digest(words, even(self._text[begin:stop]).strip(_EDGES), str(earlier))

    def _pieces_of(self, start: int, end: int) -> tuple[int, int]:
        first = min(bisect_right(self._ends, start), len(self._ends) - 1)
        return first, max(first, bisect_left(self._ends, end))

    def _reach(self, first: int, last: int) -> tuple[int, int]:
        """Return the first and last piece of the sentence, which goes on wherever a mark need not end one."""
        left, right = first, last
        while left > max(0, first - _REACH) and self._goes_on[left - 1]:
            left -= 1
        while right < min(len(self._ends) - 1, last + _REACH) and self._goes_on[right]:
            right += 1
        return left, right

    def _begin(self, piece: int) -> int:
        return self._ends[piece - 1] if piece else 0

    @cached_property
    def _cuts(self) -> list[tuple[int, bool]]:
        plain = self._text.translate(_SAME_MARK)
        cuts = [(mark.end(), _goes_on(plain, mark)) for mark in _MARK.finditer(plain) if not _in_number(plain, mark)]
        return cuts if cuts and cuts[-1][0] == len(plain) else [*cuts, (len(plain), False)]

    @cached_property
    def _ends(self) -> list[int]:
        return [end for end, _ in self._cuts]

    @cached_property
    def _goes_on(self) -> list[bool]:
        return [goes_on for _, goes_on in self._cuts]


def fingerprint(rule: str, place: str) -> str:
    """Return the mark of one finding: what one rule says about words in one place."""
    return digest(rule, place)


def voiced(words: str) -> str:
    """Return words as they are compared where they are somebody's voice: “Could of” is “could of”."""
    return even(words[:VOICED_MAX]).casefold()


def even(text: str) -> str:
    """Return the text without what typography, spacing and imports change in it."""
    text = unicodedata.normalize("NFC", text.translate(_EVEN))
    return " ".join(_DASHES.sub("—", _DOTS.sub("…", text)).split())


def digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:16]


def _in_number(plain: str, mark: re.Match[str]) -> bool:
    return plain[mark.start() - 1 : mark.start()].isdigit() and plain[mark.end() : mark.end() + 1].isdigit()


def _goes_on(plain: str, mark: re.Match[str]) -> bool:
    """Whether the sentence may go on behind the mark. Where it surely ends, nothing behind it counts."""
    following = plain[mark.end() : mark.end() + 1]
    letter = _NEXT_LETTER.match(plain, mark.end())
    lower = letter is not None and letter[1].islower()
    if mark[0] != ".":
        is_open = mark[0][-1] in "\"')]」』…" or mark[0].endswith("...")
        return is_open and lower
    before = plain[max(0, mark.start() - 12) : mark.start()]
    if following.isalpha():  # typed on without a space: a capital begins something, but for U.S.
        return following.islower() or _ONE_LETTER.search(before) is not None
    return _TITLE.search(before) is not None or (lower and _SHORTENED.search(before) is not None)
