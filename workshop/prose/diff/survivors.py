"""Which words of a document are still there after some steps. The steps alone tell it; what only reads the same does not."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from prosemirror.model import Node
from prosemirror.transform import Mapping, StepMap

from workshop.prose.diff.tokens import SAME_WORD, text_tokens
from workshop.prose.moving import find_move
from workshop.prose.plain import plain_text
from workshop.prose.utf16 import utf16_length


@dataclass
class Words:
    """The words and signs of a document in order: what they read, where each starts and ends, and in which block."""

    texts: list[str] = field(default_factory=list)
    starts: list[int] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    blocks: list[int] = field(default_factory=list)

    def between(self, start: int, end: int) -> range:
        """Return the indexes of the words that lie between two positions, or reach between them."""
        return range(bisect_right(self.ends, start), bisect_left(self.starts, end))


@dataclass(frozen=True)
class Stretch:
    """So much of the old document stands in the new one: where it was, and where it is."""

    old: int
    new: int
    size: int


def words_of(doc: Node) -> Words:
    words = Words()
    for number, block in enumerate(plain_text(doc).paragraphs):
        at = block.position
        for token in text_tokens(block.text):
            end = at + utf16_length(token)
            if not token.isspace():
                words.texts.append(token)
                words.starts.append(at)
                words.ends.append(end)
                words.blocks.append(number)
            at = end
    return words


def surviving_words(old: Words, new: Words, stretches: Sequence[Stretch]) -> dict[int, int]:
    """Return which new word each old one is that is still there, by their indexes; mended ones are."""
    found: dict[int, int] = {}
    taken: set[int] = set()
    for stretch in stretches:
        by = stretch.new - stretch.old
        for i in old.between(stretch.old, stretch.old + stretch.size):
            start, end = max(old.starts[i], stretch.old), min(old.ends[i], stretch.old + stretch.size)
            j = bisect_right(new.ends, start + by)
            if j in taken or j == len(new.ends):
                continue
            common = min(end + by, new.ends[j]) - max(start + by, new.starts[j])
            if common >= SAME_WORD * max(old.ends[i] - old.starts[i], new.ends[j] - new.starts[j]):
                found[i] = j
                taken.add(j)
    return found


def kept_stretches(mapping: Mapping, size: int) -> list[Stretch]:
    """Return what the steps leave of a document of that size, in its new order."""
    pieces = _Pieces([(size, 0)])
    for step_map in mapping.maps:
        if step_map.ranges:
            pieces.follow(step_map)
    return list(pieces.kept())


@dataclass
class _Pieces:
    """A document in pieces from its start: how long each is, and where it was before, None for what was put in.

    A place is looked for from the start. Steps made by comparing go from the end to the start, so there is little there.
    """

    pieces: list[tuple[int, int | None]]

    def follow(self, step_map: StepMap) -> None:
        move = find_move(step_map)
        if move:
            run = self._take(move.start, move.end - move.start)
            at = self._cut(move.start + move.by)
            self.pieces[at:at] = run
            return
        # A map's places are all those before the step.
        ranges = step_map.ranges
        for index in range(len(ranges) - 3, -1, -3):
            start, old_size, new_size = ranges[index : index + 3]
            self._take(start, old_size)
            at = self._cut(start)
            self.pieces[at:at] = [(new_size, None)] if new_size else []

    def kept(self) -> Iterator[Stretch]:
        at = 0
        for size, old in self.pieces:
            if old is not None:
                yield Stretch(old, at, size)
            at += size

    def _take(self, start: int, size: int) -> list[tuple[int, int | None]]:
        first, last = self._cut(start), self._cut(start + size)
        run = self.pieces[first:last]
        del self.pieces[first:last]
        return run

    def _cut(self, place: int) -> int:
        """Return the index of the piece that starts at a place, made to start there."""
        index = 0
        while index < len(self.pieces) and place >= self.pieces[index][0]:
            place -= self.pieces[index][0]
            index += 1
        if place:
            size, old = self.pieces[index]
            rest = None if old is None else old + place
            self.pieces[index : index + 1] = [(place, old), (size - place, rest)]
            index += 1
        return index
