"""The context model: which word of a confusion set does this place want? What it was trained on stands in card.md."""

from pathlib import Path

WEIGHTS = Path(__file__).with_name("weights.npz")
#: What each word may be mistaken for, and by how much that must score higher before anything is said.
THRESHOLDS = Path(__file__).with_name("thresholds.tsv")
