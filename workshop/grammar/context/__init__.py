"""The context model: which word of a confusion set does this place want? What it was trained on stands in card.md."""

from pathlib import Path

RECURRENT_WEIGHTS = Path(__file__).with_name("recurrent.npz")
WINDOW_WEIGHTS = Path(__file__).with_name("window.npz")
#: What each word may be mistaken for, and by how much that must fit better before anything is said.
THRESHOLDS = Path(__file__).with_name("thresholds.tsv")
