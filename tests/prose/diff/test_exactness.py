"""The comparison itself is exact: what it shows, read one way, is the old text, and read the other way the new one.

GALLEY_MANY_PAIRS=10000 tries so many pairs instead of some hundred.
"""

import os
from random import Random

import pytest
from prosemirror.model import Node

from tests.prose.random_edits import random_pair
from workshop.prose.diff import ComparedBlock, compare, steps_between
from workshop.prose.documents import apply_steps

PAIRS = int(os.environ.get("GALLEY_MANY_PAIRS", "400"))


def read(blocks: list[ComparedBlock], left_out: str) -> str:
    """Return the text of the blocks without the pieces that came, or without those that went; ends of lines aside."""
    kept = (piece.text for block in blocks for piece in block.pieces if piece.change != left_out)
    return "".join("".join(kept).replace("¶", "").replace("↵", "").split())


def letters(document: Node) -> str:
    return read(compare(document, document), "")


@pytest.mark.parametrize("chunk", range(4))
def test_comparison_holds_both_texts_whole(chunk: int) -> None:
    for seed in range(chunk, PAIRS, 4):
        old, new = random_pair(Random(seed))
        blocks = compare(old, new)
        moved_away = [block for block in blocks if block.change != "moved_away"]
        assert read(moved_away, "removed") == letters(new)
        stood = [(block.old.start, block) for block in blocks if block.old and block.change != "moved"]
        assert read([block for _, block in sorted(stood, key=lambda placed: placed[0])], "added") == letters(old)
        assert apply_steps(old, steps_between(old, new)).doc.eq(new)
